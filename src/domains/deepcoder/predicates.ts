import { CONDITIONAL } from "../conditional.ts";
import { GREATER } from "../integerArithmetic.ts";
import { EVEN, ODD } from "../parity.ts";
import { equation } from "../../dsl/law.ts";
import { primitive } from "../../dsl/primitive.ts";
import { Interval } from "../../interp/ranges/interval.ts";

export const greater = primitive({
  name: "Greater",
  doc: "Is the first integer greater than the second?",
  examples: [
    ["(Greater 3 2)", "true"],
    ["2 > 2", "false"],
  ],
  laws: [
    equation("(Greater x x)", "false"),
    equation("(Greater x y)", "(Less y x)"),
    equation("(Greater (Add x z) (Add y z))", "(Greater x y)"),
  ],
  ...GREATER,
});

export const less = primitive({
  name: "Less",
  type: "int -> int -> bool",
  doc: "Is the first integer less than the second?",
  examples: [
    ["(Less 2 3)", "true"],
    ["2 < 2", "false"],
  ],
  laws: [
    equation("(Less x x)", "false"),
    equation("(Less x y)", "(Greater y x)"),
    equation("(Less (Add x z) (Add y z))", "(Less x y)"),
  ],
  evaluate: (x: number, y: number) => x < y,
  range: Interval.less,
  refine: Interval.refineLess,
  infix: "<",
});

export const equal = primitive({
  name: "Equal",
  type: "int -> int -> bool",
  doc: "Are the two integers equal?",
  examples: [
    ["(Equal 2 2)", "true"],
    ["2 == 3", "false"],
  ],
  laws: [
    "commutative",
    equation("(Equal x x)", "true"),
    equation("(Equal (Add x z) (Add y z))", "(Equal x y)"),
    equation("(Equal (Subtract x y) 0)", "(Equal x y)"),
  ],
  evaluate: (x: number, y: number) => x === y,
  range: Interval.equal,
  refine: Interval.refineEqual,
  inverse: [other, other],
  infix: "==",
});

// Of two integers that are not equal, one does not tell the other.
function other(out: boolean, known: number): number | undefined {
  return out ? known : undefined;
}

export const isEven = primitive({
  name: "IsEven",
  doc: "Is the integer a multiple of 2?",
  examples: [
    ["(IsEven -2)", "true"],
    ["(IsEven 3)", "false"],
  ],
  laws: [
    equation("(IsEven (Add x x))", "true"),
    equation("(IsEven (Square x))", "(IsEven x)"),
    equation("(IsEven (Add x 1))", "(IsOdd x)"),
  ],
  ...EVEN,
});

export const isOdd = primitive({
  name: "IsOdd",
  doc: "Is the integer no multiple of 2?",
  examples: [
    ["(IsOdd -3)", "true"],
    ["(IsOdd 2)", "false"],
  ],
  laws: [
    equation("(IsOdd (Add x x))", "false"),
    equation("(IsOdd (Square x))", "(IsOdd x)"),
    equation("(If (IsOdd x) y z)", "(If (IsEven x) z y)"),
  ],
  ...ODD,
});

export const conditional = primitive({
  name: "If",
  type: "bool -> int -> int -> int",
  doc: "The second argument when the first is true, else the third; only that one is evaluated.",
  examples: [
    ["(If (Less 1 2) 3 4)", "3"],
    ["(If (Less 2 1) (IntDivide 1 0) 4)", "4"],
  ],
  laws: [
    equation("(If c x x)", "x"),
    equation("(If true x y)", "x"),
    equation("(If false x y)", "y"),
    equation("(If (Equal x y) x y)", "y"),
    equation("(If (Less x y) x y)", "(Min x y)"),
  ],
  ...CONDITIONAL,
});
