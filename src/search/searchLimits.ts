import type { Limits } from "../dsl/limits.ts";
import type { Example } from "../tasks/task.ts";
import type { SearchGrammar } from "./searchGrammar.ts";

/** What candidates may compute during a search: the domain's limits, tightened to the task's size. */
export interface SearchLimits {
  readonly limits: Limits;
  /** Calls of functions in one run of a candidate. */
  readonly fuel: number;
}

/**
 * Limits in proportion to the largest values in the examples and in the grammar. A program that needs
 * far larger values on the way is missed; one that is found is judged by the domain's own limits.
 */
export function searchLimits(
  domain: Limits,
  examples: readonly Example[],
  grammar: SearchGrammar,
): SearchLimits {
  let magnitude = 0;
  let listLength = 0;
  let stringLength = 0;
  const visit = (value: unknown, depth: number): void => {
    if (typeof value === "number") magnitude = Math.max(magnitude, Math.abs(value));
    else if (typeof value === "string") stringLength = Math.max(stringLength, value.length);
    else if (Array.isArray(value) && depth < 64) {
      listLength = Math.max(listLength, value.length);
      for (const part of value) visit(part, depth + 1);
    }
  };
  for (const { inputs, output } of examples) {
    for (const value of [...inputs, output]) visit(value, 0);
  }
  for (const { head } of grammar.productions) {
    if (head.kind === "literal") visit(head.literal.value, 0);
  }
  const integer = Math.min(Math.max(1024, magnitude * (magnitude + 2)), Number.MAX_SAFE_INTEGER);
  return {
    limits: {
      integer: {
        min: Math.max(domain.integer.min, -integer),
        max: Math.min(domain.integer.max, integer),
      },
      listLength: Math.min(domain.listLength, 2 * listLength + 32),
      stringLength: Math.min(domain.stringLength, stringLength + 16),
      fuel: domain.fuel,
    },
    fuel: searchFuel(domain, examples),
  };
}

/** Calls of functions in one run of a candidate, in proportion to the largest example. */
function searchFuel(domain: Limits, examples: readonly Example[]): number {
  const partsOf = (value: unknown, depth: number): number =>
    Array.isArray(value) && depth < 64
      ? value.reduce((sum: number, part) => sum + partsOf(part, depth + 1), 1)
      : 1;
  const sizes = examples.map(({ inputs, output }) =>
    [...inputs, output].reduce((sum: number, value) => sum + partsOf(value, 0), 0),
  );
  return Math.min(domain.fuel, 200 + 20 * Math.max(0, ...sizes));
}

/** A definition's own calls are counted by argument, and it may make more of them than what calls it. */
const FUEL_OF_DEFINITIONS = 4;

/**
 * Calls of functions in one run of a definition that a candidate calls. With all of the domain's fuel a
 * library whose definitions call the one before twice would take it in every candidate.
 */
export const definitionFuel = (domain: Limits, examples: readonly Example[]): number =>
  Math.min(domain.fuel, FUEL_OF_DEFINITIONS * searchFuel(domain, examples));
