import type { Domain } from "../dsl/domain.ts";
import { infer } from "../dsl/infer.ts";
import { type Term, variable } from "../dsl/term.ts";
import { type Type, splitFunctionType, typeVariables } from "../dsl/type.ts";

/**
 * The type of a part of a grammar's template, its parameters and holes being of known types.
 *
 * @param holes types of the part's holes, left to right
 * @returns undefined when that leaves it open
 */
export function partType(
  part: Term,
  holes: readonly (Type | undefined)[],
  request: Type,
  domain: Domain,
): Type | undefined {
  if (!holes.every((type) => type !== undefined)) return undefined;
  const { parameters } = splitFunctionType(request);
  let next = 0;
  // Holes become variables beyond the parameters.
  const filled = (term: Term): Term => {
    if (term.kind === "hole") return variable(parameters.length + next++);
    if (term.kind !== "application") return term;
    const fn = filled(term.function);
    return { ...term, function: fn, argument: filled(term.argument) };
  };
  const context = [...parameters.toReversed(), ...holes];
  const inferred = infer(filled(part), domain, { context });
  if (!inferred.ok || typeVariables(inferred.value.type).length > 0) return undefined;
  return inferred.value.type;
}
