import { HEAD, LAST, MAXIMUM, MINIMUM, REVERSE, SORT } from "../integerLists.ts";
import { equation, identity } from "../../dsl/law.ts";
import { primitive } from "../../dsl/primitive.ts";
import { Interval, type IntervalRange } from "../../interp/ranges/interval.ts";
import { TOP } from "../../interp/ranges/lattice.ts";
import { type ListRange, Lists } from "../../interp/ranges/listRange.ts";
import { saturate } from "./limits.ts";
import { saturated, withSaturated } from "./saturated.ts";

type Integers = readonly number[];

const ZERO = Interval.constant(0);

export const rev = primitive({
  name: "rev",
  doc: "A list from its last element to its first.",
  examples: [
    ["(rev [4, 5, 6])", "[6, 5, 4]"],
    ["(rev [])", "[]"],
  ],
  laws: ["involutive"],
  ...REVERSE,
});

export const sort = primitive({
  name: "sort",
  doc: "The elements of a list from the least to the greatest.",
  examples: [
    ["(sort [5, 3, 5, 10])", "[3, 5, 5, 10]"],
    ["(sort [])", "[]"],
  ],
  laws: ["projective", equation("(sort (rev xs))", "(sort xs)")],
  ...SORT,
});

export const head = primitive({
  name: "head",
  doc: "The first element of a list; no value when there is none.",
  examples: [
    ["(head [4, 5])", "4"],
    ["(head [])", "fault"],
  ],
  laws: [equation("(head (rev xs))", "(last xs)"), equation("(head (map f xs))", "(f (head xs))")],
  ...HEAD,
});

export const last = primitive({
  name: "last",
  doc: "The last element of a list; no value when there is none.",
  examples: [
    ["(last [4, 5])", "5"],
    ["(last [])", "fault"],
  ],
  laws: [equation("(last (rev xs))", "(head xs)"), equation("(last (map f xs))", "(f (last xs))")],
  ...LAST,
});

export const min = primitive({
  name: "min",
  doc: "The least element of a list; no value when there is none.",
  examples: [
    ["(min [5, 4, 6])", "4"],
    ["(min [])", "fault"],
  ],
  laws: [equation("(min xs)", "(head (sort xs))"), equation("(min (rev xs))", "(min xs)")],
  ...MINIMUM,
});

export const max = primitive({
  name: "max",
  doc: "The greatest element of a list; no value when there is none.",
  examples: [
    ["(max [5, 4, 6])", "6"],
    ["(max [])", "fault"],
  ],
  laws: [equation("(max xs)", "(last (sort xs))"), equation("(max (rev xs))", "(max xs)")],
  ...MAXIMUM,
});

export const sum = primitive({
  name: "sum",
  type: "list int -> int",
  doc: "Sum of the elements of a list, 0 when there are none; the nearest integer from -32 to 63 when it is beyond them.",
  examples: [
    ["(sum [4, 5, 6])", "15"],
    ["(sum [])", "0"],
    // Only the whole sum is brought back within the bounds.
    ["(sum [60, 60, -30, -30])", "60"],
  ],
  laws: [equation("(sum (rev xs))", "(sum xs)"), equation("(sum (sort xs))", "(sum xs)")],
  evaluate: (xs: Integers) => saturate(xs.reduce((x, y) => x + y, 0)),
  range: ({ length, element }: ListRange) =>
    Interval.is(element)
      ? saturated(Interval.mul(length, element))
      : length.high === 0
        ? ZERO
        : saturated(Interval.TOP),
  refine: (out: IntervalRange, { length, element }: ListRange) => {
    if (!Interval.is(element)) return [undefined];
    // Each element is the sum less the others.
    const others = Interval.of(Math.max(length.low - 1, 0), length.high - 1);
    if (!Interval.is(others)) return [undefined];
    const least = Interval.contains(out, 0) ? 0 : 1;
    const elements = Interval.sub(withSaturated(out), Interval.mul(others, element));
    return [Lists.of(Interval.of(least, Infinity), elements)];
  },
});

export const len = primitive({
  name: "len",
  type: "list int -> int",
  doc: "How many elements a list has.",
  examples: [
    ["(len [4, 5])", "2"],
    ["(len [])", "0"],
  ],
  laws: [equation("(len (rev xs))", "(len xs)"), equation("(len (map f xs))", "(len xs)")],
  evaluate: (xs: Integers) => xs.length,
  range: (xs: ListRange) => xs.length,
  refine: (out: IntervalRange) => [Lists.of(out, TOP)],
});

export const take = primitive({
  name: "take",
  type: "int -> list int -> list int",
  doc: "The first so many elements of a list, none when the number is negative.",
  examples: [
    ["(take 2 [4, 5, 6])", "[4, 5]"],
    ["(take 9 [4, 5, 6])", "[4, 5, 6]"],
    ["(take (neg 1) [4, 5, 6])", "[]"],
  ],
  laws: [
    equation("(take 0 xs)", "[]"),
    equation("(take n (map f xs))", "(map f (take n xs))"),
    equation("(take 2 (take 3 xs))", "(take 2 xs)"),
    equation("(take (len xs) xs)", "xs"),
  ],
  evaluate: (count: number, xs: Integers) => xs.slice(0, Math.max(count, 0)),
  range: Lists.take,
  refine: (out: ListRange, count: IntervalRange, xs: ListRange) => {
    // All is taken, or as much as the count says.
    const enough = Interval.of(out.length.low, Infinity);
    return [
      Interval.of(
        out.length.low === 0 ? -Infinity : out.length.low,
        xs.length.low > out.length.high ? out.length.high : Infinity,
      ),
      Lists.of(count.low > out.length.high ? out.length : enough, TOP),
    ];
  },
});

export const drop = primitive({
  name: "drop",
  type: "int -> list int -> list int",
  doc: "A list without its first so many elements, all of it when the number is negative.",
  examples: [
    ["(drop 2 [4, 5, 6])", "[6]"],
    ["(drop 9 [4, 5, 6])", "[]"],
    ["(drop (neg 1) [4, 5, 6])", "[4, 5, 6]"],
  ],
  laws: [
    identity(0, "left"),
    equation("(drop n (map f xs))", "(map f (drop n xs))"),
    equation("(drop 1 (drop 2 xs))", "(drop 3 xs)"),
    equation("(drop (len xs) xs)", "[]"),
  ],
  evaluate: (count: number, xs: Integers) => xs.slice(Math.max(count, 0)),
  range: Lists.drop,
  refine: (out: ListRange, _count: IntervalRange, xs: ListRange) => [
    out.length.low > 0 ? Interval.of(-Infinity, xs.length.high - out.length.low) : undefined,
    Lists.of(Interval.of(out.length.low, Infinity), TOP),
  ],
});
