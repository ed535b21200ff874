import fc from "fast-check";
import { expect, test } from "vitest";
import { createRng } from "../../src/support/rng.ts";
import { shuffled } from "../../src/support/shuffled.ts";

test("has the same items, and leaves those it is given as they are", () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.nat(), (items, seed) => {
      const before = [...items];
      const order = shuffled(items, createRng(seed));
      expect(order.toSorted((a, b) => a - b)).toEqual(before.toSorted((a, b) => a - b));
      expect(items).toEqual(before);
    }),
  );
});

test("puts every item in every place equally often", () => {
  const rng = createRng(1);
  const counts = Array.from({ length: 3 }, () => [0, 0, 0]);
  for (let i = 0; i < 3000; i++) {
    for (const [place, item] of shuffled([0, 1, 2], rng).entries()) {
      (counts[item] as number[])[place] = ((counts[item] as number[])[place] as number) + 1;
    }
  }
  for (const count of counts.flat()) expect(Math.abs(count - 1000)).toBeLessThan(80);
});
