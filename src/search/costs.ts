import type { Primitive } from "../dsl/primitive.ts";
import type { Example } from "../tasks/task.ts";
import { isConditional } from "./searchGrammar.ts";
import { isArrow, splitFunctionType } from "../dsl/type.ts";

/**
 * Costs of productions by kind: small positive integers, lambdas free. What they were tried against is
 * told in docs/decisions/0001-bank.md.
 */
export const VARIABLE_COST = 1;
export const LITERAL_COST = 1;

/** A constant that the domain does not list, but that recurs in the examples. */
export const PROPOSED_LITERAL_COST = 2;

/** Added to a text that occurs in no example: a grammar may list all names of states. */
export const ALIEN_LITERAL_COST = 2;

/** What literals cost in a task of these examples. */
export function literalCosts(examples: readonly Example[]): (value: unknown) => number {
  const texts: string[] = [];
  const visit = (value: unknown, depth: number): void => {
    if (typeof value === "string") texts.push(value);
    else if (Array.isArray(value) && depth < 8) for (const part of value) visit(part, depth + 1);
  };
  for (const { inputs, output } of examples.slice(0, 100)) {
    for (const value of [...inputs, output]) visit(value, 0);
  }
  return (value) =>
    typeof value === "string" && !texts.some((text) => text.includes(value))
      ? LITERAL_COST + ALIEN_LITERAL_COST
      : LITERAL_COST;
}

/** Added, once for each lambda around it, to a call with a function argument within a lambda's body. */
export const NESTED_LAMBDA_COST = 2;

/** Added when a type of the instance occurs neither in the request nor in a monomorphic primitive. */
export const FOREIGN_TYPE_COST = 2;

export function callCost(primitive: Primitive): number {
  if (isConditional(primitive)) return 2;
  // A function argument multiplies what must be tried: each has a body of its own.
  const functions = splitFunctionType(primitive.type).parameters.filter(isArrow).length;
  return Math.max(1, functions);
}
