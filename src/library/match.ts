import { NODE } from "./termTable.ts";
import { type StepCorpus, totalCost } from "./stepCorpus.ts";

/** An abstraction with all the places it matches in a corpus. */
export interface Match {
  /** The body, a node of the corpus' table, with `#0`, `#1`, ... for the arguments. */
  readonly body: number;
  readonly arity: number;
  /** Where it matches, smaller numbers first: parts before what they are part of. */
  readonly places: Int32Array;
  /**
   * For each argument, by place, the subterm of the program that is given for it; its variables still
   * count the lambdas of the body that it stands in.
   */
  readonly given: readonly Int32Array[];
  /** For each argument, in how many lambdas of the body it stands. */
  readonly depths: readonly number[];
  /** For each argument, how often applied where it stands first; counts only for eta-long programs. */
  readonly applied: readonly number[];
  /** What one call saves at a place if nothing else does, arguments not rewritten. */
  readonly savings: Float64Array;
}

/** Which matches are worth a call, given that matches overlap, and what that saves in all. */
export interface Rewriting {
  /** By row of `Match.places`: is it best to call the abstraction here? */
  readonly called: Uint8Array;
  /** What rewriting saves, counted over the tasks. */
  readonly saved: number;
}

/**
 * The best rewriting of all programs with one abstraction, from the parts up: at a place, a call saves
 * its own saving and what its arguments save; no call saves what the parts save (Bowers and others
 * 2023, section 4.4). Linear in the size of the corpus.
 */
export function bestRewriting(
  match: Pick<Match, "places" | "given" | "savings">,
  corpus: StepCorpus,
): Rewriting {
  const { kind, left, right, size, roots } = corpus;
  const { places, given, savings } = match;
  // Nothing before the first place can be rewritten.
  const first = places[0] ?? size;
  const saved = new Float64Array(size - first);
  const called = new Uint8Array(places.length);
  const savedIn = (node: number): number => (node < first ? 0 : (saved[node - first] as number));
  let row = 0;
  for (let node = first; node < size; node++) {
    let best = 0;
    const k = kind[node];
    if (k === NODE.application)
      best = savedIn(left[node] as number) + savedIn(right[node] as number);
    else if (k === NODE.lambda) best = savedIn(left[node] as number);
    if (places[row] === node) {
      let withCall = savings[row] as number;
      if (withCall > -Infinity) {
        for (const column of given) withCall += savedIn(column[row] as number);
        if (withCall > best) {
          best = withCall;
          called[row] = 1;
        }
      }
      row++;
    }
    saved[node - first] = best;
  }
  const { programsOfTask, cost, totalCost: before } = corpus;
  const after = totalCost(roots, programsOfTask, (root) => (cost[root] as number) - savedIn(root));
  return { called, saved: before - after };
}

/**
 * Calls in the rewritten programs. A call takes its arguments into them once each, and nothing else of
 * its place.
 */
export function countCalls(match: Match, { called }: Rewriting, corpus: StepCorpus): number {
  const { kind, left, right, size, roots } = corpus;
  const { places, given } = match;
  const occurrences = new Float64Array(size);
  for (const root of roots) occurrences[root] = (occurrences[root] as number) + 1;
  const add = (node: number, count: number): void => {
    occurrences[node] = (occurrences[node] as number) + count;
  };
  let calls = 0;
  let row = places.length - 1;
  for (let node = size - 1; node >= 0 && row >= 0; node--) {
    const count = occurrences[node] as number;
    const here = places[row] === node ? row-- : -1;
    if (count === 0) continue;
    if (here >= 0 && called[here] === 1) {
      calls += count;
      for (const column of given) add(column[here] as number, count);
    } else if (kind[node] === NODE.application) {
      add(left[node] as number, count);
      add(right[node] as number, count);
    } else if (kind[node] === NODE.lambda) add(left[node] as number, count);
  }
  return calls;
}
