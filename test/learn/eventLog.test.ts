import { expect, test } from "vitest";
import { EventLog, type RunEvent } from "../../src/learn/eventLog.ts";

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
