import { domain } from "../../dsl/domain.ts";
import type { Arbitraries, Arbitrary } from "../../dsl/range.ts";
import { BOOL_TYPE } from "../../interp/valueTypes/boolType.ts";
import { INT_TYPE } from "../../interp/valueTypes/intType.ts";
import { LIST_TYPE } from "../../interp/valueTypes/listType.ts";
import { add, dbl, even, gt, inc, neg, positive, sub } from "./arithmetic.ts";
import { conditional, filter, map, zipWith } from "./higherOrder.ts";
import { MICRO_LIMITS } from "./limits.ts";
import { drop, head, last, len, max, min, rev, sort, sum, take } from "./lists.ts";

/**
 * A language whose values are few enough to be a network's classes: what the program compiler works
 * on. Arithmetic saturates rather than faults, so that a long program has a value on most inputs.
 */
export const micro = domain({
  name: "micro",
  doc: "Integers from -32 to 63 and lists of at most six, small enough for a network to execute.",
  types: [INT_TYPE, BOOL_TYPE, LIST_TYPE],
  primitives: [
    inc,
    dbl,
    neg,
    even,
    positive,
    add,
    sub,
    gt,
    conditional,
    rev,
    sort,
    head,
    last,
    sum,
    max,
    min,
    len,
    take,
    drop,
    map,
    filter,
    zipWith,
  ],
  literals: { int: [0, 1, 2, 3] },
  limits: MICRO_LIMITS,
  inputs: {
    int: (fc: Arbitraries) => fc.integer({ min: -9, max: 15 }),
    list: (fc: Arbitraries, parts: readonly Arbitrary<unknown>[]) =>
      fc.array(parts[0] as Arbitrary<unknown>, { maxLength: 6, size: "max" }),
  },
});
