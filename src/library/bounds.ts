import type { Costs } from "./costModel.ts";
import type { Argument } from "./pattern.ts";
import type { Paths } from "./paths.ts";
import type { SearchOptions } from "./searchOptions.ts";
import type { StepCorpus } from "./stepCorpus.ts";

/** What abstractions can save at most. */
export interface Bounds {
  /** What is saved, less what the body counts. */
  utility(saved: number, bodyCost: number): number;
  /**
   * By subterm: what calls save at all its occurrences if they leave nothing but the abstraction's name
   * (Bowers and others 2023, section 4.2).
   */
  readonly whole: Float64Array;
  /** The sum of `whole` over some rows of places; undefined: all. */
  sumWhole(places: Int32Array, rows: Int32Array | undefined): number;
  /**
   * What one call saves at each place with these arguments, arguments not rewritten; -Infinity where
   * no call is possible, because an argument needs a variable of the body. For a pattern with holes it
   * is what a completion may save there at most: what is in the holes counts as saved, and more
   * arguments would only leave more.
   */
  savings(places: Int32Array, args: readonly Argument[]): Float64Array;
  /** What these savings come to if no two matches overlap. */
  sumSavings(places: Int32Array, savings: Float64Array): number;
}

/** The bounds for a corpus; `paths` are those of the arguments' places in bodies. */
export function createBounds(
  corpus: StepCorpus,
  costs: Costs,
  options: SearchOptions,
  paths: Paths,
): Bounds {
  const { table, cost, paths: occurrences, size } = corpus;
  const penalty = options.structurePenalty ?? 1;
  const whole = new Float64Array(size);
  for (let node = 0; node < size; node++) {
    const each = (cost[node] as number) - costs.primitive;
    whole[node] = each > 0 ? each * (occurrences[node] as number) : 0;
  }
  // In eta-long programs an argument that the body applies is written with lambdas.
  const etaCost = options.etaLong === true ? costs.lambda + costs.application + costs.variable : 0;

  return {
    whole,
    utility: (saved, bodyCost) => saved - Math.trunc(bodyCost * penalty),
    sumWhole: (places, rows) => {
      let sum = 0;
      if (rows === undefined) for (const place of places) sum += whole[place] as number;
      else for (const row of rows) sum += whole[places[row] as number] as number;
      return sum;
    },
    savings: (places, args) => {
      const call = costs.primitive + costs.application * args.length;
      const savings = new Float64Array(places.length);
      for (let row = 0; row < places.length; row++) {
        savings[row] = (cost[places[row] as number] as number) - call;
      }
      for (const { path, given, moved } of args) {
        const eta = etaCost * paths.appliedTo(path);
        for (let row = 0; row < places.length; row++) {
          savings[row] = table.captures(moved[row] as number)
            ? -Infinity
            : (savings[row] as number) - (cost[given[row] as number] as number) - eta;
        }
      }
      return savings;
    },
    sumSavings: (places, savings) => {
      let sum = 0;
      for (let row = 0; row < places.length; row++) {
        const saving = savings[row] as number;
        if (saving > 0) sum += saving * (occurrences[places[row] as number] as number);
      }
      return sum;
    },
  };
}
