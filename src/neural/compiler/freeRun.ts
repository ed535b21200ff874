import * as tf from "@tensorflow/tfjs-core";
import type { Tensor2D } from "@tensorflow/tfjs-core";
import { lookup } from "../ops/lookup.ts";
import type { CompilerConfig } from "./compilerConfig.ts";
import { type CompilerParameters, likeliest } from "./compilerModel.ts";
import { executeStep } from "./executor.ts";
import { encodePrograms } from "./programEncoder.ts";
import { STATE_BYTES } from "./state.ts";
import { stateIds, writeLabels } from "./stateIds.ts";
import { traceBytes, writeTrace } from "./trace.ts";

/** A program of N tokens and the slot of its argument. */
export interface Run {
  readonly tokens: readonly number[];
  readonly argument: Uint8Array;
}

/**
 * Runs programs by the network alone: compiles each, and takes the likeliest next state for the state
 * of the next step. The states of a run are as `writeTrace` writes them.
 *
 * @returns [runs, N + 1] states
 */
export function freeRun(
  p: CompilerParameters,
  config: CompilerConfig,
  runs: readonly Run[],
): Uint8Array {
  const { tokens: length } = config;
  const programs = Int32Array.from(runs.flatMap(({ tokens }) => [...tokens]));
  const bytes = traceBytes(length);
  const all = new Uint8Array(runs.length * bytes);
  let states = new Uint8Array(runs.length * STATE_BYTES);
  for (const [i, { argument }] of runs.entries()) {
    writeTrace([], argument, states, i * STATE_BYTES);
  }
  const keep = (position: number): void => {
    for (let i = 0; i < runs.length; i++) {
      const state = states.subarray(i * STATE_BYTES, (i + 1) * STATE_BYTES);
      all.set(state, i * bytes + position * STATE_BYTES);
    }
  };
  keep(0);
  tf.tidy(() => {
    const micro = encodePrograms(p.encoder, config, programs);
    for (let position = 0; position < length; position++) {
      const rows = Int32Array.from(runs, (_, i) => i * length + position);
      states = nextStates(p, config, states, lookup(micro, tf.tensor1d(rows, "int32")));
      keep(position + 1);
    }
  });
  return all;
}

/** The likeliest states after one step. micro [B, k M] */
export function nextStates(
  p: CompilerParameters,
  config: CompilerConfig,
  states: Uint8Array,
  micro: Tensor2D,
): Uint8Array<ArrayBuffer> {
  const next = Uint8Array.from(states);
  tf.tidy(() => {
    writeLabels(likeliest(executeStep(p.executor, config, stateIds(states), micro)), next);
  });
  return next;
}
