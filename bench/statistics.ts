import { performance } from "node:perf_hooks";
import { median as middleOf } from "../src/support/median.ts";

/**
 * The least of the values that a share of them is at most, by the nearest rank; the least of all for a
 * share of 0, NaN of none.
 */
export function quantile(values: readonly number[], share: number): number {
  const rank = Math.max(1, Math.ceil(share * values.length));
  return values.toSorted((a, b) => a - b)[rank - 1] ?? NaN;
}

/** The middle value, of an even count the mean of the middle two; NaN of none. */
export const median = (values: readonly number[]): number => middleOf(values) ?? NaN;

export const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** Time that the process had a processor, its collector of garbage and compiler included. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const LEAST_READ_MS = 0.1;

/**
 * A clock of the processor's time since it was made, in milliseconds, which other work on the machine does
 * not move. It is read again after a tenth of a millisecond at the earliest, for to read it takes long.
 */
export function processorClock(): () => number {
  const began = processorMs();
  let readAt = -Infinity;
  let passed = 0;
  return () => {
    const now = performance.now();
    if (now - readAt > LEAST_READ_MS) {
      readAt = now;
      passed = processorMs() - began;
    }
    return passed;
  };
}

/**
 * The interval in which a share lies with 95 % confidence, from what was counted (Wilson 1927): [0, 1] of
 * no trials.
 */
export function wilson(successes: number, trials: number): readonly [number, number] {
  if (trials === 0) return [0, 1];
  const z = 1.96;
  const share = successes / trials;
  const middle = share + z ** 2 / (2 * trials);
  const width = z * Math.sqrt((share * (1 - share) + z ** 2 / (4 * trials)) / trials);
  const total = 1 + z ** 2 / trials;
  return [Math.max(0, (middle - width) / total), Math.min(1, (middle + width) / total)];
}
