import type { Range } from "../../dsl/range.ts";
import type { Token } from "../../dsl/valueType.ts";
import { Booleans } from "../../interp/ranges/booleans.ts";
import { Interval } from "../../interp/ranges/interval.ts";
import { BOTTOM, TOP, printRange } from "../../interp/ranges/lattice.ts";
import { Lists } from "../../interp/ranges/listRange.ts";
import { Pairs } from "../../interp/ranges/pairRange.ts";
import { Strings } from "../../interp/ranges/stringRange.ts";
import { Words } from "../../interp/ranges/wordRange.ts";

/** A token of a range: from the one, to the other. Both are the same where all values agree. */
export type TokenPair = readonly [low: Token, high: Token];

/** Half-digits of a word. */
const DIGITS = 16;

/**
 * A range as pairs of tokens: the ends of an interval, for booleans the least and the greatest, for words
 * their hexadecimal digits, for strings the length, what they begin and what they end with, for lists the
 * length and the element. A range of another kind is the characters it prints as.
 */
export function rangeTokens(range: Range): readonly TokenPair[] {
  if (range === TOP) return [same("any")];
  if (range === BOTTOM) return [same("none")];
  if (Interval.is(range)) return [[endOf(range.low), endOf(range.high)]];
  if (Booleans.is(range)) return [[String(!range.mayBeFalse), String(range.mayBeTrue)]];
  if (Words.is(range)) {
    const digits = (end: bigint): string => end.toString(16).padStart(DIGITS, "0");
    const high = digits(range.high);
    return Array.from(digits(range.low)).map((digit, i): TokenPair => [digit, high[i] as string]);
  }
  if (Lists.is(range)) {
    return [same("["), ...rangeTokens(range.length), ...rangeTokens(range.element), same("]")];
  }
  if (Pairs.is(range)) {
    return [same("["), ...rangeTokens(range.first), ...rangeTokens(range.second), same("]")];
  }
  if (Strings.is(range)) {
    const { length, prefix, suffix } = range;
    const ends = Array.from(`${prefix}"${suffix}"`, same);
    return [same('"'), ...rangeTokens(length), ...ends];
  }
  return Array.from(printRange(range), same);
}

const same = (token: Token): TokenPair => [token, token];

const endOf = (end: number): Token =>
  Number.isFinite(end) ? end : end < 0 ? "-infinity" : "infinity";
