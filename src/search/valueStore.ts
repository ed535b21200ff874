import type { Limits } from "../dsl/limits.ts";
import { isRecord, valueKey } from "../interp/value.ts";
import { highHalf, joinHalves, lowHalf } from "../interp/wordHalves.ts";
import type { Lanes } from "./columnLanes.ts";
import { WordTable } from "./wordTable.ts";

/** The id of "no value": a fault. */
export const FAULT = 0;
/** The ids of the booleans; every other even id is an index into `ValueStore.values`, doubled. */
export const FALSE = 2;
export const TRUE = 4;

/** Integers of this magnitude or less are their own ids: `2 n + 1`. */
export const IMMEDIATE_MAX = 2 ** 30 - 1;

const MAX_DEPTH = 64;
// Parts one value may have in all: ends the walk of a small graph that is a huge tree.
const MAX_PARTS = 200_000;
const WORD_MAX = 0xffff_ffff_ffff_ffffn;

/**
 * Each distinct value once, under an integer id, so that columns of values are integer arrays and
 * equality of values is equality of ids.
 *
 * Odd ids are integers: `id >> 1`. Even ids are twice an index into `values`. Parts of lists are
 * shared: a stored list holds the stored object of every part, so that `===` compares parts.
 */
export class ValueStore {
  /** By half of an even id. Entries are shared: they must not be changed. */
  readonly values: unknown[] = [undefined, false, true];
  /** Bytes taken, estimated: what the entries and the tables over them need in V8. */
  sizeBytes = 0;
  /** Integers in this range are values, and their own ids. */
  readonly leastImmediate: number;
  readonly greatestImmediate: number;

  private readonly limits: Limits;
  private readonly strings = new Map<string, number>();
  private readonly words = new WordTable();
  private readonly integers = new Map<number, number>();
  private readonly records = new Map<string, number>();
  // Open addressing over lists: index into `values`, 0 for a free slot, and the list's full hash.
  private slots = new Int32Array(1 << 10);
  private hashes = new Int32Array(1 << 10);
  private lists = 0;
  private parts = 0;

  constructor(limits: Limits) {
    this.limits = limits;
    this.leastImmediate = Math.max(limits.integer.min, -IMMEDIATE_MAX);
    this.greatestImmediate = Math.min(limits.integer.max, IMMEDIATE_MAX);
  }

  /** Writes a value into a row of a column; false when it has no place there: a fault among halves. */
  put(id: number, column: Int32Array, row: number, lanes: Lanes): boolean {
    if (lanes === 1) {
      column[row] = id;
      return true;
    }
    const value = this.decode(id);
    if (typeof value !== "bigint") return false;
    column[2 * row] = lowHalf(value);
    column[2 * row + 1] = highHalf(value);
    return true;
  }

  /** The value in a row of a column; undefined for a fault. */
  take(column: Int32Array, row: number, lanes: Lanes): unknown {
    if (lanes === 1) return this.decode(column[row] as number);
    return joinHalves(column[2 * row] as number, column[2 * row + 1] as number);
  }

  decode(id: number): unknown {
    return (id & 1) === 1 ? id >> 1 : this.values[id >> 1];
  }

  /** The id of a value; `FAULT` for what is no value or beyond the limits. Ends for anything. */
  encode(value: unknown): number {
    this.parts = 0;
    return this.encodePart(value, 0);
  }

  /**
   * The id of a value that is stored, or its own id; `FAULT` for any other. Stores nothing. Ends for
   * anything.
   */
  find(value: unknown): number {
    this.parts = 0;
    return this.findPart(value, 0);
  }

  private findPart(value: unknown, depth: number): number {
    switch (typeof value) {
      case "number":
        return (value | 0) === value && value <= IMMEDIATE_MAX && value >= -IMMEDIATE_MAX
          ? this.encodeInteger(value)
          : (this.integers.get(value) ?? FAULT);
      case "boolean":
        return value ? TRUE : FALSE;
      case "string":
        return this.strings.get(value) ?? FAULT;
      case "bigint":
        return value < 0n || value > WORD_MAX ? FAULT : this.words.get(value);
      case "object":
        if (value === null || depth >= MAX_DEPTH) return FAULT;
        if (Array.isArray(value)) return this.findList(value, depth);
        return this.isSmallRecord(value, depth)
          ? (this.records.get(valueKey(value)) ?? FAULT)
          : FAULT;
      default:
        return FAULT;
    }
  }

  private findList(list: readonly unknown[], depth: number): number {
    if ((this.parts += list.length) > MAX_PARTS) return FAULT;
    let hash = list.length ^ 0x2545f491;
    let shared: unknown[] | undefined;
    for (const [i, part] of list.entries()) {
      const id = this.findPart(part, depth + 1);
      if (id === FAULT) return FAULT;
      if (typeof part === "object") (shared ??= list.slice())[i] = this.values[id >> 1];
      hash = Math.imul(hash ^ id, 0x85ebca6b);
      hash ^= hash >>> 15;
    }
    const index = this.indexOfList(shared ?? list, hash);
    return index < 0 ? FAULT : index << 1;
  }

  /** The index of a stored list, or the complement of the free slot where it would stand. */
  private indexOfList(list: readonly unknown[], hash: number): number {
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (let index; (index = this.slots[slot] as number) !== 0; slot = (slot + 1) & mask) {
      if (this.hashes[slot] === hash && sameParts(this.values[index] as readonly unknown[], list)) {
        return index;
      }
    }
    return ~slot;
  }

  /** Is this a record, no part of which is beyond what a stored value may be? */
  private isSmallRecord(value: object, depth: number): boolean {
    return (
      isRecord(value) &&
      Object.values(value).every((part) => {
        if (++this.parts > MAX_PARTS) return false;
        return typeof part !== "object" || this.findPart(part, depth + 1) !== FAULT;
      })
    );
  }

  private encodePart(value: unknown, depth: number): number {
    switch (typeof value) {
      case "number":
        return this.encodeInteger(value);
      case "boolean":
        return value ? TRUE : FALSE;
      case "string":
        return this.encodeString(value);
      case "bigint":
        return this.encodeWord(value);
      case "object":
        if (value === null || depth >= MAX_DEPTH) return FAULT;
        return Array.isArray(value)
          ? this.encodeList(value, depth)
          : this.encodeRecord(value as object, depth);
      default:
        return FAULT;
    }
  }

  private encodeInteger(value: number): number {
    const { min, max } = this.limits.integer;
    // Also false for NaN.
    if (!(value >= min && value <= max)) return FAULT;
    if (value >= -IMMEDIATE_MAX && value <= IMMEDIATE_MAX) {
      return (value | 0) === value ? (value << 1) | 1 : FAULT;
    }
    if (!Number.isSafeInteger(value)) return FAULT;
    return this.integers.get(value) ?? this.addTo(this.integers, value, 48);
  }

  /** `encode` of a string. */
  encodeString(value: string): number {
    if (value.length > this.limits.stringLength) return FAULT;
    return this.strings.get(value) ?? this.addTo(this.strings, value, 64 + 2 * value.length);
  }

  /** `encode` of a word. */
  encodeWord(value: bigint): number {
    if (value < 0n || value > WORD_MAX) return FAULT;
    const known = this.words.get(value);
    if (known !== 0) return known;
    const before = this.words.sizeBytes;
    const id = this.add(value, 24);
    this.words.add(value, id);
    this.sizeBytes += this.words.sizeBytes - before;
    return id;
  }

  private addTo<T>(table: Map<T, number>, value: T, bytes: number): number {
    const id = this.add(value, bytes);
    table.set(value, id);
    return id;
  }

  private add(value: unknown, bytes: number): number {
    this.sizeBytes += bytes + 8;
    return (this.values.push(value) - 1) << 1;
  }

  private encodeList(list: readonly unknown[], depth: number): number {
    const { length } = list;
    if (length > this.limits.listLength) return FAULT;
    if ((this.parts += length) > MAX_PARTS) return FAULT;
    let hash = length ^ 0x2545f491;
    let shared: unknown[] | undefined;
    const { leastImmediate, greatestImmediate } = this;
    for (let i = 0; i < length; i++) {
      const part = list[i];
      let id: number;
      if (
        typeof part === "number" &&
        (part | 0) === part &&
        part >= leastImmediate &&
        part <= greatestImmediate
      ) {
        id = (part << 1) | 1;
      } else {
        id = this.encodePart(part, depth + 1);
        if (id === FAULT) return FAULT;
        if (typeof part === "object") (shared ??= list.slice())[i] = this.values[id >> 1];
      }
      hash = Math.imul(hash ^ id, 0x85ebca6b);
      hash ^= hash >>> 15;
    }
    const canonical = shared ?? list;
    const known = this.indexOfList(canonical, hash);
    if (known >= 0) return known << 1;
    const slot = ~known;
    // A copy: whoever made the list may change it later, and lists built by `push` have slack.
    const id = this.add(canonical.slice(), 40 + 8 * length);
    this.slots[slot] = id >> 1;
    this.hashes[slot] = hash;
    if (++this.lists * 2 > this.slots.length) this.growTable();
    return id;
  }

  private growTable(): void {
    const size = this.slots.length * 2;
    const slots = new Int32Array(size);
    const hashes = new Int32Array(size);
    for (let old = 0; old < this.slots.length; old++) {
      const index = this.slots[old] as number;
      if (index === 0) continue;
      const hash = this.hashes[old] as number;
      let slot = hash & (size - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (size - 1);
      slots[slot] = index;
      hashes[slot] = hash;
    }
    this.sizeBytes += 8 * (size - this.slots.length);
    this.slots = slots;
    this.hashes = hashes;
  }

  /** A user's own type whose values are plain records: found by the text of the whole value. */
  private encodeRecord(record: object, depth: number): number {
    if (!isRecord(record)) return FAULT;
    for (const part of Object.values(record)) {
      if (++this.parts > MAX_PARTS) return FAULT;
      if (this.encodePart(part, depth + 1) === FAULT) return FAULT;
    }
    const key = valueKey(record);
    return this.records.get(key) ?? this.addRecord(key, record);
  }

  private addRecord(key: string, record: object): number {
    const id = this.add(record, 128 + 4 * key.length);
    this.records.set(key, id);
    return id;
  }
}

function sameParts(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
