import type { Domain } from "./domain.ts";
import type { Literal, PrimitiveReference } from "./term.ts";
import { type Type, splitFunctionType } from "./type.ts";

/** What may stand at the head of a call besides a variable: a primitive or a literal, with its type. */
export interface HeadProduction {
  readonly term: PrimitiveReference | Literal;
  /** Its variables stand for any type, anew at each use. */
  readonly type: Type;
}

/** Log weights in nats of all that may stand in one place; not normalised, -Infinity for never. */
export interface Weights {
  /** Of all variables that fit together, who share it equally. */
  readonly variable: number;
  /** By the production's place in `WeightedGrammar.productions`. */
  readonly productions: readonly number[];
}

/**
 * A distribution over the programs of a request in eta-long form. At a place that asks for a type
 * (not a function: lambdas are free and stand where a function is asked for, calls are saturated) the
 * choices are the productions and the variables in scope whose result unifies with it; their weights
 * are normalised over what unifies, and what unification found of the types is known in all places to
 * the right. The weights depend on the place: the start, an argument of a variable, or an argument of
 * a production (Ellis and others 2021, section 3: its `Grammar` when all places have the same
 * weights, its `ContextualGrammar` otherwise).
 */
export interface WeightedGrammar {
  readonly productions: readonly HeadProduction[];
  readonly start: Weights;
  /** For all arguments of a variable that is called. */
  readonly variable: Weights;
  /** `arguments[p][i]` for argument i of production p. */
  readonly arguments: readonly (readonly Weights[])[];
}

/** All that a search in a domain may use: its primitives but for the unsearched, and its literals. */
export const domainProductions = (domain: Domain): readonly HeadProduction[] => [
  ...[...domain.primitives.values()]
    .filter(({ name }) => !domain.unsearched.has(name))
    .map(({ name, type }): HeadProduction => ({ term: { kind: "primitive", name }, type })),
  ...domain.literals.map((literal): HeadProduction => ({ term: literal, type: literal.type })),
];

/** What is wrong with weights that somebody else made, in one sentence without a full stop, if anything is. */
export function weightsProblem(grammar: WeightedGrammar): string | undefined {
  const { productions, start, variable, arguments: places } = grammar;
  const isWeight = (weight: unknown): boolean =>
    typeof weight === "number" && !Number.isNaN(weight) && weight !== Infinity;
  const isWhole = (weights: Weights | undefined): boolean =>
    weights !== undefined &&
    isWeight(weights.variable) &&
    weights.productions.length === productions.length &&
    weights.productions.every(isWeight);
  const seen = new Set<Weights | undefined>([start, variable]);
  for (const [index, { type }] of productions.entries()) {
    const { length } = splitFunctionType(type).parameters;
    for (let i = 0; i < length; i++) seen.add(places[index]?.[i]);
  }
  return [...seen].every(isWhole) ? undefined : "its weights are incomplete or no numbers";
}

/** The grammar with the same weights in all places. */
export function unigramGrammar(
  productions: readonly HeadProduction[],
  weights: Weights,
): WeightedGrammar {
  return {
    productions,
    start: weights,
    variable: weights,
    arguments: productions.map(({ type }) => splitFunctionType(type).parameters.map(() => weights)),
  };
}

/** The grammar in which every production weighs 1, and so do all variables that fit together. */
export const uniformGrammar = (productions: readonly HeadProduction[]): WeightedGrammar =>
  unigramGrammar(productions, { variable: 0, productions: productions.map(() => 0) });

/**
 * The grammar that weighs a choice by the product of what two others give it: likely is what both find
 * likely (a product of experts, Hinton 2002).
 *
 * @param other of the same productions in the same order
 */
export function productGrammar(grammar: WeightedGrammar, other: WeightedGrammar): WeightedGrammar {
  const product = (a: Weights, b: Weights): Weights => ({
    variable: a.variable + b.variable,
    productions: a.productions.map((weight, index) => weight + (b.productions[index] as number)),
  });
  return {
    productions: grammar.productions,
    start: product(grammar.start, other.start),
    variable: product(grammar.variable, other.variable),
    arguments: grammar.arguments.map((places, parent) =>
      places.map((weights, argument) =>
        product(weights, other.arguments[parent]?.[argument] as Weights),
      ),
    ),
  };
}
