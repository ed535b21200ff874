import type { Budget, SearchSettings } from "../search/solveOptions.ts";

/** How to learn; plain data, and together with the tasks and the domain all that a run depends on. */
export interface LearnSettings {
  readonly seed: number;
  /** How every task is searched. */
  readonly search: Omit<SearchSettings, "seed" | "weights" | "top">;
  /** What an evaluation may spend on a task; as much as wake when absent. */
  readonly testBudget?: Budget;
  /** Tasks of a wake phase; all when absent. */
  readonly minibatch?: number;
  /** Programs kept of each task, and asked for in each search. */
  readonly frontier: number;
  /** Abstractions of the library, at most. */
  readonly abstractions: number;
  /** Arguments of an abstraction, at most. */
  readonly maxArity: number;
  /** Is a library learned? */
  readonly library: boolean;
  /** Does the search use the weights fitted to the frontiers? Else costs go by kind. */
  readonly grammar: boolean;
  /** Is a guide trained and used? */
  readonly guide: boolean;
}
