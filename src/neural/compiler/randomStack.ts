import type { Rng } from "../../support/rng.ts";
import {
  ALWAYS,
  BASE,
  FAULT,
  GREATEST,
  HEADER,
  INTEGERS,
  LEAST,
  LIST,
  NOTHING,
  POSITIONS,
  SLOT_BYTES,
  TRUTH,
  TYPE,
  clearSlot,
} from "./state.ts";
import { STACK_DEPTH } from "./stacks.ts";

/** Of the bounds how many are one integer, in a stack of ranges. */
const SINGLE = 0.35;
/** The widest centre and interval, in integers, of a list whose integers lie close together. */
const NARROW = 12;

/**
 * Draws the values of a stack anew, each of the type that it has: lists of any length with integers
 * from all that there are, or, in half of the cases, close together, so that what is rare among the
 * states of programs (long lists of large numbers, equal numbers, a truth value that may be either) is
 * learned as well. Values or ranges, half of each. What faults always is left as it is.
 */
export function redrawStack(rng: Rng, states: Uint8Array, state: number): void {
  const ranges = rng.integer(2) === 1;
  for (let i = 0; i < STACK_DEPTH; i++) {
    const slot = state + i * SLOT_BYTES;
    if (states[slot + TYPE] === NOTHING || states[slot + FAULT] === ALWAYS) continue;
    redrawSlot(rng, states, slot, ranges);
  }
}

function redrawSlot(rng: Rng, states: Uint8Array, slot: number, ranges: boolean): void {
  const type = states[slot + TYPE] as number;
  const fault = states[slot + FAULT] as number;
  clearSlot(states, slot);
  states[slot + TYPE] = type;
  states[slot + FAULT] = fault;
  const [shortest, longest] = type === LIST ? lengths(rng, ranges) : [1, 1];
  states[slot + LEAST] = shortest;
  states[slot + GREATEST] = longest;
  const width = rng.integer(2) === 0 ? NARROW : INTEGERS;
  const first = rng.integer(INTEGERS - width + 1);
  for (let i = 0; i < longest; i++) {
    const draw = (): number =>
      type === TRUTH ? ZERO + rng.integer(2) : first + rng.integer(width);
    const one = draw();
    const other = ranges && rng.next() >= SINGLE ? draw() : one;
    states[slot + HEADER + 2 * i] = Math.min(one, other);
    states[slot + HEADER + 2 * i + 1] = Math.max(one, other);
  }
}

/** The byte of the integer 0. */
const ZERO = -BASE;

/** Long lists more often than short ones. */
function lengths(rng: Rng, ranges: boolean): readonly [number, number] {
  const draw = (): number => Math.max(rng.integer(POSITIONS + 1), rng.integer(POSITIONS + 1));
  const one = draw();
  const other = ranges && rng.integer(2) === 0 ? draw() : one;
  return [Math.min(one, other), Math.max(one, other)];
}
