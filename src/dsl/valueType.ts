import type { Limits } from "./limits.ts";
import type { Arbitraries, Arbitrary, Range } from "./range.ts";

/**
 * Plain data, the form in which values are written in files: what JSON can say, and words as bigint.
 * Pairs are arrays of two.
 */
export type Datum =
  number | boolean | string | bigint | null | readonly Datum[] | { readonly [key: string]: Datum };

/** A piece of a value as a network reads it: a symbol such as `[` or a letter, or a whole number. */
export type Token = string | number;

/**
 * All that the product knows of one type constructor, in one place: `int`, `list`, a user's `grid`.
 * For a constructor with parameters each function also gets the same function of every parameter.
 */
export interface ValueType {
  /** The constructor's name: `list`. Lower case, at least two letters (one letter is a variable). */
  readonly name: string;
  /** How many types it is applied to: 0 for `int`, 1 for `list`, 2 for `pair`. */
  readonly parameters: number;
  readonly doc: string;
  /** The value that a datum writes, or undefined when it writes none. */
  read(datum: Datum, parts: readonly ((datum: Datum) => unknown)[]): unknown;
  /** The datum that writes the value; `read` takes it back to an equal value. */
  write(value: unknown, parts: readonly ((value: unknown) => Datum)[]): Datum;
  /** Is this JavaScript value a value of the type, of any size? */
  is(value: unknown, parts: readonly ((value: unknown) => boolean)[]): boolean;
  /** Values of the type within the limits: small ones often, extreme ones sometimes. */
  arbitrary(
    fc: Arbitraries,
    parts: readonly Arbitrary<unknown>[],
    limits: Limits,
  ): Arbitrary<unknown>;
  /**
   * The value as a network reads it, `parts` giving the same for the parameters' values. Absent: the
   * tokens of the datum that writes the value (`datumTokens`), which suits lists, texts and records of
   * numbers; a type whose datum hides what matters, as a picture in one long number, gives its own.
   */
  tokens?(
    value: unknown,
    parts: readonly ((value: unknown) => readonly Token[])[],
  ): readonly Token[];
  readonly ranges: TypeRanges;
}

/** How sets of values of a type are described. */
export interface TypeRanges {
  /** The range of all values, `parts` being the ranges of all values of each parameter. */
  top(parts: readonly Range[]): Range;
  /** The smallest range that holds the value; `parts` give the same for the parameters' values. */
  of(value: unknown, parts: readonly ((value: unknown) => Range)[]): Range;
  /** Ranges of every shape, BOTTOM excluded. */
  arbitrary(fc: Arbitraries, parts: readonly Arbitrary<Range>[], limits: Limits): Arbitrary<Range>;
  /** Values in the range, for the kit to test transformers with: fast-check shrinks them. */
  member(
    fc: Arbitraries,
    range: Range,
    parts: readonly ((range: Range) => Arbitrary<unknown>)[],
    limits: Limits,
  ): Arbitrary<unknown>;
}
