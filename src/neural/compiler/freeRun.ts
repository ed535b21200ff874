import * as tf from "@tensorflow/tfjs-core";
import type { Tensor2D } from "@tensorflow/tfjs-core";
import { lookup } from "../ops/lookup.ts";
import type { CompilerConfig } from "./compilerConfig.ts";
import { type ExecutorParameters, executeStep, likeliest } from "./executor.ts";
import { STATE_BYTES } from "./state.ts";
import { stateIds, writeLabels } from "./stateIds.ts";
import { traceBytes, writeTrace } from "./trace.ts";

/**
 * Runs compiled programs by the network alone: the likeliest next state is the state of the next step,
 * read again from its bytes.
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
      states = nextStates(p, config, states, lookup(micro, tf.tensor1d(rows, "int32")));
    });
  }
  return all;
}

/** The likeliest states after one step. micro [B, k M] */
export function nextStates(
  p: ExecutorParameters,
  config: CompilerConfig,
  states: Uint8Array,
  micro: Tensor2D,
): Uint8Array<ArrayBuffer> {
  const next = Uint8Array.from(states);
  tf.tidy(() => writeLabels(likeliest(executeStep(p, config, stateIds(states), micro)), next));
  return next;
}
