import { isDuration } from "../support/jsonObject.ts";
import { parseEvent } from "./eventLog.ts";

/**
 * Milliseconds that the phases of each iteration took, by the log of a run (`events.jsonl`). What a phase
 * took before it was cut short is not in it; one that was done again counts as it was last.
 */
export function phaseTimes(log: Iterable<string>): ReadonlyMap<number, number> {
  const phases = new Map<string, readonly [iteration: number, elapsedMs: number]>();
  for (const line of log) {
    const event = parseEvent(line);
    const elapsedMs = event?.["elapsedMs"];
    if (event?.event !== "phase" || event.phase === undefined) continue;
    if (!isDuration(elapsedMs)) continue;
    phases.set(`${event.iteration} ${event.phase}`, [event.iteration, elapsedMs]);
  }
  const times = new Map<number, number>();
  for (const [iteration, elapsedMs] of phases.values()) {
    times.set(iteration, (times.get(iteration) ?? 0) + elapsedMs);
  }
  return times;
}
