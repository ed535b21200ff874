import { headKey } from "../../dsl/derivation.ts";
import { logSum } from "../../dsl/sites.ts";
import type { WeightedGrammar, Weights } from "../../dsl/weightedGrammar.ts";
import { type SearchGrammar, type SearchProduction, UNREACHED } from "../searchGrammar.ts";

/** One way to fill a hole. */
export interface Choice {
  /** Number of the production, or -1 less the index of a variable in scope. */
  readonly choice: number;
  /** Negative log probability, in nats. */
  readonly cost: number;
  /** What the holes of the production cost at least together. */
  readonly least: number;
}

/** Where a hole is: a slot of a production, or the root, whose parent is `ROOT`. */
export interface HolePlace {
  readonly parent: number;
  readonly slot: number;
}

export const ROOT: HolePlace = { parent: -1, slot: 0 };

/**
 * What a search grammar's productions cost under a weighted grammar, normalised over what a
 * nonterminal has. The instances of one polymorphic primitive are one choice there, as the weighted
 * grammar knows it; parameters, whether variables or productions, are the variables. What the weighted
 * grammar does not list weighs 1, and so does everything when there is none.
 */
export class Choices {
  /** Least cost of a term of each nonterminal, whatever is in scope; Infinity where there is none. */
  readonly least: readonly number[];
  /** Does the cost of a choice depend on its place? */
  readonly contextual: boolean;
  private readonly grammar: SearchGrammar;
  private readonly weighted: WeightedGrammar | undefined;
  /** By production: number of its head in the weighted grammar, -1 for a variable, -2 - n for one unknown. */
  private readonly heads: readonly number[];
  private readonly known = new Map<string, readonly Choice[]>();

  constructor(grammar: SearchGrammar, weighted?: WeightedGrammar) {
    this.grammar = grammar;
    this.weighted = weighted;
    const places = weighted === undefined ? [] : weighted.arguments.flat();
    this.contextual = places.some((weights) => weights !== weighted?.start);
    const numbers = new Map(weighted?.productions.map(({ term }, index) => [headKey(term), index]));
    const unknown = new Map<string, number>();
    this.heads = grammar.productions.map(({ head }) => {
      if (head.kind === "parameter") return VARIABLE;
      const key =
        head.kind === "literal"
          ? headKey(head.literal)
          : headKey({ kind: "primitive", name: head.primitive.name });
      const number = numbers.get(key);
      if (number !== undefined) return number;
      const own = unknown.get(key) ?? VARIABLE - 1 - unknown.size;
      unknown.set(key, own);
      return own;
    });
    this.least = this.leastCosts();
  }

  /**
   * The choices for a hole, the cheapest first.
   *
   * @param context nonterminals of the variables in scope, innermost first
   */
  at(nonterminal: number, context: readonly number[], place: HolePlace): readonly Choice[] {
    const spot = this.contextual ? `${place.parent} ${place.slot}` : "";
    const key = `${nonterminal}|${context.join()}|${spot}`;
    let choices = this.known.get(key);
    if (choices === undefined) {
      choices = this.find(nonterminal, context, place);
      this.known.set(key, choices);
    }
    return choices;
  }

  private find(nonterminal: number, context: readonly number[], place: HolePlace): Choice[] {
    const weights = this.weightsAt(place);
    const own = this.grammar.nonterminals[nonterminal]?.productions ?? [];
    const variables = [...context.keys()].filter((index) => context[index] === nonterminal);
    const parameters = own.filter((number) => this.heads[number] === VARIABLE).length;
    const fitting = variables.length + parameters;
    const total = this.total(own, weights, fitting > 0);
    const shared = weightOf(VARIABLE, weights) - Math.log(fitting);
    const instances = this.instancesOf(own);
    const choices: Choice[] = variables.map((index) => ({
      choice: -1 - index,
      cost: total - shared,
      least: 0,
    }));
    for (const choice of own) {
      const head = this.heads[choice] as number;
      const { slots } = this.grammar.productions[choice] as SearchProduction;
      const cost = total - (head === VARIABLE ? shared : weightOf(head, weights));
      choices.push({
        choice,
        cost: Math.max(cost, floorOf(head, instances)),
        least: this.leastOf(slots),
      });
    }
    return choices
      .filter(({ cost, least }) => cost + least < Infinity)
      .sort((a, b) => a.cost + a.least - (b.cost + b.least));
  }

  /** Log of what the choices of a nonterminal weigh together. */
  private total(own: readonly number[], weights: Weights | undefined, variable: boolean): number {
    const heads = new Set(own.map((number) => this.heads[number] as number));
    heads.delete(VARIABLE);
    if (variable) heads.add(VARIABLE);
    return logSum([...heads].map((head) => weightOf(head, weights)));
  }

  /** How many productions of a nonterminal have the same head. */
  private instancesOf(own: readonly number[]): ReadonlyMap<number, number> {
    const counts = new Map<number, number>();
    for (const number of own) {
      const head = this.heads[number] as number;
      counts.set(head, (counts.get(head) ?? 0) + 1);
    }
    return counts;
  }

  private leastOf(slots: SearchProduction["slots"]): number {
    return slots.reduce((sum, slot) => sum + (this.least[slot.nonterminal] as number), 0);
  }

  private weightsAt({ parent, slot }: HolePlace): Weights | undefined {
    const { weighted } = this;
    if (weighted === undefined || parent === ROOT.parent) return weighted?.start;
    return weighted.arguments[this.heads[parent] as number]?.[slot] ?? weighted.start;
  }

  private leastCosts(): readonly number[] {
    const { grammar } = this;
    const places = grammar.nonterminals.map((): HolePlace[] => []);
    places[grammar.start]?.push(ROOT);
    const bound = new Set(grammar.parameters.filter((of) => of !== undefined));
    for (const [parent, { slots }] of grammar.productions.entries()) {
      for (const [slot, { nonterminal, parameters }] of slots.entries()) {
        places[nonterminal]?.push({ parent, slot });
        for (const parameter of parameters) if (parameter !== UNREACHED) bound.add(parameter);
      }
    }
    // What a choice costs at least, wherever its nonterminal is asked for.
    const own = grammar.productions.map(() => Infinity);
    const least = grammar.nonterminals.map((_, nonterminal) => {
      const productions = grammar.nonterminals[nonterminal]?.productions ?? [];
      const instances = this.instancesOf(productions);
      let variable = Infinity;
      for (const place of places[nonterminal] ?? []) {
        const weights = this.weightsAt(place);
        const hasParameter = productions.some((number) => this.heads[number] === VARIABLE);
        const total = this.total(productions, weights, hasParameter);
        for (const number of productions) {
          const head = this.heads[number] as number;
          const cost = Math.max(total - weightOf(head, weights), floorOf(head, instances));
          own[number] = Math.min(own[number] as number, cost);
        }
        if (!bound.has(nonterminal)) continue;
        const withVariable = this.total(productions, weights, true);
        variable = Math.min(variable, withVariable - weightOf(VARIABLE, weights));
      }
      return variable;
    });
    for (let changed = true; changed;) {
      changed = false;
      for (const [number, { result, slots }] of grammar.productions.entries()) {
        const rest = slots.reduce((sum, slot) => sum + (least[slot.nonterminal] as number), 0);
        const cost = (own[number] as number) + rest;
        if (cost < (least[result] as number)) {
          least[result] = cost;
          changed = true;
        }
      }
    }
    return least;
  }
}

const VARIABLE = -1;

/**
 * The least that one of several instances of a primitive costs. Were it nothing, as where the grammar
 * has hardly another choice, there would be no end of programs of one cost.
 */
const INSTANCE_COST = 0.5;

const floorOf = (head: number, instances: ReadonlyMap<number, number>): number =>
  head !== VARIABLE && (instances.get(head) ?? 0) > 1 ? INSTANCE_COST : 0;

function weightOf(head: number, weights: Weights | undefined): number {
  if (weights === undefined || head < VARIABLE) return 0;
  return head === VARIABLE ? weights.variable : (weights.productions[head] as number);
}
