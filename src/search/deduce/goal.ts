import type { Bank } from "../bank.ts";
import type { Found, Workshop } from "./workshop.ts";
import { foundIn, writeCell } from "./workshop.ts";

/** Values wanted of a term of a nonterminal, one a row. */
export class Goal {
  readonly nonterminal: number;
  readonly bank: Bank;
  readonly values: readonly unknown[];
  /** The values as the nonterminal's bank has them. */
  readonly column: Int32Array;
  /** Where it is needed; none for the whole task's goal. */
  readonly uses: Use[] = [];
  /** The least cost of what stands around it in a whole program. */
  before: number;
  /** The cheapest term known for it. */
  best: Found | undefined;

  constructor(nonterminal: number, values: readonly unknown[], column: Int32Array, bank: Bank, before: number) {
    this.nonterminal = nonterminal;
    this.values = values;
    this.column = column;
    this.bank = bank;
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
  values: readonly unknown[],
  before: number,
  workshop: Workshop,
): Goal | undefined {
  const bank = workshop.bankOf(nonterminal);
  const column = new Int32Array(values.length * bank.lanes);
  for (const [row, value] of values.entries()) {
    if (!writeCell(column, bank.lanes, row, value, workshop.store, "encode")) return undefined;
  }
  return new Goal(nonterminal, [...values], column, bank, before);
}

/** The term of the goal's bank that has its values. */
export function lookUp(goal: Goal, workshop: Workshop): Found | undefined {
  goal.bank.column.set(goal.column);
  const term = goal.bank.findColumn();
  return term === -1 ? undefined : foundIn(workshop, goal.bank, term);
}
