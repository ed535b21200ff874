/**
 * Words as two signed integers of 32 bits, on which arithmetic is plain integer arithmetic: a bigint is
 * an object, and each operation on one makes another.
 */

const word = new BigUint64Array(1);
// The same eight bytes: writing a bigint is how its halves are had without arithmetic on it.
const halves = new Int32Array(word.buffer);
/** Which of the two comes first in memory. */
const LOW = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 0 : 1;
const HIGH = 1 - LOW;

/** Bits 0 to 31 of a word as a signed integer. */
export function lowHalf(value: bigint): number {
  word[0] = value;
  return halves[LOW] as number;
}

/** Bits 32 to 63 of a word as a signed integer. */
export function highHalf(value: bigint): number {
  word[0] = value;
  return halves[HIGH] as number;
}

/** The word, from 0 to 2^64 - 1, of two halves. */
export function joinHalves(low: number, high: number): bigint {
  halves[LOW] = low;
  halves[HIGH] = high;
  return word[0] as bigint;
}

/** Is a value a word: a bigint from 0 to 2^64 - 1? */
export const isWord = (value: unknown): value is bigint =>
  typeof value === "bigint" && BigInt.asUintN(64, value) === value;
