import { FILTER, MAP, ZIP_WITH, select, selectRange, selectsAll } from "../integerLists.ts";
import { equation } from "../../dsl/law.ts";
import { primitive } from "../../dsl/primitive.ts";
import type { Range } from "../../dsl/range.ts";
import { iterate } from "../../interp/fixpoint.ts";
import { Interval, type IntervalRange } from "../../interp/ranges/interval.ts";
import { BOTTOM, TOP, meet } from "../../interp/ranges/lattice.ts";
import { type ListRange, Lists } from "../../interp/ranges/listRange.ts";

type Integers = readonly number[];
type OnRange = (x: Range) => Range;
type OnRanges = (x: Range, y: Range) => Range;

export const map = primitive({
  name: "Map",
  doc: "The list of what a function gives for each element.",
  examples: [
    ["(Map (lambda (Add $0 1)) [1, 2, 3])", "[2, 3, 4]"],
    ["Map (\\x -> x * x) []", "[]"],
  ],
  laws: [
    equation("(Map (\\x -> x) xs)", "xs"),
    equation("(Map f (Map g xs))", "(Map (\\x -> f (g x)) xs)"),
  ],
  ...MAP,
});

export const filter = primitive({
  name: "Filter",
  doc: "The elements of a list for which a predicate holds.",
  examples: [
    ["(Filter (lambda (IsEven $0)) [1, 2, 3, 4])", "[2, 4]"],
    ["Filter (\\x -> x > 5) [1, 2]", "[]"],
  ],
  laws: [
    equation("(Filter p (Filter p xs))", "(Filter p xs)"),
    equation("(Filter p (Filter q xs))", "(Filter q (Filter p xs))"),
    equation("(Filter p (Reverse xs))", "(Reverse (Filter p xs))"),
    equation("(Filter p (Sort xs))", "(Sort (Filter p xs))"),
  ],
  ...FILTER,
});

export const count = primitive({
  name: "Count",
  type: "(int -> bool) -> list int -> int",
  doc: "For how many elements of a list a predicate holds.",
  examples: [
    ["(Count (lambda (IsEven $0)) [1, 2, 3, 4])", "2"],
    ["Count (\\x -> x > 5) []", "0"],
  ],
  laws: [
    equation("(Count p (Reverse xs))", "(Count p xs)"),
    equation("(Count p (Filter p xs))", "(Count p xs)"),
    equation("(Count p (Map f xs))", "(Count (\\x -> p (f x)) xs)"),
  ],
  evaluate: (predicate: (x: number) => boolean | undefined, xs: Integers) =>
    select(predicate, xs)?.length,
  range: (predicate: OnRange, xs: ListRange) => {
    const selected = selectRange(predicate, xs);
    return Lists.is(selected) ? selected.length : BOTTOM;
  },
  refine: (out: IntervalRange, predicate: OnRange, xs: ListRange) => [
    undefined,
    Lists.of(selectsAll(predicate, xs) ? out : Interval.of(out.low, Infinity), TOP),
  ],
});

export const zipWith = primitive({
  name: "ZipWith",
  doc: "What a function gives for the elements of two lists at the same position, as far as the shorter goes.",
  examples: [
    ["(ZipWith (lambda (lambda (Add $1 $0))) [1, 2, 3] [10, 20])", "[11, 22]"],
    ["ZipWith (\\x y -> x - y) [5, 6] [1, 2]", "[4, 4]"],
  ],
  laws: [
    equation("(ZipWith f xs xs)", "(Map (\\x -> f x x) xs)"),
    equation("(ZipWith f xs ys)", "(ZipWith (\\y x -> f x y) ys xs)"),
    equation("(ZipWith Min xs ys)", "(ZipWith Min ys xs)"),
  ],
  ...ZIP_WITH,
});

export const scanl1 = primitive({
  name: "Scanl1",
  type: "(int -> int -> int) -> list int -> list int",
  doc: "Running results from the left: the first element, then what a function gives for the result so far and the next element.",
  examples: [
    ["(Scanl1 (lambda (lambda (Add $1 $0))) [1, 2, 3])", "[1, 3, 6]"],
    ["Scanl1 (\\acc x -> acc - x) [9, 1, 2]", "[9, 8, 6]"],
    ["Scanl1 (\\acc x -> x) []", "[]"],
  ],
  laws: [
    equation("(Scanl1 (\\acc x -> x) xs)", "xs"),
    equation("(Head (Scanl1 f xs))", "(Head xs)"),
    equation("(Last (Scanl1 Add xs))", "(Sum xs)"),
    equation("(Last (Scanl1 Min xs))", "(Minimum xs)"),
    equation("(Take n (Scanl1 f xs))", "(Scanl1 f (Take n xs))"),
  ],
  evaluate: (f: (result: number, x: number) => number | undefined, xs: Integers) => {
    const out: number[] = [];
    for (const [i, x] of xs.entries()) {
      const result = i === 0 ? x : f(out[i - 1] as number, x);
      if (result === undefined) return undefined;
      out.push(result);
    }
    return out;
  },
  range: (f: OnRanges, xs: ListRange) => {
    const calls = Interval.of(0, xs.length.high - 1);
    if (!Interval.is(calls)) return xs;
    const results = iterate(xs.element, (result) => f(result, xs.element), calls);
    return Lists.of(xs.length, results);
  },
  refine: (out: ListRange, _f: OnRanges, xs: ListRange) => {
    if (xs.length.high === 1) return [undefined, out];
    // The first element is also that of the result.
    const fits = meet(xs.element, out.element) !== BOTTOM;
    return [undefined, Lists.of(out.length, fits ? TOP : BOTTOM)];
  },
});
