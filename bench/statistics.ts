import { performance } from "node:perf_hooks";

/** The value below which a share of the values lies, by the nearest rank; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const rank = Math.min(values.length - 1, Math.floor(share * values.length));
  return values.toSorted((a, b) => a - b)[rank] ?? NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** Time that the process had a processor, its collector of garbage and compiler included. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const LEAST_READ_MS = 0.1;

/**
 * A clock of the processor's time, which other work on the machine does not move. It is read again after
 * a tenth of a millisecond at the earliest, for to read it takes long.
 */
export function processorClock(): () => number {
  let readAt = -Infinity;
  let passed = 0;
  return () => {
    const now = performance.now();
    if (now - readAt > LEAST_READ_MS) {
      readAt = now;
      passed = processorMs();
    }
    return passed;
  };
}

/** The interval in which a share lies with 95 % confidence, from what was counted (Wilson 1927). */
export function wilson(successes: number, trials: number): readonly [number, number] {
  const z = 1.96;
  const share = successes / trials;
  const middle = share + z ** 2 / (2 * trials);
  const width = z * Math.sqrt((share * (1 - share) + z ** 2 / (4 * trials)) / trials);
  const total = 1 + z ** 2 / trials;
  return [Math.max(0, (middle - width) / total), Math.min(1, (middle + width) / total)];
}
