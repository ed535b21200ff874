import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { list } from "../../src/domains/list/list.ts";
import {
  type ComparedRun,
  areComparable,
  comparisonData,
} from "../../src/report/comparisonData.ts";
import { points } from "../../src/report/percentage.ts";
import { readRun } from "../../src/report/readRun.ts";
import { renderSourceError } from "../../src/support/sourceError.ts";
import { writeSmallRun } from "../learn/smallRun.ts";
import { PRINT } from "./testReport.ts";

const scratch = mkdtempSync(join(tmpdir(), "synth-compare-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

async function compared(name: string): Promise<ComparedRun> {
  const run = await readRun(join(scratch, name), list);
  if (!run.ok) throw new Error(renderSourceError(run.error));
  return { name, run: run.value };
}

/** Changes the text of a file of a run. */
function change(name: string, file: string, from: string, to: string): void {
  const path = join(scratch, name, file);
  writeFileSync(path, readFileSync(path, "utf8").replaceAll(from, to));
}

beforeAll(async () => {
  for (const name of ["full", "worse", "other"]) await writeSmallRun(join(scratch, name));
  change("worse", "iteration-01/evaluation.json", '"generalises": true', '"generalises": false');
  change("worse", "config.json", '"library":true', '"library":false');
  change("other", "config.json", '"hash":"', '"hash":"1');
});

test("runs are compared by what they solve of the tasks held out", async () => {
  const runs = [await compared("full"), await compared("worse")];
  expect(areComparable(runs)).toBe(true);
  const options = { title: "runs", subtitle: "synth report", problems: [] };
  const { iterations, table, facts, tasks } = comparisonData(runs, options, PRINT);
  expect(iterations.map((row) => [row.series, row.iteration, row.solved, row.generalised])).toEqual(
    [
      ["full", 0, 0, 0],
      ["full", 1, 1, 1],
      ["worse", 0, 0, 0],
      ["worse", 1, 1, 0],
    ],
  );
  expect(table?.rows).toEqual([
    ["full", "before", "0 of 1", "", "0 of 1", "", "", "", "", ""],
    ["full", "1", "1 of 1", "+100.0", "1 of 1", "+100.0", "20", "5 ms", "1", "105 ms"],
    ["worse", "before", "0 of 1", "", "0 of 1", "", "", "", "", ""],
    ["worse", "1", "1 of 1", "+100.0", "0 of 1", "+0.0", "20", "5 ms", "1", "105 ms"],
  ]);
  expect(facts).toContainEqual(["seed", "7"]);
  expect(facts.map(([label]) => label)).not.toContain("library");
  expect(tasks).toEqual([]);
});

test("runs with other tasks held out are not", async () => {
  expect(areComparable([await compared("full"), await compared("other")])).toBe(false);
});

test("a difference has a sign, and none has too", () => {
  expect([12.34, -0.04, 0, -3].map(points)).toEqual(["+12.3", "+0.0", "+0.0", "-3.0"]);
});
