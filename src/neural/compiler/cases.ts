import type { Rng } from "../../support/rng.ts";
import {
  ABSENT,
  ALWAYS,
  BASE,
  FAULT,
  GREATEST,
  HEADER,
  LEAST,
  LIST,
  PERHAPS,
  SLOT_BYTES,
  STATE_BYTES,
  type States,
  TRUTH,
  TYPE,
} from "./state.ts";
import { joinSlots } from "./joinSlots.ts";
import { STACK_DEPTH } from "./stacks.ts";

/** Of the stack, slots from the top of which lists are told apart by length. */
const BY_LENGTH = 2;

/** States that together speak of what others speak of. */
export interface Cases {
  /** One after another. */
  readonly states: Uint8Array;
  /** For each case the number of the state that it is of, ascending. */
  readonly owners: Int32Array;
}

/**
 * Takes each state apart into those of one length of each of the two lists on top of the stack, and of one
 * truth value of each slot of the stack: what a step makes of a state is the join of what it makes of its
 * cases (trace partitioning, Rival and Mauborgne 2007), which are much simpler.
 */
export function casesOf(states: Uint8Array): Cases {
  const parts: Uint8Array[] = [];
  const owners: number[] = [];
  for (let state = 0; state < states.length; state += STATE_BYTES) {
    let cases: readonly Uint8Array[] = [states.slice(state, state + STATE_BYTES)];
    for (let slot = 0; slot < STACK_DEPTH; slot++) {
      cases = cases.flatMap((one) => casesOfSlot(one, slot));
    }
    for (const one of cases) {
      parts.push(one);
      owners.push(state / STATE_BYTES);
    }
  }
  const all = new Uint8Array(parts.length * STATE_BYTES);
  for (const [i, part] of parts.entries()) all.set(part, i * STATE_BYTES);
  return { states: all, owners: Int32Array.from(owners) };
}

function casesOfSlot(state: Uint8Array, index: number): readonly Uint8Array[] {
  const count = caseCount(state, index);
  if (count === 1) return [state];
  return Array.from({ length: count }, (_, i) => {
    const one = state.slice();
    narrowSlot(one, index * SLOT_BYTES, i);
    return one;
  });
}

/** Narrows a state to one of its cases, each as likely. */
export function narrowToAnyCase(rng: Rng, states: States, state: number): void {
  const one = states.subarray(state, state + STATE_BYTES);
  for (let index = 0; index < STACK_DEPTH; index++) {
    const count = caseCount(one, index);
    if (count > 1) narrowSlot(one, index * SLOT_BYTES, rng.integer(count));
  }
}

/** At least 1: what a network says of a slot may have bounds that cross. */
function caseCount(state: Uint8Array, index: number): number {
  const slot = index * SLOT_BYTES;
  if (state[slot + FAULT] === ALWAYS) return 1;
  if (state[slot + TYPE] === TRUTH) {
    const [low, high] = [state[slot + HEADER], state[slot + HEADER + 1]];
    return low === ZERO && high === ZERO + 1 ? 2 : 1;
  }
  if (state[slot + TYPE] !== LIST || index >= BY_LENGTH) return 1;
  return Math.max(1, 1 + (state[slot + GREATEST] as number) - (state[slot + LEAST] as number));
}

/** To its i-th case: a truth value, or a length. */
function narrowSlot(states: States, slot: number, i: number): void {
  if (states[slot + TYPE] === TRUTH) {
    states.fill(ZERO + i, slot + HEADER, slot + HEADER + 2);
    return;
  }
  const length = (states[slot + LEAST] as number) + i;
  states[slot + LEAST] = length;
  states[slot + GREATEST] = length;
  states.fill(ABSENT, slot + HEADER + 2 * length, slot + SLOT_BYTES);
}

/** The smallest states that speak of all that their cases speak of. */
export function joinCases(cases: Cases, count: number): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(count * STATE_BYTES);
  let last = -1;
  for (const [i, owner] of cases.owners.entries()) {
    const from = i * STATE_BYTES;
    const to = owner * STATE_BYTES;
    if (owner !== last) joined.set(cases.states.subarray(from, from + STATE_BYTES), to);
    // All have the same argument.
    for (let slot = 0; owner === last && slot < STACK_DEPTH * SLOT_BYTES; slot += SLOT_BYTES) {
      joinSlot(joined, to + slot, cases.states, from + slot);
    }
    last = owner;
  }
  return joined;
}

/** Of two slots, of which either may be a fault, the smallest that speaks of both. */
function joinSlot(states: States, to: number, from: States, slot: number): void {
  const own = states[to + FAULT] as number;
  const fault = from[slot + FAULT] as number;
  // Of one type but where a network is wrong.
  const type = Math.max(states[to + TYPE] as number, from[slot + TYPE] as number);
  if (own === ALWAYS) states.set(from.subarray(slot, slot + SLOT_BYTES), to);
  else if (fault !== ALWAYS) joinSlots(states, to, from, slot);
  states[to + TYPE] = type;
  states[to + FAULT] = own === fault ? own : PERHAPS;
}

/** The byte of the integer 0, which is false. */
const ZERO = -BASE;
