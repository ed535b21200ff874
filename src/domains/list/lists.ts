import { equation } from "../../dsl/law.ts";
import { primitive } from "../../dsl/primitive.ts";
import type { Range } from "../../dsl/range.ts";
import type { BooleanRange } from "../../interp/ranges/booleans.ts";
import { Interval, type IntervalRange } from "../../interp/ranges/interval.ts";
import { BOTTOM, TOP, contains, meet } from "../../interp/ranges/lattice.ts";
import { type ListRange, Lists } from "../../interp/ranges/listRange.ts";
import { equalValues } from "../../interp/value.ts";
import { LIST_LIMITS } from "./limits.ts";
import { withElement } from "./withElement.ts";

type List = readonly unknown[];

const ONE = Interval.constant(1);
const NOT_EMPTY = Lists.of(Interval.of(1, Infinity), TOP);

export const empty = primitive({
  name: "empty",
  type: "list a",
  doc: "The list without elements.",
  examples: [
    ["empty", "[]"],
    ["(cons 1 empty)", "[1]"],
  ],
  evaluate: () => [],
  range: () => Lists.EMPTY,
});

export const cons = primitive({
  name: "cons",
  type: "a -> list a -> list a",
  doc: "A list with one more element at its front.",
  examples: [
    ["(cons 1 (cons 2 empty))", "[1, 2]"],
    ["3 :: [4, 5]", "[3, 4, 5]"],
  ],
  laws: [equation("(cons (car xs) (cdr xs))", "xs")],
  // Most lists of a search are made here, and a loop is faster than spreading.
  evaluate: (x: unknown, xs: List) => {
    const out = [x];
    for (let i = 0; i < xs.length; i++) out.push(xs[i]);
    return out;
  },
  range: Lists.cons,
  refine: (out: ListRange) => [out.element, Lists.tail(out)],
  inverse: [
    (out: List, xs: List) => (out.length > 0 && equalValues(out.slice(1), xs) ? out[0] : undefined),
    (out: List, x: unknown) =>
      out.length > 0 && equalValues(out[0], x) ? out.slice(1) : undefined,
  ],
  infix: "::",
});

export const car = primitive({
  name: "car",
  type: "list a -> a",
  doc: "The first element of a list; no value when there is none.",
  examples: [
    ["(car [4, 5])", "4"],
    ["(car empty)", "fault"],
  ],
  laws: [equation("(car (cons x xs))", "x"), equation("(car xs)", "(index 0 xs)")],
  evaluate: (xs: List) => xs[0],
  faults: (xs: List) => xs.length === 0,
  range: Lists.head,
  refine: (out: Range, xs: ListRange) => [withElement(out, xs)],
});

export const cdr = primitive({
  name: "cdr",
  type: "list a -> list a",
  doc: "A list without its first element; no value when there is none.",
  examples: [
    ["(cdr [4, 5])", "[5]"],
    ["(cdr empty)", "fault"],
  ],
  laws: [equation("(cdr (cons x xs))", "xs")],
  evaluate: (xs: List) => (xs.length === 0 ? undefined : xs.slice(1)),
  faults: (xs: List) => xs.length === 0,
  range: Lists.tail,
  refine: (out: ListRange) => [Lists.of(Interval.add(out.length, ONE), TOP)],
});

export const isEmpty = primitive({
  name: "empty?",
  type: "list a -> bool",
  doc: "Has the list no elements?",
  examples: [
    ["(empty? empty)", "true"],
    ["(empty? [4, 5])", "false"],
  ],
  laws: [
    equation("(empty? (cons x xs))", "false"),
    equation("(empty? (map f xs))", "(empty? xs)"),
    equation("(empty? xs)", "(eq? (length xs) 0)"),
  ],
  evaluate: (xs: List) => xs.length === 0,
  range: Lists.isEmpty,
  refine: (out: BooleanRange) => [
    out.mayBeTrue ? (out.mayBeFalse ? undefined : Lists.EMPTY) : NOT_EMPTY,
  ],
  inverse: [(out: boolean) => (out ? [] : undefined)],
});

export const range = primitive({
  name: "range",
  type: "int -> list int",
  doc: "The integers from 0 up to, without, the argument; none when it is 0 or less.",
  examples: [
    ["(range (+ 2 1))", "[0, 1, 2]"],
    ["(range (- 0 1))", "[]"],
    ["(range 1001)", "fault"],
  ],
  laws: [
    equation("(length (range (length xs)))", "(length xs)"),
    equation("(cdr (range (+ n 1)))", "(map (\\i -> i + 1) (range n))"),
  ],
  // Checked before the list is built, which could take all memory.
  evaluate: (n: number) => {
    if (n > LIST_LIMITS.listLength) return undefined;
    const out: number[] = [];
    for (let i = 0; i < n; i++) out.push(i);
    return out;
  },
  faults: (n: number) => n > LIST_LIMITS.listLength,
  range: (n: IntervalRange) =>
    Lists.of(
      Interval.of(Math.max(n.low, 0), Math.min(Math.max(n.high, 0), LIST_LIMITS.listLength)),
      Interval.of(0, n.high - 1),
    ),
  refine: (out: ListRange) => {
    const low = out.length.low === 0 ? -Infinity : out.length.low;
    // A list that is not empty begins with 0 and ends with n - 1.
    const last = meet(out.element, Interval.NATURAL);
    const high = contains(out.element, 0) && Interval.is(last) ? last.high + 1 : 0;
    return [Interval.of(low, Math.min(out.length.high, high))];
  },
  // Every negative integer gives the empty list as well, but 0 is the one that is its length.
  inverse: [(out: readonly number[]) => (out.every((x, i) => x === i) ? out.length : undefined)],
});

export const index = primitive({
  name: "index",
  type: "int -> list a -> a",
  doc: "The element at a position of a list, counted from 0; no value outside it.",
  examples: [
    ["(index 1 [4, 5, 6])", "5"],
    ["(index 3 [4, 5, 6])", "fault"],
    ["(index (- 0 1) [4, 5, 6])", "fault"],
  ],
  laws: [
    equation("(index 0 (cons x xs))", "x"),
    equation("(index (+ i 1) (cons x xs))", "(index i xs)"),
    equation("(index i (map f xs))", "(f (index i xs))"),
    equation("(index i (range n))", "i"),
  ],
  evaluate: (i: number, xs: List) => xs[i],
  faults: (i: number, xs: List) => i < 0 || i >= xs.length,
  range: (i: IntervalRange, xs: ListRange) =>
    i.high < 0 || i.low >= xs.length.high ? BOTTOM : Lists.head(xs),
  refine: (out: Range, i: IntervalRange, xs: ListRange) => [
    Interval.of(0, xs.length.high - 1),
    withElement(out, xs, Math.max(i.low, 0) + 1),
  ],
  inverse: [
    (out: unknown, xs: List) => {
      const found = xs.findIndex((x) => equalValues(x, out));
      const again = xs.some((x, i) => i > found && equalValues(x, out));
      return found === -1 || again ? undefined : found;
    },
    null,
  ],
});

export const length = primitive({
  name: "length",
  type: "list a -> int",
  doc: "How many elements a list has.",
  examples: [
    ["(length [4, 5])", "2"],
    ["(length empty)", "0"],
  ],
  laws: [
    equation("(length empty)", "0"),
    equation("(length (cons x xs))", "(+ (length xs) 1)"),
    equation("(length (map f xs))", "(length xs)"),
  ],
  evaluate: (xs: List) => xs.length,
  range: (xs: ListRange) => xs.length,
  refine: (out: IntervalRange) => [Lists.of(out, TOP)],
});
