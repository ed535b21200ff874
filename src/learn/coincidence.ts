import type { Example } from "../tasks/task.ts";

/**
 * How unlikely it is, in nats, that a program which has nothing to do with a task gives its outputs all
 * the same: a program found that is no likelier than that may well be there by luck alone. Outputs are
 * taken for independent of each other, and a number n as one of the 2 + |n| that are about as large; but
 * what all outputs have in common at one place, as a pair its two parts, is had by all once it is by one.
 */
export const coincidence = (examples: readonly Example[]): number =>
  unlikelihood(examples.map(({ output }) => output));

/** Of values at the same place of several outputs. */
function unlikelihood(values: readonly unknown[]): number {
  const [first, ...others] = values.map(itself);
  if (first === undefined) return 0;
  const isCommon = others.every(({ key }) => key === first.key);
  const own = isCommon ? first.nats : others.reduce((sum, { nats }) => sum + nats, first.nats);
  const places = new Map<string, unknown[]>();
  for (const value of values) {
    if (typeof value !== "object" || value === null) continue;
    for (const [name, part] of Object.entries(value)) {
      const place = places.get(name);
      if (place === undefined) places.set(name, [part]);
      else place.push(part);
    }
  }
  return [...places.values()].reduce((sum, parts) => sum + unlikelihood(parts), own);
}

/** A value without its parts: a text that is another for each, and how unlikely it is. */
function itself(value: unknown): { readonly key: string; readonly nats: number } {
  const of = (shown: string | number | boolean | bigint, nats: number) => ({
    key: `${typeof value} ${shown}`,
    nats,
  });
  switch (typeof value) {
    case "boolean":
      return of(value, Math.LN2);
    case "number":
    case "bigint":
      return of(value, Math.log(2 + Math.abs(Number(value))));
    case "string":
      return of(value, Math.log(2 + value.length) + CHARACTER * value.length);
    default: {
      if (typeof value !== "object" || value === null) return of("", 0);
      const count = Object.keys(value).length;
      return of(count, Math.log(2 + count));
    }
  }
}

/** Nats of a letter of natural text. */
const CHARACTER = 2;
