import { describe, expect, test } from "vitest";
import { micro } from "../../src/domains/micro/micro.ts";
import { parseTypedTerm } from "../../src/dsl/parseTerm.ts";
import type { Range } from "../../src/dsl/range.ts";
import { compile } from "../../src/interp/evaluate.ts";
import { Booleans } from "../../src/interp/ranges/booleans.ts";
import { Interval } from "../../src/interp/ranges/interval.ts";
import { Lists } from "../../src/interp/ranges/listRange.ts";
import { printRefine, printTransform } from "./printTransform.ts";

const FAULT = "fault";

/** The value of a program applied to inputs, or `fault`. */
function run(program: string, ...inputs: readonly unknown[]): unknown {
  const parsed = parseTypedTerm(program, micro);
  if (!parsed.ok) throw new Error(`${program}: ${parsed.error.message}`);
  const value = compile(parsed.value.term, micro).run(...inputs);
  return value === undefined ? FAULT : value;
}

type Row = readonly [program: string, value: unknown];

describe("the operations of the micro domain", () => {
  test.each<Row>([
    ["add 30 33", 63],
    ["add 30 34", 63],
    ["sub (neg 30) 2", -32],
    ["sub (neg 30) 3", -32],
    ["inc 62", 63],
    ["inc 63", 63],
    ["dbl 31", 62],
    ["dbl 32", 63],
    ["dbl (neg 17)", -32],
    ["neg 0", 0],
    ["neg 63", -32],
    ["gt 3 3", false],
    ["even? (neg 4)", true],
    ["positive? 0", false],
    ["if (1 > 0) 3 (head [])", 3],
    ["if (0 > 1) 3 (head [])", FAULT],
  ])("of integers: %s is %j", (program, value) => {
    expect(run(program)).toEqual(value);
  });

  test.each<Row>([
    ["sum [63, 63, -32, -32, -32]", 30],
    ["sum [63, 63]", 63],
    ["take (neg 1) [7, 8]", []],
    ["take 1 [7, 8]", [7]],
    ["drop (neg 1) [7, 8]", [7, 8]],
    ["drop 1 [7, 8]", [8]],
    ["max []", FAULT],
    ["len []", 0],
    ["map dbl [40, -2]", [63, -4]],
    ["filter positive? [-1, 0, 1]", [1]],
    ["zip-with add [60, 1, 2] [60, 1]", [63, 2]],
    ["sort [10, 9, -1]", [-1, 9, 10]],
    // What a function asks for is not asked for the empty list.
    ["map (\\x -> x + head []) []", []],
    ["map (\\x -> x + head []) [1]", FAULT],
  ])("of lists: %s is %j", (program, value) => {
    expect(run(program)).toEqual(value);
  });

  test("make a program with a condition and one with a function that asks for a number", () => {
    const program = "\\xs -> if (sum xs > 3) (filter (\\x -> x > head xs) xs) (rev xs)";
    expect(run(program, [2, 1, 5])).toEqual([5]);
    expect(run(program, [2, 1])).toEqual([1, 2]);
    expect(run(program, [])).toEqual([]);
  });
});

const between = (low: number, high: number): Range => Interval.of(low, high);
const transform = (primitive: string, ...args: readonly unknown[]): string =>
  printTransform(micro, primitive, ...args);
const refine = (primitive: string, ...args: readonly unknown[]): readonly string[] =>
  printRefine(micro, primitive, ...args);

describe("the ranges of the micro domain", () => {
  test("saturate at both ends", () => {
    expect(transform("add", between(-30, 60), between(-9, 9))).toBe("[-32..63]");
    expect(transform("add", between(60, 63), between(60, 63))).toBe("63");
    expect(transform("sub", between(0, 3), between(1, 2))).toBe("[-2..2]");
    expect(transform("dbl", between(-17, 5))).toBe("[-32..10]");
    expect(transform("neg", between(5, 60))).toBe("[-32..-5]");
    expect(transform("sum", Lists.of(between(2, 3), between(10, 30)))).toBe("[20..63]");
    expect(transform("sum", Lists.EMPTY)).toBe("0");
  });

  test("go backward from the greatest integer to all that saturate to it", () => {
    expect(refine("add", between(63, 63), Interval.TOP, between(3, 3))).toEqual(["[60..]", "[..]"]);
    expect(refine("add", between(5, 6), Interval.TOP, between(3, 3))).toEqual(["[2..3]", "[..]"]);
    expect(refine("dbl", between(5, 9), Interval.TOP)).toEqual(["[3..4]"]);
    expect(refine("neg", between(-32, 1), Interval.TOP)).toEqual(["[-1..]"]);
    expect(refine("positive?", Booleans.FALSE, Interval.TOP)).toEqual(["[..0]"]);
    expect(refine("sum", between(63, 63), Lists.of(between(2, 2), between(0, 9)))).toEqual([
      "list of [54..] of length [1..]",
    ]);
  });
});

describe("the inverses of the micro domain", () => {
  const { inverse } = micro.primitives.get("add") as { readonly inverse: readonly unknown[] };
  const first = inverse[0] as (out: number, y: number) => number | undefined;

  test("give what a sum lacks, where that is one integer", () => {
    expect(first(5, 2)).toBe(3);
    expect(first(63, 2)).toBeUndefined();
    expect(first(-31, 60)).toBeUndefined();
  });
});
