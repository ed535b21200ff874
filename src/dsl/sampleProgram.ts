import type { Rng } from "../support/rng.ts";
import { type Option, Sites } from "./sites.ts";
import { type Term, abstract, apply, variable } from "./term.ts";
import { type Goal, Threading } from "./threading.ts";
import { type Type, typeVariables } from "./type.ts";
import type { HeadProduction, WeightedGrammar } from "./weightedGrammar.ts";

export interface SampleLimits {
  /** Variables, primitives and literals of a program at most; 100 when absent. */
  readonly nodes?: number;
  /** Programs that are begun at most; 100 when absent. */
  readonly attempts?: number;
}

/** Draws programs of a request from a grammar's distribution. */
export class ProgramSampler {
  private readonly sites: Sites;
  private readonly request: Type;

  constructor(grammar: WeightedGrammar, request: Type) {
    this.sites = new Sites(grammar);
    this.request = request;
  }

  /**
   * A program drawn from the grammar, given that it is within the limits; undefined when none of the
   * attempts was.
   */
  sample(rng: Rng, limits: SampleLimits = {}): Term | undefined {
    const { table, grammar } = this.sites;
    for (let attempt = 0; attempt < (limits.attempts ?? 100); attempt++) {
      const threading = new Threading(this.sites, 1 + Math.max(-1, ...typeVariables(this.request)));
      const goal = {
        type: table.intern(this.request),
        environment: table.empty,
        weights: grammar.start,
      };
      const term = this.grow(goal, threading, rng, { nodes: limits.nodes ?? 100 });
      if (term !== undefined) return term;
    }
    return undefined;
  }

  private grow(
    goal: Goal,
    threading: Threading,
    rng: Rng,
    left: { nodes: number },
  ): Term | undefined {
    if (--left.nodes < 0) return undefined;
    const opened = threading.open(goal);
    const option = draw(opened.site.options, rng);
    if (option === undefined) return undefined;
    const args: Term[] = [];
    for (const next of threading.choose(option, opened)) {
      const argument = this.grow(next, threading, rng, left);
      if (argument === undefined) return undefined;
      args.push(argument);
    }
    const head =
      option.choice < 0
        ? variable(-1 - option.choice)
        : (this.sites.grammar.productions[option.choice] as HeadProduction).term;
    return abstract(opened.lambdas, apply(head, ...args));
  }
}

function draw(options: readonly Option[], rng: Rng): Option | undefined {
  let left = rng.next();
  for (const option of options) {
    left -= Math.exp(-option.cost);
    if (left < 0) return option;
  }
  // Rounding may leave a little of the whole.
  return options.at(-1);
}

/** One program drawn from a grammar: see `ProgramSampler`, which draws many faster. */
export const sampleProgram = (
  rng: Rng,
  request: Type,
  grammar: WeightedGrammar,
  limits: SampleLimits = {},
): Term | undefined => new ProgramSampler(grammar, request).sample(rng, limits);
