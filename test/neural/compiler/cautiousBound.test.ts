import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type BoundOrder,
  GREATEST_ORDER,
  HIGH_ORDER,
  LEAST_ORDER,
  LOW_ORDER,
  cautiousBound,
} from "../../../src/neural/compiler/cautiousBound.ts";
import { ABSENT } from "../../../src/neural/compiler/state.ts";

/** Logits of a few bounds, all others as good as impossible. */
function scoresOf(shares: Readonly<Record<number, number>>): Float32Array {
  const scores = new Float32Array(ABSENT + 1).fill(-50);
  for (const [bound, share] of Object.entries(shares)) scores[Number(bound)] = Math.log(share);
  return scores;
}

/** What each bound costs, in the order's order: the mean over the true one. */
function costsOf(scores: readonly number[], order: BoundOrder, caution: number): readonly number[] {
  const all = scores.reduce((sum, score) => sum + Math.exp(score), 0);
  return Array.from(order, (_, chosen) =>
    Array.from(order).reduce((cost, bound, true_) => {
      const price = true_ === chosen ? 0 : true_ < chosen ? caution : 1;
      return cost + (price * Math.exp(scores[bound] as number)) / all;
    }, 0),
  );
}

const scores = fc.array(fc.double({ min: -4, max: 4, noNaN: true }), {
  minLength: LEAST_ORDER.length,
  maxLength: LEAST_ORDER.length,
});
const caution = fc.double({ min: 1, max: 50, noNaN: true });
const order = fc.constantFrom(LEAST_ORDER, GREATEST_ORDER);

describe("a bound read with caution", () => {
  test.each([
    ["least", LOW_ORDER, { 5: 0.55, 3: 0.4, 2: 0.05 }, [5, 3, 2]],
    ["greatest", HIGH_ORDER, { 5: 0.55, 7: 0.4, 8: 0.05 }, [5, 7, 8]],
    ["least, perhaps none", LOW_ORDER, { [ABSENT]: 0.6, 5: 0.4 }, [ABSENT, 5, 5]],
    ["greatest, perhaps none", HIGH_ORDER, { [ABSENT]: 0.6, 5: 0.4 }, [ABSENT, 5, 5]],
  ])("is wider the more a narrow one costs: %s", (_, by, shares, wanted) => {
    const found = [1, 4, 100].map((cost) => cautiousBound(scoresOf(shares), 0, by, cost));
    expect(found).toEqual(wanted);
  });

  test("is the one whose mean cost is least", () => {
    fc.assert(
      fc.property(scores, order, caution, (given, by, cost) => {
        const costs = costsOf(given, by, cost);
        const chosen = by.indexOf(cautiousBound([9, ...given], 1, by, cost));
        return (costs[chosen] as number) <= Math.min(...costs) + 1e-9;
      }),
    );
  });

  test("is never narrower with more caution", () => {
    fc.assert(
      fc.property(scores, order, caution, caution, (given, by, one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)].map((cost) =>
          by.indexOf(cautiousBound(given, 0, by, cost)),
        ) as [number, number];
        return more <= less;
      }),
    );
  });
});
