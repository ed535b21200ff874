import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { list } from "../../src/domains/list/list.ts";
import { domainProductions, uniformGrammar } from "../../src/dsl/weightedGrammar.ts";
import { INT, WORD, arrow, listType } from "../../src/dsl/type.ts";
import type * as Parallel from "../../src/search/parallel.ts";
import type { Task } from "../../src/tasks/task.ts";
import { moduleFile } from "./moduleFile.ts";

// The worker processes run compiled code, and so does what starts them here.
const built = (path: string): string => new URL(`../../dist/${path}`, import.meta.url).href;
const { solveAll } = (await import(built("search/parallel.js"))) as typeof Parallel;

const folder = mkdtempSync(join(tmpdir(), "synth-parallel-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LIST_INT = listType(INT);

const taskOf = (name: string, double: (x: number) => unknown, domain = "list"): Task => ({
  name,
  file: "test.synth",
  domain,
  request: arrow(LIST_INT, LIST_INT),
  examples: [[1, 2, 3], [], [7, 0]].map((xs) => ({ inputs: [xs], output: xs.map(double) })),
  holdout: [[5], [6, 6]].map((xs) => ({ inputs: [xs], output: xs.map(double) })),
  definitions: [],
});

const domainWith = (name: string, evaluate: string, atLoad?: string): string =>
  moduleFile(folder, name, evaluate, atLoad);

const outcomesOf = (
  tasks: readonly Task[],
  reports: readonly (Parallel.TaskReport | undefined)[],
): unknown => tasks.map(({ name }, i) => [name, reports[i]?.reason ?? reports[i]?.status]);

const easy = (name: string): Task => taskOf(name, (x) => x + x);
const impossible = (name: string): Task => taskOf(name, (x) => [977, 13, 4409, 0, 0, 0, 0, 5][x]);

test("the reports do not depend on the number of jobs when the budget is in candidates", async () => {
  const tasks = [easy("a"), impossible("b"), taskOf("c", (x) => x * x), impossible("d"), easy("e")];
  const options = { budget: { candidates: 6000 }, seed: 3 };
  const plain = (reports: readonly (Parallel.TaskReport | undefined)[]): unknown =>
    reports.map((report) => ({ ...report, elapsedMs: 0, firstMs: 0 }));
  const alone = await solveAll(tasks, { ...options, jobs: 1 });
  const together = await solveAll(tasks, { ...options, jobs: 3 });
  expect(plain(together)).toEqual(plain(alone));
  expect(alone.map((report) => report?.status)).toEqual([
    "solved",
    "unsolved",
    "solved",
    "unsolved",
    "solved",
  ]);
  expect(alone[0]?.holdout).toEqual({ passed: 2, total: 2 });
  expect(alone[1]).toMatchObject({ stopReason: "candidates", candidates: 6000 });
});

test("a guide is asked here, once a task, and what it fails on is searched without it", async () => {
  const asked: string[] = [];
  const productions = domainProductions(list);
  const weights = uniformGrammar(productions);
  const options = { budget: { candidates: 6000 }, seed: 3, jobs: 2 };
  const tasks = [easy("a"), impossible("b"), easy("c")];
  const reports = await solveAll(tasks, {
    ...options,
    guide: async ({ name }) => {
      asked.push(name);
      if (name === "b") throw new Error("no idea");
      return Promise.resolve(name === "a" ? weights : undefined);
    },
  });
  expect(asked.sort()).toEqual(["a", "b", "c"]);
  expect(reports.map((report) => report?.guideProblem)).toEqual([
    undefined,
    "the guide failed: no idea",
    undefined,
  ]);
  expect(reports[0]?.explanation?.guidedCandidates).toBeGreaterThan(0);
  const [, b, c] = await solveAll(tasks, options);
  expect(reports[1]?.explanation).toEqual(b?.explanation);
  expect(reports[2]?.explanation).toEqual(c?.explanation);
});

test("events come in order: started, progress, finished", async () => {
  const events: Parallel.SolveEvent[] = [];
  const tasks = [easy("a"), impossible("b")];
  await solveAll(tasks, { jobs: 2, seed: 1, budget: { timeoutMs: 1500 } }, (e) => events.push(e));
  for (const index of [0, 1]) {
    const own = events.filter((event) => event.index === index).map(({ kind }) => kind);
    expect(own[0]).toBe("started");
    expect(own.at(-1)).toBe("finished");
    expect(own.slice(1, -1).every((kind) => kind === "progress")).toBe(true);
  }
  const progress = events.flatMap((e) =>
    e.kind === "progress" && e.index === 1 ? [e.candidates] : [],
  );
  expect(progress.length).toBeGreaterThan(1);
  expect(progress).toEqual([...progress].sort((a, b) => a - b));
});

test("a primitive that misbehaves costs its task, and the report says how", async () => {
  const outOfMemory = "the worker process ran out of memory";
  const cases: readonly (readonly [name: string, evaluate: string, outcome: string])[] = [
    ["exits", "() => process.exit(7)", "a primitive ended its process with exit code 7"],
    [
      "is killed",
      "() => process.kill(process.pid, 'SIGKILL')",
      "the worker process was killed by SIGKILL",
    ],
    [
      "fills the heap",
      "(x) => { for (const all = []; ; ) all.push(new Array(1e5).fill(x)); }",
      outOfMemory,
    ],
    // As V8 does where it cannot end the thread alone.
    [
      "is ended by V8 for want of memory",
      `() => {
        writeSync(2, "\\n<--- Last few GCs --->\\n\\nFATAL ERROR: JavaScript heap out of memory\\n");
        process.kill(process.pid, "SIGABRT");
      }`,
      outOfMemory,
    ],
    [
      "fills memory outside the heap",
      "() => { for (const all = []; ; ) all.push(new Uint8Array(2 ** 26).fill(1)); }",
      `${outOfMemory}: it took`,
    ],
    ["throws", "() => { throw new Error('no'); }", "solved"],
    ["rejects", "(x) => { Promise.reject(new Error('late')); return x; }", "solved"],
    ["returns NaN", "() => NaN", "solved"],
    [
      "returns a cyclic list",
      "() => { const list = [1]; list.push(list); return list; }",
      "solved",
    ],
    ["returns a gigabyte of text", "() => 'x'.repeat(2 ** 29 - 24)", "solved"],
  ];
  const tasks = cases.flatMap(([name, evaluate]) => [
    taskOf(name, (x) => x + x, domainWith(name, evaluate)),
    easy(`after: ${name}`),
  ]);
  const budget = { timeoutMs: 60_000, memoryBytes: 2 ** 24 };
  const reports = await solveAll(tasks, { jobs: 2, seed: 1, budget });
  expect(outcomesOf(tasks, reports)).toEqual(
    cases.flatMap(([name, , outcome]) => [
      [name, expect.stringContaining(outcome)],
      [`after: ${name}`, "solved"],
    ]),
  );
});

test("a primitive that never ends, or returns a gigabyte each time, costs its task", async () => {
  const tasks = [
    taskOf("hangs", (x) => x + x, domainWith("hangs", "() => { for (;;); }")),
    taskOf("large", (x) => x + x, domainWith("large", "() => new Uint8Array(2 ** 30).fill(1)")),
    easy("after"),
  ];
  const budget = { timeoutMs: 500 };
  const reports = await solveAll(tasks, { jobs: 1, seed: 1, budget, patienceMs: 1500 });
  expect(outcomesOf(tasks, reports)).toEqual([
    ["hangs", "the search hung: a primitive does not end, or takes more than 1.5 s"],
    // How it ends depends on how fast the machine is.
    ["large", expect.any(String)],
    ["after", "solved"],
  ]);
});

describe("a domain whose module", () => {
  test("ends or hangs while it loads is the error of its tasks, found out once", async () => {
    const loads = join(folder, "loads");
    const noted = `appendFileSync(${JSON.stringify(loads)}, "loaded\\n");`;
    const hangs = domainWith("hangs at load", "(x) => x", `${noted} for (;;);`);
    const exits = domainWith("exits at load", "(x) => x", "process.exit(4);");
    const rejects = domainWith("rejects", "(x) => x", "Promise.reject(new Error('early'));");
    const tasks = [
      ...Array.from({ length: 5 }, (_, i) => taskOf(`hangs ${i}`, (x) => x, hangs)),
      taskOf("exits", (x) => x, exits),
      taskOf("rejects", (x) => x, rejects),
      easy("easy"),
    ];
    const reports = await solveAll(tasks, {
      jobs: 1,
      seed: 1,
      budget: { candidates: 10_000 },
      patienceMs: 2500,
    });
    expect(reports.map((report) => report?.reason ?? report?.status)).toEqual([
      ...Array.from({ length: 5 }, () => `loading ${hangs} does not end`),
      "the domain's module ended its process with exit code 4",
      "the search failed: early",
      "solved",
    ]);
    expect(readFileSync(loads, "utf8")).toBe("loaded\n");
  });

  test("was loading when its process was killed is given another", async () => {
    const marker = join(folder, "killed once");
    const domain = domainWith(
      "killed",
      "(x) => x",
      `const marker = ${JSON.stringify(marker)};
       if (!existsSync(marker)) { writeFileSync(marker, ""); process.kill(process.pid, "SIGKILL"); }`,
    );
    const [report] = await solveAll([taskOf("once", (x) => x + x, domain)], {
      jobs: 1,
      seed: 1,
      budget: { candidates: 10_000 },
    });
    expect(report?.status).toBe("solved");
  });
});

test("a worker process does not die of the Ctrl-C that its parent hears too", async () => {
  const pids = join(folder, "pids");
  const domain = domainWith(
    "tells its process",
    "(x) => x",
    `appendFileSync(${JSON.stringify(pids)}, String(process.pid));`,
  );
  let sent = 0;
  const [report] = await solveAll(
    [{ ...impossible("interrupted"), domain }],
    { jobs: 1, seed: 1, budget: { timeoutMs: 1500 } },
    (event) => {
      if (event.kind !== "progress" || sent > 0) return;
      for (const signal of ["SIGINT", "SIGTERM"] as const) {
        process.kill(Number(readFileSync(pids, "utf8")), signal);
        sent++;
      }
    },
  );
  expect(sent).toBe(2);
  expect(report).toMatchObject({ status: "unsolved", stopReason: "timeout" });
});

test("tasks without examples, with contradictory ones and with ten thousand end in a report", async () => {
  const some = easy("some");
  const many = Array.from({ length: 10_000 }, (_, i) => ({
    inputs: [[i, i % 7, 3]],
    output: [2 * i, 2 * (i % 7), 6],
  }));
  const tasks: readonly Task[] = [
    { ...some, name: "none", examples: [] },
    { ...some, name: "contradictory", examples: [...many, { inputs: [[5, 5, 3]], output: [1] }] },
    { ...some, name: "many", examples: many, holdout: many },
    some,
  ];
  const reports = await solveAll(tasks, { jobs: 1, seed: 1, budget: { candidates: 100_000 } });
  expect(reports.map((report) => report?.stopReason)).toEqual([
    "no-examples",
    "contradiction",
    "solved",
    "solved",
  ]);
  expect(reports[1]?.reason).toEqual(
    expect.stringContaining("examples 6 and 10001 contradict each other: ") as string,
  );
  expect(reports[2]?.holdout).toEqual({ passed: 10_000, total: 10_000 });
});

test("values travel: words and what is no value; what cannot is an error of its task", async () => {
  const words: Task = {
    ...easy("words"),
    domain: "bits",
    request: arrow(WORD, WORD),
    examples: [1n, 0xffff_ffff_ffff_fff0n].map((x) => ({
      inputs: [x],
      output: x ^ 0xffff_ffff_ffff_ffffn,
    })),
    holdout: [{ inputs: [7n], output: undefined }],
  };
  const functions: Task = { ...words, examples: [{ inputs: [() => 1], output: 1n }] };
  const reports = await solveAll([words, functions, easy("easy")], {
    jobs: 1,
    seed: 1,
    budget: { candidates: 50_000 },
  });
  expect(reports.map((report) => report?.status)).toEqual(["solved", "error", "solved"]);
  expect(reports[1]?.reason).toContain("cannot be sent to a worker process");
});

test("a domain that cannot be loaded is the error of its tasks", async () => {
  const missing = taskOf("missing", (x) => x, join(folder, "nowhere.mjs"));
  const [first, second] = await solveAll([missing, easy("easy")], {
    jobs: 1,
    seed: 1,
    budget: { candidates: 10_000 },
  });
  expect(first).toMatchObject({ status: "error", stopReason: "error" });
  expect(first?.reason).toContain("nowhere.mjs");
  expect(second?.status).toBe("solved");
});

test("a cancelled run keeps the reports it has", async () => {
  const controller = new AbortController();
  const finished: number[] = [];
  const tasks = [easy("a"), impossible("b"), impossible("c")];
  const reports = await solveAll(
    tasks,
    { jobs: 1, seed: 1, budget: { timeoutMs: 60_000 }, signal: controller.signal },
    (event) => {
      if (event.kind === "finished") finished.push(event.index);
      if (event.kind === "progress" && event.index === 1) controller.abort();
    },
  );
  expect(finished).toEqual([0]);
  expect(reports.map((report) => report?.status)).toEqual(["solved", undefined, undefined]);
});
