/** What abstractions a step may find, and which prunings it does; all published names are in docs/library.md. */
export interface SearchOptions {
  /** Arguments of an abstraction, at most; 2 when absent. */
  readonly maxArity?: number;
  /** Abstractions that a step reports, the best first, of which it takes the first; 1 when absent. */
  readonly candidates?: number;
  /** Take abstractions that match within one task only. */
  readonly allowSingleTask?: boolean;
  /** What a unit of an abstraction's body counts against the cost it saves; 1 when absent. */
  readonly structurePenalty?: number;
  /** May an argument stand where a function is applied, as `#0` in `(#0 1)`? True when absent. */
  readonly curriedArguments?: boolean;
  /** May a body be a function that lacks arguments, as `(+ 1)` of `(+ 1 2)`? True when absent. */
  readonly curriedBodies?: boolean;
  /**
   * Keep programs in eta-long form: no body is a lambda or lacks arguments, and an argument that is
   * applied is written with its lambdas. The programs must be in beta-normal, eta-long form.
   */
  readonly etaLong?: boolean;
  /** Lambdas with these tags stay with what they are in: no body begins with one, no argument is one. */
  readonly fusedTags?: ReadonlySet<number>;
  /**
   * Also try arguments that are the same closed term at every use. It can pay when the term occurs
   * more often in the body than the abstraction in the programs (Bowers and others 2023, section 4.3,
   * footnote); it costs the two prunings that rest on leaving such arguments out.
   */
  readonly constantArguments?: boolean;
  /** Prunings that are off; they change the time and not the result. For measuring. */
  readonly without?: ReadonlySet<Pruning>;
}

/** The prunings of Bowers and others 2023, sections 4.2 and 4.3. */
export const PRUNINGS = [
  "upper-bound",
  "argument-capture",
  "redundant-argument",
  "single-use",
  "arity-zero",
] as const;

export type Pruning = (typeof PRUNINGS)[number];

/** How often a step did what. */
export interface SearchCounts {
  /** Partial abstractions taken from the queue and expanded. */
  expansions: number;
  /** Partial abstractions put into the queue. */
  queued: number;
  /** Complete abstractions whose utility was computed in full. */
  scored: number;
  prunedByBound: number;
  prunedByCapture: number;
  prunedByRedundancy: number;
  prunedBySingleUse: number;
  prunedBySingleTask: number;
  prunedByFreeVariable: number;
}

export const noCounts = (): SearchCounts => ({
  expansions: 0,
  queued: 0,
  scored: 0,
  prunedByBound: 0,
  prunedByCapture: 0,
  prunedByRedundancy: 0,
  prunedBySingleUse: 0,
  prunedBySingleTask: 0,
  prunedByFreeVariable: 0,
});
