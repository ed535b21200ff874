import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { list } from "../../src/domains/list/list.ts";
import { withDefinitions } from "../../src/dsl/definition.ts";
import { parseTerm } from "../../src/dsl/parseTerm.ts";
import type { Term } from "../../src/dsl/term.ts";
import { domainProductions, uniformGrammar } from "../../src/dsl/weightedGrammar.ts";
import type { LearnSettings } from "../../src/learn/learnSettings.ts";
import { runConfig } from "../../src/learn/runConfig.ts";
import { RunDirectory } from "../../src/learn/runDirectory.ts";
import {
  type TaskOutcome,
  fittedToJson,
  frontiersToJson,
  libraryToJson,
} from "../../src/learn/runFiles.ts";
import type { ReportData } from "../../src/report/reportData.ts";
import { readRun } from "../../src/report/readRun.ts";
import { runData } from "../../src/report/runData.ts";
import type { Task } from "../../src/tasks/task.ts";
import { typeOf } from "../dsl/parsed.ts";
import { PRINT } from "./testReport.ts";

const scratch = mkdtempSync(join(tmpdir(), "synth-run-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const LIST_TO_LIST = typeOf("list int -> list int");

const task = (name: string, factor: number): Task => ({
  name,
  file: "a.synth",
  domain: "list",
  request: LIST_TO_LIST,
  examples: [[1, 2], [5]].map((xs) => ({ inputs: [xs], output: xs.map((x) => factor * x) })),
  holdout: [{ inputs: [[0, 7]], output: [0, 7 * factor] }],
  definitions: [],
});

const [TWICE, THRICE, HELD, NONE] = [
  task("twice", 2),
  task("thrice", 3),
  task("four", 4),
  task("none", 9),
];

const termIn = (source: string, domain = list): Term => {
  const parsed = parseTerm(source, { domain });
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value.term;
};

const LIBRARY = [
  {
    name: "map-of",
    type: typeOf("(int -> int) -> list int -> list int"),
    body: termIn("\\f xs -> map f xs"),
    proposedName: "map_of",
    utility: 200,
    calls: 2,
  },
];
const EXTENDED = withDefinitions(list, LIBRARY);

const outcome = (name: string, programs: readonly string[], fields: Partial<TaskOutcome> = {}) => ({
  task: name,
  status: programs.length > 0 ? ("solved" as const) : ("unsolved" as const),
  stopReason: programs.length > 0 ? ("solved" as const) : ("candidates" as const),
  candidates: 100,
  programs,
  generalises: programs.length > 0 ? true : null,
  ...fields,
});

const SETTINGS: LearnSettings = {
  seed: 7,
  search: { budget: { candidates: 500 } },
  frontier: 2,
  abstractions: 4,
  maxArity: 2,
  library: true,
  grammar: true,
  guide: false,
} as LearnSettings;

const folder = join(scratch, "run");

async function writeRun(): Promise<void> {
  const split = { train: [TWICE, THRICE, NONE], holdout: [HELD] } as const;
  const config = runConfig(split, list, {
    synth: "0.1.0",
    node: "20",
    settings: SETTINGS,
    guide: null,
    spec: "list",
  });
  mkdirSync(folder);
  writeFileSync(join(folder, "config.json"), JSON.stringify(config));
  const directory = new RunDirectory(folder);
  await directory.save(0, "evaluation.json", { tasks: [outcome("four", [])] });
  await directory.save(1, "wake.json", {
    tasks: [
      outcome("twice", ["(lambda (map (lambda (+ $0 $0)) $0))"], { candidates: 40 }),
      outcome("thrice", ["(lambda (map (lambda (+ $0 (+ $0 $0))) $0))"], { candidates: 60 }),
      outcome("none", []),
    ],
  });
  const costs = { originalCost: 900, finalCost: 700 };
  await directory.save(1, "library.json", libraryToJson(LIBRARY, list, costs));
  const programs = ["\\xs -> map-of (\\x -> x + x) xs", "\\xs -> map-of (\\x -> x + (x + x)) xs"];
  const frontiers = ["twice", "thrice"].map((name, index) => ({
    task: name,
    request: LIST_TO_LIST,
    programs: [{ program: termIn(programs[index] as string, EXTENDED), logP: -3 * Math.LN2 }],
  }));
  await directory.save(1, "frontiers.json", frontiersToJson(frontiers, EXTENDED));
  const grammar = uniformGrammar(domainProductions(EXTENDED));
  await directory.save(1, "grammar.json", {
    ...fittedToJson(grammar, EXTENDED, { logLikelihood: -1, used: 2 }),
  });
  await directory.save(1, "evaluation.json", {
    tasks: [outcome("four", ["(lambda (map-of (lambda (* $0 (+ 1 (+ 1 (+ 1 1))))) $0))"])],
  });
  const event = (iteration: number, phase: string, name: string, elapsedMs: number) =>
    `${JSON.stringify({ event: "task", iteration, phase, task: name, elapsedMs, firstMs: 5 })}\n`;
  writeFileSync(
    join(folder, "events.jsonl"),
    [event(1, "wake", "twice", 30), event(1, "evaluation", "four", 70), '{"event":"ta'].join(""),
  );
  const log = join(directory.file(1, "guide"), "log.jsonl");
  mkdirSync(dirname(log), { recursive: true });
  appendFileSync(log, '{"kind":"validation","step":50,"loss":2,"validation":2.5}\n{"step":1');
}

async function read(tasks: readonly Task[]): Promise<ReportData> {
  const run = await readRun(folder, list);
  if (!run.ok) throw new Error(run.error);
  const options = { tasks, domain: list, title: "run", subtitle: "synth report", problems: [] };
  return runData(run.value, options, PRINT);
}

describe("a learning run is shown with", () => {
  beforeAll(writeRun);

  test("what became of its tasks, by the library that it has now", async () => {
    const { tasks, problems } = await read([TWICE, THRICE, HELD, NONE]);
    expect(problems).toEqual([]);
    expect(
      tasks.map(({ name, split, status, line, calls }) => [name, split, status, line, calls]),
    ).toEqual([
      ["twice", "train", "generalises", "\\x -> map-of (\\y -> y + y) x", ["map-of"]],
      ["thrice", "train", "generalises", "\\x -> map-of (\\y -> y + (y + y)) x", ["map-of"]],
      ["none", "train", "unsolved", "out of candidates", []],
      [
        "four",
        "holdout",
        "generalises",
        "\\x -> map-of (\\y -> y * (1 + (1 + (1 + 1)))) x",
        ["map-of"],
      ],
    ]);
    expect(tasks.map(({ candidates, elapsedMs }) => [candidates, elapsedMs])).toEqual([
      [40, 30],
      [60, 0],
      [100, 0],
      [100, 70],
    ]);
    const [twice, , , held] = tasks;
    expect(twice?.detail.facts.at(-1)).toEqual(["first solved", "in iteration 1"]);
    expect(held?.detail.facts.at(-1)).toEqual(["first solved", "in iteration 1"]);
    expect(twice?.detail.trace?.sources.map(({ name }) => name)).toEqual(["", "map-of"]);
  });

  test("numbers of each iteration, and the losses of its guide", async () => {
    const { iterations, losses, library } = await read([]);
    expect(iterations).toEqual([
      { iteration: 0, split: "holdout", tasks: 1, solved: 0, generalised: 0 },
      {
        iteration: 1,
        split: "train",
        tasks: 3,
        solved: 2,
        generalised: 2,
        candidates: 60,
        seconds: 0.005,
        programsBits: expect.closeTo(3) as number,
        libraryBits: expect.any(Number) as number,
      },
      {
        iteration: 1,
        split: "holdout",
        tasks: 1,
        solved: 1,
        generalised: 1,
        candidates: 100,
        seconds: 0.005,
      },
    ]);
    expect(iterations[1]?.libraryBits).toBeGreaterThan(1);
    expect(losses).toEqual([
      { step: 50, series: "training", loss: 2 },
      { step: 50, series: "validation", loss: 2.5 },
    ]);
    expect(library?.abstractions.map(({ name, readable }) => [name, readable])).toEqual([
      ["map-of", "\\x y -> map x y"],
    ]);
  });

  test("what it wrote down alone, where a task is another one now", async () => {
    const { tasks, problems } = await read([TWICE, { ...HELD, examples: TWICE.examples }]);
    expect(problems).toEqual([expect.stringContaining("3 tasks are not in the files any more")]);
    expect(tasks.map(({ status, detail }) => [status, detail.examples.length])).toEqual([
      ["generalises", 3],
      ["generalises", 0],
      ["unsolved", 0],
      ["generalises", 0],
    ]);
  });
});

test("a folder that is no run is refused", async () => {
  expect(await readRun(scratch, list)).toEqual({
    ok: false,
    error: "this is no folder of a learning run",
  });
});
