import type { Example } from "../tasks/task.ts";

/**
 * How unlikely it is, in nats, that a program which has nothing to do with a task gives its outputs all
 * the same: a program found that is no likelier than that may well be there by luck alone. Outputs are
 * taken for independent of each other, and a number n as one of the 2 + |n| that are about as large.
 */
export const coincidence = (examples: readonly Example[]): number =>
  examples.reduce((sum, { output }) => sum + unlikelihood(output), 0);

function unlikelihood(value: unknown): number {
  switch (typeof value) {
    case "boolean":
      return Math.LN2;
    case "number":
    case "bigint":
      return Math.log(2 + Math.abs(Number(value)));
    case "string":
      return Math.log(2 + value.length) + CHARACTER * value.length;
    default: {
      if (typeof value !== "object" || value === null) return 0;
      const parts: readonly unknown[] = Object.values(value);
      return parts.reduce<number>(
        (sum, part) => sum + unlikelihood(part),
        Math.log(2 + parts.length),
      );
    }
  }
}

/** Nats of a letter of natural text. */
const CHARACTER = 2;
