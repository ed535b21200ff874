import type { Domain } from "../dsl/domain.ts";
import type { WeightedGrammar } from "../dsl/weightedGrammar.ts";
import type { Task } from "../tasks/task.ts";

/** What a search may spend on one task; the first limit reached stops it. */
export interface Budget {
  readonly timeoutMs?: number;
  /** Candidates built, duplicates and faulty ones included, and what deduction tried. */
  readonly candidates?: number;
  /** What the bank and its values may take; `DEFAULT_MEMORY_BYTES` when absent. */
  readonly memoryBytes?: number;
}

export const DEFAULT_MEMORY_BYTES = 2 ** 30;

/**
 * How programs are searched. `bank`: bottom-up, each behaviour once, with deduction beside it.
 * `top-down`: best-first over partial programs. `auto`: the bank, and top-down for what is left when
 * the bank has tried all that it can express.
 */
export type Strategy = "bank" | "top-down" | "auto";

export const STRATEGIES: readonly Strategy[] = ["auto", "bank", "top-down"];

/** What a search may use; each can be switched off, so that its worth can be measured (bench suite `ablate`). */
export interface Techniques {
  /** Bank: sub-goals by the inverses of primitives. */
  readonly deduction: boolean;
  /** Bank: conditionals as decision trees over terms that are right on some examples. */
  readonly conditionals: boolean;
  /** Candidates that a law or an equal subterm shows to be redundant are not built. */
  readonly laws: boolean;
  /** Top-down: partial programs are pruned by the range of what they can give. */
  readonly forward: boolean;
  /** Top-down: holes are narrowed by what the output must be. */
  readonly backward: boolean;
}

export const ALL_TECHNIQUES: Techniques = {
  deduction: true,
  conditionals: true,
  laws: true,
  forward: true,
  backward: true,
};

/** What tells a search which programs are likely for a task: a trained network, or statistics. */
export interface Guide {
  /**
   * Weights of the domain's productions for this task, at each place. They need not know every
   * production of the task's grammar. Undefined where it has nothing to tell. What is thrown costs the
   * task its guide, and nothing else.
   */
  weights(task: Task, domain: Domain): WeightedGrammar | undefined;
}

/** The share of each choice that a guide does not decide (bench suite `guide`). */
export const DEFAULT_GUIDE_MIX = 0.03;

/** What a search is told that can be written down: all of it is plain data. */
export interface SearchSettings {
  readonly budget: Budget;
  readonly seed: number;
  /** `auto` when absent. */
  readonly strategy?: Strategy;
  /** Primitives of the domain that the search leaves out, beside its unsearched ones. */
  readonly without?: readonly string[];
  /** Techniques that are switched off; all are on when absent. */
  readonly techniques?: Partial<Techniques>;
  /**
   * Candidates after the first solution for which the search goes on to find a likelier one; when
   * absent, twice as many as it took, within bounds, and longer for a program that is longer than what
   * it explains (bench suite `generalise`).
   */
  readonly settle?: number;
  /** Solutions that are kept; 1 when absent. */
  readonly top?: number;
  /**
   * Is a program with branches that is longer than the outputs it explains, little but a table of them, an
   * answer when nothing better turns up? If not, the search goes on as though it had not been found. True
   * when absent.
   */
  readonly tables?: boolean;
  /** How likely productions are; absent, their costs go by kind (`costs.ts`). */
  readonly weights?: WeightedGrammar;
  /**
   * How little weights are trusted, 0 to 1: the share of each choice that they do not decide, which is
   * spread evenly over what could stand there. Above 0, half of the budget is kept for a search without
   * weights when they find nothing. `DEFAULT_GUIDE_MIX` for a guide's weights and 0 for others when absent.
   */
  readonly guideMix?: number;
}

export interface SolveOptions extends SearchSettings {
  /** Tells the weights of each task; `weights` when absent. */
  readonly guide?: Guide;
  /** Milliseconds from any fixed point: `performance.now`. */
  readonly clock: () => number;
  /** Called now and then during the search. Returning true cancels it. */
  readonly onProgress?: (progress: { candidates: number; cost: number }) => boolean | undefined;
}
