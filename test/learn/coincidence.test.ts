import fc from "fast-check";
import { expect, test } from "vitest";
import { coincidence } from "../../src/learn/coincidence.ts";

const of = (...outputs: readonly unknown[]): number =>
  coincidence(outputs.map((output) => ({ inputs: [], output })));

test("ten truth values are had by one program in 2^10", () => {
  expect(of(...Array.from({ length: 10 }, (_, i) => i % 3 === 0))).toBeCloseTo(10 * Math.LN2);
});

test("a number is one of those that are about as large, whatever its sign and kind", () => {
  expect(of(8)).toBeCloseTo(Math.log(10));
  expect(of(-8, 8n)).toBeCloseTo(2 * Math.log(10));
});

test("each part of a list makes it less likely, and so does its length", () => {
  expect(of([3, 0])).toBeCloseTo(Math.log(4) + Math.log(5) + Math.log(2));
  expect(of([[], [true]])).toBeCloseTo(Math.log(4) + Math.log(2) + Math.log(3) + Math.LN2);
});

test("what all outputs have in common counts once", () => {
  expect(of(true, true, true)).toBeCloseTo(Math.LN2);
  // Pairs are values of two parts each, and here all begin with 7.
  expect(of([7, 1], [7, 2], [7, 3])).toBeCloseTo(
    Math.log(4) + Math.log(9) + Math.log(3) + Math.log(4) + Math.log(5),
  );
  expect(of({ x: 1, y: 5 }, { x: 2, y: 5 })).toBeCloseTo(
    Math.log(4) + Math.log(3) + Math.log(4) + Math.log(7),
  );
  expect(of([4], [4, 9], [4, 9])).toBeCloseTo(
    Math.log(3) + 2 * Math.log(4) + Math.log(6) + Math.log(11),
  );
});

const value = fc.oneof(
  fc.boolean(),
  fc.integer(),
  fc.bigInt(),
  fc.string(),
  fc.array(fc.oneof(fc.nat(3), fc.array(fc.boolean(), { maxLength: 2 }))),
);

test("no value is a matter of course, but for what has no parts and no size", () => {
  fc.assert(
    fc.property(value, (output) => {
      expect(of(output)).toBeGreaterThanOrEqual(Math.LN2 - 1e-9);
    }),
    { numRuns: 100 },
  );
  expect(of(undefined)).toBe(0);
});

test("outputs that have nothing in common are as unlikely as all of them one by one", () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1 }), (outputs) => {
      const sum = outputs.reduce<number>((total, output) => total + of(output), 0);
      const together = of(...outputs);
      expect(together).toBeLessThanOrEqual(sum + 1e-6 * sum);
      expect(of(...outputs, ...outputs)).toBeLessThanOrEqual(2 * sum + 1e-6 * sum);
      // One more that is other than all by its kind alone: a bare value has no parts to share.
      expect(of(...outputs.map((output) => [output]), "", true)).toBeCloseTo(
        of(...outputs.map((output) => [output]), "") + Math.LN2,
        6,
      );
    }),
    { numRuns: 100 },
  );
  const numbers = fc.uniqueArray(fc.integer(), { minLength: 2 });
  fc.assert(
    fc.property(numbers, (outputs) => {
      const sum = outputs.reduce((total, output) => total + of(output), 0);
      expect(of(...outputs)).toBeCloseTo(sum, 6);
    }),
    { numRuns: 100 },
  );
});

test("one more output never makes them likelier", () => {
  fc.assert(
    fc.property(fc.array(value), value, (outputs, more) => {
      expect(of(...outputs, more)).toBeGreaterThanOrEqual(of(...outputs) - 1e-6);
      expect(of(...outputs, ...outputs.slice(0, 1))).toBeGreaterThanOrEqual(of(...outputs) - 1e-6);
    }),
    { numRuns: 200 },
  );
});
