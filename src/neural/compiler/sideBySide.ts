import * as tf from "@tensorflow/tfjs-core";
import { lookup } from "../ops/lookup.ts";
import { casesOf } from "./cases.ts";
import { type SlotChances, certainty } from "./certainty.ts";
import type { CompilerModel } from "./compilerFile.ts";
import { postfixCompiler } from "./evaluateCompiler.ts";
import { executeStep } from "./executor.ts";
import { freeRun, nextStates } from "./freeRun.ts";
import { type SlotPair, comparedSlots } from "./slotPair.ts";
import { SLOT_BYTES, STATE_BYTES, printSlot, sameBytes } from "./state.ts";
import { stateIds } from "./stateIds.ts";
import { STACK_DEPTH } from "./stacks.ts";
import { TOKENS, type Token } from "./tokens.ts";
import { trace } from "./trace.ts";

/** The states after one token: what they are, and what the network takes them for. */
export interface SideBySideRow {
  readonly token: string;
  /** The stack, its top first. */
  readonly exact: string;
  readonly network: string;
  /** To the byte. */
  readonly equal: boolean;
  /** The slots of the stack, its top first. */
  readonly slots: readonly SlotPair[];
  /** What the network makes of this token alone, from the exact state before it: is that right? */
  readonly rightAlone: boolean;
}

/**
 * Runs a program of N tokens by the exact steps and by the network alone.
 *
 * @param argument the bytes of its argument's slot: a value or a range
 */
export function sideBySide(
  { config, parameters }: CompilerModel,
  tokens: readonly number[],
  argument: Uint8Array,
): readonly SideBySideRow[] {
  const { compile, executor } = postfixCompiler(parameters, config);
  const micro = compile([tokens]);
  const found = freeRun(executor, config, micro, [argument]);
  const wanted = trace(tokens, argument);
  const before = (states: Uint8Array): Uint8Array => states.slice(0, tokens.length * STATE_BYTES);
  const alone = nextStates(executor, config, before(wanted), micro);
  let chances: readonly (readonly SlotChances[])[] = [];
  tf.tidy(() => {
    const cases = casesOf(before(found));
    const taken = lookup(micro, tf.tensor1d(cases.owners, "int32"));
    chances = certainty(executeStep(executor, config, stateIds(cases.states), taken), cases);
  });
  micro.dispose();
  return comparedStates(tokens, { exact: wanted, network: found, alone }, chances);
}

/** The states of one run of N tokens, one after another. */
export interface RunStates {
  /** [N + 1], by the exact steps. */
  readonly exact: Uint8Array;
  /** [N + 1], by the network alone. */
  readonly network: Uint8Array;
  /** [N], by the network after each token from the exact state before it. */
  readonly alone: Uint8Array;
}

/**
 * Sets the states after each token side by side. They are equal when all bytes of the stack are, which is
 * what accuracies count: a value in another slot, or a fault of another type, is not right.
 *
 * @param chances of each token the slots of the state after it
 */
export const comparedStates = (
  tokens: readonly number[],
  states: RunStates,
  chances: readonly (readonly SlotChances[])[],
): readonly SideBySideRow[] =>
  tokens.map((token, i) => {
    const at = (i + 1) * STATE_BYTES;
    const equal = sameStack(states.network, at, states.exact, at);
    const exact = printStack(states.exact, at);
    const network = printStack(states.network, at);
    return {
      token: (TOKENS[token] as Token).name,
      exact,
      network:
        !equal && exact === network ? `${network} (differs in what is not printed)` : network,
      equal,
      slots: comparedSlots(states.exact, states.network, at, chances[i] as readonly SlotChances[]),
      rightAlone: sameStack(states.alone, i * STATE_BYTES, states.exact, at),
    };
  });

/** The argument, which comes after the stack, never changes. */
const sameStack = (a: Uint8Array, atA: number, b: Uint8Array, atB: number): boolean =>
  sameBytes(a, atA, b, atB, STACK_DEPTH * SLOT_BYTES);

/** The top first; the empty slots below all others are left out. */
function printStack(states: Uint8Array, at: number): string {
  const slots = Array.from({ length: STACK_DEPTH }, (_, i) =>
    printSlot(states, at + i * SLOT_BYTES),
  );
  return slots.slice(0, slots.findLastIndex((text) => text !== "-") + 1).join(" | ");
}
