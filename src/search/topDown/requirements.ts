import type { Range } from "../../dsl/range.ts";
import { argumentsOf } from "../../interp/abstractMachine.ts";
import { Booleans } from "../../interp/ranges/booleans.ts";
import { BOTTOM, TOP, meet } from "../../interp/ranges/lattice.ts";
import { restrict } from "../../interp/signature.ts";
import { type SearchProduction, isConditional } from "../searchGrammar.ts";
import type { Evaluation } from "./evaluation.ts";
import type { HolePath, PartialNode, Step } from "./partialProgram.ts";

/**
 * For one row, what the nodes on the way to a hole must give in every run that fits, from the root
 * down; where the list ends early, the rest need not be evaluated at all or is in a lambda's body.
 * When it is longer than the way by one, its last entry is what the hole must give.
 */
export type Requirements = readonly Range[];

/** No filling of the holes fits the row. */
export const UNMET = Symbol("unmet");

/** Pushes what the output must be down to a hole, through the `refine` of the primitives on the way. */
export function requirementsOf(
  path: HolePath,
  output: Range,
  row: number,
  evaluation: Evaluation,
): Requirements | typeof UNMET {
  const needs: Range[] = [output];
  for (const step of path.steps) {
    const need = needBelow(step, needs.at(-1) as Range, row, evaluation);
    if (need === UNMET) return UNMET;
    if (need === undefined) break;
    needs.push(need);
  }
  return needs;
}

/** What a slot must give when the node must; undefined when the node may do without the slot. */
function needBelow(
  { node, slot }: Step,
  need: Range,
  row: number,
  evaluation: Evaluation,
): Range | undefined | typeof UNMET {
  const { head, slots } = evaluation.productionOf(node);
  if (head.kind !== "call") return undefined;
  const { primitive } = head;
  const required = restrict(evaluation.rangeOf(node, row), need);
  if (required === BOTTOM) return UNMET;
  if (isConditional(primitive)) return needOfPart(node, slot, required, row, evaluation);
  const isBody = isFunction(slots[slot]);
  if (primitive.body !== undefined) return isBody ? undefined : TOP;
  const ranges = slots.map((_, index) => evaluation.argumentRange(node, index, row));
  if (ranges.includes(BOTTOM)) return UNMET;
  const given = argumentsOf(primitive, ranges, evaluation.abstract);
  if (given === undefined) return UNMET;
  const refine = primitive.refine as
    ((out: Range, ...args: readonly unknown[]) => readonly (Range | undefined)[]) | undefined;
  const wanted = refine?.(required, ...given) ?? [];
  for (const [index, own] of slots.entries()) {
    if (isFunction(own)) continue;
    if (restrict(given[index] as Range, wanted[index] ?? TOP) === BOTTOM) return UNMET;
  }
  return isBody ? undefined : restrict(given[slot] as Range, wanted[slot] ?? TOP);
}

const isFunction = (slot: SearchProduction["slots"][number] | undefined): boolean =>
  slot !== undefined && slot.parameters.length > 0;

/** The same for a conditional: a branch must give something only where the condition must choose it. */
function needOfPart(
  node: PartialNode,
  slot: number,
  required: Range,
  row: number,
  evaluation: Evaluation,
): Range | undefined | typeof UNMET {
  const [condition, whenTrue, whenFalse] = [0, 1, 2].map((part) =>
    evaluation.argumentRange(node, part, row),
  ) as [Range, Range, Range];
  if (condition === BOTTOM) return UNMET;
  const outcomes = Booleans.is(condition) ? condition : Booleans.TOP;
  const mayBeTrue = outcomes.mayBeTrue && meet(required, whenTrue) !== BOTTOM;
  const mayBeFalse = outcomes.mayBeFalse && meet(required, whenFalse) !== BOTTOM;
  if (!mayBeTrue && !mayBeFalse) return UNMET;
  if (slot === 0) return Booleans.of(mayBeFalse, mayBeTrue);
  if (slot === 1) return mayBeFalse ? undefined : required;
  return mayBeTrue ? undefined : required;
}
