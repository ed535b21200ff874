import { CONDITIONAL } from "../conditional.ts";
import { absorbing, equation, identity } from "../../dsl/law.ts";
import { ANY, primitive } from "../../dsl/primitive.ts";
import type { Range } from "../../dsl/range.ts";
import { type BooleanRange, Booleans } from "../../interp/ranges/booleans.ts";
import { equalValues } from "../../interp/value.ts";
import { equalRanges, refineEqual } from "./equality.ts";

/**
 * The Core theory of SMT-LIB 2.6: booleans, equality of values of any type, and the conditional.
 * What SMT-LIB chains (`(and a b c)`) is binary here; readers of SMT-LIB text fold the chain. Several
 * domains have it, so examples use booleans only.
 */

export const equals = primitive({
  name: "=",
  infix: "==",
  type: "a -> a -> bool",
  doc: "Are the two values the same?",
  examples: [
    ["(= false false)", "true"],
    ["(= true false)", "false"],
    ["(= true (not false))", "true"],
  ],
  laws: ["commutative", equation("(= x x)", "true"), equation("(= x true)", "x")],
  evaluate: (x: unknown, y: unknown) => equalValues(x, y),
  halves: { value: (xl: number, xh: number, yl: number, yh: number) => xl === yl && xh === yh },
  range: equalRanges,
  refine: refineEqual,
  inverse: [
    (out: boolean, y: unknown) => (out ? y : undefined),
    (out: boolean, x: unknown) => (out ? x : undefined),
  ],
});

export const distinct = primitive({
  name: "distinct",
  infix: "!=",
  type: "a -> a -> bool",
  doc: "Do the two values differ?",
  examples: [
    ["(distinct true false)", "true"],
    ["(distinct true true)", "false"],
  ],
  laws: [
    "commutative",
    equation("(distinct x x)", "false"),
    equation("(distinct x y)", "(not (= x y))"),
  ],
  evaluate: (x: unknown, y: unknown) => !equalValues(x, y),
  halves: { value: (xl: number, xh: number, yl: number, yh: number) => xl !== yl || xh !== yh },
  range: (x: Range, y: Range) => Booleans.not(equalRanges(x, y)),
  refine: (out: BooleanRange, x: Range, y: Range) => refineEqual(Booleans.not(out), x, y),
  inverse: [
    (out: boolean, y: unknown) => (out ? undefined : y),
    (out: boolean, x: unknown) => (out ? undefined : x),
  ],
});

export const ifThenElse = primitive({
  name: "ite",
  type: "bool -> a -> a -> a",
  doc: "The second value when the condition is true, the third when it is false.",
  examples: [
    ["(ite true false true)", "false"],
    ["(ite false false true)", "true"],
  ],
  laws: [
    equation("(ite true x y)", "x"),
    equation("(ite false x y)", "y"),
    equation("(ite c x x)", "x"),
    equation("(ite (not c) x y)", "(ite c y x)"),
    equation("(ite c true false)", "c"),
  ],
  ...CONDITIONAL,
});

export const not = primitive({
  name: "not",
  type: "bool -> bool",
  doc: "True when the argument is false, false when it is true.",
  examples: [
    ["(not true)", "false"],
    ["(not (= true false))", "true"],
  ],
  laws: ["involutive"],
  evaluate: (x: boolean) => !x,
  range: (x: BooleanRange) => Booleans.not(x),
  refine: (out: BooleanRange) => [Booleans.not(out)],
  inverse: [(out: boolean) => !out],
});

export const and = primitive({
  name: "and",
  infix: "&&",
  type: "bool -> bool -> bool",
  doc: "Are both true?",
  examples: [
    ["(and true true)", "true"],
    ["(and true false)", "false"],
  ],
  laws: [
    "commutative",
    "associative",
    "idempotent",
    identity("true"),
    absorbing("false"),
    equation("(and x (not x))", "false"),
  ],
  evaluate: (x: boolean, y: boolean) => x && y,
  range: (x: BooleanRange, y: BooleanRange) => Booleans.and(x, y),
  refine: refineAnd,
  inverse: [
    (out: boolean, y: boolean) => (y ? out : out ? undefined : ANY),
    (out: boolean, x: boolean) => (x ? out : out ? undefined : ANY),
  ],
});

export const or = primitive({
  name: "or",
  infix: "||",
  type: "bool -> bool -> bool",
  doc: "Is at least one of the two true?",
  examples: [
    ["(or false true)", "true"],
    ["(or false false)", "false"],
  ],
  laws: [
    "commutative",
    "associative",
    "idempotent",
    identity("false"),
    absorbing("true"),
    equation("(or x (not x))", "true"),
    equation("(and x (or x y))", "x"),
    equation("(not (or x y))", "(and (not x) (not y))"),
  ],
  evaluate: (x: boolean, y: boolean) => x || y,
  range: (x: BooleanRange, y: BooleanRange) => Booleans.or(x, y),
  refine: (out: BooleanRange, x: BooleanRange, y: BooleanRange) =>
    refineAnd(Booleans.not(out), Booleans.not(x), Booleans.not(y)).map(negation),
  inverse: [
    (out: boolean, y: boolean) => (y ? (out ? ANY : undefined) : out),
    (out: boolean, x: boolean) => (x ? (out ? ANY : undefined) : out),
  ],
});

export const xor = primitive({
  name: "xor",
  type: "bool -> bool -> bool",
  doc: "Is exactly one of the two true?",
  examples: [
    ["(xor true false)", "true"],
    ["(xor true true)", "false"],
  ],
  laws: [
    "commutative",
    "associative",
    identity("false"),
    equation("(xor x x)", "false"),
    equation("(xor x true)", "(not x)"),
  ],
  evaluate: (x: boolean, y: boolean) => x !== y,
  range: (x: BooleanRange, y: BooleanRange) => Booleans.xor(x, y),
  refine: (out: BooleanRange, x: BooleanRange, y: BooleanRange) => [
    Booleans.xor(out, y),
    Booleans.xor(out, x),
  ],
  inverse: [(out: boolean, y: boolean) => out !== y, (out: boolean, x: boolean) => out !== x],
});

export const implies = primitive({
  name: "implies",
  aliases: ["=>"],
  type: "bool -> bool -> bool",
  doc: "Is the second true whenever the first is?",
  examples: [
    ["(implies true false)", "false"],
    ["(implies false false)", "true"],
  ],
  laws: [
    identity("true", "left"),
    absorbing("true", "right"),
    equation("(implies x y)", "(or (not x) y)"),
  ],
  evaluate: (x: boolean, y: boolean) => !x || y,
  range: (x: BooleanRange, y: BooleanRange) => Booleans.or(Booleans.not(x), y),
  refine: (out: BooleanRange, x: BooleanRange, y: BooleanRange) => {
    const [first, second] = refineAnd(Booleans.not(out), x, Booleans.not(y));
    return [first, negation(second)];
  },
  inverse: [
    (out: boolean, y: boolean) => (y ? undefined : !out),
    (out: boolean, x: boolean) => (x ? out : undefined),
  ],
});

export const corePrimitives = [equals, distinct, ifThenElse, not, and, or, xor, implies] as const;

/** What x and y must be for `x and y` to have an outcome in `out`. */
function refineAnd(
  out: BooleanRange,
  x: BooleanRange,
  y: BooleanRange,
): readonly [x: BooleanRange | undefined, y: BooleanRange | undefined] {
  if (!out.mayBeFalse) return [Booleans.TRUE, Booleans.TRUE];
  if (out.mayBeTrue) return [undefined, undefined];
  return [y.mayBeFalse ? undefined : Booleans.FALSE, x.mayBeFalse ? undefined : Booleans.FALSE];
}

function negation(x: BooleanRange | undefined): BooleanRange | undefined {
  return x === undefined ? undefined : Booleans.not(x);
}
