import fc from "fast-check";
import type { Domain } from "../../dsl/domain.ts";
import type { Arbitrary } from "../../dsl/range.ts";
import type { Type } from "../../dsl/type.ts";
import { foldType } from "../../dsl/typed.ts";
import { valueKey } from "../../interp/value.ts";
import { InternalError } from "../../support/internalError.ts";
import type { Rng } from "../../support/rng.ts";

/** Inputs of one set that are drawn. */
const SET_SIZE = 14;
/** How often leaves are drawn as the domain's `inputs` say, from narrower limits, from a few values. */
const STYLES = [0.45, 0.3, 0.25];
/** Bounds of integers that are drawn from narrower limits. */
const BOUNDS = [5, 10, 20, 40, 100];
const FEWEST = 2;
const MOST_FEW = 6;

/**
 * Inputs for a request that might be those of one task: whoever writes a task chooses all its inputs
 * from one kind, and often with much in common, such as a list and one of its elements.
 */
export function inputSet(
  parameters: readonly Type[],
  domain: Domain,
  rng: Rng,
): readonly (readonly unknown[])[] {
  const style = drawStyle(rng);
  const pools = new Map<string, Arbitrary<unknown>>();
  const arbitraryOf = (type: Type): Arbitrary<unknown> =>
    foldType<Arbitrary<unknown>>(type, domain, {
      constructor: (record, parts) => {
        const own = domain.inputs.get(record.name);
        const usual =
          own === undefined ? record.arbitrary(fc, parts, domain.limits) : own(fc, parts);
        if (parts.length > 0 || style.kind === "own") return usual;
        const pooled = pools.get(record.name);
        if (pooled !== undefined) return pooled;
        const narrow =
          style.bounds === undefined
            ? usual
            : record.arbitrary(fc, parts, { ...domain.limits, integer: style.bounds });
        if (style.kind === "narrow") return narrow;
        const few = FEWEST + rng.integer(MOST_FEW - FEWEST + 1);
        const pool = fc.constantFrom(...sample(narrow, few, rng));
        pools.set(record.name, pool);
        return pool;
      },
      variable: (id) => {
        throw new InternalError(`an input of the type variable ${id}`);
      },
      function: () => {
        throw new InternalError("an input that is a function");
      },
    });
  const tuples = sample(fc.tuple(...parameters.map(arbitraryOf)), SET_SIZE, rng);
  return [...new Map(tuples.map((tuple) => [tuple.map(valueKey).join(" "), tuple])).values()];
}

const sample = <T>(arbitrary: Arbitrary<T>, count: number, rng: Rng): T[] =>
  fc.sample(arbitrary, { numRuns: count, seed: rng.integer(0x7fff_ffff) });

interface Style {
  readonly kind: "own" | "narrow" | "few";
  readonly bounds: { readonly min: number; readonly max: number } | undefined;
}

function drawStyle(rng: Rng): Style {
  const u = rng.next();
  const kind = u < STYLES[0]! ? "own" : u < STYLES[0]! + STYLES[1]! ? "narrow" : "few";
  const bound = rng.pick(BOUNDS);
  const bounds = { min: rng.next() < 0.5 ? 0 : -bound, max: bound };
  return { kind, bounds: rng.next() < 0.7 ? bounds : undefined };
}
