import { Deriver, type Place } from "./derivation.ts";
import { logSum } from "./sites.ts";
import type { Term } from "./term.ts";
import type { Type } from "./type.ts";
import {
  type HeadProduction,
  type WeightedGrammar,
  type Weights,
  unigramGrammar,
  uniformGrammar,
} from "./weightedGrammar.ts";

/** Programs that solve one task. */
export interface Frontier {
  readonly request: Type;
  readonly programs: readonly {
    readonly program: Term;
    /** How well it explains the task, relative to the others; 1 when absent. */
    readonly weight?: number;
  }[];
}

export interface FitOptions {
  /** Does the weight of a choice depend on its place? False when absent. */
  readonly bigram?: boolean;
  /**
   * Uses that each production is taken to have had besides those seen, so that none gets a weight of
   * 0; for a place of a bigram grammar they are spread as the unigram fit says. 1 when absent.
   */
  readonly pseudoCount?: number;
  /**
   * Times that the shares of a frontier's programs are found anew by the grammar fitted last; 5 when
   * absent.
   */
  readonly rounds?: number;
}

export interface Fit {
  readonly grammar: WeightedGrammar;
  /**
   * Expected log likelihood of a frontier, summed: the log of the weighted sum of its programs'
   * probabilities. Frontiers that the grammar makes no program of are left out.
   */
  readonly logLikelihood: number;
  /** Frontiers of which some program was used. */
  readonly used: number;
}

/** A choice as the fit sees it. Choices are productions by number, then all variables as one. */
interface Event {
  readonly place: Place;
  readonly choice: number;
  /** Choices that were possible there. */
  readonly possible: readonly number[];
  /** Log of how many variables shared the choice; 0 for a production. */
  readonly shared: number;
}

/**
 * The weights under which frontiers are most likely, by expectation maximisation (Lari and Young
 * 1990: inside-outside; a program has one derivation, so that its outside part is the share it has in
 * its frontier). Each round shares a frontier's weight among its programs by their posterior and fits
 * the weights to the expected choices: a choice among those that were possible there, whose maximum
 * likelihood the minorise-maximise iteration finds (Hunter 2004).
 */
export function fitGrammar(
  productions: readonly HeadProduction[],
  frontiers: readonly Frontier[],
  options: FitOptions = {},
): Fit {
  const { bigram = false, pseudoCount = 1, rounds = 5 } = options;
  const uniform = uniformGrammar(productions);
  const deriver = new Deriver(uniform);
  const variable = productions.length;
  const derived = frontiers
    .map(({ request, programs }) =>
      programs.flatMap(({ program, weight = 1 }) => {
        const derivation = deriver.derive(program, request);
        if (!derivation.ok || !(weight > 0)) return [];
        const events = derivation.value.map(({ place, site, option }): Event => {
          const heads = site.options.filter(({ choice }) => choice >= 0);
          const possible = heads.map(({ choice }) => choice).sort((a, b) => a - b);
          if (site.fitting > 0) possible.push(variable);
          const isVariable = option.choice < 0;
          return {
            place,
            choice: isVariable ? variable : option.choice,
            possible,
            shared: isVariable ? Math.log(site.fitting) : 0,
          };
        });
        return [{ events, logWeight: Math.log(weight) }];
      }),
    )
    .filter((programs) => programs.length > 0);

  let grammar = uniform;
  const scoresOf = (programs: (typeof derived)[number]): readonly number[] =>
    programs.map(({ events, logWeight }) =>
      events.reduce(
        (sum, event) => sum + logPOf(event, weightsAt(grammar, event.place)),
        logWeight,
      ),
    );
  for (let round = 0; round < rounds; round++) {
    const pooled = new Map<string, Tally>();
    const tallies = new Map<string, Tally>();
    for (const programs of derived) {
      const scores = scoresOf(programs);
      const total = logSum(scores);
      for (const [index, { events }] of programs.entries()) {
        const share = Math.exp((scores[index] as number) - total);
        for (const event of events) {
          add(pooled, "", event, share);
          if (bigram) add(tallies, placeKey(event.place), event, share);
        }
      }
    }
    const even = Array.from({ length: productions.length + 1 }, () => 0);
    const unigram = fitWeights(pooled.get("") ?? [], even, pseudoCount);
    grammar = unigramGrammar(productions, asWeights(unigram));
    if (!bigram) continue;
    const at = (key: string): Weights =>
      asWeights(fitWeights(tallies.get(key) ?? [], unigram, pseudoCount));
    grammar = {
      productions,
      start: at("start"),
      variable: at("variable"),
      arguments: grammar.arguments.map((places, parent) =>
        places.map((_, argument) => at(placeKey({ parent, argument }))),
      ),
    };
  }
  const logs = derived.map((programs) => logSum(scoresOf(programs)));
  return {
    grammar,
    logLikelihood: logs.reduce((sum, log) => sum + log, 0),
    used: derived.length,
  };
}

const placeKey = (place: Place): string =>
  "argument" in place ? `${place.parent} ${place.argument}` : place.parent;

/** The weights that a grammar has in a place. */
export const weightsAt = (grammar: WeightedGrammar, place: Place): Weights =>
  "argument" in place
    ? (grammar.arguments[place.parent]?.[place.argument] as Weights)
    : grammar[place.parent];

function logPOf({ choice, possible, shared }: Event, weights: Weights): number {
  const weightOf = (one: number): number => weights.productions[one] ?? weights.variable;
  return weightOf(choice) - logSum(possible.map(weightOf)) - shared;
}

/** How often each choice was made, by the choices that were possible. */
type Tally = { readonly possible: readonly number[]; readonly made: Map<number, number> }[];

function add(tallies: Map<string, Tally>, key: string, event: Event, share: number): void {
  let tally = tallies.get(key);
  if (tally === undefined) tallies.set(key, (tally = []));
  const same = ({ possible }: Tally[number]): boolean =>
    possible.length === event.possible.length &&
    possible.every((choice, index) => choice === event.possible[index]);
  let entry = tally.find(same);
  if (entry === undefined) tally.push((entry = { possible: event.possible, made: new Map() }));
  entry.made.set(event.choice, (entry.made.get(event.choice) ?? 0) + share);
}

const MOST_STEPS = 200;
const STEP_TOLERANCE = 1e-10;

/**
 * Log weights, as probabilities when everything is possible, under which the choices of a tally are
 * most likely. `pseudoCount` a choice are added to it, spread as the log weights `prior` say, as
 * choices made where everything was possible.
 */
function fitWeights(
  tally: Tally,
  prior: readonly number[],
  pseudoCount: number,
): readonly number[] {
  const spread = logSum(prior);
  const added = prior.map((log) => pseudoCount * prior.length * Math.exp(log - spread));
  const uses = [...added];
  for (const { made } of tally) {
    for (const [choice, count] of made) uses[choice] = (uses[choice] as number) + count;
  }
  let weights = prior.map((log) => Math.exp(log - spread));
  for (let step = 0; step < MOST_STEPS; step++) {
    // By choice: what it would have been used for a weight of 1.
    const chances = prior.map(() => pseudoCount * prior.length);
    for (const { possible, made } of tally) {
      const total = possible.reduce((sum, choice) => sum + (weights[choice] as number), 0);
      const count = [...made.values()].reduce((sum, own) => sum + own, 0);
      if (total === 0) continue;
      for (const choice of possible) {
        chances[choice] = (chances[choice] as number) + count / total;
      }
    }
    const next = weights.map((weight, choice) =>
      chances[choice] === 0 ? weight : (uses[choice] as number) / (chances[choice] as number),
    );
    const sum = next.reduce((all, weight) => all + weight, 0);
    const scaled = next.map((weight) => weight / sum);
    const moved = Math.max(...scaled.map((w, i) => Math.abs(w - (weights[i] as number))));
    weights = scaled;
    if (moved < STEP_TOLERANCE) break;
  }
  return weights.map(Math.log);
}

const asWeights = (logs: readonly number[]): Weights => ({
  productions: logs.slice(0, -1),
  variable: logs.at(-1) as number,
});
