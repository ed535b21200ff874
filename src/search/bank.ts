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
const RESERVE_FROM_BYTES = 2 ** 20;

/** Candidates that wait at most: enough to keep memory busy, few enough for the fastest cache. */
const MOST_WAITING = 32;

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
  /** Integers in a column. */
  readonly width: number;
  /** `rows * lanes` a term, row by row. */
  values: Int32Array;
  /** The production at the root of each term: an index into the grammar, or `-1 - i` for variable i. */
  productions: Int32Array;
  /** For each slot of the production the index of the term in that slot's bank. */
  children: Int32Array;
  count = 0;
  /** Terms that there is room for. */
  private capacity = 16;
  /** Costs at which there are terms, rising, and for each where its terms begin. */
  readonly costs: number[] = [];
  readonly starts: number[] = [];
  /** Runs of terms of one cost and production: the production of each, and where its terms begin. */
  readonly runProductions: number[] = [];
  readonly runStarts: number[] = [];
  /** For each cost its first run. */
  readonly firstRuns: number[] = [];
  /** Every candidate up to this cost was built. */
  completed = 0;
  /** The column being offered, or asked for. */
  readonly column: Int32Array;
  /** Columns of candidates that wait to be added, one after the other. */
  readonly waiting: Int32Array;
  waitingCount = 0;
  private readonly waitingChildren: Int32Array;
  private readonly waitingHashes = new Int32Array(MOST_WAITING + 1);
  /** Open addressing by hash of a column: its hash, and its term + 1 or 0; at most half full. */
  private table: Int32Array;
  private readonly meter: MemoryMeter;

  constructor(rows: number, lanes: Lanes, stride: number, meter: MemoryMeter) {
    this.rows = rows;
    this.lanes = lanes;
    this.width = rows * lanes;
    this.stride = stride;
    this.meter = meter;
    const { capacity } = this;
    const fixed = this.width + (this.width + stride + 1) * MOST_WAITING;
    meter.take(this.termBytes() * capacity + 4 * (4 * capacity + fixed));
    this.values = new Int32Array(this.width * capacity);
    this.productions = new Int32Array(capacity);
    this.children = new Int32Array(stride * capacity);
    this.table = new Int32Array(capacity * 4);
    this.column = new Int32Array(this.width);
    this.waiting = new Int32Array(this.width * MOST_WAITING);
    this.waitingChildren = new Int32Array(stride * MOST_WAITING);
  }

  private termBytes(): number {
    return 4 * (this.width + this.stride + 1);
  }

  /** Has a term a value on all of these rows? Among halves every row has one. */
  hasValues(term: number, rows: Int32Array): boolean {
    if (this.lanes === 2) return true;
    const from = term * this.rows;
    return rows.every((row) => this.values[from + row] !== FAULT);
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
    return this.endOfLevel(at);
  }

  /** The place of a cost in `costs`, or -1 when there are no terms of it. */
  levelOf(cost: number): number {
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

  /** One past the last index of the terms of a level, a place in `costs`. */
  endOfLevel(level: number): number {
    return level + 1 < this.starts.length ? (this.starts[level + 1] as number) : this.count;
  }

  /** One past the last run of a level. */
  endOfRuns(level: number): number {
    return this.firstRuns[level + 1] ?? this.runStarts.length;
  }

  /** The cost of a term. */
  costOf(term: number): number {
    let level = this.starts.length - 1;
    while ((this.starts[level] as number) > term) level--;
    return this.costs[level] as number;
  }

  /** The term whose values are those in `column`, or -1. */
  findColumn(): number {
    return this.find(hashOf(this.column, 0, this.width), this.column, 0);
  }

  /**
   * Adds the term whose values stand in `column` unless an equal one is there.
   *
   * @param children the first `arity` of them count
   * @returns its index, or -1 for a duplicate
   */
  add(cost: number, production: number, children: Int32Array, arity: number): number {
    const hash = hashOf(this.column, 0, this.width);
    return this.addNew(hash, this.column, 0, cost, production, children, 0, arity);
  }

  /**
   * Puts off a candidate whose values stand in `waiting`, at the place of the next to wait, so that
   * it is added together with others.
   *
   * @returns may no more wait?
   */
  wait(children: Int32Array, arity: number): boolean {
    const first = this.waitingCount * this.stride;
    for (let i = 0; i < arity; i++) this.waitingChildren[first + i] = children[i] as number;
    return ++this.waitingCount === MOST_WAITING;
  }

  /**
   * Begins to add those that wait. A look-up in a large table waits for memory; looking up all of
   * them at once, before the results are needed, lets the waits overlap.
   */
  lookUpWaiting(): void {
    const { table, values, width, waiting, waitingHashes } = this;
    const mask = table.length - 1;
    for (let i = 0; i < this.waitingCount; i++) {
      waitingHashes[i] = hashOf(waiting, i * width, width);
    }
    // Kept at the end, so that the reads are not taken for needless.
    let seen = 0;
    for (let i = 0; i < this.waitingCount; i++) {
      seen ^= table[((waitingHashes[i] as number) << 1) & mask] as number;
    }
    for (let i = 0; i < this.waitingCount; i++) {
      const at = ((waitingHashes[i] as number) << 1) & mask;
      if (table[at] !== waitingHashes[i]) continue;
      const term = (table[at + 1] as number) - 1;
      if (term !== -1) seen ^= values[term * width] as number;
    }
    waitingHashes[MOST_WAITING] = seen;
  }

  /** Adds the candidate that waits at a place, as `add` does. */
  addWaiting(place: number, cost: number, production: number, arity: number): number {
    const { waiting, waitingHashes, waitingChildren, width, stride } = this;
    const hash = waitingHashes[place] as number;
    const first = place * stride;
    return this.addNew(
      hash,
      waiting,
      place * width,
      cost,
      production,
      waitingChildren,
      first,
      arity,
    );
  }

  private addNew(
    hash: number,
    column: Int32Array,
    from: number,
    cost: number,
    production: number,
    children: Int32Array,
    firstChild: number,
    arity: number,
  ): number {
    if (this.find(hash, column, from) !== -1) return -1;
    if (this.count === this.capacity) this.grow();
    const term = this.count++;
    if (this.costs[this.costs.length - 1] !== cost) {
      this.costs.push(cost);
      this.starts.push(term);
      this.firstRuns.push(this.runStarts.length);
      this.beginRun(term, production);
    } else if (this.runProductions[this.runProductions.length - 1] !== production) {
      this.beginRun(term, production);
    }
    const { width, stride } = this;
    const start = term * width;
    for (let i = 0; i < width; i++) this.values[start + i] = column[from + i] as number;
    this.productions[term] = production;
    for (let i = 0; i < arity; i++) {
      this.children[term * stride + i] = children[firstChild + i] as number;
    }
    this.enter(hash, term);
    return term;
  }

  private beginRun(term: number, production: number): void {
    this.runStarts.push(term);
    this.runProductions.push(production);
  }

  private enter(hash: number, term: number): void {
    const { table } = this;
    const mask = table.length - 1;
    let at = (hash << 1) & mask;
    while (table[at + 1] !== 0) at = (at + 2) & mask;
    table[at] = hash;
    table[at + 1] = term + 1;
  }

  private find(hash: number, column: Int32Array, from: number): number {
    const { table, values, width } = this;
    const mask = table.length - 1;
    for (let at = (hash << 1) & mask; ; at = (at + 2) & mask) {
      const term = (table[at + 1] as number) - 1;
      if (term === -1) return -1;
      if (table[at] !== hash) continue;
      const start = term * width;
      let i = 0;
      while (i < width && values[start + i] === column[from + i]) i++;
      if (i === width) return term;
    }
  }

  /** Makes room for more terms. */
  private grow(): void {
    const { meter, capacity: before } = this;
    const { length } = this.table;
    const reserved = this.productions.length;
    const bytesFor = (capacity: number): number =>
      // The old arrays live until the new ones are filled: they are given back only then.
      this.termBytes() * (capacity <= reserved ? capacity - before : capacity) +
      (capacity * 4 > length ? 8 * length : 0);
    const factor = GROWTH.find((one) => meter.has(bytesFor(Math.ceil(before * one))));
    const capacity = Math.ceil(before * (factor ?? LEAST_GROWTH));
    meter.take(bytesFor(capacity));
    if (capacity > reserved) {
      this.reserve(capacity);
      meter.take(-this.termBytes() * before);
    }
    this.capacity = capacity;
    if (capacity * 4 > length) {
      const old = this.table;
      this.table = allocated(length * 2, meter);
      // In the old order the new places lie along two rising lines, which memory is fast at.
      for (let at = 0; at < old.length; at += 2) {
        const term = (old[at + 1] as number) - 1;
        if (term !== -1) this.enter(old[at] as number, term);
      }
      meter.take(-4 * length);
    }
  }

  /**
   * Moves the terms to longer arrays, far longer when they are long: what is reserved takes no memory
   * before it is written, and to be given fresh memory takes longer than to fill it.
   */
  private reserve(capacity: number): void {
    const most = capacity * this.termBytes() > RESERVE_FROM_BYTES ? capacity * 4 : capacity;
    this.values = copied(this.values, this.width * most, this.meter);
    this.productions = copied(this.productions, most, this.meter);
    this.children = copied(this.children, this.stride * most, this.meter);
  }

  /** Is the column without a value in every row? Words always have one. */
  columnIsFaulty(): boolean {
    if (this.lanes === 2) return false;
    for (let i = 0; i < this.rows; i++) if (this.column[i] !== FAULT) return false;
    return true;
  }
}

function hashOf(column: Int32Array, from: number, width: number): number {
  // Two chains, since each step of one waits for the step before it.
  let even = 0x3c6ef372;
  let odd = 0x1b873593;
  let i = from;
  const end = from + width;
  for (; i + 1 < end; i += 2) {
    even = Math.imul(even ^ (column[i] as number), 0x85ebca6b);
    odd = Math.imul(odd ^ (column[i + 1] as number), 0xcc9e2d51);
    even ^= even >>> 15;
    odd ^= odd >>> 13;
  }
  if (i < end) even = Math.imul(even ^ (column[i] as number), 0x85ebca6b);
  const hash = Math.imul(even ^ (even >>> 16) ^ odd, 0xc2b2ae35);
  return hash ^ (hash >>> 15);
}

function copied(from: Int32Array, length: number, meter: MemoryMeter): Int32Array {
  const to = allocated(length, meter);
  to.set(from);
  return to;
}

/** An array, or the end of the search when the machine has no room for it. */
function allocated(length: number, meter: MemoryMeter): Int32Array {
  try {
    return new Int32Array(length);
  } catch (error) {
    meter.take(Infinity);
    throw error;
  }
}
