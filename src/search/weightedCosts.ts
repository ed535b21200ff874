import type { WeightedGrammar, Weights } from "../dsl/weightedGrammar.ts";
import { shapeLaws } from "./kernel.ts";
import { type SearchGrammar, type Surcharge, UNREACHED } from "./searchGrammar.ts";
import { Choices, type HolePlace, ROOT } from "./topDown/choices.ts";

/**
 * Nats in one unit of the bank's integer costs. Rounding puts a program of n productions at most n / 2
 * units, n / 4 nats, out of order, and as a rule far less, since the errors have either sign. Finer units
 * make more levels of fewer candidates each, and find nothing sooner.
 */
export const NATS_PER_UNIT = 0.5;

/**
 * Nats that a cost of 1 by kind is worth: about what one of the 20 or so productions of a nonterminal
 * costs when all are as likely. What has no weight, such as types foreign to a task, is charged by it.
 */
const NATS_PER_KIND = 3;

/** Stands for an infinite addition: no search gets there. */
const NEVER = 1_000_000;

/** Costs in nats of all that may stand in one place. */
interface PlaceCosts {
  readonly productions: ReadonlyMap<number, number>;
  readonly variable: number;
}

/**
 * The grammar with costs from weights: the negative log probability of each production among those of
 * its nonterminal, rounded to units. Where weights depend on the place, a production's own cost is the
 * least that it has anywhere, 1 at least, and the places add the rest (`Surcharges`).
 */
export function weightedCosts(
  grammar: SearchGrammar,
  weights: WeightedGrammar,
  mix = 0,
): SearchGrammar {
  const scale = Math.round(NATS_PER_KIND / NATS_PER_UNIT);
  const choices = new Choices(grammar, weights, mix);
  const costsAt = placeCosts(grammar, choices);
  const start = costsAt(grammar.start, ROOT);
  const slots = grammar.productions.map((production, parent) => {
    const own = production.slots.map(({ nonterminal }, slot) =>
      costsAt(nonterminal, { parent, slot }),
    );
    // Of the two orders of its arguments only one is built.
    return shapeLaws(production).commutative ? own.map(() => mean(own)) : own;
  });

  const least = grammar.productions.map(() => Infinity);
  const leastVariable = grammar.nonterminals.map(() => Infinity);
  const visit = ({ productions, variable }: PlaceCosts, nonterminal: number): void => {
    for (const [number, cost] of productions) {
      least[number] = Math.min(least[number] as number, cost);
    }
    leastVariable[nonterminal] = Math.min(leastVariable[nonterminal] as number, variable);
  };
  visit(start, grammar.start);
  for (const [parent, { slots: own }] of grammar.productions.entries()) {
    for (const [i, { nonterminal }] of own.entries()) {
      visit((slots[parent] as readonly PlaceCosts[])[i] as PlaceCosts, nonterminal);
    }
  }

  const leastUnits = least.map(units);
  const surcharges = new Map<PlaceCosts, Surcharge | undefined>();
  const surcharge = (costs: PlaceCosts, nonterminal: number): Surcharge | undefined => {
    if (surcharges.has(costs)) return surcharges.get(costs);
    const variable = beyond(costs.variable, units(leastVariable[nonterminal] as number));
    const added = (grammar.nonterminals[nonterminal]?.productions ?? []).map((number) => {
      const cost = costs.productions.get(number) ?? Infinity;
      return [number, beyond(cost, leastUnits[number] as number)] as const;
    });
    const values = [...new Set([variable, ...added.map(([, cost]) => cost)])]
      .filter((value) => value < NEVER)
      .sort((a, b) => a - b);
    let made: Surcharge | undefined;
    if (variable > 0 || added.some(([, cost]) => cost > 0)) {
      const productions = new Int32Array(grammar.productions.length);
      for (const [number, cost] of added) productions[number] = cost;
      made = { productions, variable, values };
    }
    surcharges.set(costs, made);
    return made;
  };
  const inStart = surcharge(start, grammar.start);
  const inSlots = grammar.productions.map(({ slots: own }, parent) =>
    own.map(({ nonterminal }, i) =>
      surcharge((slots[parent] as readonly PlaceCosts[])[i] as PlaceCosts, nonterminal),
    ),
  );
  const contextual = inStart !== undefined || inSlots.some((own) => own.some((one) => one));
  return {
    ...grammar,
    scale,
    nestedLambdaCost: grammar.nestedLambdaCost * scale,
    nonterminals: grammar.nonterminals.map((nonterminal, number) => ({
      ...nonterminal,
      productions: nonterminal.productions.filter((one) => leastUnits[one] !== Infinity),
      variableCost: units(leastVariable[number] as number),
    })),
    productions: grammar.productions.map((production, number) => ({
      ...production,
      cost: (leastUnits[number] as number) + production.penalty * scale,
    })),
    ...(contextual ? { surcharges: { start: inStart, slots: inSlots } } : {}),
  };
}

const units = (cost: number): number => Math.max(1, Math.round(cost / NATS_PER_UNIT));

/** What a cost in nats is beyond the least, in units. */
const beyond = (cost: number, leastUnits: number): number =>
  cost === Infinity ? NEVER : units(cost) - leastUnits;

/** What stands in a place costs there; for places of the same weights the same object. */
function placeCosts(
  grammar: SearchGrammar,
  choices: Choices,
): (nonterminal: number, place: HolePlace) => PlaceCosts {
  const context = grammar.parameters.filter((of) => of !== undefined);
  // The bank knows no scope: a variable that some lambda binds may stand wherever its type is asked for.
  for (const { slots } of grammar.productions) {
    for (const { parameters } of slots) {
      for (const of of parameters) if (of !== UNREACHED && !context.includes(of)) context.push(of);
    }
  }
  const known = new Map<Weights | undefined, PlaceCosts[]>();
  return (nonterminal, place) => {
    const weights = choices.weightsAt(place);
    let ofWeights = known.get(weights);
    if (ofWeights === undefined) known.set(weights, (ofWeights = []));
    let costs = ofWeights[nonterminal];
    if (costs === undefined) {
      const productions = new Map<number, number>();
      let variable = Infinity;
      for (const { choice, cost } of choices.costsAt(nonterminal, context, place)) {
        if (choice >= 0) productions.set(choice, cost);
        else variable = Math.min(variable, cost);
      }
      ofWeights[nonterminal] = costs = { productions, variable };
    }
    return costs;
  };
}

/** Costs of the mean of the probabilities that things have in two places. */
function mean(places: readonly PlaceCosts[]): PlaceCosts {
  const [first, second] = places as readonly [PlaceCosts, PlaceCosts];
  if (first === second) return first;
  const of = (a: number, b: number): number => -Math.log((Math.exp(-a) + Math.exp(-b)) / 2);
  return {
    productions: new Map(
      [...first.productions].map(([number, cost]) => [
        number,
        of(cost, second.productions.get(number) ?? Infinity),
      ]),
    ),
    variable: of(first.variable, second.variable),
  };
}
