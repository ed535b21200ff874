import type { WeightedGrammar } from "../dsl/weightedGrammar.ts";
import type { SearchGrammar } from "./searchGrammar.ts";
import { Choices, ROOT } from "./topDown/choices.ts";

/**
 * Nats in one unit of the bank's integer costs. Rounding puts a program of n productions at most n / 2
 * units, n / 16 nats, out of order; a production that is almost certain still costs one unit.
 */
export const NATS_PER_UNIT = 0.125;

/**
 * The grammar with costs from weights: the negative log probability of each production among those of
 * its nonterminal, at the start's weights, rounded to units and at least 1. The bank knows no context,
 * so weights that depend on the place count as they are at the start.
 */
export function weightedCosts(grammar: SearchGrammar, weights: WeightedGrammar): SearchGrammar {
  const choices = new Choices(grammar, weights);
  const context = grammar.parameters.filter((of) => of !== undefined);
  const costs = grammar.productions.map(({ cost }) => cost / NATS_PER_UNIT);
  let variable = Infinity;
  for (const nonterminal of grammar.nonterminals.keys()) {
    for (const { choice, cost } of choices.at(nonterminal, context, ROOT)) {
      if (choice >= 0) costs[choice] = cost / NATS_PER_UNIT;
      else variable = Math.min(variable, cost / NATS_PER_UNIT);
    }
  }
  const unit = (cost: number): number =>
    Number.isFinite(cost) ? Math.max(1, Math.round(cost)) : NEVER;
  return {
    ...grammar,
    variableCost: variable === Infinity ? grammar.variableCost : unit(variable),
    nestedLambdaCost: 0,
    productions: grammar.productions.map((production, number) => ({
      ...production,
      cost: unit(costs[number] as number),
    })),
  };
}

/** Stands for an infinite cost: no search gets there. */
const NEVER = 1_000_000;
