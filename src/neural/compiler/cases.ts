import type { Rng } from "../../support/rng.ts";
import {
  ABSENT,
  ALWAYS,
  FAULT,
  GREATEST,
  HEADER,
  LEAST,
  LIST,
  NOTHING,
  PERHAPS,
  POSITIONS,
  SLOT_BYTES,
  STATE_BYTES,
  type States,
  TRUTH,
  TYPE,
} from "./state.ts";
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
  const slot = index * SLOT_BYTES;
  const count = caseCount(state, slot, index);
  if (count === 1) return [state];
  return Array.from({ length: count }, (_, i) => {
    const one = state.slice();
    narrowToCase(one, slot, i);
    return one;
  });
}

export function caseCount(state: Uint8Array, slot: number, index: number): number {
  if (state[slot + FAULT] === ALWAYS) return 1;
  const low = state[slot + HEADER] as number;
  const high = state[slot + HEADER + 1] as number;
  if (state[slot + TYPE] === TRUTH) return 1 + high - low;
  if (state[slot + TYPE] !== LIST || index >= BY_LENGTH) return 1;
  return 1 + (state[slot + GREATEST] as number) - (state[slot + LEAST] as number);
}

export function narrowToCase(state: Uint8Array, slot: number, i: number): void {
  if (state[slot + TYPE] === TRUTH) {
    const value = (state[slot + HEADER] as number) + i;
    state[slot + HEADER] = value;
    state[slot + HEADER + 1] = value;
    return;
  }
  const length = (state[slot + LEAST] as number) + i;
  state[slot + LEAST] = length;
  state[slot + GREATEST] = length;
  state.fill(ABSENT, slot + HEADER + 2 * length, slot + SLOT_BYTES);
}

/** The smallest states that speak of all that their cases speak of; the stack's slots, the rest is kept. */
export function joinCases(cases: Cases, count: number): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(count * STATE_BYTES);
  let last = -1;
  for (const [i, owner] of cases.owners.entries()) {
    const from = i * STATE_BYTES;
    const to = owner * STATE_BYTES;
    if (owner !== last) {
      joined.set(cases.states.subarray(from, from + STATE_BYTES), to);
      last = owner;
      continue;
    }
    for (let slot = 0; slot < STACK_DEPTH * SLOT_BYTES; slot += SLOT_BYTES) {
      joinSlot(joined, to + slot, cases.states, from + slot);
    }
  }
  return joined;
}

export function joinSlot(states: States, to: number, from: States, slot: number): void {
  const own = states[to + FAULT] as number;
  const fault = from[slot + FAULT] as number;
  if (states[to + TYPE] === NOTHING) {
    for (let i = 0; i < SLOT_BYTES; i++) states[to + i] = from[slot + i] as number;
    return;
  }
  if (own === ALWAYS) {
    for (let i = 0; i < SLOT_BYTES; i++) states[to + i] = from[slot + i] as number;
  } else if (fault !== ALWAYS) {
    states[to + LEAST] = Math.min(states[to + LEAST] as number, from[slot + LEAST] as number);
    states[to + GREATEST] = Math.max(
      states[to + GREATEST] as number,
      from[slot + GREATEST] as number,
    );
    for (let i = 0; i < POSITIONS; i++) {
      const at = HEADER + 2 * i;
      const low = from[slot + at] as number;
      if (low === ABSENT) continue;
      const here = states[to + at] as number;
      if (here === ABSENT) {
        states[to + at] = low;
        states[to + at + 1] = from[slot + at + 1] as number;
        continue;
      }
      states[to + at] = Math.min(here, low);
      states[to + at + 1] = Math.max(states[to + at + 1] as number, from[slot + at + 1] as number);
    }
  }
  states[to + FAULT] = own === fault ? own : PERHAPS;
}

/** Narrows a state to one of its cases, each as likely. */
export function narrowToAnyCase(rng: Rng, states: States, state: number): void {
  const one = states.subarray(state, state + STATE_BYTES);
  for (let index = 0; index < STACK_DEPTH; index++) {
    const slot = index * SLOT_BYTES;
    const count = caseCount(one, slot, index);
    if (count > 1) narrowToCase(one, slot, rng.integer(count));
  }
}
