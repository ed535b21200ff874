import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { phaseTimes } from "../../src/learn/phaseTimes.ts";
import { runHistory } from "../../src/learn/runHistory.ts";
import { writeSmallRun } from "./smallRun.ts";

const scratch = mkdtempSync(join(tmpdir(), "synth-history-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const phase = (iteration: number, name: string, elapsedMs: unknown): string =>
  JSON.stringify({ event: "phase", iteration, phase: name, elapsedMs });

test("the times of an iteration's phases add up, each counted once", () => {
  const task = JSON.stringify({ event: "task", iteration: 1, phase: "wake", elapsedMs: 7 });
  const log = [
    phase(0, "evaluation", 10),
    phase(1, "wake", 100),
    phase(1, "wake", 50),
    task,
    phase(1, "evaluation", 5),
    phase(1, "dream", "a while"),
    phase(1, "dream", -1),
    '{"event":"ph',
  ];
  expect([...phaseTimes(log)]).toEqual([
    [0, 10],
    [1, 55],
  ]);
});

test("a run is told by iteration, as far as it went", async () => {
  const run = join(scratch, "run");
  await writeSmallRun(run);
  const log = [phase(0, "evaluation", 10), phase(1, "wake", 100), phase(1, "evaluation", 5)];
  writeFileSync(join(run, "events.jsonl"), log.join("\n"));
  const history = await runHistory(run);
  expect(history.map(({ abstractions, elapsedMs }) => [abstractions, elapsedMs])).toEqual([
    [0, 10],
    [1, 115],
  ]);
  expect(history.map(({ evaluation }) => evaluation.map(({ status }) => status))).toEqual([
    ["unsolved"],
    ["solved"],
  ]);
  rmSync(join(run, "iteration-01", "evaluation.json"));
  expect(await runHistory(run)).toEqual(history.slice(0, 1));
  expect(await runHistory(join(scratch, "nowhere"))).toEqual([]);
});
