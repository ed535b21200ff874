import { spawnSync } from "node:child_process";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";

const bin = resolve(import.meta.dirname, "../../bin/synth.js");
const scratch = mkdtempSync(join(tmpdir(), "synth-learn-command-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const task = (name: string, ...lines: readonly string[]): string =>
  [`task "${name}" : int -> int`, ...lines.map((line) => `  ${line}`), ""].join("\n");
const double = task("double", "1 => 2", "2 => 4", "3 => 6");
const moved = task("twice", "3 => 6", "1 => 2", "holdout 2 => 4");
const next = task("next", "1 => 2", "2 => 3", "3 => 4");
writeFileSync(join(scratch, "train.synth"), ["domain list", moved, next].join("\n\n"));
writeFileSync(join(scratch, "test.synth"), ["domain list", double].join("\n\n"));

const synth = (...args: readonly string[]) =>
  spawnSync(process.execPath, [bin, ...args], {
    cwd: scratch,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
    timeout: 50_000,
  });

const BUDGET = "--candidates 500 --jobs 1 --no-guide --iterations 1".split(" ");
const learn = (out: string, ...more: readonly string[]) =>
  synth("learn", "train.synth", "--holdout", "test.synth", ...BUDGET, "--out", out, ...more);

test("tells how many tasks are not learned from since they are held out", () => {
  const { stderr, status } = learn("run");
  expect(stderr).toContain("1 task is not learned from: it is the same as one held out");
  expect(status).toBe(0);
  const [event] = readFileSync(join(scratch, "run", "events.jsonl"), "utf8").split("\n");
  expect(JSON.parse(event as string)).toMatchObject({ event: "run", leftOut: 1 });
  const config = JSON.parse(readFileSync(join(scratch, "run", "config.json"), "utf8")) as {
    readonly train: readonly { readonly task: string }[];
  };
  expect(config.train.map((entry) => entry.task)).toEqual(["next"]);
});

test("what a run depends on has no memory that was not asked for, and iterations may grow", () => {
  const configOf = (name: string) =>
    JSON.parse(readFileSync(join(scratch, name, "config.json"), "utf8")) as {
      readonly iterations: number;
      readonly node: string;
      readonly settings: { readonly search: { readonly budget: object } };
    };
  learn("grown");
  const before = configOf("grown");
  expect(before.iterations).toBe(1);
  expect(before.settings.search.budget).toEqual({ candidates: 500 });
  expect(learn("grown", "--iterations", "2", "--resume").status).toBe(0);
  expect(configOf("grown")).toEqual({ ...before, iterations: 2 });
  learn("small", "--memory", "100MB", "--test-candidates", "50");
  const budget = { candidates: 500, memoryBytes: 100 * 2 ** 20 };
  expect(configOf("small").settings).toMatchObject({
    search: { budget },
    testBudget: { candidates: 50, memoryBytes: budget.memoryBytes },
  });
});

test("a report of tasks that are not there says so", () => {
  learn("reported");
  const { stderr, status } = synth("report", "reported", "--tasks", "nowhere.synth");
  expect(stderr).toContain("--tasks: there is no nowhere.synth");
  expect(status).toBe(2);
});

test("a lock that is no file ends it with what to do", () => {
  const lock = join("locked", "lock.json");
  mkdirSync(join(scratch, lock), { recursive: true });
  const { stderr, status } = learn("locked");
  expect(stderr).toContain(`${lock}: it is no regular file`);
  expect(status).toBe(2);
  expect(lstatSync(join(scratch, lock)).isDirectory()).toBe(true);
});

test("a log that is a folder ends it with its path", () => {
  const log = join("logless", "events.jsonl");
  mkdirSync(join(scratch, log), { recursive: true });
  const { stderr, status } = learn("logless");
  expect(stderr.split("\n").at(-2)).toBe(`${log}: a folder is in the way of a file`);
  expect(status).toBe(2);
  expect(readdirSync(join(scratch, "logless")).toSorted()).toEqual(["config.json", "events.jsonl"]);
});

test("a path that no folder can be made at ends it with what is wrong", () => {
  for (const [out, wrong] of [
    ["", "the run directory: there is no such folder"],
    ["x".repeat(300), "this name is too long"],
  ] as const) {
    for (const more of [[], ["--ablation"]]) {
      const { stderr, status } = learn(out, ...more);
      expect(stderr).toContain(wrong);
      expect(status).toBe(2);
    }
  }
});

test("how many solutions are shown is no matter of learning", () => {
  const { stderr, status } = learn("topped", "--top", "3");
  expect(stderr).toContain("unknown option '--top'");
  expect(status).toBe(2);
});
