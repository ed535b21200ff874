import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runAblate } from "../../bench/ablate.ts";
import type { Attempt } from "../../bench/attempt.ts";
import { runGeneralise } from "../../bench/generalise.ts";
import { runGuide } from "../../bench/guide.ts";
import { runSolve } from "../../bench/solve.ts";
import { median, processorClock, processorMs, quantile, wilson } from "../../bench/statistics.ts";
import type { SuiteOptions, SuiteReport } from "../../bench/suite.ts";
import { readTaskSets } from "../../bench/taskSets.ts";
import { familiesOf, protocolsOf } from "../../bench/trials.ts";
import { list } from "../../src/domains/list/list.ts";
import { domainProductions, uniformGrammar } from "../../src/dsl/weightedGrammar.ts";

const sygus = (rows: readonly (readonly [string, string])[]): string =>
  `(set-logic SLIA)
(synth-fun f ((x String)) String ((S String (x "-" (str.++ S S) (str.at S I))) (I Int (0 1))))
(declare-var x String)
${rows.map(([input, output]) => `(constraint (= (f "${input}") "${output}"))`).join("\n")}
(check-synth)
`;

const lists = Array.from({ length: 12 }, (_, n) => [n, n + 1, n + 2].slice(0, 1 + (n % 3)));

/** A folder of public sets in small. */
const FILES: Readonly<Record<string, string>> = {
  "sygus/PBE_SLIA_Track/mark_small.sl": sygus([
    ["ab", "ab-"],
    ["c", "c-"],
  ]),
  // Two rows are one, and two contradict each other.
  "sygus/PBE_SLIA_Track/mark-long.sl": sygus([
    ["def", "def-"],
    ["def", "def-"],
    ["g", "g-"],
    ["h", "h"],
    ["h", "h-"],
  ]),
  "sygus/PBE_SLIA_Track/first.sl": sygus([
    ["ab", "a"],
    ["cd", "c"],
    ["ef", "e"],
    ["gh", "g"],
  ]),
  // Without its first row it asks for something else; no program does all four.
  "sygus/PBE_SLIA_Track/odd.sl": sygus([
    ["ab", "b"],
    ["cd", "c"],
    ["ef", "e"],
    ["gh", "g"],
  ]),
  "dreamcoder-list/list_tasks.json": JSON.stringify([
    {
      type: { input: "list-of-int", output: "int" },
      name: "length",
      examples: lists.map((i) => ({ i, o: i.length })),
    },
  ]),
};

let data = "";
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "synth-bench-"));
  for (const [file, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(data, file)), { recursive: true });
    await writeFile(join(data, file), text);
  }
});
afterAll(() => rm(data, { recursive: true, force: true }));

const options = (): SuiteOptions => ({
  data,
  candidates: 3000,
  memoryBytes: 2 ** 28,
  seconds: 1,
  every: 1,
});

const textOf = ({ tables }: SuiteReport): string => tables.join("\n");

describe("the sets of a folder", () => {
  test("are those it has, each with its domain", async () => {
    const sets = await readTaskSets({ data });
    expect(sets.map(({ name, tasks }) => [name, tasks.length, tasks[0]?.domain])).toEqual([
      ["DreamCoder lists", 1, "list"],
      ["SyGuS strings", 4, "text"],
    ]);
  });

  test("are one when it is a folder of another kind", async () => {
    const folder = join(data, "sygus");
    expect((await readTaskSets({ data: folder })).map(({ tasks }) => tasks.length)).toEqual([4]);
  });
});

describe("the protocols of a set", () => {
  test("search on the short one of a family, and test on rows of the long one that are sure", async () => {
    const [, strings] = await readTaskSets({ data });
    const tasks = strings?.tasks ?? [];
    expect(familiesOf(tasks).map(({ short, long }) => [short.name, long.name])).toEqual([
      ["mark_small", "mark-long"],
    ]);
    const protocols = protocolsOf(tasks);
    const trials = (name: string) =>
      protocols
        .find((one) => one.name === name)
        ?.trials.map((trial) => [trial.name, trial.examples.length, trial.holdout.length]);
    expect(trials("families")).toEqual([["mark_small", 2, 2]]);
    expect(trials("families, first row")).toEqual([["mark_small", 1, 2]]);
    expect(trials("all rows but one")).toEqual([
      ["first, row 1 held out", 3, 1],
      ["first, row 4 held out", 3, 1],
      ["odd, row 1 held out", 3, 1],
      ["odd, row 4 held out", 3, 1],
    ]);
  });

  test("hold out what comes after the first ten examples", async () => {
    const [sets] = await readTaskSets({ data });
    const [protocol, ...others] = protocolsOf(sets?.tasks ?? []);
    expect(others).toEqual([]);
    expect(protocol?.trials.map(({ examples, holdout }) => [examples, holdout])).toEqual([
      [sets?.tasks[0]?.examples.slice(0, 10), sets?.tasks[0]?.examples.slice(10)],
    ]);
  });
});

describe("the suites", () => {
  test("solve: counts what is solved and what cannot be", async () => {
    const report = await runSolve(options());
    const { sets } = report.json as { sets: { name: string; attempts: Attempt[] }[] };
    const reasons = sets.map(({ attempts }) => attempts.map(({ stopReason }) => stopReason));
    expect(reasons).toEqual([["solved"], ["solved", "contradiction", "solved", "candidates"]]);
    expect(textOf(report)).toMatch(/SyGuS strings +4 +1 +2 /);
  });

  test("generalise: tells right programs from those that only fit", async () => {
    const report = await runGeneralise(options());
    const { rows } = report.json as { rows: { protocol: string; results: Attempt[][] }[] };
    const right = rows.map(({ protocol, results }) => [
      protocol,
      results.map((attempts) => attempts.filter(({ generalised }) => generalised).length),
    ]);
    const solved = rows.at(-1)?.results.map((all) => all.filter((one) => one.solved).length);
    expect(solved).toEqual([3, 3, 3]);
    expect(right).toEqual([
      ["first 10 examples", [1, 1, 1]],
      ["families", [1, 1, 1]],
      ["families, first row", [1, 1, 1]],
      ["families, first 2 rows", [1, 1, 1]],
      ["families, first 3 rows", [1, 1, 1]],
      ["all rows but one", [2, 2, 2]],
    ]);
  });

  test("guide: compares sources of weights on all that two of them solve", async () => {
    const plain = await runGuide(options());
    type Sources = { set: string; sources: { name: string; attempts: Attempt[] }[] }[];
    const named = (report: SuiteReport): unknown =>
      (report.json as { sets: Sources }).sets.map(({ set, sources }) => [
        set,
        sources.map(({ name, attempts }) => [name, attempts.filter((one) => one.solved).length]),
      ]);
    const sources = [
      ["uniform weights", 1],
      ["costs by kind", 1],
      ["fitted to others", 1],
    ];
    const strings = sources.map(([name]) => [name, 2]);
    expect(named(plain)).toEqual([
      ["DreamCoder lists", sources],
      ["SyGuS strings", strings],
    ]);
    const asked: string[] = [];
    const guided = await runGuide({
      ...options(),
      guideFor: ({ name }) => {
        if (name !== "list") return Promise.resolve(undefined);
        const weights = uniformGrammar(domainProductions(list));
        return Promise.resolve({
          weights: (task) => {
            asked.push(task.name);
            return weights;
          },
        });
      },
    });
    expect(asked).toEqual(["length"]);
    expect(named(guided)).toEqual([
      ["DreamCoder lists", [...sources, ["guide", 1]]],
      ["SyGuS strings", strings],
    ]);
  });

  test("ablate: a table for each set", async () => {
    const report = await runAblate({ ...options(), candidates: 300, every: 40 });
    const { sets } = report.json as Record<string, { variants: { name: string }[] }[]>;
    expect(sets?.map(({ variants }) => variants.length)).toEqual([11, 11]);
    expect(textOf(report)).toContain("no deduction");
  });
});

test("a clock of the processor's time begins when it is made", () => {
  const clock = processorClock();
  expect(clock()).toBeLessThan(processorMs() / 2);
});

test("quantiles are by the nearest rank", () => {
  const values = [5, 1, 4, 2, 3];
  expect([0, 0.5, 0.9, 1].map((share) => quantile(values, share))).toEqual([1, 3, 5, 5]);
  const even = [4, 1, 3, 2];
  expect([0, 0.25, 0.5, 0.51, 1].map((share) => quantile(even, share))).toEqual([1, 1, 2, 3, 4]);
  expect(quantile([], 0.5)).toBeNaN();
});

test("the median of an even count is the mean of the middle two", () => {
  expect(
    [
      [5, 1, 4],
      [4, 1, 3, 2],
    ].map(median),
  ).toEqual([4, 2.5]);
  expect(median([])).toBeNaN();
});

test("the interval of a share is Wilson's: never beyond 0 and 1, narrower the more is counted", () => {
  const [low, high] = wilson(5, 10);
  expect([low, high].map((end) => end.toFixed(3))).toEqual(["0.237", "0.763"]);
  expect(wilson(0, 10)[0]).toBe(0);
  expect(wilson(10, 10)[1]).toBe(1);
  expect(wilson(0, 0)).toEqual([0, 1]);
  const [from, to] = wilson(500, 1000);
  expect(to - from).toBeLessThan(0.07);
});
