import * as tf from "@tensorflow/tfjs-core";
import type { Tensor2D } from "@tensorflow/tfjs-core";
import { lookup } from "../ops/lookup.ts";
import { type Cases, casesOf, joinCases } from "./cases.ts";
import type { CompilerConfig } from "./compilerConfig.ts";
import { RANGE_CAUTION } from "./cautiousBound.ts";
import { type ExecutorParameters, executeStep, readCautiously } from "./executor.ts";
import { ARGUMENT, SLOT_BYTES, STATE_BYTES, holdsRange } from "./state.ts";
import { stateIds, writeLabels } from "./stateIds.ts";
import { traceBytes, writeTrace } from "./trace.ts";

/** How runs are read. */
export interface RunOptions {
  /** What bounds that are too narrow cost in runs on ranges (`cautiousBound.ts`); default `RANGE_CAUTION`. */
  readonly caution?: number;
  /** Whether a step is made case by case (`cases.ts`); default true. */
  readonly byCases?: boolean;
}

/**
 * Runs compiled programs by the network alone: the next state that is read of a step is the state of the
 * next step, read again from its bytes.
 *
 * @param micro [B*N, k M]: the micro-operations of B programs
 * @param args the slots of their arguments
 * @returns [B, N + 1] states, as `writeTrace` writes them
 */
export function freeRun(
  p: ExecutorParameters,
  config: CompilerConfig,
  micro: Tensor2D,
  args: readonly Uint8Array[],
  options: RunOptions = {},
): Uint8Array {
  const length = config.tokens;
  const bytes = traceBytes(length);
  const all = new Uint8Array(args.length * bytes);
  let states = new Uint8Array(args.length * STATE_BYTES);
  for (const [i, argument] of args.entries()) writeTrace([], argument, states, i * STATE_BYTES);
  for (let position = 0; position <= length; position++) {
    for (let i = 0; i < args.length; i++) {
      const state = states.subarray(i * STATE_BYTES, (i + 1) * STATE_BYTES);
      all.set(state, i * bytes + position * STATE_BYTES);
    }
    if (position === length) break;
    const rows = Int32Array.from(args, (_, i) => i * length + position);
    tf.tidy(() => {
      states = nextStates(p, config, states, lookup(micro, tf.tensor1d(rows, "int32")), options);
    });
  }
  return all;
}

/**
 * The states after one step: the likeliest ones, or those read with caution where the argument is a range.
 *
 * @param micro [B, k M]
 */
export function nextStates(
  p: ExecutorParameters,
  config: CompilerConfig,
  states: Uint8Array,
  micro: Tensor2D,
  { caution = RANGE_CAUTION, byCases = true }: RunOptions = {},
): Uint8Array<ArrayBuffer> {
  const cases = byCases ? casesOf(states) : whole(states);
  const next = Uint8Array.from(cases.states);
  const ranges = Array.from(cases.owners, (owner) =>
    holdsRange(states, owner * STATE_BYTES + ARGUMENT * SLOT_BYTES),
  );
  for (let first = 0; first < cases.owners.length; first += CASES_AT_ONCE) {
    const end = first + CASES_AT_ONCE;
    const [from, to] = [first * STATE_BYTES, end * STATE_BYTES];
    tf.tidy(() => {
      const taken = lookup(micro, tf.tensor1d(cases.owners.slice(first, end), "int32"));
      const logits = executeStep(p, config, stateIds(cases.states.subarray(from, to)), taken);
      const labels = readCautiously(logits, ranges.slice(first, end), caution);
      writeLabels(labels, next.subarray(from, to));
    });
  }
  return joinCases({ states: next, owners: cases.owners }, states.length / STATE_BYTES);
}

/** Cases of one batch: a network that knows little may say that each state has a hundred. */
const CASES_AT_ONCE = 1_024;

/** Each state as its only case. */
const whole = (states: Uint8Array): Cases => ({
  states,
  owners: Int32Array.from({ length: states.length / STATE_BYTES }, (_, i) => i),
});
