import { Deriver } from "../dsl/derivation.ts";
import { printSexpr } from "../dsl/printSexpr.ts";
import type { Term } from "../dsl/term.ts";
import type { Type } from "../dsl/type.ts";
import type { WeightedGrammar } from "../dsl/weightedGrammar.ts";

/** The likeliest programs known for one task. All fit its examples. */
export interface TaskFrontier {
  /** The key of the task (`taskKeys`). */
  readonly task: string;
  readonly request: Type;
  /** Likeliest first. */
  readonly programs: readonly {
    readonly program: Term;
    /** Natural log of its probability under the grammar that ranked it; -Infinity: it makes none such. */
    readonly logP: number;
  }[];
}

/** Ranks programs by a grammar: the likeliest few of each task, each form once. */
export function rankPrograms(
  programs: readonly Term[],
  request: Type,
  grammar: WeightedGrammar,
  count: number,
): TaskFrontier["programs"] {
  const deriver = new Deriver(grammar);
  const found = new Map<string, { program: Term; logP: number }>();
  for (const program of programs) {
    const text = printSexpr(program);
    if (found.has(text)) continue;
    found.set(text, { program, logP: deriver.logLikelihood(program, request).logP });
  }
  // The sort is stable: of equally likely programs the one found first stays first.
  return [...found.values()]
    .sort((a, b) => (a.logP === b.logP ? 0 : b.logP - a.logP))
    .slice(0, count);
}
