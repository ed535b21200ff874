import type { CompilerModel } from "./compilerFile.ts";
import { postfixCompiler } from "./evaluateCompiler.ts";
import { freeRun } from "./freeRun.ts";
import { SLOT_BYTES, STATE_BYTES, printSlot } from "./state.ts";
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
  micro.dispose();
  const wanted = trace(tokens, argument);
  return tokens.map((token, i) => {
    const at = (i + 1) * STATE_BYTES;
    const exact = printStack(wanted, at);
    const network = printStack(found, at);
    return { token: (TOKENS[token] as Token).name, exact, network, equal: exact === network };
  });
}

const printStack = (states: Uint8Array, at: number): string =>
  Array.from({ length: STACK_DEPTH }, (_, slot) => printSlot(states, at + slot * SLOT_BYTES))
    .filter((text) => text !== "-")
    .join(" | ");
