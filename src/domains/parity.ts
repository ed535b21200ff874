import type { PrimitiveDefinition } from "../dsl/primitive.ts";
import type { Range } from "../dsl/range.ts";
import { type BooleanRange, Booleans } from "../interp/ranges/booleans.ts";
import { Interval, type IntervalRange } from "../interp/ranges/interval.ts";

/** What a domain takes over from here; it adds name, doc, examples and laws. */
type Meaning = Pick<PrimitiveDefinition, "type" | "evaluate" | "range" | "refine">;

const isEven = (x: number): boolean => x % 2 === 0;

/** Is an integer a multiple of 2? */
export const EVEN = {
  type: "int -> bool",
  evaluate: isEven,
  range: (x: IntervalRange) =>
    Interval.isConstant(x) ? Booleans.constant(isEven(x.low)) : Booleans.TOP,
  refine: (out: BooleanRange, x: IntervalRange) => [withParity(x, out.mayBeTrue, out.mayBeFalse)],
} satisfies Meaning;

/** Is an integer no multiple of 2? */
export const ODD = {
  type: "int -> bool",
  evaluate: (x: number) => !isEven(x),
  range: (x: IntervalRange) =>
    Interval.isConstant(x) ? Booleans.constant(!isEven(x.low)) : Booleans.TOP,
  refine: (out: BooleanRange, x: IntervalRange) => [withParity(x, out.mayBeFalse, out.mayBeTrue)],
} satisfies Meaning;

/** The interval without the ends that are even, or odd, where it may not be that. */
function withParity({ low, high }: IntervalRange, mayBeEven: boolean, mayBeOdd: boolean): Range {
  // An infinite bound has no parity and stays.
  const excluded = (x: number): boolean =>
    Number.isFinite(x) && !(isEven(x) ? mayBeEven : mayBeOdd);
  return Interval.of(excluded(low) ? low + 1 : low, excluded(high) ? high - 1 : high);
}
