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

test("no value is a matter of course, but for what has no parts and no size", () => {
  const value = fc.oneof(fc.boolean(), fc.integer(), fc.bigInt(), fc.string(), fc.array(fc.nat()));
  fc.assert(
    fc.property(fc.array(value, { minLength: 1 }), (outputs) => {
      const one = of(...outputs);
      expect(one).toBeGreaterThanOrEqual(outputs.length * Math.LN2 - 1e-9);
      expect(of(...outputs, true)).toBeCloseTo(one + Math.LN2, 6);
    }),
    { numRuns: 100 },
  );
  expect(of(undefined)).toBe(0);
});
