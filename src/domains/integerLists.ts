import type { PrimitiveDefinition } from "../dsl/primitive.ts";
import type { Range } from "../dsl/range.ts";
import { Booleans } from "../interp/ranges/booleans.ts";
import { Interval, type IntervalRange } from "../interp/ranges/interval.ts";
import { BOTTOM, TOP, meet } from "../interp/ranges/lattice.ts";
import { type ListRange, Lists } from "../interp/ranges/listRange.ts";
import { withElement } from "./list/withElement.ts";

type Integers = readonly number[];
type OnRange = (x: Range) => Range;
type OnRanges = (x: Range, y: Range) => Range;

/** What a domain takes over from here; it adds name, doc, examples and laws. */
type Meaning = Pick<
  PrimitiveDefinition,
  "type" | "evaluate" | "faults" | "range" | "refine" | "inverse"
>;

const isEmpty = (xs: Integers): boolean => xs.length === 0;

/** The first element of a list of integers. */
export const HEAD = {
  type: "list int -> int",
  evaluate: (xs: Integers) => xs[0],
  faults: isEmpty,
  range: Lists.head,
  refine: (out: Range, xs: ListRange) => [withElement(out, xs)],
} satisfies Meaning;

/** The last element of a list of integers. */
export const LAST = { ...HEAD, evaluate: (xs: Integers) => xs.at(-1) } satisfies Meaning;

/** The least element of a list of integers. */
export const MINIMUM = {
  type: "list int -> int",
  evaluate: (xs: Integers) => (isEmpty(xs) ? undefined : Math.min(...xs)),
  faults: isEmpty,
  range: Lists.head,
  refine: (out: IntervalRange, xs: ListRange) => [
    meet(withElement(out, xs), Lists.of(Interval.NATURAL, Interval.of(out.low, Infinity))),
  ],
} satisfies Meaning;

/** The greatest element of a list of integers. */
export const MAXIMUM = {
  type: "list int -> int",
  evaluate: (xs: Integers) => (isEmpty(xs) ? undefined : Math.max(...xs)),
  faults: isEmpty,
  range: Lists.head,
  refine: (out: IntervalRange, xs: ListRange) => [
    meet(withElement(out, xs), Lists.of(Interval.NATURAL, Interval.of(-Infinity, out.high))),
  ],
} satisfies Meaning;

/** The elements of a list of integers from the last to the first. */
export const REVERSE = {
  type: "list int -> list int",
  evaluate: (xs: Integers) => xs.toReversed(),
  range: Lists.reverse,
  refine: (out: ListRange) => [out],
  inverse: [(out: Integers) => out.toReversed()],
} satisfies Meaning;

/** The elements of a list of integers from the least to the greatest. */
export const SORT = {
  type: "list int -> list int",
  evaluate: (xs: Integers) => xs.toSorted((x, y) => x - y),
  range: Lists.reverse,
  refine: (out: ListRange) => [out],
} satisfies Meaning;

/** What a function gives for each element. */
export const MAP = {
  type: "(int -> int) -> list int -> list int",
  evaluate: (f: (x: number) => number | undefined, xs: Integers) => {
    const out: number[] = [];
    for (const x of xs) {
      const y = f(x);
      if (y === undefined) return undefined;
      out.push(y);
    }
    return out;
  },
  range: (f: OnRange, xs: ListRange) => Lists.map(xs, f),
  refine: (out: ListRange, f: OnRange, xs: ListRange) => {
    const fits = xs.element !== BOTTOM && meet(f(xs.element), out.element) !== BOTTOM;
    return [undefined, Lists.of(out.length, fits ? TOP : BOTTOM)];
  },
} satisfies Meaning;

/** The elements for which a predicate holds, or undefined when it faults for one. */
export function select(
  predicate: (x: number) => boolean | undefined,
  xs: Integers,
): readonly number[] | undefined {
  const out: number[] = [];
  for (const x of xs) {
    const holds = predicate(x);
    if (holds === undefined) return undefined;
    if (holds) out.push(x);
  }
  return out;
}

/** Lists of what `select` leaves. */
export function selectRange(predicate: OnRange, xs: ListRange): Range {
  if (xs.element === BOTTOM) return xs;
  const holds = predicate(xs.element);
  // Where the predicate always faults, only the empty list has a value.
  if (holds === BOTTOM) return Lists.of(xs.length, BOTTOM);
  const { mayBeFalse, mayBeTrue } = Booleans.is(holds) ? holds : Booleans.TOP;
  if (!mayBeFalse) return xs;
  return mayBeTrue ? Lists.part(xs) : Lists.EMPTY;
}

/** Does the predicate hold for every element, so that all are selected? */
export function selectsAll(predicate: OnRange, xs: ListRange): boolean {
  if (xs.element === BOTTOM) return true;
  const holds = predicate(xs.element);
  return Booleans.is(holds) && !holds.mayBeFalse;
}

/** The elements for which a predicate holds. */
export const FILTER = {
  type: "(int -> bool) -> list int -> list int",
  evaluate: select,
  range: selectRange,
  refine: (out: ListRange, predicate: OnRange, xs: ListRange) => [
    undefined,
    selectsAll(predicate, xs) ? out : Lists.of(Interval.of(out.length.low, Infinity), TOP),
  ],
} satisfies Meaning;

/** What a function gives for the elements of two lists at the same position, as far as the shorter goes. */
export const ZIP_WITH = {
  type: "(int -> int -> int) -> list int -> list int -> list int",
  evaluate: (f: (x: number, y: number) => number | undefined, xs: Integers, ys: Integers) => {
    const out: number[] = [];
    const length = Math.min(xs.length, ys.length);
    for (let i = 0; i < length; i++) {
      const z = f(xs[i] as number, ys[i] as number);
      if (z === undefined) return undefined;
      out.push(z);
    }
    return out;
  },
  range: (f: OnRanges, xs: ListRange, ys: ListRange) => {
    const length = Interval.min(xs.length, ys.length);
    return length.high === 0 ? Lists.EMPTY : Lists.of(length, f(xs.element, ys.element));
  },
  refine: (out: ListRange, _f: OnRanges, xs: ListRange, ys: ListRange) => {
    // The list that is surely the longer one does not limit the result.
    const lengths = (other: ListRange): Range =>
      other.length.low > out.length.high ? out.length : Interval.of(out.length.low, Infinity);
    return [undefined, Lists.of(lengths(ys), TOP), Lists.of(lengths(xs), TOP)];
  },
} satisfies Meaning;
