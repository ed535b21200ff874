import { ANY, type PrimitiveDefinition } from "../dsl/primitive.ts";
import type { BooleanRange } from "../interp/ranges/booleans.ts";
import { Interval, type IntervalRange } from "../interp/ranges/interval.ts";

type Meaning = Pick<
  PrimitiveDefinition,
  "type" | "infix" | "evaluate" | "range" | "refine" | "inverse"
>;

/** What addition means in every domain with integers; a domain adds name, doc, examples and laws. */
export const ADDITION = {
  type: "int -> int -> int",
  infix: "+",
  evaluate: (x: number, y: number) => x + y,
  range: Interval.add,
  refine: (out: IntervalRange, x: IntervalRange, y: IntervalRange) => [
    Interval.sub(out, y),
    Interval.sub(out, x),
  ],
  inverse: [(out: number, y: number) => safe(out - y), (out: number, x: number) => safe(out - x)],
} satisfies Meaning;

export const SUBTRACTION = {
  type: "int -> int -> int",
  infix: "-",
  evaluate: (x: number, y: number) => x - y,
  range: Interval.sub,
  refine: (out: IntervalRange, x: IntervalRange, y: IntervalRange) => [
    Interval.add(out, y),
    Interval.sub(x, out),
  ],
  inverse: [(out: number, y: number) => safe(out + y), (out: number, x: number) => safe(x - out)],
} satisfies Meaning;

export const MULTIPLICATION = {
  type: "int -> int -> int",
  infix: "*",
  // Adding 0 turns -0 into 0.
  evaluate: (x: number, y: number) => x * y + 0,
  range: Interval.mul,
  refine: (out: IntervalRange, x: IntervalRange, y: IntervalRange) => [
    Interval.factor(out, y),
    Interval.factor(out, x),
  ],
  inverse: [exactQuotient, exactQuotient],
} satisfies Meaning;

export const GREATER = {
  type: "int -> int -> bool",
  infix: ">",
  evaluate: (x: number, y: number) => x > y,
  range: (x: IntervalRange, y: IntervalRange) => Interval.less(y, x),
  refine: (out: BooleanRange, x: IntervalRange, y: IntervalRange) =>
    [...Interval.refineLess(out, y, x)].reverse(),
} satisfies Omit<Meaning, "inverse">;

const safe = (x: number): number | undefined => (Number.isSafeInteger(x) ? x : undefined);

/** What times `factor` is `product`: when both are 0 every integer is. */
function exactQuotient(product: number, factor: number): number | typeof ANY | undefined {
  if (factor === 0) return product === 0 ? ANY : undefined;
  return product % factor !== 0 ? undefined : product / factor + 0;
}
