import type { Lanes } from "./columnLanes.ts";
import { FAULT } from "./valueStore.ts";

/** Refuses growth beyond the search's memory. */
export interface MemoryMeter {
  /** Is there room for so many bytes more? */
  has(bytes: number): boolean;
  /** Bytes about to be taken (given back when negative). Throws `OutOfMemory` when there is no room. */
  take(bytes: number): void;
}

/** By what a bank grows, tried in order: the less, the less memory is needed and the more is copied. */
const GROWTH = [2, 1.5];
const LEAST_GROWTH = 1.2;

/**
 * The terms found so far of one nonterminal in one scope, in order of cost, no two alike in value on
 * all rows. Struct of arrays: a term is an index. Terms of one cost are contiguous, and so are the
 * columns of their values.
 */
export class Bank {
  /** Rows in a column: how many environments every term is evaluated in. */
  readonly rows: number;
  /** Children kept for a term: the most that a production has. */
  readonly stride: number;
  /** Integers that a row takes: 1 for a value's id, 2 for a word's low and high half. */
  readonly lanes: Lanes;
  /** `rows * lanes` a term, row by row. */
  values: Int32Array;
  /** The production at the root of each term: an index into the grammar, or `-1 - i` for variable i. */
  productions: Int32Array;
  /** For each slot of the production the index of the term in that slot's bank. */
  children: Int32Array;
  count = 0;
  /** Costs at which there are terms, rising, and for each where its terms begin. */
  readonly costs: number[] = [];
  readonly starts: number[] = [];
  /** Every candidate up to this cost was built. */
  completed = 0;
  /** The column being offered. */
  readonly column: Int32Array;
  private readonly width: number;
  /** Open addressing by hash of a column: its hash, and its term + 1 or 0; at most half full. */
  private table: Int32Array;
  private readonly meter: MemoryMeter;

  constructor(rows: number, lanes: Lanes, stride: number, meter: MemoryMeter) {
    this.rows = rows;
    this.lanes = lanes;
    this.width = rows * lanes;
    this.stride = stride;
    this.meter = meter;
    const capacity = 16;
    meter.take(this.termBytes() * capacity + 4 * (4 * capacity + this.width));
    this.values = new Int32Array(this.width * capacity);
    this.productions = new Int32Array(capacity);
    this.children = new Int32Array(stride * capacity);
    this.table = new Int32Array(capacity * 4);
    this.column = new Int32Array(this.width);
  }

  private termBytes(): number {
    return 4 * (this.width + this.stride + 1);
  }

  /** First index of the terms of that cost; equal to `endOf` when there are none. */
  startOf(cost: number): number {
    const at = this.levelOf(cost);
    return at === -1 ? 0 : (this.starts[at] as number);
  }

  /** One past the last index of the terms of that cost. */
  endOf(cost: number): number {
    const at = this.levelOf(cost);
    if (at === -1) return 0;
    return at + 1 < this.starts.length ? (this.starts[at + 1] as number) : this.count;
  }

  private levelOf(cost: number): number {
    let low = 0;
    let high = this.costs.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.costs[middle] as number;
      if (found === cost) return middle;
      if (found < cost) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  /** The cost of a term. */
  costOf(term: number): number {
    let level = this.starts.length - 1;
    while ((this.starts[level] as number) > term) level--;
    return this.costs[level] as number;
  }

  /** The term whose values are those in `column`, or -1. */
  findColumn(): number {
    return this.find(this.hashColumn());
  }

  /**
   * Adds the term whose values stand in `column` unless an equal one is there.
   *
   * @param children the first `arity` of them count
   * @returns its index, or -1 for a duplicate
   */
  add(cost: number, production: number, children: Int32Array, arity: number): number {
    const hash = this.hashColumn();
    if (this.find(hash) !== -1) return -1;
    if (this.count === this.productions.length) this.grow();
    const term = this.count++;
    if (this.costs[this.costs.length - 1] !== cost) {
      this.costs.push(cost);
      this.starts.push(term);
    }
    const { column, width } = this;
    const start = term * width;
    for (let i = 0; i < width; i++) this.values[start + i] = column[i] as number;
    this.productions[term] = production;
    for (let i = 0; i < arity; i++) {
      this.children[term * this.stride + i] = children[i] as number;
    }
    this.enter(hash, term);
    return term;
  }

  private enter(hash: number, term: number): void {
    const { table } = this;
    const mask = table.length - 1;
    let at = (hash << 1) & mask;
    while (table[at + 1] !== 0) at = (at + 2) & mask;
    table[at] = hash;
    table[at + 1] = term + 1;
  }

  private hashColumn(): number {
    const { column, width } = this;
    // Two chains, since each step of one waits for the step before it.
    let even = 0x3c6ef372;
    let odd = 0x1b873593;
    let i = 0;
    for (; i + 1 < width; i += 2) {
      even = Math.imul(even ^ (column[i] as number), 0x85ebca6b);
      odd = Math.imul(odd ^ (column[i + 1] as number), 0xcc9e2d51);
      even ^= even >>> 15;
      odd ^= odd >>> 13;
    }
    if (i < width) even = Math.imul(even ^ (column[i] as number), 0x85ebca6b);
    const hash = Math.imul(even ^ (even >>> 16) ^ odd, 0xc2b2ae35);
    return hash ^ (hash >>> 15);
  }

  private find(hash: number): number {
    const { table, values, column, width } = this;
    const mask = table.length - 1;
    for (let at = (hash << 1) & mask; ; at = (at + 2) & mask) {
      const term = (table[at + 1] as number) - 1;
      if (term === -1) return -1;
      if (table[at] !== hash) continue;
      const start = term * width;
      let i = 0;
      while (i < width && values[start + i] === column[i]) i++;
      if (i === width) return term;
    }
  }

  private grow(): void {
    const capacity = this.takeMore();
    this.values = copied(this.values, this.width * capacity);
    this.productions = copied(this.productions, capacity);
    this.children = copied(this.children, this.stride * capacity);
    const old = this.table;
    if (capacity * 4 > old.length) {
      this.table = new Int32Array(old.length * 2);
      // In the old order the new places lie along two rising lines, which memory is fast at.
      for (let at = 0; at < old.length; at += 2) {
        const term = (old[at + 1] as number) - 1;
        if (term !== -1) this.enter(old[at] as number, term);
      }
    }
  }

  /** Takes the memory that more terms need and gives back what theirs replaces: how many fit in it. */
  private takeMore(): number {
    const { meter } = this;
    const before = this.productions.length;
    const oldTable = this.table.length;
    const capacityOf = (factor: number): number => Math.ceil(before * factor);
    const bytesOf = (capacity: number): number =>
      this.termBytes() * capacity + 4 * (capacity * 4 > oldTable ? oldTable * 2 : oldTable);
    // The old arrays live until the new ones are filled: they are given back only then.
    const factor = GROWTH.find((one) => meter.has(bytesOf(capacityOf(one)))) ?? LEAST_GROWTH;
    const capacity = capacityOf(factor);
    meter.take(bytesOf(capacity));
    meter.take(-(this.termBytes() * before + 4 * oldTable));
    return capacity;
  }

  /** Is the column without a value in every row? Words always have one. */
  columnIsFaulty(): boolean {
    if (this.lanes === 2) return false;
    for (let i = 0; i < this.rows; i++) if (this.column[i] !== FAULT) return false;
    return true;
  }
}

function copied(from: Int32Array, length: number): Int32Array {
  const to = new Int32Array(length);
  to.set(from);
  return to;
}
