import type { Bank } from "../bank.ts";

/** Bits of the filter over the first two rows. */
const FILTER_BITS = 1 << 22;

/**
 * What deduction asks of a bank over and over: which terms share a value on the first row, and may
 * there be a term with these values on the first two.
 */
export class BankIndex {
  readonly bank: Bank;
  /** One group for each value on the first row, in the order of its first term; terms rise. */
  readonly groups: number[][] = [];
  private readonly byFirst = new Map<number, number[]>();
  private readonly filter = new Int32Array(FILTER_BITS >> 5);
  private known = 0;

  constructor(bank: Bank) {
    this.bank = bank;
  }

  /** Takes in the terms that came since. */
  sync(): void {
    const { bank } = this;
    const width = bank.rows * bank.lanes;
    for (; this.known < bank.count; this.known++) {
      const at = this.known * width;
      const hash = filterHash(bank.values, at, Math.min(width, 2 * bank.lanes));
      this.filter[hash >>> 5] = (this.filter[hash >>> 5] as number) | (1 << (hash & 31));
      // Words seldom repeat: each is a group of its own.
      const group = bank.lanes === 1 ? this.byFirst.get(bank.values[at] as number) : undefined;
      if (group !== undefined) group.push(this.known);
      else {
        const fresh = [this.known];
        this.groups.push(fresh);
        if (bank.lanes === 1) this.byFirst.set(bank.values[at] as number, fresh);
      }
    }
  }

  /** False only when no term has the column's values on the first two rows. */
  mayHave(column: Int32Array): boolean {
    const { rows, lanes } = this.bank;
    const hash = filterHash(column, 0, Math.min(rows, 2) * lanes);
    return ((this.filter[hash >>> 5] as number) & (1 << (hash & 31))) !== 0;
  }
}

function filterHash(values: Int32Array, from: number, count: number): number {
  let hash = 0x1b873593;
  for (let i = 0; i < count; i++) {
    hash = Math.imul(hash ^ (values[from + i] as number), 0x85ebca6b);
    hash ^= hash >>> 13;
  }
  return (hash ^ (hash >>> 16)) & (FILTER_BITS - 1);
}
