import type { Limits } from "../../dsl/limits.ts";

/** Integers that are outputs of a network's classes, one each, and lists that are few of its tokens. */
export const MICRO_LIMITS: Limits = {
  integer: { min: -32, max: 63 },
  listLength: 6,
  stringLength: 0,
  // Two functions, one within the other, over the longest lists need 42 calls.
  fuel: 1_000,
};

/** The least and the greatest integer stand for all beyond them, so that arithmetic never faults. */
export const saturate = (x: number): number =>
  Math.max(MICRO_LIMITS.integer.min, Math.min(x, MICRO_LIMITS.integer.max));
