/** What a domain allows of its values and its programs; beyond it a program has no value (a fault). */
export interface Limits {
  /** Least and greatest integer. */
  readonly integer: { readonly min: number; readonly max: number };
  /** Elements in the longest list. */
  readonly listLength: number;
  /** UTF-16 units in the longest string. */
  readonly stringLength: number;
  /** Calls of functions (lambdas and partial applications), and uses of defined values, in one run. */
  readonly fuel: number;
}

export const DEFAULT_LIMITS: Limits = {
  integer: { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER },
  listLength: 10_000,
  stringLength: 100_000,
  fuel: 100_000,
};
