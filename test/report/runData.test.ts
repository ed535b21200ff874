import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { list } from "../../src/domains/list/list.ts";
import type { ReportData } from "../../src/report/reportData.ts";
import { readRun } from "../../src/report/readRun.ts";
import { runData } from "../../src/report/runData.ts";
import { renderSourceError } from "../../src/support/sourceError.ts";
import type { Task } from "../../src/tasks/task.ts";
import { HELD, NONE, THRICE, TWICE, writeSmallRun } from "../learn/smallRun.ts";
import { PRINT } from "./testReport.ts";

const scratch = mkdtempSync(join(tmpdir(), "synth-run-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const folder = join(scratch, "run");

async function read(tasks: readonly Task[]): Promise<ReportData> {
  const run = await readRun(folder, list);
  if (!run.ok) throw new Error(renderSourceError(run.error));
  const options = { tasks, domain: list, title: "run", subtitle: "synth report", problems: [] };
  return runData(run.value, options, PRINT);
}

describe("a learning run is shown with", () => {
  beforeAll(() => writeSmallRun(folder));

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
    const { iterations, losses, library, table } = await read([]);
    expect(table?.rows.map((row) => row.toSpliced(7, 1))).toEqual([
      ["before", "", "", "0 of 1", "0 of 1", "", "", "", "", ""],
      ["1", "2 of 3", "2 of 3", "1 of 1", "1 of 1", "20", "5 ms", "1", "", "105 ms"],
    ]);
    expect(iterations).toEqual([
      { iteration: 0, series: "holdout", tasks: 1, solved: 0, generalised: 0 },
      {
        iteration: 1,
        series: "train",
        tasks: 3,
        solved: 2,
        generalised: 2,
        candidates: 40,
        seconds: 0.005,
        programsBits: expect.closeTo(3) as number,
        libraryBits: expect.any(Number) as number,
      },
      {
        iteration: 1,
        series: "holdout",
        tasks: 1,
        solved: 1,
        generalised: 1,
        candidates: 20,
        seconds: 0.005,
      },
    ]);
    expect(iterations[1]?.libraryBits).toBeGreaterThan(1);
    expect(losses).toEqual([
      { iteration: 1, step: 50, series: "training", loss: 2 },
      { iteration: 1, step: 50, series: "validation", loss: 2.5 },
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
    error: { file: scratch, message: "this is no folder of a learning run" },
  });
});
