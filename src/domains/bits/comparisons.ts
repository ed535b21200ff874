import { equation } from "../../dsl/law.ts";
import { primitive } from "../../dsl/primitive.ts";
import { type BooleanRange, Booleans } from "../../interp/ranges/booleans.ts";
import { Words, type WordRange } from "../../interp/ranges/wordRange.ts";
import { isSignedLess, isUnsignedLess } from "./halves.ts";
import { refineSignedLess, refineUnsignedLess } from "./refineLess.ts";
import { ALL_ONES, signed, wordText } from "./word.ts";

/** Comparisons of SMT-LIB's theory of bit-vectors, of words as unsigned and as signed numbers. */

const ZERO = wordText(0n);
const ONE = wordText(1n);
const ONES = wordText(ALL_ONES);

export const bvult = primitive({
  name: "bvult",
  infix: "<",
  type: "word -> word -> bool",
  doc: "Is the first less than the second, as unsigned numbers?",
  examples: [
    [`(bvult ${ZERO} ${ONES})`, "true"],
    [`(bvult ${ONE} ${ONE})`, "false"],
  ],
  laws: [
    equation("(bvult x x)", "false"),
    equation(`(bvult x ${ZERO})`, "false"),
    equation(`(bvult x ${ONE})`, `(= x ${ZERO})`),
    equation("(bvult (bvnot x) (bvnot y))", "(bvult y x)"),
  ],
  evaluate: (x: bigint, y: bigint) => x < y,
  halves: { value: isUnsignedLess },
  range: (x: WordRange, y: WordRange) => Words.ult(x, y),
  refine: refineUnsignedLess,
});

export const bvule = primitive({
  name: "bvule",
  infix: "<=",
  type: "word -> word -> bool",
  doc: "Is the first at most the second, as unsigned numbers?",
  examples: [
    [`(bvule ${ONE} ${ONE})`, "true"],
    [`(bvule ${ONES} ${ZERO})`, "false"],
  ],
  laws: [equation("(bvule x x)", "true"), equation("(bvule x y)", "(not (bvult y x))")],
  evaluate: (x: bigint, y: bigint) => x <= y,
  halves: {
    value: (xl: number, xh: number, yl: number, yh: number) => !isUnsignedLess(yl, yh, xl, xh),
  },
  range: (x: WordRange, y: WordRange) => Words.ule(x, y),
  refine: (out: BooleanRange, x: WordRange, y: WordRange) =>
    swapped(refineUnsignedLess(Booleans.not(out), y, x)),
});

export const bvugt = primitive({
  name: "bvugt",
  infix: ">",
  type: "word -> word -> bool",
  doc: "Is the first greater than the second, as unsigned numbers?",
  examples: [
    [`(bvugt ${ONES} ${ZERO})`, "true"],
    [`(bvugt ${ONE} ${ONE})`, "false"],
  ],
  laws: [equation("(bvugt x y)", "(bvult y x)")],
  evaluate: (x: bigint, y: bigint) => x > y,
  halves: {
    value: (xl: number, xh: number, yl: number, yh: number) => isUnsignedLess(yl, yh, xl, xh),
  },
  range: (x: WordRange, y: WordRange) => Words.ult(y, x),
  refine: (out: BooleanRange, x: WordRange, y: WordRange) => swapped(refineUnsignedLess(out, y, x)),
});

export const bvuge = primitive({
  name: "bvuge",
  infix: ">=",
  type: "word -> word -> bool",
  doc: "Is the first at least the second, as unsigned numbers?",
  examples: [
    [`(bvuge ${ONE} ${ONE})`, "true"],
    [`(bvuge ${ZERO} ${ONES})`, "false"],
  ],
  laws: [equation("(bvuge x y)", "(not (bvult x y))")],
  evaluate: (x: bigint, y: bigint) => x >= y,
  halves: {
    value: (xl: number, xh: number, yl: number, yh: number) => !isUnsignedLess(xl, xh, yl, yh),
  },
  range: (x: WordRange, y: WordRange) => Words.ule(y, x),
  refine: (out: BooleanRange, x: WordRange, y: WordRange) =>
    refineUnsignedLess(Booleans.not(out), x, y),
});

export const bvslt = primitive({
  name: "bvslt",
  type: "word -> word -> bool",
  doc: "Is the first less than the second, as signed numbers?",
  examples: [
    [`(bvslt ${ONES} ${ZERO})`, "true"],
    [`(bvslt ${ZERO} ${ONES})`, "false"],
  ],
  laws: [
    equation("(bvslt x x)", "false"),
    equation("(bvslt (bvnot x) (bvnot y))", "(bvslt y x)"),
    equation(`(bvslt (bvnot x) ${ZERO})`, `(not (bvslt x ${ZERO}))`),
  ],
  evaluate: (x: bigint, y: bigint) => signed(x) < signed(y),
  halves: { value: isSignedLess },
  range: (x: WordRange, y: WordRange) => Words.slt(x, y),
  refine: refineSignedLess,
});

export const bvsle = primitive({
  name: "bvsle",
  type: "word -> word -> bool",
  doc: "Is the first at most the second, as signed numbers?",
  examples: [
    [`(bvsle ${ONES} ${ZERO})`, "true"],
    [`(bvsle ${ONE} ${ONES})`, "false"],
  ],
  laws: [equation("(bvsle x x)", "true"), equation("(bvsle x y)", "(not (bvslt y x))")],
  evaluate: (x: bigint, y: bigint) => signed(x) <= signed(y),
  halves: {
    value: (xl: number, xh: number, yl: number, yh: number) => !isSignedLess(yl, yh, xl, xh),
  },
  range: (x: WordRange, y: WordRange) => Words.sle(x, y),
  refine: (out: BooleanRange, x: WordRange, y: WordRange) =>
    swapped(refineSignedLess(Booleans.not(out), y, x)),
});

export const bvsgt = primitive({
  name: "bvsgt",
  type: "word -> word -> bool",
  doc: "Is the first greater than the second, as signed numbers?",
  examples: [
    [`(bvsgt ${ZERO} ${ONES})`, "true"],
    [`(bvsgt ${ONE} ${ONE})`, "false"],
  ],
  laws: [equation("(bvsgt x y)", "(bvslt y x)")],
  evaluate: (x: bigint, y: bigint) => signed(x) > signed(y),
  halves: {
    value: (xl: number, xh: number, yl: number, yh: number) => isSignedLess(yl, yh, xl, xh),
  },
  range: (x: WordRange, y: WordRange) => Words.slt(y, x),
  refine: (out: BooleanRange, x: WordRange, y: WordRange) => swapped(refineSignedLess(out, y, x)),
});

export const bvsge = primitive({
  name: "bvsge",
  type: "word -> word -> bool",
  doc: "Is the first at least the second, as signed numbers?",
  examples: [
    [`(bvsge ${ZERO} ${ONES})`, "true"],
    [`(bvsge ${ONES} ${ONE})`, "false"],
  ],
  laws: [equation("(bvsge x y)", "(not (bvslt x y))")],
  evaluate: (x: bigint, y: bigint) => signed(x) >= signed(y),
  halves: {
    value: (xl: number, xh: number, yl: number, yh: number) => !isSignedLess(xl, xh, yl, yh),
  },
  range: (x: WordRange, y: WordRange) => Words.sle(y, x),
  refine: (out: BooleanRange, x: WordRange, y: WordRange) =>
    refineSignedLess(Booleans.not(out), x, y),
});

export const comparisonPrimitives = [
  bvult,
  bvule,
  bvugt,
  bvuge,
  bvslt,
  bvsle,
  bvsgt,
  bvsge,
] as const;

const swapped = <T>([first, second]: readonly [T, T]): readonly [T, T] => [second, first];
