import type { Domain } from "../../dsl/domain.ts";
import type { Term } from "../../dsl/term.ts";
import { BottomUp, OUT_OF_MEMORY } from "../../search/bottomUp.ts";
import type { SearchGrammar } from "../../search/searchGrammar.ts";
import { searchLimits } from "../../search/searchLimits.ts";
import { noCounts } from "../../search/solveResult.ts";
import type { Rng } from "../../support/rng.ts";

/** Rows of the enumeration. */
const ROWS = 6;
const GREATEST_COST = 30;
/** Calls of functions in one run: a dream that needs more is none. */
export const FUEL = 1_000;
const MEMORY_BYTES = 2 ** 28;

/** Candidates after which the calls are counted: each may take all of its fuel. */
const CHECKED_EVERY = 256;

/**
 * The programs that a bank keeps until it has built so many candidates.
 *
 * @param mostCalls calls of functions that all runs together may make
 */
export function enumeratePrograms(
  grammar: SearchGrammar,
  set: readonly (readonly unknown[])[],
  domain: Domain,
  candidates: number,
  rng: Rng,
  mostCalls: number,
): readonly Term[] {
  const rows = set.slice(0, ROWS).map((inputs) => ({ inputs, output: 0 }));
  const counts = noCounts();
  const limits = searchLimits(domain.limits, rows, grammar);
  const stop = Symbol("stop");
  const bank = new BottomUp({
    grammar,
    rows,
    limits: limits.limits,
    fuel: Math.min(limits.fuel, FUEL),
    memoryBytes: MEMORY_BYTES,
    rng,
    counts,
    laws: true,
    onMatch: () => {},
    onLevel: () => {},
    onCheck: () => {
      if (counts.candidates > candidates * 2 || bank.functionCalls > mostCalls) throw stop;
    },
    candidatesLeft: () => Math.min(CHECKED_EVERY, candidates * 2 - counts.candidates),
    clock: () => 0,
  });
  let found: readonly { readonly program: Term }[] = [];
  try {
    // Few of many terms may have been candidates of their own: those of lambdas' bodies are not.
    for (let cost = 1; cost < GREATEST_COST && counts.candidates < candidates; cost++) {
      found = bank.enumerate(cost);
      if (found.length > candidates / 2) break;
    }
  } catch (error) {
    if (error !== stop && error !== OUT_OF_MEMORY) throw error;
  }
  return found.map(({ program }) => program);
}
