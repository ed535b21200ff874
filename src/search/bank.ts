import { FAULT } from "./valueStore.ts";

/** Refuses growth beyond the search's memory. */
export interface MemoryMeter {
  /** Bytes about to be taken (given back when negative). Throws `OutOfMemory` when there is no room. */
  take(bytes: number): void;
}

/**
 * The terms found so far of one nonterminal in one scope, in order of cost, no two alike in value on
 * all rows. Struct of arrays: a term is an index. Terms of one cost are contiguous, and so are the
 * columns of their values.
 */
export class Bank {
  /** Rows in a column: how many environments every term is evaluated in. */
  readonly rows: number;
  /** Integers that one value takes. */
  readonly lanes: number = 1;
  /** Children kept for a term: the most that a production has. */
  readonly stride: number;
  /** Value ids, `rows` a term. */
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
  private hashes: Int32Array;
  private slots: Int32Array;
  private readonly meter: MemoryMeter;

  constructor(rows: number, stride: number, meter: MemoryMeter) {
    this.rows = rows;
    this.stride = stride;
    this.meter = meter;
    const capacity = 16;
    meter.take(this.termBytes() * capacity + 4 * (2 * capacity + rows));
    this.values = new Int32Array(rows * capacity);
    this.productions = new Int32Array(capacity);
    this.children = new Int32Array(stride * capacity);
    this.hashes = new Int32Array(capacity);
    this.slots = new Int32Array(capacity * 2);
    this.column = new Int32Array(rows);
  }

  private termBytes(): number {
    return 4 * (this.rows + this.stride + 2);
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

  /** The term whose value is that id in every row, or -1. */
  findConstant(id: number): number {
    for (let i = 0; i < this.rows; i++) this.column[i] = id;
    return this.findColumn();
  }

  /** The term whose values stand in `column`, or -1. */
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
    const { column, rows } = this;
    const start = term * rows;
    for (let i = 0; i < rows; i++) this.values[start + i] = column[i] as number;
    this.productions[term] = production;
    for (let i = 0; i < arity; i++) {
      this.children[term * this.stride + i] = children[i] as number;
    }
    this.hashes[term] = hash;
    let slot = hash & (this.slots.length - 1);
    while (this.slots[slot] !== 0) slot = (slot + 1) & (this.slots.length - 1);
    this.slots[slot] = term + 1;
    return term;
  }

  private hashColumn(): number {
    const { column, rows } = this;
    let hash = 0x3c6ef372;
    for (let i = 0; i < rows; i++) {
      hash = Math.imul(hash ^ (column[i] as number), 0x85ebca6b);
      hash ^= hash >>> 15;
    }
    return hash;
  }

  private find(hash: number): number {
    const { slots, hashes, values, column, rows } = this;
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const term = (slots[slot] as number) - 1;
      if (term === -1) return -1;
      if (hashes[term] !== hash) continue;
      const start = term * rows;
      let i = 0;
      while (i < rows && values[start + i] === column[i]) i++;
      if (i === rows) return term;
    }
  }

  private grow(): void {
    const before = this.productions.length;
    const capacity = before < 1 << 16 ? before * 2 : Math.ceil(before * 1.5);
    const tableSize = capacity * 2 > this.slots.length ? this.slots.length * 2 : this.slots.length;
    // The old arrays live until the new ones are filled: they are given back only then.
    this.meter.take(this.termBytes() * capacity + 4 * tableSize);
    this.values = copied(this.values, this.rows * capacity);
    this.productions = copied(this.productions, capacity);
    this.children = copied(this.children, this.stride * capacity);
    this.hashes = copied(this.hashes, capacity);
    const oldTable = this.slots.length;
    const slots = new Int32Array(tableSize);
    for (let term = 0; term < this.count; term++) {
      let slot = (this.hashes[term] as number) & (tableSize - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (tableSize - 1);
      slots[slot] = term + 1;
    }
    this.slots = slots;
    this.meter.take(-(this.termBytes() * before + 4 * oldTable));
  }

  /** Is the column without a value in every row? */
  columnIsFaulty(): boolean {
    for (let i = 0; i < this.rows; i++) if (this.column[i] !== FAULT) return false;
    return true;
  }
}

function copied(from: Int32Array, length: number): Int32Array {
  const to = new Int32Array(length);
  to.set(from);
  return to;
}
