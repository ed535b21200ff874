import { absorbing, equation, identity } from "../../dsl/law.ts";
import { primitive } from "../../dsl/primitive.ts";
import type { Range } from "../../dsl/range.ts";
import { Words, type WordRange } from "../../interp/ranges/wordRange.ts";
import { isBeyond } from "./halves.ts";
import {
  ALL_ONES,
  WORD_BITS,
  leadingZeros,
  signed,
  trailingZeros,
  wordText,
  wrap,
} from "./word.ts";

/** Shifts of SMT-LIB's theory of bit-vectors; the amount is a word and may be 64 or more. */

const ZERO = wordText(0n);

export const bvshl = primitive({
  name: "bvshl",
  infix: "<<",
  type: "word -> word -> word",
  doc: "The first word's bits moved up by the second, zeros coming in below.",
  examples: [
    ["(bvshl #x0000000000000003 #x0000000000000004)", "#x0000000000000030"],
    ["(bvshl #xffffffffffffffff #x0000000000000040)", ZERO],
  ],
  laws: [
    identity(ZERO, "right"),
    absorbing(ZERO, "left"),
    equation(`(bvshl x ${wordText(1n)})`, "(bvadd x x)"),
    equation("(bvand (bvshl x z) (bvshl y z))", "(bvshl (bvand x y) z)"),
    equation("(bvadd (bvshl x z) (bvshl y z))", "(bvshl (bvadd x y) z)"),
  ],
  evaluate: shiftLeft,
  halves: {
    low: (xl: number, _xh: number, yl: number, yh: number) =>
      yh !== 0 || (yl & ~31) !== 0 ? 0 : xl << yl,
    high: (xl: number, xh: number, yl: number, yh: number) => {
      if (isBeyond(yl, yh)) return 0;
      // JavaScript shifts by the low five bits of an amount; two shifts, so that one by 32 is none.
      return yl < 32 ? (xh << yl) | ((xl >>> 1) >>> (31 - yl)) : xl << yl;
    },
  },
  range: (x: WordRange, y: WordRange) => Words.shl(x, y),
  refine: (out: WordRange, _x: WordRange, y: WordRange) => [
    unshifted(y, (amount) => Words.of(out.zeros >> amount, out.ones >> amount, 0n, ALL_ONES)),
    undefined,
  ],
  inverse: [
    // Of the words that shift to it the one without bits that are lost.
    (out: bigint, amount: bigint) => {
      const x = shiftRight(out, amount);
      return shiftLeft(x, amount) === out ? x : undefined;
    },
    (out: bigint, x: bigint) => {
      if (out === 0n || x === 0n) return undefined;
      const amount = trailingZeros(out) - trailingZeros(x);
      return amount >= 0 && shiftLeft(x, BigInt(amount)) === out ? BigInt(amount) : undefined;
    },
  ],
});

export const bvlshr = primitive({
  name: "bvlshr",
  infix: ">>>",
  type: "word -> word -> word",
  doc: "The first word's bits moved down by the second, zeros coming in above.",
  examples: [
    ["(bvlshr #x0000000000000030 #x0000000000000004)", "#x0000000000000003"],
    ["(bvlshr #xffffffffffffffff #x0000000000000040)", ZERO],
  ],
  laws: [
    identity(ZERO, "right"),
    absorbing(ZERO, "left"),
    equation("(bvand (bvlshr x z) (bvlshr y z))", "(bvlshr (bvand x y) z)"),
    equation("(bvor (bvlshr x z) (bvlshr y z))", "(bvlshr (bvor x y) z)"),
  ],
  evaluate: shiftRight,
  halves: {
    low: (xl: number, xh: number, yl: number, yh: number) => {
      if (isBeyond(yl, yh)) return 0;
      return yl < 32 ? (xl >>> yl) | ((xh << 1) << (31 - yl)) : (xh >>> yl) | 0;
    },
    high: (_xl: number, xh: number, yl: number, yh: number) =>
      yh !== 0 || (yl & ~31) !== 0 ? 0 : (xh >>> yl) | 0,
  },
  range: (x: WordRange, y: WordRange) => Words.lshr(x, y),
  refine: refineRight,
  inverse: [
    (out: bigint, amount: bigint) => {
      const x = shiftLeft(out, amount);
      return shiftRight(x, amount) === out ? x : undefined;
    },
    (out: bigint, x: bigint) => {
      if (out === 0n || x === 0n) return undefined;
      const amount = leadingZeros(out) - leadingZeros(x);
      return amount >= 0 && shiftRight(x, BigInt(amount)) === out ? BigInt(amount) : undefined;
    },
  ],
});

export const bvashr = primitive({
  name: "bvashr",
  infix: ">>",
  type: "word -> word -> word",
  doc: "The first word's bits moved down by the second, copies of the top bit coming in above.",
  examples: [
    ["(bvashr #xffffffffffffff00 #x0000000000000004)", "#xfffffffffffffff0"],
    ["(bvashr #x8000000000000000 #x0000000000000040)", "#xffffffffffffffff"],
    ["(bvashr #x7fffffffffffffff #x0000000000000040)", ZERO],
  ],
  laws: [
    identity(ZERO, "right"),
    absorbing(ZERO, "left"),
    absorbing(wordText(ALL_ONES), "left"),
    equation("(bvashr (bvnot x) y)", "(bvnot (bvashr x y))"),
  ],
  evaluate: shiftRightSigned,
  halves: {
    low: (xl: number, xh: number, yl: number, yh: number) => {
      if (isBeyond(yl, yh)) return xh >> 31;
      return yl < 32 ? (xl >>> yl) | ((xh << 1) << (31 - yl)) : xh >> yl;
    },
    high: (_xl: number, xh: number, yl: number, yh: number) =>
      yh !== 0 || (yl & ~31) !== 0 ? xh >> 31 : xh >> yl,
  },
  range: (x: WordRange, y: WordRange) => Words.ashr(x, y),
  refine: refineRight,
  inverse: [
    (out: bigint, amount: bigint) => {
      const x = shiftLeft(out, amount);
      return shiftRightSigned(x, amount) === out ? x : undefined;
    },
    (out: bigint, x: bigint) => {
      const negative = signed(x) < 0n;
      const [from, to] = negative ? [x ^ ALL_ONES, out ^ ALL_ONES] : [x, out];
      if (from === 0n || to === 0n) return undefined;
      const amount = leadingZeros(to) - leadingZeros(from);
      return amount >= 0 && shiftRightSigned(x, BigInt(amount)) === out
        ? BigInt(amount)
        : undefined;
    },
  ],
});

export const shiftPrimitives = [bvshl, bvlshr, bvashr] as const;

function shiftLeft(x: bigint, amount: bigint): bigint {
  return amount >= WORD_BITS ? 0n : wrap(x << amount);
}

function shiftRight(x: bigint, amount: bigint): bigint {
  return amount >= WORD_BITS ? 0n : x >> amount;
}

function shiftRightSigned(x: bigint, amount: bigint): bigint {
  return wrap(signed(x) >> (amount >= WORD_BITS ? WORD_BITS - 1n : amount));
}

/** What is known of the shifted word when the amount is known and does not shift all of it out. */
const unshifted = (amount: WordRange, back: (amount: bigint) => Range): Range | undefined =>
  Words.isConstant(amount) && amount.low < WORD_BITS ? back(amount.low) : undefined;

/** Of both shifts to the right: a bit of the result is one of the word or, at the top, no news. */
function refineRight(
  out: WordRange,
  _x: WordRange,
  y: WordRange,
): readonly [Range | undefined, undefined] {
  const back = (amount: bigint): Range =>
    Words.of(wrap(out.zeros << amount), wrap(out.ones << amount), 0n, ALL_ONES);
  return [unshifted(y, back), undefined];
}
