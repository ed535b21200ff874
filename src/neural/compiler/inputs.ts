import { MICRO_LIMITS } from "../../domains/micro/limits.ts";
import type { Range } from "../../dsl/range.ts";
import { Interval } from "../../interp/ranges/interval.ts";
import { Lists } from "../../interp/ranges/listRange.ts";
import type { Rng } from "../../support/rng.ts";
import type { Example } from "../../tasks/task.ts";
import {
  BASE,
  GREATEST,
  HEADER,
  LEAST,
  LIST,
  POSITIONS,
  SLOT_BYTES,
  TYPE,
  clearSlot,
  writeValue,
} from "./state.ts";

/** The least and the greatest integer in an input, as the domain `micro` draws them. */
const LOW = -9;
const HIGH = 15;
/** The greatest width of an interval in a range. */
const WIDTH = 12;

/** A list of at least `shortest` integers, all lengths and all integers equally likely. */
export function randomInput(rng: Rng, shortest: number): readonly number[] {
  const length = shortest + rng.integer(POSITIONS - shortest + 1);
  return Array.from({ length }, () => LOW + rng.integer(HIGH - LOW + 1));
}

/** The bytes of a slot that holds exactly this list. */
export function inputSlot(input: readonly number[]): Uint8Array {
  const slot = new Uint8Array(SLOT_BYTES);
  writeValue(slot, 0, input);
  return slot;
}

/**
 * The bytes of a slot that holds a range of lists: a length interval, exact in half of the cases, and
 * an interval for each position, one integer in a third of the cases.
 */
export function randomRangeSlot(rng: Rng, shortest: number): Uint8Array {
  const slot = new Uint8Array(SLOT_BYTES);
  clearSlot(slot, 0);
  const lengths = POSITIONS - shortest + 1;
  const one = shortest + rng.integer(lengths);
  const another = rng.integer(2) === 0 ? one : shortest + rng.integer(lengths);
  const greatest = Math.max(one, another);
  slot[TYPE] = LIST;
  slot[LEAST] = Math.min(one, another);
  slot[GREATEST] = greatest;
  for (let i = 0; i < greatest; i++) {
    const width = rng.integer(3) === 0 ? 0 : 1 + rng.integer(WIDTH);
    const low = LOW + rng.integer(HIGH - LOW + 1 - width);
    slot[HEADER + 2 * i] = low - BASE;
    slot[HEADER + 2 * i + 1] = low + width - BASE;
  }
  return slot;
}

/** A list that a range slot speaks of, lengths and integers equally likely. */
export function memberOf(slot: Uint8Array, rng: Rng): readonly number[] {
  const least = slot[LEAST] as number;
  const length = least + rng.integer((slot[GREATEST] as number) - least + 1);
  return Array.from({ length }, (_, i) => {
    const low = slot[HEADER + 2 * i] as number;
    const high = slot[HEADER + 2 * i + 1] as number;
    return BASE + low + rng.integer(high - low + 1);
  });
}

/** The bytes of a slot that holds exactly this, or undefined for what is no list within the limits. */
export function valueSlot(value: unknown): Uint8Array | undefined {
  if (!Array.isArray(value) || value.length > POSITIONS) return undefined;
  const { min, max } = MICRO_LIMITS.integer;
  const fits = (value as unknown[]).every(
    (x) => Number.isInteger(x) && min <= Number(x) && Number(x) <= max,
  );
  return fits ? inputSlot(value as number[]) : undefined;
}

/** The same for what a program gives: a list or an integer. */
function outputSlot(value: unknown): Uint8Array | undefined {
  if (Array.isArray(value)) return valueSlot(value);
  const { min, max } = MICRO_LIMITS.integer;
  if (!Number.isInteger(value) || Number(value) < min || Number(value) > max) return undefined;
  const slot = new Uint8Array(SLOT_BYTES);
  writeValue(slot, 0, value);
  return slot;
}

/** The slots of an example of a function of one list, or undefined for what the network cannot read. */
export function exampleSlots({
  inputs,
  output: wanted,
}: Example): { readonly input: Uint8Array; readonly output: Uint8Array } | undefined {
  const input = inputs.length === 1 ? valueSlot(inputs[0]) : undefined;
  const output = outputSlot(wanted);
  return input === undefined || output === undefined ? undefined : { input, output };
}

/**
 * The bytes of a slot that holds a range of lists as the abstract interpreter has it, or undefined for
 * one that is none or is beyond the domain's limits.
 */
export function rangeSlot(range: Range): Uint8Array | undefined {
  if (!Lists.is(range) || range.length.high > POSITIONS) return undefined;
  const slot = new Uint8Array(SLOT_BYTES);
  clearSlot(slot, 0);
  slot[TYPE] = LIST;
  slot[LEAST] = range.length.low;
  slot[GREATEST] = range.length.high;
  if (range.length.high === 0) return slot;
  const { element } = range;
  const { min, max } = MICRO_LIMITS.integer;
  if (!Interval.is(element) || element.low < min || element.high > max) return undefined;
  for (let i = 0; i < range.length.high; i++) {
    slot[HEADER + 2 * i] = element.low - BASE;
    slot[HEADER + 2 * i + 1] = element.high - BASE;
  }
  return slot;
}
