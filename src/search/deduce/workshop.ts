import type { Term } from "../../dsl/term.ts";
import type { Bank } from "../bank.ts";
import { extractTerm } from "../extractTerm.ts";
import type { Scope } from "../scope.ts";
import type { SearchGrammar } from "../searchGrammar.ts";
import { FAULT, type ValueStore } from "../valueStore.ts";

/** What deduction works on: the bank search that it runs beside, seen from outside. */
export interface Workshop {
  readonly grammar: SearchGrammar;
  readonly store: ValueStore;
  /** The scope of the whole function's body, one row an example. */
  readonly root: Scope;
  /** The bank of a nonterminal in the root scope. */
  bankOf(nonterminal: number): Bank;
  /** Pays for work, counted as candidates. Throws to end the search. */
  pay(candidates: number): void;
  /** Takes memory of the search's budget, or gives it back when negative. Throws when there is none left. */
  take(bytes: number): void;
  /** Gives a body of the whole function that has the outputs wanted on all rows. May throw to end the search. */
  emit(body: Term, cost: number): void;
}

/** A term of the language found for a goal. */
export interface Found {
  readonly term: Term;
  readonly cost: number;
}

/** A term of a bank as one found. */
export function foundIn(workshop: Workshop, bank: Bank, term: number): Found {
  return {
    term: extractTerm(workshop.grammar, workshop.root, bank, term),
    cost: bank.costOf(term),
  };
}

/** The value of a term on a row; undefined for a fault. */
export function valueAt(bank: Bank, term: number, row: number, store: ValueStore): unknown {
  if (bank.lanes === 2) {
    const at = 2 * (term * bank.rows + row);
    return wordOf(bank.values[at] as number, bank.values[at + 1] as number);
  }
  return store.decode(bank.values[term * bank.rows + row] as number);
}

const halves = new BigUint64Array(1);
const ints = new Int32Array(halves.buffer);

/** The word of two 32-bit halves. */
function wordOf(low: number, high: number): bigint {
  ints[0] = low;
  ints[1] = high;
  return halves[0] as bigint;
}

/**
 * Writes a value into a column as a bank has it.
 *
 * @param store `"find"` leaves the store as it is: a value that no term has is refused
 * @returns false when it is refused
 */
export function writeCell(
  column: Int32Array,
  lanes: number,
  row: number,
  value: unknown,
  store: ValueStore,
  how: "find" | "encode",
): boolean {
  if (lanes === 2) {
    if (typeof value !== "bigint") return false;
    halves[0] = value;
    column[2 * row] = ints[0] as number;
    column[2 * row + 1] = ints[1] as number;
    return true;
  }
  column[row] = FAULT;
  try {
    column[row] = how === "find" ? store.find(value) : store.encode(value);
  } catch {
    // A user's inverse may give an object that throws when it is looked at.
  }
  return column[row] !== FAULT;
}
