import { absorbing, equation, identity } from "../../dsl/law.ts";
import { primitive } from "../../dsl/primitive.ts";
import { Words, type WordRange } from "../../interp/ranges/wordRange.ts";
import {
  SIGNED_MODULO,
  SIGNED_QUOTIENT,
  SIGNED_REMAINDER,
  borrow,
  carry,
  negativeHigh,
  productHigh,
  quotientHigh,
  quotientLow,
  remainderHigh,
  remainderLow,
} from "./halves.ts";
import { signedModulo } from "./signedModulo.ts";
import { ALL_ONES, signed, trailingZeros, wordText, wrap } from "./word.ts";

/**
 * Arithmetic of SMT-LIB's theory of bit-vectors, modulo 2^64. It has a value for every division:
 * unsigned, the quotient by zero is the word of all ones and the remainder is the dividend.
 */

const ZERO = wordText(0n);
const ONE = wordText(1n);
const ONES = wordText(ALL_ONES);

export const bvneg = primitive({
  name: "bvneg",
  type: "word -> word",
  doc: "The word that added to this one gives zero: its negative in two's complement.",
  examples: [
    ["(bvneg #x0000000000000001)", "#xffffffffffffffff"],
    ["(bvneg #x8000000000000000)", "#x8000000000000000"],
  ],
  laws: ["involutive", equation("(bvneg (bvsub x y))", "(bvsub y x)")],
  evaluate: (x: bigint) => wrap(-x),
  halves: {
    low: (xl: number) => -xl | 0,
    high: negativeHigh,
  },
  range: (x: WordRange) => Words.neg(x),
  refine: (out: WordRange) => [Words.neg(out)],
  inverse: [(out: bigint) => wrap(-out)],
});

export const bvadd = primitive({
  name: "bvadd",
  infix: "+",
  type: "word -> word -> word",
  doc: "Sum, without what carries out of the top.",
  examples: [
    ["(bvadd #x0000000000000002 #x0000000000000003)", "#x0000000000000005"],
    ["(bvadd #xffffffffffffffff #x0000000000000001)", "#x0000000000000000"],
  ],
  laws: [
    "commutative",
    "associative",
    identity(ZERO),
    equation("(bvadd x (bvneg x))", ZERO),
    equation("(bvadd x (bvnot x))", ONES),
    equation(`(bvadd (bvnot x) ${ONE})`, "(bvneg x)"),
  ],
  evaluate: (x: bigint, y: bigint) => wrap(x + y),
  halves: {
    low: (xl: number, _xh: number, yl: number) => (xl + yl) | 0,
    high: (xl: number, xh: number, yl: number, yh: number) => (xh + yh + carry(xl, yl)) | 0,
  },
  range: (x: WordRange, y: WordRange) => Words.add(x, y),
  refine: (out: WordRange, x: WordRange, y: WordRange) => [Words.sub(out, y), Words.sub(out, x)],
  inverse: [(out: bigint, y: bigint) => wrap(out - y), (out: bigint, x: bigint) => wrap(out - x)],
});

export const bvsub = primitive({
  name: "bvsub",
  infix: "-",
  type: "word -> word -> word",
  doc: "Difference, without what is borrowed from above the top.",
  examples: [
    ["(bvsub #x0000000000000007 #x0000000000000003)", "#x0000000000000004"],
    ["(bvsub #x0000000000000000 #x0000000000000001)", "#xffffffffffffffff"],
  ],
  laws: [
    identity(ZERO, "right"),
    equation("(bvsub x x)", ZERO),
    equation(`(bvsub ${ZERO} x)`, "(bvneg x)"),
    equation(`(bvsub ${ONES} x)`, "(bvnot x)"),
    equation("(bvsub x (bvneg y))", "(bvadd x y)"),
    equation("(bvsub x (bvsub y z))", "(bvadd (bvsub x y) z)"),
  ],
  evaluate: (x: bigint, y: bigint) => wrap(x - y),
  halves: {
    low: (xl: number, _xh: number, yl: number) => (xl - yl) | 0,
    high: (xl: number, xh: number, yl: number, yh: number) => (xh - yh - borrow(xl, yl)) | 0,
  },
  range: (x: WordRange, y: WordRange) => Words.sub(x, y),
  refine: (out: WordRange, x: WordRange, y: WordRange) => [Words.add(out, y), Words.sub(x, out)],
  inverse: [(out: bigint, y: bigint) => wrap(out + y), (out: bigint, x: bigint) => wrap(x - out)],
});

export const bvmul = primitive({
  name: "bvmul",
  infix: "*",
  type: "word -> word -> word",
  doc: "The low 64 bits of the product.",
  examples: [
    ["(bvmul #x0000000000000003 #x0000000000000005)", "#x000000000000000f"],
    ["(bvmul #x8000000000000000 #x0000000000000002)", "#x0000000000000000"],
  ],
  laws: [
    "commutative",
    "associative",
    identity(ONE),
    absorbing(ZERO),
    equation(`(bvmul x ${ONES})`, "(bvneg x)"),
  ],
  evaluate: (x: bigint, y: bigint) => wrap(x * y),
  halves: {
    low: (xl: number, _xh: number, yl: number) => Math.imul(xl, yl),
    high: productHigh,
  },
  range: (x: WordRange, y: WordRange) => Words.mul(x, y),
  refine: (out: WordRange, x: WordRange, y: WordRange) => [factor(out, y), factor(out, x)],
  inverse: [quotientModulo, quotientModulo],
});

export const bvudiv = primitive({
  name: "bvudiv",
  type: "word -> word -> word",
  doc: "Quotient of unsigned numbers, rounded down; all ones for a divisor of zero.",
  examples: [
    ["(bvudiv #x0000000000000007 #x0000000000000002)", "#x0000000000000003"],
    ["(bvudiv #x0000000000000007 #x0000000000000000)", ONES],
  ],
  laws: [
    identity(ONE, "right"),
    equation(`(bvudiv x ${ZERO})`, ONES),
    equation("(bvadd (bvmul (bvudiv x y) y) (bvurem x y))", "x"),
  ],
  evaluate: (x: bigint, y: bigint) => (y === 0n ? ALL_ONES : x / y),
  halves: {
    low: quotientLow,
    high: quotientHigh,
  },
  range: (x: WordRange, y: WordRange) => Words.udiv(x, y),
  refine: (out: WordRange, x: WordRange, y: WordRange) => {
    // For y > 0: out y <= x < (out + 1) y.
    const divisor = Words.interval(
      out.high === ALL_ONES ? y.low : x.low / (out.high + 1n) + 1n,
      out.low === 0n ? y.high : x.high / out.low,
    );
    if (out.high === ALL_ONES) return [undefined, divisor];
    const least = y.low === 0n ? 1n : y.low;
    const greatest = (out.high + 1n) * y.high - 1n;
    return [Words.interval(out.low * least, least64(greatest)), divisor];
  },
});

export const bvurem = primitive({
  name: "bvurem",
  infix: "%",
  type: "word -> word -> word",
  doc: "Remainder of the division of unsigned numbers; the dividend for a divisor of zero.",
  examples: [
    ["(bvurem #x0000000000000007 #x0000000000000002)", "#x0000000000000001"],
    ["(bvurem #x0000000000000007 #x0000000000000000)", "#x0000000000000007"],
  ],
  laws: [
    identity(ZERO, "right"),
    absorbing(ZERO, "left"),
    equation(`(bvurem x ${ONE})`, ZERO),
    equation("(bvurem x x)", ZERO),
    equation("(bvurem (bvurem x y) y)", "(bvurem x y)"),
  ],
  evaluate: (x: bigint, y: bigint) => (y === 0n ? x : x % y),
  halves: {
    low: remainderLow,
    high: remainderHigh,
  },
  range: (x: WordRange, y: WordRange) => Words.urem(x, y),
  refine: (out: WordRange, x: WordRange, y: WordRange) => {
    // A remainder is at most the dividend; it is less than the divisor unless that is zero, and less
    // than the dividend only if the divisor is at most that.
    const dividend = Words.interval(out.low, ALL_ONES);
    if (out.high < x.low) return [dividend, Words.interval(out.low + 1n, x.high)];
    return [dividend, y.low === 0n ? undefined : Words.interval(out.low + 1n, ALL_ONES)];
  },
});

export const bvsdiv = primitive({
  name: "bvsdiv",
  type: "word -> word -> word",
  doc: "Quotient of signed numbers, rounded to zero; for a divisor of zero 1 if the dividend is negative, else -1.",
  examples: [
    ["(bvsdiv #xfffffffffffffff9 #x0000000000000002)", "#xfffffffffffffffd"],
    ["(bvsdiv #x0000000000000007 #x0000000000000000)", ONES],
    ["(bvsdiv #xfffffffffffffff9 #x0000000000000000)", ONE],
    ["(bvsdiv #x8000000000000000 #xffffffffffffffff)", "#x8000000000000000"],
  ],
  laws: [
    identity(ONE, "right"),
    equation(`(bvsdiv x ${ONES})`, "(bvneg x)"),
    equation("(bvadd (bvmul (bvsdiv x y) y) (bvsrem x y))", "x"),
  ],
  evaluate: (x: bigint, y: bigint) =>
    y === 0n ? (signed(x) < 0n ? 1n : ALL_ONES) : wrap(signed(x) / signed(y)),
  halves: SIGNED_QUOTIENT,
  range: (x: WordRange, y: WordRange) => Words.sdiv(x, y),
});

export const bvsrem = primitive({
  name: "bvsrem",
  type: "word -> word -> word",
  doc: "Remainder of the division of signed numbers, with the sign of the dividend, which it is for a divisor of zero.",
  examples: [
    ["(bvsrem #xfffffffffffffff9 #x0000000000000002)", "#xffffffffffffffff"],
    ["(bvsrem #x0000000000000007 #xfffffffffffffffe)", ONE],
    ["(bvsrem #xfffffffffffffff9 #x0000000000000000)", "#xfffffffffffffff9"],
  ],
  laws: [
    identity(ZERO, "right"),
    absorbing(ZERO, "left"),
    equation("(bvsrem x (bvneg y))", "(bvsrem x y)"),
  ],
  evaluate: (x: bigint, y: bigint) => (y === 0n ? x : wrap(signed(x) % signed(y))),
  halves: SIGNED_REMAINDER,
  range: (x: WordRange, y: WordRange) => Words.srem(x, y),
});

export const bvsmod = primitive({
  name: "bvsmod",
  type: "word -> word -> word",
  doc: "Remainder of the division of signed numbers, with the sign of the divisor; the dividend for a divisor of zero.",
  examples: [
    ["(bvsmod #xfffffffffffffff9 #x0000000000000002)", ONE],
    ["(bvsmod #x0000000000000007 #xfffffffffffffffe)", "#xffffffffffffffff"],
    ["(bvsmod #x0000000000000007 #x0000000000000000)", "#x0000000000000007"],
  ],
  laws: [
    identity(ZERO, "right"),
    absorbing(ZERO, "left"),
    equation("(bvsmod (bvsmod x y) y)", "(bvsmod x y)"),
  ],
  evaluate: (x: bigint, y: bigint) => {
    if (y === 0n) return x;
    const divisor = signed(y);
    const remainder = signed(x) % divisor;
    return wrap(
      remainder !== 0n && remainder < 0n !== divisor < 0n ? remainder + divisor : remainder,
    );
  },
  halves: SIGNED_MODULO,
  range: signedModulo,
});

export const arithmeticPrimitives = [
  bvneg,
  bvadd,
  bvsub,
  bvmul,
  bvudiv,
  bvurem,
  bvsdiv,
  bvsrem,
  bvsmod,
] as const;

/** The word that times `factor` gives `product`, when there is just one: the factor is odd. */
function quotientModulo(product: bigint, factor: bigint): bigint | undefined {
  return (factor & 1n) === 0n ? undefined : wrap(product * oddInverse(factor));
}

/** The word that times an odd one gives 1: each step of Newton's method doubles the correct low bits. */
function oddInverse(odd: bigint): bigint {
  let inverse = odd;
  for (let bits = 3; bits < 64; bits *= 2) inverse = wrap(inverse * (2n - odd * inverse));
  return inverse;
}

const least64 = (value: bigint): bigint => (value > ALL_ONES ? ALL_ONES : value);

/** What a factor must be when the other is an odd constant; nothing is said of it otherwise. */
function factor(product: WordRange, other: WordRange): WordRange | undefined {
  if (!Words.isConstant(other) || trailingZeros(other.low) !== 0) return undefined;
  return Words.mul(product, Words.constant(oddInverse(other.low)));
}
