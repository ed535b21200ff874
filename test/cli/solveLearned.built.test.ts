import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { DEFAULT_GUIDE_MIX } from "../../src/search/solveOptions.ts";
import { SMALL_MODULE } from "../support/smallModule.ts";

const bin = resolve(import.meta.dirname, "../../bin/synth.js");
const scratch = mkdtempSync(join(tmpdir(), "synth-solve-learned-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const synth = (...args: readonly string[]) =>
  spawnSync(process.execPath, [bin, ...args], {
    cwd: scratch,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });

const INPUTS = [[2, 1], [5], [3, 9, 3], [7, 8, 1, 6], [4, 4, 2]];

type Of = (xs: readonly number[]) => unknown;

/** A task file of domain `mine`, with the type that each function's results have. */
const tasks = (of: Readonly<Record<string, Of>>): string =>
  [
    `domain "./mine.mjs"`,
    ...Object.entries(of).map(([name, f]) => {
      const result = Array.isArray(f([1])) ? "list int" : "int";
      const lines = INPUTS.map((xs) => `  ${JSON.stringify(xs)} => ${JSON.stringify(f(xs))}`);
      return [`task "${name}" : list int -> ${result}`, ...lines].join("\n");
    }),
    "",
  ].join("\n\n");

const sorted = (xs: readonly number[]): readonly number[] => xs.toSorted((a, b) => a - b);
const least = (xs: readonly number[]): number => Math.min(...xs);

writeFileSync(join(scratch, "mine.mjs"), SMALL_MODULE);
writeFileSync(
  join(scratch, "train.synth"),
  tasks({
    greatest: (xs) => Math.max(...xs),
    falling: (xs) => sorted(xs).toReversed(),
    "least of the ends": (xs) => Math.min(xs[0] ?? 0, xs.at(-1) ?? 0),
  }),
);
writeFileSync(
  join(scratch, "held.synth"),
  tasks({
    first: (xs) => xs[0],
    least,
    "least of two": (xs) => Math.min(xs[0] ?? 0, Math.max(...xs)),
    none: (xs) => least(xs) + 1,
  }),
);

/** So few that it matters whether a part of them is kept for a search without weights. */
const BUDGET = ["--candidates", "16", "--settle", "0"];

/** What became of each held-out task, and for how many candidates. */
type Outcome = readonly [task: string, status: string, candidates: number];

const evaluated = (run: string): readonly Outcome[] => {
  const file = join(scratch, run, "iteration-01", "evaluation.json");
  const { tasks: outcomes } = JSON.parse(readFileSync(file, "utf8")) as {
    readonly tasks: readonly {
      readonly task: string;
      readonly status: string;
      readonly candidates: number;
    }[];
  };
  return outcomes.map(({ task, status, candidates }) => [task, status, candidates]);
};

const solved = (...args: readonly string[]): readonly Outcome[] =>
  synth("solve", "held.synth", ...BUDGET, "--json", ...args)
    .stdout.split("\n")
    .filter((line) => line.includes('"task"'))
    .map((line) => JSON.parse(line) as { task: string; status: string; candidates: number })
    .map(({ task, status, candidates }): Outcome => [task, status, candidates])
    .toSorted(([a], [b]) => a.localeCompare(b));

/** Arguments by which a run learns. */
const LEARN = "learn train.synth --holdout held.synth --iterations 1 --guide-steps 3 --out";

test.each([
  ["weights and the guide", "both", [], ["--guide", "both"]],
  ["guide without weights", "guide", ["--no-grammar"], ["--guide", "guide"]],
  ["weights without a guide", "weights", ["--no-guide"], []],
])(
  "with the %s of a run the held-out tasks are searched as the run's evaluation does",
  (_, run, without, guide) => {
    expect(synth(...LEARN.split(" "), run, ...BUDGET, ...without).status).toBe(0);
    const expected = evaluated(run).toSorted(([a], [b]) => a.localeCompare(b));
    expect(expected.map(([, status]) => status)).toContain("solved");
    expect(solved("--library", run, ...guide)).toEqual(expected);
    // Else the comparison would say nothing.
    expect(solved("--library", run, ...guide, "--guide-mix", "0.03")).not.toEqual(expected);
  },
  300_000,
);

test("a guide of another run is not trusted as the run's own", () => {
  expect(synth(...LEARN.split(" "), "own", ...BUDGET).status).toBe(0);
  expect(synth(...LEARN.split(" "), "other", ...BUDGET, "--seed", "2").status).toBe(0);
  const mixed = (guide: string, ...mix: readonly string[]): readonly Outcome[] =>
    solved("--library", "own", "--guide", guide, ...mix);
  const cautious = mixed("other", "--guide-mix", String(DEFAULT_GUIDE_MIX));
  expect(cautious).not.toEqual(mixed("other", "--guide-mix", "0"));
  expect(mixed("other")).toEqual(cautious);
  expect(mixed("own")).toEqual(mixed("own", "--guide-mix", "0"));
  expect(mixed("own/iteration-01/guide")).toEqual(mixed("own"));
}, 300_000);
