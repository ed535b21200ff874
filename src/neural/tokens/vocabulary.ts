import type { Token } from "../../dsl/valueType.ts";

// A token reaches the network as the sum of a few learned rows of one table, one for each of its
// features: what it is, what kind of thing, where it stands, and what it has to do with the rest of its
// example. The sections of the table are laid out here, one after the other.

/** Whole numbers with a row of their own; those beyond share one a side, and differ by magnitude. */
const LEAST_NUMBER = -40;
const GREATEST_NUMBER = 120;
/** Symbols of several characters, and characters beyond ASCII, by a hash of their text. */
const HASHED = 64;
/** Magnitudes by powers of two, each side of 0. */
const MAGNITUDES = 16;
/** Positions from either end of a value; those beyond count as the last. */
const POSITIONS = 24;
/** Arguments that are told apart. */
export const ARGUMENTS = 6;
/** What `marks` and `relations` tell, each as so many bits. */
export const MARK_BITS = 6;
export const RELATION_BITS = 6;
export const RELATIONS = 4;
const DIFFERENCES = 8;

let rows = 0;
const section = (count: number): number => {
  const first = rows;
  rows += count;
  return first;
};

/** Row of what a token does not have. */
export const NOTHING = section(1);
const NUMBERS = section(GREATEST_NUMBER - LEAST_NUMBER + 3);
const CHARACTERS = section(128);
const SYMBOLS = section(HASHED);
const KINDS = section(8);
const SIZES = section(2 * MAGNITUDES + 1);
const FROM_START = section(POSITIONS);
const FROM_END = section(POSITIONS);
const SEGMENTS = section(2 * ARGUMENTS + 1);
const MARKS = section(2 ** MARK_BITS);
const RELATION = section(RELATIONS * 2 ** RELATION_BITS);
const DIFFERENCE = section(2 * DIFFERENCES + 2);

/** Rows of the table. */
export const VOCABULARY = rows;
/** Features of a token. */
export const FEATURES = 6;

const clip = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));

/** What a token is. */
export function identityRow(token: Token): number {
  if (typeof token === "number") {
    return NUMBERS + 1 + clip(token, LEAST_NUMBER - 1, GREATEST_NUMBER + 1) - LEAST_NUMBER;
  }
  const code = token.codePointAt(0) ?? 0;
  if (token.length === 1 && code < 128) return CHARACTERS + code;
  let hash = 0;
  for (let i = 0; i < token.length; i++) hash = (Math.imul(hash, 31) + token.charCodeAt(i)) | 0;
  return SYMBOLS + ((hash >>> 0) % HASHED);
}

/** What kind of thing it is: the magnitude of a number, the class of a character. */
export function kindRow(token: Token): number {
  if (typeof token === "number") {
    const size = Math.min(MAGNITUDES, Math.ceil(Math.log2(1 + Math.abs(token))));
    return SIZES + MAGNITUDES + Math.sign(token) * size;
  }
  if (token.length > 2) return KINDS;
  if (/\p{Lu}/u.test(token)) return KINDS + 1;
  if (/\p{L}/u.test(token)) return KINDS + 2;
  if (/\p{N}/u.test(token)) return KINDS + 3;
  if (/\s/u.test(token)) return KINDS + 4;
  return /[[\]{}"]/u.test(token) ? KINDS + 5 : KINDS + 6;
}

export const fromStartRow = (position: number): number =>
  FROM_START + Math.min(position, POSITIONS - 1);

export const fromEndRow = (position: number): number =>
  FROM_END + Math.min(position, POSITIONS - 1);

/** Of which argument the token is; of the output when undefined. */
export const segmentRow = (argument: number | undefined): number =>
  SEGMENTS + (argument === undefined ? 0 : 1 + Math.min(argument, ARGUMENTS - 1));

/** Which argument a token that relates one to the output speaks of. */
export const relationSegmentRow = (argument: number): number =>
  SEGMENTS + 1 + ARGUMENTS + Math.min(argument, ARGUMENTS - 1);

export const marksRow = (bits: number): number => MARKS + bits;

/** @param group which of the `RELATIONS` groups of bits */
export const relationRow = (group: number, bits: number): number =>
  RELATION + group * 2 ** RELATION_BITS + bits;

/** A difference of two numbers; undefined where there are none. */
export const differenceRow = (difference: number | undefined): number =>
  difference === undefined
    ? DIFFERENCE
    : DIFFERENCE + 1 + DIFFERENCES + clip(difference, -DIFFERENCES, DIFFERENCES);
