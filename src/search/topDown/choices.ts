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
 * grammar knows it; parameters, whether variables or productions, are the variables. A production that
 * the weighted grammar does not list is as likely as those that it does are on average, and arguments of
 * such a production are all alike, as is everything when there is no weighted grammar.
 */
export class Choices {
  /** Does the cost of a choice depend on its place? */
  readonly contextual: boolean;
  private readonly grammar: SearchGrammar;
  private readonly weighted: WeightedGrammar | undefined;
  private readonly mix: number;
  private leastKnown: readonly number[] | undefined;
  /** By production: number of its head in the weighted grammar, -1 for a variable, -2 - n for one unknown. */
  private readonly heads: readonly number[];
  private readonly known = new Map<Weights | undefined, Map<string, readonly Choice[]>>();

  /**
   * @param mix the share of a choice's probability that the weights do not decide: it is spread evenly
   *   over what a nonterminal has
   */
  constructor(grammar: SearchGrammar, weighted?: WeightedGrammar, mix = 0) {
    this.grammar = grammar;
    this.weighted = weighted;
    this.mix = mix;
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
  }

  /** Least cost of a term of each nonterminal, whatever is in scope; Infinity where there is none. */
  get least(): readonly number[] {
    return (this.leastKnown ??= this.leastCosts());
  }

  /**
   * The choices for a hole, the cheapest first.
   *
   * @param context nonterminals of the variables in scope, innermost first
   */
  at(nonterminal: number, context: readonly number[], place: HolePlace): readonly Choice[] {
    const weights = this.weightsAt(place);
    let known = this.known.get(weights);
    if (known === undefined) this.known.set(weights, (known = new Map()));
    const key = `${nonterminal}|${context.join()}`;
    let choices = known.get(key);
    if (choices === undefined) {
      choices = this.costsAt(nonterminal, context, place)
        .map(({ choice, cost }) => {
          const slots = choice < 0 ? [] : (this.grammar.productions[choice]?.slots ?? []);
          return { choice, cost, least: this.leastOf(slots) };
        })
        .filter(({ cost, least }) => cost + least < Infinity)
        .sort((a, b) => a.cost + a.least - (b.cost + b.least));
      known.set(key, choices);
    }
    return choices;
  }

  /** The same as they come, impossible ones included, without what their holes cost. */
  costsAt(
    nonterminal: number,
    context: readonly number[],
    place: HolePlace,
  ): readonly Pick<Choice, "choice" | "cost">[] {
    const own = this.grammar.nonterminals[nonterminal]?.productions ?? [];
    const variables = [...context.keys()].filter((index) => context[index] === nonterminal);
    const parameters = own.filter((number) => this.heads[number] === VARIABLE).length;
    const fitting = variables.length + parameters;
    const costs = this.costs(own, this.weightsAt(place), fitting > 0);
    const shared = (costs.get(VARIABLE) ?? Infinity) + Math.log(fitting);
    const instances = this.instancesOf(own);
    return [
      ...variables.map((index) => ({ choice: -1 - index, cost: shared })),
      ...own.map((choice) => {
        const head = this.heads[choice] as number;
        const cost = head === VARIABLE ? shared : (costs.get(head) as number);
        return { choice, cost: Math.max(cost, floorOf(head, instances)) };
      }),
    ];
  }

  /** What decides the costs in a place besides what is asked for: places of one are alike. */
  weightsAt({ parent, slot }: HolePlace): Weights | undefined {
    const { weighted } = this;
    if (parent === ROOT.parent) return weighted?.start;
    return weighted?.arguments[this.heads[parent] as number]?.[slot];
  }

  /** Negative log probabilities of the heads of a nonterminal's productions, and of a variable. */
  private costs(
    own: readonly number[],
    weights: Weights | undefined,
    variable: boolean,
  ): ReadonlyMap<number, number> {
    const heads = new Set(own.map((number) => this.heads[number] as number));
    heads.delete(VARIABLE);
    if (variable) heads.add(VARIABLE);
    const known = [...heads].filter((head) => head >= VARIABLE);
    const mean =
      logSum(known.map((head) => weightOf(head, weights))) - Math.log(Math.max(1, known.length));
    // Where nothing else has a chance, what is unknown has one.
    const unknown = mean === -Infinity ? 0 : mean;
    const logs = [...heads].map((head) => (head < VARIABLE ? unknown : weightOf(head, weights)));
    const total = logSum(logs);
    const even = this.mix / heads.size;
    return new Map(
      [...heads].map((head, i) => {
        const cost = total - (logs[i] as number);
        return [head, even === 0 ? cost : -Math.log((1 - this.mix) * Math.exp(-cost) + even)];
      }),
    );
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
        const costs = this.costs(productions, weights, hasParameter);
        // A variable in scope takes of what the others have, and gives what is unknown its mean.
        const within = bound.has(nonterminal) ? this.costs(productions, weights, true) : costs;
        for (const number of productions) {
          const head = this.heads[number] as number;
          const least = Math.min(costs.get(head) as number, within.get(head) as number);
          own[number] = Math.min(own[number] as number, Math.max(least, floorOf(head, instances)));
        }
        if (bound.has(nonterminal)) variable = Math.min(variable, within.get(VARIABLE) as number);
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
  if (weights === undefined) return 0;
  return head === VARIABLE ? weights.variable : (weights.productions[head] as number);
}
