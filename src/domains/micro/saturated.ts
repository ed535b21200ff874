import type { Range } from "../../dsl/range.ts";
import { Interval, type IntervalRange } from "../../interp/ranges/interval.ts";
import { MICRO_LIMITS, saturate } from "./limits.ts";

const { min, max } = MICRO_LIMITS.integer;

/** The interval of the saturated integers of an interval. */
export const saturated = (x: IntervalRange): Range =>
  Interval.of(saturate(x.low), saturate(x.high));

/** The integers that saturate to one in `out`. */
export const withSaturated = (out: IntervalRange): IntervalRange => ({
  ...out,
  low: out.low <= min ? -Infinity : out.low,
  high: out.high >= max ? Infinity : out.high,
});
