import type { Bank } from "../bank.ts";

/** Bits of the filter over the first two rows. */
const FILTER_BITS = 1 << 18;
/** Terms that a view knows at most, the cheapest; one of some rows keeps a table of its own. */
const MOST_VIEWED = 60_000;
const MOST_VIEWED_IN_PART = 8_000;

/**
 * A bank as deduction sees it: all its rows, or a few of them. Answers which terms share a value on
 * the first row, may there be a term with these values on the first two, and which has them on all.
 */
export class BankView {
  readonly bank: Bank;
  /** The rows that are seen. */
  readonly rows: Int32Array;
  /** Integers in a column: the rows' lanes. */
  readonly width: number;
  /** A column to look up. */
  readonly column: Int32Array;
  /**
   * One group for each value on the first row, in the order of its first term; terms rise. Words
   * seldom repeat and are not grouped.
   */
  readonly groups: number[][] = [];
  private readonly byFirst = new Map<number, number[]>();
  private readonly filter = new Int32Array(FILTER_BITS >> 5);
  private readonly all: boolean;
  // Open addressing over the columns of some rows: term + 1, or 0. Of equal ones the cheapest.
  private slots = new Int32Array(1 << 8);
  private entries = 0;
  /** Terms that are known. */
  known = 0;
  private readonly scratch: Int32Array;

  private readonly valued: Int32Array;

  /**
   * @param rows the rows that are seen, rising
   * @param valued rows on which a term must have some value to be found by those that are seen, when
   *   these are not all
   */
  constructor(bank: Bank, rows: Int32Array, valued: Int32Array) {
    this.bank = bank;
    this.rows = rows;
    this.valued = valued;
    this.all = rows.length === bank.rows;
    this.width = rows.length * bank.lanes;
    this.column = new Int32Array(this.width);
    this.scratch = new Int32Array(this.width);
  }

  /** Takes in the terms that came since, and tells how many. */
  sync(): number {
    const { bank } = this;
    const before = this.known;
    const end = Math.min(bank.count, this.all ? MOST_VIEWED : MOST_VIEWED_IN_PART);
    const filtered = Math.min(2, this.rows.length) * bank.lanes;
    for (; this.known < end; this.known++) {
      const term = this.known;
      this.read(term);
      const hash = hashOf(this.scratch, filtered) & (FILTER_BITS - 1);
      this.filter[hash >>> 5] = (this.filter[hash >>> 5] as number) | (1 << (hash & 31));
      if (bank.lanes === 1) this.group(term, this.scratch[0] as number);
      if (!this.all && bank.hasValues(term, this.valued)) this.enter(term);
    }
    return end - before;
  }

  private group(term: number, first: number): void {
    const known = this.byFirst.get(first);
    if (known !== undefined) known.push(term);
    else {
      const fresh = [term];
      this.groups.push(fresh);
      this.byFirst.set(first, fresh);
    }
  }

  /** False only when no term that is known has the values of `column` on the first two rows. */
  mayHave(): boolean {
    const filtered = Math.min(2, this.rows.length) * this.bank.lanes;
    const hash = hashOf(this.column, filtered) & (FILTER_BITS - 1);
    return ((this.filter[hash >>> 5] as number) & (1 << (hash & 31))) !== 0;
  }

  /** The cheapest term that has the values of `column` on the rows, and some on those valued, or -1. */
  find(): number {
    if (this.all) {
      this.bank.column.set(this.column);
      return this.bank.findColumn();
    }
    return (this.slots[this.slotOf(this.column)] as number) - 1;
  }

  private enter(term: number): void {
    const slot = this.slotOf(this.scratch);
    if (this.slots[slot] !== 0) return;
    this.slots[slot] = term + 1;
    if (++this.entries * 2 <= this.slots.length) return;
    const old = this.slots;
    this.slots = new Int32Array(old.length * 2);
    for (const entry of old) {
      if (entry === 0) continue;
      this.read(entry - 1);
      this.slots[this.slotOf(this.scratch)] = entry;
    }
  }

  private slotOf(column: Int32Array): number {
    const { slots } = this;
    const mask = slots.length - 1;
    for (let slot = hashOf(column, this.width) & mask; ; slot = (slot + 1) & mask) {
      const term = (slots[slot] as number) - 1;
      if (term === -1 || this.has(term, column)) return slot;
    }
  }

  private has(term: number, column: Int32Array): boolean {
    const { bank, rows } = this;
    const { lanes, values } = bank;
    let at = 0;
    for (const row of rows) {
      const from = (term * bank.rows + row) * lanes;
      for (let lane = 0; lane < lanes; lane++) {
        if (values[from + lane] !== column[at++]) return false;
      }
    }
    return true;
  }

  /** Copies a term's values on the rows to `scratch`. */
  private read(term: number): void {
    const { bank, rows, scratch } = this;
    const { lanes, values } = bank;
    let at = 0;
    for (const row of rows) {
      const from = (term * bank.rows + row) * lanes;
      for (let lane = 0; lane < lanes; lane++) scratch[at++] = values[from + lane] as number;
    }
  }
}

function hashOf(values: Int32Array, count: number): number {
  let hash = 0x1b873593;
  for (let i = 0; i < count; i++) {
    hash = Math.imul(hash ^ (values[i] as number), 0x85ebca6b);
    hash ^= hash >>> 13;
  }
  return hash ^ (hash >>> 16);
}
