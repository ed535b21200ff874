import { STATE_TOKENS, SLOT_TOKENS } from "./compilerConfig.ts";
import {
  ABSENT,
  FAULT,
  FAULTS,
  GREATEST,
  HEADER,
  LEAST,
  POSITIONS,
  SLOT_BYTES,
  STATE_BYTES,
  TYPE,
  TYPES,
} from "./state.ts";
import { STACK_DEPTH } from "./stacks.ts";
import { ranksOf, stateNumbers } from "./stateNumbers.ts";

/** The bound that stands at a slot's header, which has no value. */
export const NO_VALUE: number = ABSENT + 1;
/** How many bounds a state token may have. */
export const BOUNDS: number = NO_VALUE + 1;
/** How many lengths a slot may have. */
export const LENGTHS: number = POSITIONS + 1;
/** How many headers there are. */
export const HEADERS: number = TYPES * LENGTHS * LENGTHS * FAULTS;

/** The header with this number, as its four fields. */
export function headerFields(header: number): readonly [number, number, number, number] {
  const fault = header % FAULTS;
  const lengths = Math.floor(header / FAULTS);
  const greatest = lengths % LENGTHS;
  const rest = Math.floor(lengths / LENGTHS);
  return [Math.floor(rest / LENGTHS), rest % LENGTHS, greatest, fault];
}

const headerNumber = (states: Uint8Array, slot: number): number =>
  (((states[slot + TYPE] as number) * LENGTHS + (states[slot + LEAST] as number)) * LENGTHS +
    (states[slot + GREATEST] as number)) *
    FAULTS +
  (states[slot + FAULT] as number);

/** States as the network reads them: for each of [B, T] tokens what to look up. */
export interface StateIds {
  readonly low: Int32Array;
  readonly high: Int32Array;
  /** The header of the token's slot: each token knows its slot's type and length. */
  readonly header: Int32Array;
  /** The place of a least integer among those of its slot in order, from 1; 0 where there is none. */
  readonly lowRank: Int32Array;
  /** The same for a greatest integer. */
  readonly highRank: Int32Array;
  /** How far it is to the end of the longest list of the slot, from 1; 0 beyond it. */
  readonly fromEnd: Int32Array;
  /** [B, numbers], for arithmetic. */
  readonly numbers: Float32Array;
}

/** What to look up for the states of an array, one after another. */
export function stateIds(states: Uint8Array): StateIds {
  const size = (states.length / STATE_BYTES) * STATE_TOKENS;
  const ids = {
    low: new Int32Array(size),
    high: new Int32Array(size),
    header: new Int32Array(size),
    lowRank: new Int32Array(size),
    highRank: new Int32Array(size),
    fromEnd: new Int32Array(size),
    numbers: stateNumbers(states),
  };
  const ranks = new Int32Array(POSITIONS);
  for (let slot = 0, token = 0; slot < states.length; slot += SLOT_BYTES, token += SLOT_TOKENS) {
    const header = headerNumber(states, slot);
    ids.low[token] = NO_VALUE;
    ids.high[token] = NO_VALUE;
    ids.header[token] = header;
    for (let i = 0; i < POSITIONS; i++) {
      ids.low[token + 1 + i] = states[slot + HEADER + 2 * i] as number;
      ids.high[token + 1 + i] = states[slot + HEADER + 2 * i + 1] as number;
      ids.header[token + 1 + i] = header;
      ids.fromEnd[token + 1 + i] = Math.max(0, (states[slot + GREATEST] as number) - i);
    }
    for (const [field, to] of [ids.lowRank, ids.highRank].entries()) {
      ranksOf(states, slot, field as 0 | 1, ranks);
      for (let i = 0; i < POSITIONS; i++) to[token + 1 + i] = 1 + (ranks[i] as number);
    }
  }
  return ids;
}

/**
 * What the network is to predict of states: the stack's slots, not the argument, which never changes.
 * Bounds [B, stack, positions], header fields [B, stack].
 */
export interface StateLabels {
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly type: Int32Array;
  readonly least: Int32Array;
  readonly greatest: Int32Array;
  readonly fault: Int32Array;
}

export function stateLabels(states: Uint8Array): StateLabels {
  const labels = emptyLabels(states.length / STATE_BYTES);
  forEachStackSlot(states, (slot, index) => {
    labels.type[index] = states[slot + TYPE] as number;
    labels.least[index] = states[slot + LEAST] as number;
    labels.greatest[index] = states[slot + GREATEST] as number;
    labels.fault[index] = states[slot + FAULT] as number;
    for (let i = 0; i < POSITIONS; i++) {
      labels.low[index * POSITIONS + i] = states[slot + HEADER + 2 * i] as number;
      labels.high[index * POSITIONS + i] = states[slot + HEADER + 2 * i + 1] as number;
    }
  });
  return labels;
}

/** The inverse of `stateLabels`: writes what was predicted into states, the argument aside. */
export function writeLabels(labels: StateLabels, states: Uint8Array): void {
  forEachStackSlot(states, (slot, index) => {
    states[slot + TYPE] = labels.type[index] as number;
    states[slot + LEAST] = labels.least[index] as number;
    states[slot + GREATEST] = labels.greatest[index] as number;
    states[slot + FAULT] = labels.fault[index] as number;
    for (let i = 0; i < POSITIONS; i++) {
      states[slot + HEADER + 2 * i] = labels.low[index * POSITIONS + i] as number;
      states[slot + HEADER + 2 * i + 1] = labels.high[index * POSITIONS + i] as number;
    }
  });
}

const emptyLabels = (count: number): StateLabels => {
  const slots = count * STACK_DEPTH;
  return {
    low: new Int32Array(slots * POSITIONS),
    high: new Int32Array(slots * POSITIONS),
    type: new Int32Array(slots),
    least: new Int32Array(slots),
    greatest: new Int32Array(slots),
    fault: new Int32Array(slots),
  };
};

function forEachStackSlot(states: Uint8Array, visit: (slot: number, index: number) => void): void {
  for (let state = 0, index = 0; state < states.length; state += STATE_BYTES) {
    for (let i = 0; i < STACK_DEPTH; i++, index++) visit(state + i * SLOT_BYTES, index);
  }
}

/** Rows of [B, T] tokens that are headers of the stack's slots, and those that are their positions. */
export function stackRows(batch: number): {
  readonly headers: Int32Array;
  readonly values: Int32Array;
} {
  const headers = new Int32Array(batch * STACK_DEPTH);
  const values = new Int32Array(batch * STACK_DEPTH * POSITIONS);
  for (let b = 0; b < batch; b++) {
    for (let slot = 0; slot < STACK_DEPTH; slot++) {
      const index = b * STACK_DEPTH + slot;
      const row = b * STATE_TOKENS + slot * SLOT_TOKENS;
      headers[index] = row;
      for (let i = 0; i < POSITIONS; i++) values[index * POSITIONS + i] = row + 1 + i;
    }
  }
  return { headers, values };
}
