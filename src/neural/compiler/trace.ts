import { ARGUMENT, SLOT_BYTES, STATE_BYTES, type States, clearSlot } from "./state.ts";
import { STACK_DEPTH } from "./stacks.ts";
import { step } from "./step.ts";

/** Bytes of the states of a program of so many tokens: before the first one and after each. */
export const traceBytes = (tokens: number): number => (tokens + 1) * STATE_BYTES;

/**
 * Runs a program and writes all its states at `at`: the empty stack with the argument, then the state
 * after each token. `argument` is the bytes of one slot.
 */
export function writeTrace(
  tokens: ArrayLike<number>,
  argument: Uint8Array,
  states: States,
  at: number,
): void {
  for (let slot = 0; slot < STACK_DEPTH; slot++) clearSlot(states, at + slot * SLOT_BYTES);
  for (let i = 0; i < SLOT_BYTES; i++) {
    states[at + ARGUMENT * SLOT_BYTES + i] = argument[i] as number;
  }
  for (let i = 0; i < tokens.length; i++) {
    const from = at + i * STATE_BYTES;
    step(tokens[i] as number, states, from, from + STATE_BYTES);
  }
}

/** The states of one program, as `writeTrace` writes them. */
export function trace(tokens: ArrayLike<number>, argument: Uint8Array): States {
  const states = new Uint8Array(traceBytes(tokens.length));
  writeTrace(tokens, argument, states, 0);
  return states;
}
