import { absorbing, equation, identity } from "../../dsl/law.ts";
import { primitive } from "../../dsl/primitive.ts";
import { Words, type WordRange } from "../../interp/ranges/wordRange.ts";
import { ALL_ONES, wordText, wrap } from "./word.ts";

/** Bitwise operations of SMT-LIB's theory of bit-vectors. */

const ZERO = wordText(0n);
const ONES = wordText(ALL_ONES);

export const bvnot = primitive({
  name: "bvnot",
  type: "word -> word",
  doc: "Every bit inverted.",
  examples: [
    ["(bvnot #x0000000000000000)", "#xffffffffffffffff"],
    ["(bvnot #x00000000ffff0000)", "#xffffffff0000ffff"],
  ],
  laws: ["involutive"],
  evaluate: (x: bigint) => wrap(x ^ ALL_ONES),
  halves: {
    low: (xl: number) => ~xl,
    high: (_xl: number, xh: number) => ~xh,
  },
  range: (x: WordRange) => Words.not(x),
  refine: (out: WordRange) => [Words.not(out)],
  inverse: [(out: bigint) => wrap(out ^ ALL_ONES)],
});

export const bvand = primitive({
  name: "bvand",
  infix: "&",
  type: "word -> word -> word",
  doc: "Each bit 1 where both words have a 1.",
  examples: [
    ["(bvand #x000000000000000c #x000000000000000a)", "#x0000000000000008"],
    ["(bvand #xffffffffffffffff #x0000000000000123)", "#x0000000000000123"],
  ],
  laws: [
    "commutative",
    "associative",
    "idempotent",
    identity(ONES),
    absorbing(ZERO),
    equation("(bvand x (bvnot x))", ZERO),
  ],
  evaluate: (x: bigint, y: bigint) => wrap(x & y),
  halves: {
    low: (xl: number, _xh: number, yl: number) => xl & yl,
    high: (_xl: number, xh: number, _yl: number, yh: number) => xh & yh,
  },
  range: (x: WordRange, y: WordRange) => Words.and(x, y),
  refine: (out: WordRange, x: WordRange, y: WordRange) => [
    Words.of(out.zeros & y.ones, out.ones, out.low, ALL_ONES),
    Words.of(out.zeros & x.ones, out.ones, out.low, ALL_ONES),
  ],
});

export const bvor = primitive({
  name: "bvor",
  infix: "|",
  type: "word -> word -> word",
  doc: "Each bit 1 where at least one of the words has a 1.",
  examples: [
    ["(bvor #x000000000000000c #x000000000000000a)", "#x000000000000000e"],
    ["(bvor #x0000000000000000 #x0000000000000123)", "#x0000000000000123"],
  ],
  laws: [
    "commutative",
    "associative",
    "idempotent",
    identity(ZERO),
    absorbing(ONES),
    equation("(bvor x (bvnot x))", ONES),
    equation("(bvand x (bvor x y))", "x"),
    equation("(bvor x (bvand x y))", "x"),
    equation("(bvor (bvnot x) (bvnot y))", "(bvnot (bvand x y))"),
  ],
  evaluate: (x: bigint, y: bigint) => wrap(x | y),
  halves: {
    low: (xl: number, _xh: number, yl: number) => xl | yl,
    high: (_xl: number, xh: number, _yl: number, yh: number) => xh | yh,
  },
  range: (x: WordRange, y: WordRange) => Words.or(x, y),
  refine: (out: WordRange, x: WordRange, y: WordRange) => [
    Words.of(out.zeros, out.ones & y.zeros, 0n, out.high),
    Words.of(out.zeros, out.ones & x.zeros, 0n, out.high),
  ],
});

export const bvxor = primitive({
  name: "bvxor",
  type: "word -> word -> word",
  doc: "Each bit 1 where just one of the words has a 1.",
  examples: [
    ["(bvxor #x000000000000000c #x000000000000000a)", "#x0000000000000006"],
    ["(bvxor #x0000000000000123 #x0000000000000123)", "#x0000000000000000"],
  ],
  laws: [
    "commutative",
    "associative",
    identity(ZERO),
    equation("(bvxor x x)", ZERO),
    equation("(bvxor x (bvnot y))", "(bvnot (bvxor x y))"),
    equation(`(bvxor x ${ONES})`, "(bvnot x)"),
  ],
  evaluate: exclusiveOr,
  halves: {
    low: (xl: number, _xh: number, yl: number) => xl ^ yl,
    high: (_xl: number, xh: number, _yl: number, yh: number) => xh ^ yh,
  },
  range: (x: WordRange, y: WordRange) => Words.xor(x, y),
  refine: (out: WordRange, x: WordRange, y: WordRange) => [Words.xor(out, y), Words.xor(out, x)],
  inverse: [exclusiveOr, exclusiveOr],
});

export const bvnand = primitive({
  name: "bvnand",
  type: "word -> word -> word",
  doc: "Each bit 0 where both words have a 1, else 1.",
  examples: [
    ["(bvnand #x000000000000000c #x000000000000000a)", "#xfffffffffffffff7"],
    ["(bvnand #x0000000000000000 #x0000000000000001)", ONES],
  ],
  laws: ["commutative", equation("(bvnand x y)", "(bvnot (bvand x y))")],
  evaluate: (x: bigint, y: bigint) => wrap((x & y) ^ ALL_ONES),
  halves: {
    low: (xl: number, _xh: number, yl: number) => ~(xl & yl),
    high: (_xl: number, xh: number, _yl: number, yh: number) => ~(xh & yh),
  },
  range: (x: WordRange, y: WordRange) => Words.not(Words.and(x, y)),
  refine: (out: WordRange, x: WordRange, y: WordRange) => [
    Words.of(out.ones & y.ones, out.zeros, ALL_ONES ^ out.high, ALL_ONES),
    Words.of(out.ones & x.ones, out.zeros, ALL_ONES ^ out.high, ALL_ONES),
  ],
});

export const bvnor = primitive({
  name: "bvnor",
  type: "word -> word -> word",
  doc: "Each bit 1 where neither word has a 1.",
  examples: [
    ["(bvnor #x000000000000000c #x000000000000000a)", "#xfffffffffffffff1"],
    ["(bvnor #x0000000000000000 #x0000000000000000)", ONES],
  ],
  laws: ["commutative", equation("(bvnor x y)", "(bvnot (bvor x y))")],
  evaluate: (x: bigint, y: bigint) => wrap((x | y) ^ ALL_ONES),
  halves: {
    low: (xl: number, _xh: number, yl: number) => ~(xl | yl),
    high: (_xl: number, xh: number, _yl: number, yh: number) => ~(xh | yh),
  },
  range: (x: WordRange, y: WordRange) => Words.not(Words.or(x, y)),
  refine: (out: WordRange, x: WordRange, y: WordRange) => [
    Words.of(out.ones, out.zeros & y.zeros, 0n, ALL_ONES ^ out.low),
    Words.of(out.ones, out.zeros & x.zeros, 0n, ALL_ONES ^ out.low),
  ],
});

export const bvxnor = primitive({
  name: "bvxnor",
  type: "word -> word -> word",
  doc: "Each bit 1 where the words have the same bit.",
  examples: [
    ["(bvxnor #x000000000000000c #x000000000000000a)", "#xfffffffffffffff9"],
    ["(bvxnor #x0000000000000123 #x0000000000000123)", ONES],
  ],
  laws: [
    "commutative",
    "associative",
    identity(ONES),
    equation("(bvxnor x y)", "(bvnot (bvxor x y))"),
  ],
  evaluate: alike,
  halves: {
    low: (xl: number, _xh: number, yl: number) => ~(xl ^ yl),
    high: (_xl: number, xh: number, _yl: number, yh: number) => ~(xh ^ yh),
  },
  range: (x: WordRange, y: WordRange) => Words.not(Words.xor(x, y)),
  refine: (out: WordRange, x: WordRange, y: WordRange) => [
    Words.not(Words.xor(out, y)),
    Words.not(Words.xor(out, x)),
  ],
  inverse: [alike, alike],
});

export const logicPrimitives = [bvnot, bvand, bvor, bvxor, bvnand, bvnor, bvxnor] as const;

function exclusiveOr(x: bigint, y: bigint): bigint {
  return wrap(x ^ y);
}

function alike(x: bigint, y: bigint): bigint {
  return wrap(x ^ y ^ ALL_ONES);
}
