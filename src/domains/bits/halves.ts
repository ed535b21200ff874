/**
 * Arithmetic of 64 bits on halves: signed 32-bit integers, low and high. What has two results is two
 * functions, each pure, so that the search can put them into its loops.
 */

/** What carries from the low half of a sum into the high one: 0 or 1. */
export const carry = (x: number, y: number): number => ((x & y) | ((x | y) & ~(x + y))) >>> 31;

/** What a difference of low halves borrows from the high one: 0 or 1. */
export const borrow = (x: number, y: number): number => ((~x & y) | ((~x | y) & (x - y))) >>> 31;

/** Is a shift by this word one by 64 or more? */
export const isBeyond = (low: number, high: number): boolean => high !== 0 || (low & ~63) !== 0;

export const negativeHigh = (low: number, high: number): number => (low === 0 ? -high : ~high) | 0;

const absoluteLow = (low: number, high: number): number => (high < 0 ? -low | 0 : low);
const absoluteHigh = (low: number, high: number): number =>
  high < 0 ? negativeHigh(low, high) : high;

/** Bits 32 to 63 of the product of two unsigned 32-bit numbers (Knuth, TAOCP 4.3.1, algorithm M). */
function upperProduct(x: number, y: number): number {
  const a = x & 0xffff;
  const b = x >>> 16;
  const c = y & 0xffff;
  const d = y >>> 16;
  const middle = (Math.imul(b, c) >>> 0) + (Math.imul(a, c) >>> 16);
  const other = (Math.imul(a, d) >>> 0) + (middle & 0xffff);
  return (Math.imul(b, d) + (middle >>> 16) + (other >>> 16)) | 0;
}

export const productHigh = (xl: number, xh: number, yl: number, yh: number): number =>
  (upperProduct(xl, yl) + Math.imul(xl, yh) + Math.imul(xh, yl)) | 0;

export const isUnsignedLess = (xl: number, xh: number, yl: number, yh: number): boolean =>
  xh === yh ? xl >>> 0 < yl >>> 0 : xh >>> 0 < yh >>> 0;

export const isSignedLess = (xl: number, xh: number, yl: number, yh: number): boolean =>
  xh === yh ? xl >>> 0 < yl >>> 0 : xh < yh;

const WRAP = 2 ** 32;

/** The low half of the unsigned quotient; all ones for a divisor of zero. */
export function quotientLow(xl: number, xh: number, yl: number, yh: number): number {
  const divisor = yl >>> 0;
  if (yh === 0) {
    if (divisor === 0) return -1;
    // Two digits of 16 bits, so that each dividend is below 2^48 and a double has it exactly.
    const upper = ((xh >>> 0) % divisor) * 0x10000 + (xl >>> 16);
    const lower = (upper % divisor) * 0x10000 + (xl & 0xffff);
    return (Math.floor(upper / divisor) << 16) | Math.floor(lower / divisor);
  }
  if (yh < 0) return isUnsignedLess(xl, xh, yl, yh) ? 0 : 1;
  // The quotient is below 2^32, so that doubles find it; enlarged a little, never one too low.
  const ratio = ((xh >>> 0) * WRAP + (xl >>> 0)) / (yh * WRAP + divisor);
  const guess = Math.min(Math.floor(ratio * (1 + 2 ** -50)), WRAP - 1) | 0;
  const rest = xh - productHigh(guess, 0, yl, yh) - borrow(xl, Math.imul(guess, yl));
  return (rest | 0) < 0 ? (guess - 1) | 0 : guess;
}

export function quotientHigh(_xl: number, xh: number, yl: number, yh: number): number {
  if (yh !== 0) return 0;
  return yl === 0 ? -1 : Math.floor((xh >>> 0) / (yl >>> 0)) | 0;
}

export function remainderLow(xl: number, xh: number, yl: number, yh: number): number {
  return (xl - Math.imul(quotientLow(xl, xh, yl, yh), yl)) | 0;
}

export function remainderHigh(xl: number, xh: number, yl: number, yh: number): number {
  const low = quotientLow(xl, xh, yl, yh);
  const product = productHigh(low, quotientHigh(xl, xh, yl, yh), yl, yh);
  return (xh - product - borrow(xl, Math.imul(low, yl))) | 0;
}

type Binary = (xl: number, xh: number, yl: number, yh: number) => number;
interface Pair {
  readonly low: Binary;
  readonly high: Binary;
}

/** The quotient of signed numbers: that of their magnitudes, with the sign of both. */
export const SIGNED_QUOTIENT = signedBy(quotientLow, quotientHigh, (xh, yh) => (xh ^ yh) < 0);

/** The remainder of signed numbers: that of their magnitudes, with the sign of the dividend. */
export const SIGNED_REMAINDER = signedBy(remainderLow, remainderHigh, (xh) => xh < 0);

/** The remainder with the sign of the divisor: one divisor more when the signs differ. */
export const SIGNED_MODULO: Pair = {
  low: (xl, xh, yl, yh) => {
    const low = SIGNED_REMAINDER.low(xl, xh, yl, yh);
    const high = SIGNED_REMAINDER.high(xl, xh, yl, yh);
    return (low | high) !== 0 && (high ^ yh) < 0 ? (low + yl) | 0 : low;
  },
  high: (xl, xh, yl, yh) => {
    const low = SIGNED_REMAINDER.low(xl, xh, yl, yh);
    const high = SIGNED_REMAINDER.high(xl, xh, yl, yh);
    return (low | high) !== 0 && (high ^ yh) < 0 ? (high + yh + carry(low, yl)) | 0 : high;
  },
};

function signedBy(
  low: Binary,
  high: Binary,
  isNegative: (xh: number, yh: number) => boolean,
): Pair {
  const ofMagnitudes =
    (part: Binary): Binary =>
    (xl, xh, yl, yh) =>
      part(absoluteLow(xl, xh), absoluteHigh(xl, xh), absoluteLow(yl, yh), absoluteHigh(yl, yh));
  const lowOf = ofMagnitudes(low);
  const highOf = ofMagnitudes(high);
  return {
    low: (xl, xh, yl, yh) => {
      const magnitude = lowOf(xl, xh, yl, yh);
      return isNegative(xh, yh) ? -magnitude | 0 : magnitude;
    },
    high: (xl, xh, yl, yh) => {
      const magnitude = highOf(xl, xh, yl, yh);
      return isNegative(xh, yh) ? negativeHigh(lowOf(xl, xh, yl, yh), magnitude) : magnitude;
    },
  };
}
