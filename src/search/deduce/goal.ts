import { writeCell } from "./workshop.ts";
import type { Found, Workshop } from "./workshop.ts";

/** Values wanted of a term of a nonterminal on some rows of the root scope; on the others any will do. */
export class Goal {
  readonly nonterminal: number;
  /** The rows, rising. */
  readonly rows: Int32Array;
  /** One for each of the rows. */
  readonly values: readonly unknown[];
  /** The values as the nonterminal's bank has them. */
  readonly column: Int32Array;
  /** Where it is needed; none for the goal that deduction starts from. */
  readonly uses: Use[] = [];
  /** The least cost of what stands around it in a whole program. */
  before: number;
  /** The cheapest term known for it. */
  best: Found | undefined;

  constructor(
    nonterminal: number,
    rows: Int32Array,
    values: readonly unknown[],
    column: Int32Array,
    before: number,
  ) {
    this.nonterminal = nonterminal;
    this.rows = rows;
    this.values = values;
    this.column = column;
    this.before = before;
  }
}

/** A production of which all slots but one are filled: with a term for the goal, it is one for the parent. */
export interface Use {
  readonly parent: Goal;
  readonly production: number;
  /** Slot of the goal. */
  readonly slot: number;
  /** Terms in the other slots, by slot. */
  readonly others: readonly (Found | undefined)[];
}

/** A goal whose values are stored, or undefined when one of them is beyond the limits. */
export function makeGoal(
  nonterminal: number,
  rows: Int32Array,
  values: readonly unknown[],
  before: number,
  workshop: Workshop,
): Goal | undefined {
  const { lanes } = workshop.bankOf(nonterminal);
  const column = new Int32Array(values.length * lanes);
  for (const [row, value] of values.entries()) {
    if (!writeCell(column, lanes, row, value, workshop.store, "encode")) return undefined;
  }
  return new Goal(nonterminal, rows, [...values], column, before);
}
