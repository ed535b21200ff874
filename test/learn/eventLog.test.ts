import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { EventLog, type RunEvent } from "../../src/learn/eventLog.ts";

const scratch = mkdtempSync(join(tmpdir(), "synth-log-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const FULL = Object.assign(new Error("no space left on device"), { code: "ENOSPC" });

/** A file on a disk with room for some writes. */
function smallDisk(writes: number) {
  const written: string[] = [];
  const log = new EventLog({
    appendFile: async (text) => {
      await new Promise((resolve) => setTimeout(resolve, 4 - written.length));
      if (written.length === writes) throw FULL;
      written.push(String(text));
    },
    sync: () => Promise.reject(FULL),
    close: () => Promise.resolve(),
  });
  return { log, written };
}

const event = (number: number): RunEvent => ({ event: "task", iteration: number });

test("events are written one after the other, those not waited for too", async () => {
  const { log, written } = smallDisk(9);
  for (const number of [1, 2, 3]) log.note(event(number));
  await log.write(event(4));
  expect(written.map((line) => (JSON.parse(line) as RunEvent).iteration)).toEqual([1, 2, 3, 4]);
});

test("what could not be written is told by the next write that is waited for", async () => {
  const { log, written } = smallDisk(1);
  log.note(event(1));
  log.note(event(2));
  // Time for a rejection that nobody handles to end the process.
  await new Promise((resolve) => setTimeout(resolve, 20));
  await expect(log.write(event(3))).rejects.toBe(FULL);
  expect(written).toHaveLength(1);
  await log.close();
});

test.each([
  ["a file", '{"event":"run","iteration":0}\n'],
  ["an empty file", ""],
  ["nothing", undefined],
])(
  "a log that is a link to %s is replaced, and nothing is written through it",
  async (to, text) => {
    const path = join(scratch, `log of ${to}`);
    const victim = join(scratch, `victim of ${to}`);
    if (text !== undefined) writeFileSync(victim, text);
    symlinkSync(victim, path);
    const log = await EventLog.open(path, () => true);
    await log.write(event(1));
    await log.close();
    expect(existsSync(victim) ? readFileSync(victim, "utf8") : undefined).toBe(text);
    expect(lstatSync(path).isFile()).toBe(true);
    expect(readFileSync(path, "utf8")).toBe(`${text ?? ""}{"event":"task","iteration":1}\n`);
  },
);
