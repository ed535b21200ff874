import { ANY, type PrimitiveDefinition } from "../dsl/primitive.ts";
import type { Range } from "../dsl/range.ts";
import { type BooleanRange, Booleans } from "../interp/ranges/booleans.ts";
import { BOTTOM, join, meet } from "../interp/ranges/lattice.ts";
import { equalValues } from "../interp/value.ts";

/** What a choice between two values means in every domain; a domain adds name, type, doc, examples and laws. */
export const CONDITIONAL = {
  conditional: true,
  evaluate: (condition: boolean, whenTrue: unknown, whenFalse: unknown) =>
    condition ? whenTrue : whenFalse,
  range: (condition: BooleanRange, whenTrue: Range, whenFalse: Range) => {
    if (condition.mayBeTrue && condition.mayBeFalse) return join(whenTrue, whenFalse);
    return condition.mayBeTrue ? whenTrue : whenFalse;
  },
  refine: (out: Range, condition: BooleanRange, whenTrue: Range, whenFalse: Range) => {
    const mayBeTrue = condition.mayBeTrue && meet(out, whenTrue) !== BOTTOM;
    const mayBeFalse = condition.mayBeFalse && meet(out, whenFalse) !== BOTTOM;
    return [
      Booleans.of(mayBeFalse, mayBeTrue),
      mayBeFalse ? undefined : out,
      mayBeTrue ? undefined : out,
    ];
  },
  inverse: [
    (out: unknown, whenTrue: unknown, whenFalse: unknown) => {
      const first = equalValues(out, whenTrue);
      const second = equalValues(out, whenFalse);
      if (first && second) return ANY;
      return first === second ? undefined : first;
    },
    (out: unknown, condition: boolean, whenFalse: unknown) =>
      condition ? out : equalValues(out, whenFalse) ? ANY : undefined,
    (out: unknown, condition: boolean, whenTrue: unknown) =>
      condition ? (equalValues(out, whenTrue) ? ANY : undefined) : out,
  ],
} satisfies Pick<PrimitiveDefinition, "conditional" | "evaluate" | "range" | "refine" | "inverse">;
