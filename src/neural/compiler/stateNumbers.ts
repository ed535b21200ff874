import { STATE_TOKENS, SLOT_TOKENS } from "./compilerConfig.ts";
import { ABSENT, BASE, HEADER, POSITIONS, SLOTS, SLOT_BYTES, STATE_BYTES } from "./state.ts";
import { STACK_DEPTH } from "./stacks.ts";

/** Numbers of a state: both bounds of each position of each slot, 0 where there are none, and 1. */
export const NUMBERS: number = SLOTS * POSITIONS * 2 + 1;
/** What they are divided by, so that they are about 1. */
export const NUMBER_SCALE = 32;

/** [B, numbers] of the states of an array, row-major. */
export function stateNumbers(states: Uint8Array): Float32Array {
  const batch = states.length / STATE_BYTES;
  const numbers = new Float32Array(batch * NUMBERS);
  let at = 0;
  for (let state = 0; state < states.length; state += STATE_BYTES) {
    for (let slot = state; slot < state + SLOTS * SLOT_BYTES; slot += SLOT_BYTES) {
      for (let i = HEADER; i < SLOT_BYTES; i++) {
        const bound = states[slot + i] as number;
        numbers[at++] = bound === ABSENT ? 0 : (bound + BASE) / NUMBER_SCALE;
      }
    }
    numbers[at++] = 1;
  }
  return numbers;
}

/**
 * The bounds of the stack in states, without those that are absent: their rows among the two of each
 * of [B, T] tokens, and the numbers there.
 */
export function knownNumbers(states: Uint8Array): {
  readonly rows: Int32Array;
  readonly numbers: Float32Array;
} {
  const rows: number[] = [];
  const numbers: number[] = [];
  for (let state = 0, first = 0; state < states.length; state += STATE_BYTES) {
    for (let slot = 0; slot < STACK_DEPTH; slot++) {
      for (let i = 0; i < 2 * POSITIONS; i++) {
        const bound = states[state + slot * SLOT_BYTES + HEADER + i] as number;
        if (bound === ABSENT) continue;
        rows.push(first + 2 * (slot * SLOT_TOKENS + 1) + i);
        numbers.push((bound + BASE) / NUMBER_SCALE);
      }
    }
    first += 2 * STATE_TOKENS;
  }
  return { rows: Int32Array.from(rows), numbers: Float32Array.from(numbers) };
}

/**
 * For each position of each slot how many of the slot's bounds come before it in order, those that are
 * equal in the order of their positions; -1 where there is none. `field` is 0 for the least integers and
 * 1 for the greatest.
 */
export function ranksOf(states: Uint8Array, slot: number, field: 0 | 1, ranks: Int32Array): void {
  const first = slot + HEADER + field;
  for (let i = 0; i < POSITIONS; i++) {
    const own = states[first + 2 * i] as number;
    let rank = own === ABSENT ? -1 : 0;
    for (let j = 0; j < POSITIONS && own !== ABSENT; j++) {
      const other = states[first + 2 * j] as number;
      if (other < own || (other === own && j < i)) rank++;
    }
    ranks[i] = rank;
  }
}
