import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { INT, arrow, listType } from "../../src/dsl/type.ts";
import type * as Parallel from "../../src/search/parallel.ts";
import type { Task } from "../../src/tasks/task.ts";

// The worker threads run compiled code, and so does what starts them here.
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

/** A module with the list domain and one more primitive. */
function domainWith(name: string, evaluate: string): string {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(
    path,
    `import { list } from ${JSON.stringify(built("domains/list/list.js"))};
     import { extendDomain } from ${JSON.stringify(built("dsl/domain.js"))};
     import { primitive } from ${JSON.stringify(built("dsl/primitive.js"))};
     const bad = primitive({ name: "bad", type: "int -> int", doc: "Bad.", examples: [], range: "top",
       evaluate: ${evaluate} });
     export const domain = extendDomain(list, [bad]);`,
  );
  return path;
}

const easy = (name: string): Task => taskOf(name, (x) => x + x);
const impossible = (name: string): Task => taskOf(name, (x) => [977, 13, 4409, 0, 0, 0, 0, 5][x]);

test("the reports do not depend on the number of jobs when the budget is in candidates", async () => {
  const tasks = [easy("a"), impossible("b"), taskOf("c", (x) => x * x), impossible("d"), easy("e")];
  const options = { budget: { candidates: 6000 }, seed: 3 };
  const plain = (reports: readonly (Parallel.TaskReport | undefined)[]): unknown =>
    reports.map((report) => ({ ...report, elapsedMs: 0 }));
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

test("a worker that is lost costs one task", async () => {
  const lost = {
    exits: "() => process.exit(7)",
    hangs: "() => { for (;;); }",
    bursts: "(x) => { const all = []; for (;;) all.push(new Array(1e5).fill(x)); }",
    throws: "() => { throw new Error('no'); }",
  };
  const tasks = Object.entries(lost).flatMap(([name, evaluate]) => [
    taskOf(name, (x) => x + x, domainWith(name, evaluate)),
    easy(`after ${name}`),
  ]);
  const budget = { timeoutMs: 2000, memoryBytes: 2 ** 26 };
  const reports = await solveAll(tasks, { jobs: 2, seed: 1, budget, patienceMs: 500 });
  const statuses = Object.fromEntries(tasks.map(({ name }, i) => [name, reports[i]?.status]));
  expect(statuses).toEqual({
    exits: "error",
    "after exits": "solved",
    hangs: "error",
    "after hangs": "solved",
    bursts: "error",
    "after bursts": "solved",
    throws: "solved",
    "after throws": "solved",
  });
  expect(reports[0]?.reason).toBe("a primitive ended its process with exit code 7");
  expect(reports[2]?.reason).toBe(
    "the search hung: a primitive does not end, or takes more than 0.5 s",
  );
  expect(reports[4]?.reason).toBe("the worker process ran out of memory");
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
