import { HEAD, LAST, MAXIMUM, MINIMUM, REVERSE, SORT } from "../integerLists.ts";
import { equation, identity } from "../../dsl/law.ts";
import { primitive } from "../../dsl/primitive.ts";
import type { Range } from "../../dsl/range.ts";
import { Interval, type IntervalRange } from "../../interp/ranges/interval.ts";
import { BOTTOM, TOP, contains, join, meet } from "../../interp/ranges/lattice.ts";
import { type ListRange, Lists } from "../../interp/ranges/listRange.ts";
import { withElement } from "../list/withElement.ts";

type Integers = readonly number[];

export const head = primitive({
  name: "Head",
  doc: "The first element of a list; no value when there is none.",
  examples: [
    ["(Head [4, 5])", "4"],
    ["(Head [])", "fault"],
  ],
  laws: [equation("(Head xs)", "(Access 0 xs)"), equation("(Head (Reverse xs))", "(Last xs)")],
  ...HEAD,
});

export const last = primitive({
  name: "Last",
  doc: "The last element of a list; no value when there is none.",
  examples: [
    ["(Last [4, 5])", "5"],
    ["(Last [])", "fault"],
  ],
  laws: [equation("(Last xs)", "(Access -1 xs)"), equation("(Last (Reverse xs))", "(Head xs)")],
  ...LAST,
});

export const take = primitive({
  name: "Take",
  type: "int -> list int -> list int",
  doc: "The first so many elements of a list; a negative number leaves that many off its end.",
  examples: [
    ["(Take 2 [4, 5, 6])", "[4, 5]"],
    ["(Take -1 [4, 5, 6])", "[4, 5]"],
    ["(Take 9 [4, 5, 6])", "[4, 5, 6]"],
    ["(Take -9 [4, 5, 6])", "[]"],
  ],
  laws: [
    equation("(Take 0 xs)", "[]"),
    equation("(Take n (Map f xs))", "(Map f (Take n xs))"),
    equation("(Take 2 (Take 3 xs))", "(Take 2 xs)"),
  ],
  evaluate: (count: number, xs: Integers) => xs.slice(0, count),
  range: (count: IntervalRange, xs: ListRange) =>
    Lists.of(
      bySign(
        count,
        (n) => Interval.min(n, xs.length),
        (n) => notNegative(Interval.add(xs.length, n)),
      ),
      xs.element,
    ),
  refine: (out: ListRange, count: IntervalRange, xs: ListRange) => {
    const longEnough = Lists.of(Interval.of(out.length.low, Infinity), TOP);
    if (count.low < 0) {
      return [out.length.low > 0 ? Interval.without(count, 0) : undefined, longEnough];
    }
    // All is taken, or as much as the count says.
    return [
      Interval.of(out.length.low, xs.length.low > out.length.high ? out.length.high : Infinity),
      count.low > out.length.high ? out : longEnough,
    ];
  },
});

export const drop = primitive({
  name: "Drop",
  type: "int -> list int -> list int",
  doc: "A list without its first so many elements; a negative number keeps that many at its end.",
  examples: [
    ["(Drop 2 [4, 5, 6])", "[6]"],
    ["(Drop -1 [4, 5, 6])", "[6]"],
    ["(Drop 9 [4, 5, 6])", "[]"],
    ["(Drop -9 [4, 5, 6])", "[4, 5, 6]"],
  ],
  laws: [
    identity(0, "left"),
    equation("(Drop n (Map f xs))", "(Map f (Drop n xs))"),
    equation("(Drop 1 (Drop 2 xs))", "(Drop 3 xs)"),
  ],
  evaluate: (count: number, xs: Integers) => xs.slice(count),
  range: (count: IntervalRange, xs: ListRange) =>
    Lists.of(
      bySign(
        count,
        (n) => notNegative(Interval.sub(xs.length, n)),
        (n) => Interval.min(Interval.negate(n), xs.length),
      ),
      xs.element,
    ),
  refine: (out: ListRange, _count: IntervalRange, xs: ListRange) => [
    out.length.low > 0 ? Interval.of(-Infinity, xs.length.high - out.length.low) : undefined,
    Lists.of(Interval.of(out.length.low, Infinity), TOP),
  ],
});

export const access = primitive({
  name: "Access",
  type: "int -> list int -> int",
  doc: "The element at a position of a list, counted from 0, or from -1 at its end; no value outside it.",
  examples: [
    ["(Access 1 [4, 5, 6])", "5"],
    ["(Access -1 [4, 5, 6])", "6"],
    ["(Access 3 [4, 5, 6])", "fault"],
    ["(Access -4 [4, 5, 6])", "fault"],
  ],
  laws: [
    equation("(Access n (Map f xs))", "(f (Access n xs))"),
    equation("(Access 1 (Reverse xs))", "(Access -2 xs)"),
  ],
  evaluate: (position: number, xs: Integers) => xs.at(position),
  faults: (position: number, xs: Integers) => position < -xs.length || position >= xs.length,
  range: (position: IntervalRange, { length, element }: ListRange) =>
    position.high < -length.high || position.low >= length.high ? BOTTOM : element,
  refine: (out: Range, position: IntervalRange, xs: ListRange) => {
    const longest = xs.length.high;
    const needed = position.low >= 0 ? position.low + 1 : Math.max(1, -position.high);
    return [Interval.of(-longest, longest - 1), withElement(out, xs, needed)];
  },
});

export const minimum = primitive({
  name: "Minimum",
  doc: "The least element of a list; no value when there is none.",
  examples: [
    ["(Minimum [5, 4, 6])", "4"],
    ["(Minimum [])", "fault"],
  ],
  laws: [
    equation("(Minimum xs)", "(Head (Sort xs))"),
    equation("(Minimum (Reverse xs))", "(Minimum xs)"),
  ],
  ...MINIMUM,
});

export const maximum = primitive({
  name: "Maximum",
  doc: "The greatest element of a list; no value when there is none.",
  examples: [
    ["(Maximum [5, 4, 6])", "6"],
    ["(Maximum [])", "fault"],
  ],
  laws: [
    equation("(Maximum xs)", "(Last (Sort xs))"),
    equation("(Maximum (Reverse xs))", "(Maximum xs)"),
  ],
  ...MAXIMUM,
});

export const reverse = primitive({
  name: "Reverse",
  doc: "A list from its last element to its first.",
  examples: [
    ["(Reverse [4, 5, 6])", "[6, 5, 4]"],
    ["(Reverse [])", "[]"],
  ],
  laws: ["involutive", equation("(Reverse (Map f xs))", "(Map f (Reverse xs))")],
  ...REVERSE,
});

export const sort = primitive({
  name: "Sort",
  doc: "The elements of a list from the least to the greatest.",
  examples: [
    ["(Sort [5, -4, 5, 10])", "[-4, 5, 5, 10]"],
    ["(Sort [])", "[]"],
  ],
  laws: ["projective", equation("(Sort (Reverse xs))", "(Sort xs)")],
  ...SORT,
});

export const sum = primitive({
  name: "Sum",
  type: "list int -> int",
  doc: "Sum of the elements of a list; 0 when there are none.",
  examples: [
    ["(Sum [4, 5, 6])", "15"],
    ["(Sum [])", "0"],
  ],
  laws: [
    equation("(Sum (Reverse xs))", "(Sum xs)"),
    equation("(Sum (Sort xs))", "(Sum xs)"),
    equation("(Add (Sum (Take 1 xs)) (Sum (Drop 1 xs)))", "(Sum xs)"),
  ],
  evaluate: (xs: Integers) => xs.reduce((x, y) => x + y, 0),
  range: ({ length, element }: ListRange) =>
    Interval.is(element) ? Interval.mul(length, element) : element === BOTTOM ? ZERO : Interval.TOP,
  refine: (out: IntervalRange, { length, element }: ListRange) => {
    if (!Interval.is(element)) return [undefined];
    // Each element is the sum less the others.
    const others = Interval.of(Math.max(length.low - 1, 0), length.high - 1);
    if (!Interval.is(others)) return [undefined];
    const least = contains(out, 0) ? 0 : 1;
    return [
      Lists.of(Interval.of(least, Infinity), Interval.sub(out, Interval.mul(others, element))),
    ];
  },
});

const ZERO = Interval.constant(0);

const notNegative = (x: IntervalRange): IntervalRange => Interval.max(x, ZERO);

/** What is found for the negative numbers of a range, joined to what is found for the others. */
function bySign(
  n: IntervalRange,
  ofOthers: (n: IntervalRange) => Range,
  ofNegative: (n: IntervalRange) => Range,
): Range {
  const negative = meet(n, Interval.of(-Infinity, -1));
  const others = meet(n, Interval.NATURAL);
  return join(
    Interval.is(others) ? ofOthers(others) : BOTTOM,
    Interval.is(negative) ? ofNegative(negative) : BOTTOM,
  );
}
