import { GREATER } from "../integerArithmetic.ts";
import { EVEN } from "../parity.ts";
import { equation, identity } from "../../dsl/law.ts";
import { primitive } from "../../dsl/primitive.ts";
import { type BooleanRange, Booleans } from "../../interp/ranges/booleans.ts";
import { Interval, type IntervalRange } from "../../interp/ranges/interval.ts";
import { saturated, withSaturated } from "./saturated.ts";
import { MICRO_LIMITS, saturate } from "./limits.ts";

const { min, max } = MICRO_LIMITS.integer;
const ZERO = Interval.constant(0);
const TWO = Interval.constant(2);
const ONE = Interval.constant(1);

/** What is the only value with a result that is not at a bound: many sums are the greatest integer. */
const unique = (out: number, found: number): number | undefined =>
  out > min && out < max && found >= min && found <= max ? found + 0 : undefined;

export const add = primitive({
  name: "add",
  type: "int -> int -> int",
  doc: "Sum of two integers; the nearest integer from -32 to 63 when it is beyond them.",
  examples: [
    ["(add 2 3)", "5"],
    ["60 + 9", "63"],
  ],
  laws: [
    "commutative",
    identity(0),
    equation("(add (add x 1) 2)", "(add x 3)"),
    equation("(add x x)", "(dbl x)"),
  ],
  evaluate: (x: number, y: number) => saturate(x + y),
  range: (x: IntervalRange, y: IntervalRange) => saturated(Interval.add(x, y)),
  refine: (out: IntervalRange, x: IntervalRange, y: IntervalRange) => {
    const sum = withSaturated(out);
    return [Interval.sub(sum, y), Interval.sub(sum, x)];
  },
  inverse: [
    (out: number, y: number) => unique(out, out - y),
    (out: number, x: number) => unique(out, out - x),
  ],
  infix: "+",
});

export const sub = primitive({
  name: "sub",
  type: "int -> int -> int",
  doc: "The first integer less the second; the nearest integer from -32 to 63 when it is beyond them.",
  examples: [
    ["(sub 2 3)", "-1"],
    ["(neg 30) - 30", "-32"],
  ],
  laws: [
    identity(0, "right"),
    equation("(sub x x)", "0"),
    equation("(sub 0 x)", "(neg x)"),
    equation("(sub (sub x 1) 2)", "(sub x 3)"),
  ],
  evaluate: (x: number, y: number) => saturate(x - y),
  range: (x: IntervalRange, y: IntervalRange) => saturated(Interval.sub(x, y)),
  refine: (out: IntervalRange, x: IntervalRange, y: IntervalRange) => {
    const difference = withSaturated(out);
    return [Interval.add(difference, y), Interval.sub(x, difference)];
  },
  inverse: [
    (out: number, y: number) => unique(out, out + y),
    (out: number, x: number) => unique(out, x - out),
  ],
  infix: "-",
});

export const inc = primitive({
  name: "inc",
  type: "int -> int",
  doc: "The next integer; 63 has none greater and stays.",
  examples: [
    ["(inc 2)", "3"],
    ["(inc 63)", "63"],
  ],
  laws: [equation("(inc x)", "(add x 1)"), equation("(inc (add x 2))", "(add x 3)")],
  evaluate: (x: number) => saturate(x + 1),
  range: (x: IntervalRange) => saturated(Interval.add(x, ONE)),
  refine: (out: IntervalRange) => [Interval.sub(withSaturated(out), ONE)],
  inverse: [(out: number) => unique(out, out - 1)],
});

export const dbl = primitive({
  name: "dbl",
  type: "int -> int",
  doc: "Twice an integer; the nearest integer from -32 to 63 when it is beyond them.",
  examples: [
    ["(dbl 5)", "10"],
    ["(dbl 40)", "63"],
  ],
  laws: [equation("(dbl x)", "(add x x)"), equation("(positive? (dbl x))", "(positive? x)")],
  evaluate: (x: number) => saturate(x + x),
  range: (x: IntervalRange) => saturated(Interval.mul(x, TWO)),
  refine: (out: IntervalRange) => [Interval.factor(withSaturated(out), TWO)],
  inverse: [(out: number) => (out % 2 === 0 ? unique(out, out / 2) : undefined)],
});

export const neg = primitive({
  name: "neg",
  type: "int -> int",
  doc: "An integer with the other sign; -32 for those above 32.",
  examples: [
    ["(neg 5)", "-5"],
    ["(neg 40)", "-32"],
  ],
  laws: [equation("(neg x)", "(sub 0 x)"), equation("(neg (neg (neg x)))", "(neg x)")],
  evaluate: (x: number) => saturate(-x) + 0,
  range: (x: IntervalRange) => saturated(Interval.negate(x)),
  refine: (out: IntervalRange) => [Interval.negate(withSaturated(out))],
  inverse: [(out: number) => unique(out, -out)],
});

export const gt = primitive({
  name: "gt",
  doc: "Is the first integer greater than the second?",
  examples: [
    ["(gt 3 2)", "true"],
    ["2 > 2", "false"],
  ],
  laws: [equation("(gt x x)", "false"), equation("(gt x (inc x))", "false")],
  ...GREATER,
});

export const even = primitive({
  name: "even?",
  doc: "Is the integer a multiple of 2?",
  examples: [
    ["(even? 4)", "true"],
    ["(even? (neg 3))", "false"],
  ],
  laws: [equation("(even? (sub x x))", "true")],
  ...EVEN,
});

export const positive = primitive({
  name: "positive?",
  type: "int -> bool",
  doc: "Is the integer greater than 0?",
  examples: [
    ["(positive? 4)", "true"],
    ["(positive? 0)", "false"],
  ],
  laws: [
    equation("(positive? x)", "(gt x 0)"),
    equation("(positive? (dbl x))", "(positive? x)"),
    equation("(positive? (neg x))", "(gt 0 x)"),
  ],
  evaluate: (x: number) => x > 0,
  range: (x: IntervalRange) => Interval.less(ZERO, x),
  refine: (out: BooleanRange, x: IntervalRange) => [
    Booleans.leq(out, Booleans.TRUE)
      ? Interval.of(1, Infinity)
      : Booleans.leq(out, Booleans.FALSE)
        ? Interval.of(-Infinity, 0)
        : x,
  ],
});
