import { MICRO_LIMITS } from "../../domains/micro/limits.ts";
import type { Range } from "../../dsl/range.ts";
import { Booleans } from "../../interp/ranges/booleans.ts";
import { Interval } from "../../interp/ranges/interval.ts";
import { BOTTOM, join } from "../../interp/ranges/lattice.ts";
import { Lists } from "../../interp/ranges/listRange.ts";
import { STACK_DEPTH } from "./stacks.ts";

/**
 * The state of the stack machine as bytes, which is what the network sees and predicts. A state is
 * four slots: the stack with its top first, then the program's argument. A slot is a header (type,
 * least length, greatest length, fault) and for each of six positions the least and the greatest
 * integer there. A concrete value is the case in which both are equal.
 *
 * A slot means: every run that gets here without a fault has a list whose length is in the interval,
 * with each element in the interval of its position. An integer, or a truth value as 0 or 1, is at
 * position 0 and has length 1. What does not occur is ABSENT, so that equal meanings are equal bytes.
 */
export const SLOTS = STACK_DEPTH + 1;
/** The slot of the program's argument. */
export const ARGUMENT = STACK_DEPTH;
export const POSITIONS: number = MICRO_LIMITS.listLength;
export const HEADER = 4;
export const SLOT_BYTES: number = HEADER + 2 * POSITIONS;
export const STATE_BYTES: number = SLOTS * SLOT_BYTES;

/** Fields of a slot's header. */
export const TYPE = 0;
export const LEAST = 1;
export const GREATEST = 2;
export const FAULT = 3;

/** Types of a slot. */
export const NOTHING = 0;
export const LIST = 1;
export const INTEGER = 2;
export const TRUTH = 3;
export const TYPES = 4;

/** Does a run fault on the way to this value? */
export const NEVER = 0;
export const PERHAPS = 1;
export const ALWAYS = 2;
export const FAULTS = 3;

/** Integers are kept as their distance from the least. */
export const BASE: number = MICRO_LIMITS.integer.min;
/** How many integers there are. */
export const INTEGERS: number = MICRO_LIMITS.integer.max - BASE + 1;
/** The integer of a position that no value has. */
export const ABSENT: number = INTEGERS;

/** A state or several, in one array. */
export type States = Uint8Array;

/** Makes a slot one that holds nothing. */
export function clearSlot(states: States, slot: number): void {
  for (let i = 0; i < HEADER; i++) states[slot + i] = 0;
  for (let i = HEADER; i < SLOT_BYTES; i++) states[slot + i] = ABSENT;
}

/** Writes a value: a list of integers, an integer or a truth value. */
export function writeValue(states: States, slot: number, value: unknown): void {
  clearSlot(states, slot);
  const elements: readonly unknown[] = Array.isArray(value) ? value : [value];
  states[slot + TYPE] = Array.isArray(value) ? LIST : typeof value === "boolean" ? TRUTH : INTEGER;
  states[slot + LEAST] = elements.length;
  states[slot + GREATEST] = elements.length;
  for (const [i, element] of elements.entries()) {
    const byte = Number(element) - BASE;
    states[slot + HEADER + 2 * i] = byte;
    states[slot + HEADER + 2 * i + 1] = byte;
  }
}

/** The value of a slot that holds exactly one, else undefined. */
export function readValue(states: States, slot: number): unknown {
  if (states[slot + FAULT] !== NEVER) return undefined;
  const length = states[slot + GREATEST] as number;
  if (states[slot + LEAST] !== length) return undefined;
  const values: number[] = [];
  for (let i = 0; i < length; i++) {
    const byte = states[slot + HEADER + 2 * i] as number;
    if (states[slot + HEADER + 2 * i + 1] !== byte) return undefined;
    values.push(byte + BASE);
  }
  switch (states[slot + TYPE]) {
    case LIST:
      return values;
    case INTEGER:
      return values[0];
    case TRUTH:
      return values[0] === 1;
    default:
      return undefined;
  }
}

/** Does a slot speak of more than one value, or of a fault that may be? */
export function holdsRange(states: States, slot: number): boolean {
  if (states[slot + FAULT] === PERHAPS) return true;
  if (states[slot + LEAST] !== states[slot + GREATEST]) return true;
  for (let i = HEADER; i < SLOT_BYTES; i += 2) {
    if (states[slot + i] !== states[slot + i + 1]) return true;
  }
  return false;
}

/** What a slot says, in the terms of the abstract interpreter: less, since its lists have one range. */
export function rangeOfSlot(states: States, slot: number): Range {
  if (states[slot + FAULT] === ALWAYS || states[slot + TYPE] === NOTHING) return BOTTOM;
  const length = states[slot + GREATEST] as number;
  const elements = Array.from({ length }, (_, i) => intervalAt(states, slot, i));
  const [first] = elements;
  switch (states[slot + TYPE]) {
    case LIST: {
      const lengths = Interval.of(states[slot + LEAST] as number, length);
      return Lists.of(lengths, elements.reduce(join, BOTTOM));
    }
    case TRUTH:
      return Booleans.of(states[slot + HEADER] === -BASE, states[slot + HEADER + 1] === 1 - BASE);
    default:
      return first ?? BOTTOM;
  }
}

const intervalAt = (states: States, slot: number, position: number): Range =>
  Interval.of(
    (states[slot + HEADER + 2 * position] as number) + BASE,
    (states[slot + HEADER + 2 * position + 1] as number) + BASE,
  );

/** Is this value one that the slot speaks of? */
export function slotContains(states: States, slot: number, value: unknown): boolean {
  if (value === undefined) return states[slot + FAULT] !== NEVER;
  if (states[slot + FAULT] === ALWAYS) return false;
  const elements: readonly unknown[] = Array.isArray(value) ? value : [value];
  const type = Array.isArray(value) ? LIST : typeof value === "boolean" ? TRUTH : INTEGER;
  if (states[slot + TYPE] !== type) return false;
  if (elements.length < (states[slot + LEAST] as number)) return false;
  if (elements.length > (states[slot + GREATEST] as number)) return false;
  return elements.every((element, i) => {
    const byte = Number(element) - BASE;
    const at = slot + HEADER + 2 * i;
    return (states[at] as number) <= byte && byte <= (states[at + 1] as number);
  });
}

/** A slot for people: `[3, 1..4, -2?]`, `5..7`, `true`, `fault`; `?` for what may be missing. */
export function printSlot(states: States, slot: number): string {
  const type = states[slot + TYPE];
  if (type === NOTHING) return "-";
  if (states[slot + FAULT] === ALWAYS) return "fault";
  const least = states[slot + LEAST] as number;
  const greatest = states[slot + GREATEST] as number;
  const parts: string[] = [];
  for (let i = 0; i < greatest; i++) {
    const low = (states[slot + HEADER + 2 * i] as number) + BASE;
    const high = (states[slot + HEADER + 2 * i + 1] as number) + BASE;
    const text =
      type === TRUTH
        ? low === high
          ? String(low === 1)
          : "true or false"
        : low === high
          ? String(low)
          : `${low}..${high}`;
    parts.push(i < least ? text : `${text}?`);
  }
  const text = type === LIST ? `[${parts.join(", ")}]` : parts.join("");
  return states[slot + FAULT] === PERHAPS ? `${text} or fault` : text;
}

/** Are so many bytes of two arrays the same? */
export function sameBytes(
  a: Uint8Array,
  atA: number,
  b: Uint8Array,
  atB: number,
  length: number,
): boolean {
  for (let i = 0; i < length; i++) if (a[atA + i] !== b[atB + i]) return false;
  return true;
}
