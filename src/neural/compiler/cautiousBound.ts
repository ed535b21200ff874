import { ABSENT } from "./state.ts";
import { LENGTHS } from "./stateIds.ts";

/**
 * What a bound that makes a range narrower than it is costs, against 1 for one that makes it wider, where
 * runs on ranges are read. 1 reads the likeliest bounds; the more, the wider the ranges and the more of
 * their values lie in them: suite `compiler` shows both, docs/program-compiler.md what was chosen from.
 */
export const RANGE_CAUTION = 1.5;

/** Bounds by number from the one that makes a range widest to the one that makes it narrowest. */
export type BoundOrder = Int32Array;

const ascending = (count: number): BoundOrder => Int32Array.from({ length: count }, (_, i) => i);

/** Least integers; the narrowest is none at all. */
export const LOW_ORDER: BoundOrder = ascending(ABSENT + 1);
/** Greatest integers; the narrowest is none at all. */
export const HIGH_ORDER: BoundOrder = Int32Array.from([...ascending(ABSENT).reverse(), ABSENT]);
/** Least lengths. */
export const LEAST_ORDER: BoundOrder = ascending(LENGTHS);
/** Greatest lengths. */
export const GREATEST_ORDER: BoundOrder = ascending(LENGTHS).reverse();

/**
 * The bound of least expected cost, where a bound that is wrong costs 1 if it is on the wide side of the
 * true one and `caution` if it is on the narrow side: of bounds that cost the same, the widest.
 *
 * @param scores logits of all bounds by number, from `at` on
 * @param caution at least 1; more never gives a narrower bound
 */
export function cautiousBound(
  scores: ArrayLike<number>,
  at: number,
  order: BoundOrder,
  caution: number,
): number {
  let greatest = Number.NEGATIVE_INFINITY;
  for (const bound of order) greatest = Math.max(greatest, scores[at + bound] as number);
  let best = order[0] as number;
  let most = Number.NEGATIVE_INFINITY;
  // Probability that the true bound is wider than this one.
  let wider = 0;
  for (const bound of order) {
    const likely = Math.exp((scores[at + bound] as number) - greatest);
    // What is saved of the cost 1 of a wrong bound, less what a narrow one costs besides.
    const saved = likely - (caution - 1) * wider;
    if (saved > most) {
      most = saved;
      best = bound;
    }
    wider += likely;
  }
  return best;
}
