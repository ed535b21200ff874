import * as tf from "@tensorflow/tfjs-core";
import { lookup } from "../ops/lookup.ts";
import { casesOf } from "./cases.ts";
import { type SlotChances, certainty } from "./certainty.ts";
import type { CompilerModel } from "./compilerFile.ts";
import { postfixCompiler } from "./evaluateCompiler.ts";
import { executeStep } from "./executor.ts";
import { freeRun, nextStates } from "./freeRun.ts";
import { type SlotPair, comparedSlots } from "./slotPair.ts";
import { SLOT_BYTES, STATE_BYTES, printSlot } from "./state.ts";
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
  return tokens.map((token, i) => {
    const at = (i + 1) * STATE_BYTES;
    const exact = printStack(wanted, at);
    const network = printStack(found, at);
    return {
      token: (TOKENS[token] as Token).name,
      exact,
      network,
      equal: exact === network,
      slots: comparedSlots(wanted, found, at, chances[i] as readonly SlotChances[]),
      rightAlone: printStack(alone, i * STATE_BYTES) === exact,
    };
  });
}

const printStack = (states: Uint8Array, at: number): string =>
  Array.from({ length: STACK_DEPTH }, (_, slot) => printSlot(states, at + slot * SLOT_BYTES))
    .filter((text) => text !== "-")
    .join(" | ");
