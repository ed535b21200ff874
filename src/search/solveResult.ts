import type { Term } from "../dsl/term.ts";

/** Why a search ends. */
export const STOP_REASONS = [
  /** A program that fits all examples was found. */
  "solved",
  "timeout",
  "candidates",
  "memory",
  /** Every program of the language within the search's limits was tried. */
  "exhausted",
  /** No program can do it: two examples have the same inputs and different outputs. */
  "contradiction",
  /** The task has no examples. */
  "no-examples",
  /** The task is none that this search can express; `SolveResult.reason` says why. */
  "unsupported",
  /** The caller asked to stop. */
  "cancelled",
] as const;

export type StopReason = (typeof STOP_REASONS)[number];

export interface Solution {
  /** A closed term of the request's type. */
  readonly program: Term;
  /** The sum of its productions' costs, in the search's own units. */
  readonly cost: number;
  /** How unlikely it is to be meant; smaller is better (`rankOf`). */
  readonly rank: number;
  /**
   * It has branches and is longer than the outputs it explains: little but a table of the examples, from
   * which there is nothing to learn.
   */
  readonly table?: true;
}

/** What became of the candidates; plain data. */
export interface Counts {
  /** Programs looked at in all, partial or complete, and goals and trees that deduction tried. */
  candidates: number;
  /** Of those: equal in output to a cheaper one. */
  equal: number;
  /** Of those: without a value on any example. */
  faulty: number;
  /** Not built because a law makes them equal to others. */
  skippedByLaw: number;
  /** Of the candidates: goals and trees that deduction tried. */
  deduced: number;
  /** Of the candidates, top-down: programs without holes. */
  complete: number;
  /** Of the candidates, top-down: those that can give no output, however their holes are filled. */
  prunedForward: number;
  /** Of the candidates, top-down: those with a part that cannot be what the output asks of it. */
  prunedBackward: number;
}

export const noCounts = (): Counts => ({
  candidates: 0,
  equal: 0,
  faulty: 0,
  skippedByLaw: 0,
  deduced: 0,
  complete: 0,
  prunedForward: 0,
  prunedBackward: 0,
});

/** Why the search ended as it did, in numbers; plain data. */
export interface Explanation extends Readonly<Counts> {
  /** Examples that candidates were run on; the others only verify. */
  readonly searchedOn: number;
  /** Times the search began anew because a program failed on an example it had not been run on. */
  readonly restarts: number;
  /** The greatest cost up to which every candidate was built. */
  readonly completedCost: number;
  /** Candidates for which weights said what is likely, those of a guide or others; 0 without. */
  readonly guidedCandidates: number;
  /** Programs that fit the most examples, best first, when the task was not solved. */
  readonly nearest: readonly { readonly program: Term; readonly fits: number }[];
}

export interface SolveResult {
  readonly stopReason: StopReason;
  /** One sentence on a task that cannot be solved as it stands. */
  readonly reason?: string;
  /** Why the guide told nothing of this task, if it failed. */
  readonly guideProblem?: string;
  /** The best of `solutions`. */
  readonly solution?: Solution;
  /** Programs that fit all examples, best first; no more than `top`. */
  readonly solutions: readonly Solution[];
  readonly elapsedMs: number;
  /** When the first solution was found. */
  readonly firstMs?: number;
  /** Candidates when the first solution was found, it included. */
  readonly firstCandidates?: number;
  readonly explanation: Explanation;
}
