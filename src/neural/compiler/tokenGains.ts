import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor2D } from "@tensorflow/tfjs-core";
import { crossEntropy } from "../ops/crossEntropy.ts";
import { lookup } from "../ops/lookup.ts";
import { type CompilerConfig, STATE_TOKENS, TOKEN_KINDS } from "./compilerConfig.ts";
import type { CompilerParameters } from "./compilerModel.ts";
import { carry } from "./carry.ts";
import {
  type Carried,
  type ExecutorParameters,
  type StateLogits,
  executeStep,
} from "./executor.ts";
import { encodeRows } from "./programEncoder.ts";
import type { RefineTask } from "./refineTask.ts";
import { FAULT, GREATEST, HEADER, LEAST, POSITIONS, STATE_BYTES, TYPE } from "./state.ts";
import { stateIds } from "./stateIds.ts";
import { NUMBERS } from "./stateNumbers.ts";
import { STACK_DEPTH } from "./stacks.ts";
import { traceBytes, writeTrace } from "./trace.ts";

/**
 * How much the network's loss on the examples would fall, to first order, with each token at each place
 * of a program: minus the gradient of the loss by the token's choice. One backward pass through all steps
 * gives all of them. The states on the way are those of the exact steps.
 *
 * @param tokens N tokens, those that do nothing among them
 * @returns [N * token kinds], 0 for the tokens that stand there
 */
export function tokenGains(
  p: CompilerParameters,
  config: CompilerConfig,
  tokens: readonly number[],
  task: RefineTask,
): Float32Array {
  return tf.tidy(() => {
    const rows = lookup(p.encoder.tokens, tf.tensor1d([...tokens], "int32")); // [N, C]
    const gradient = tf.grad((own: tf.Tensor) =>
      examplesLoss(p, config, own as Tensor2D, tokens, task),
    )(rows);
    const slopes = tf.matMul(gradient, p.encoder.tokens, false, true); // [N, kinds]
    const numbers = slopes.dataSync();
    return Float32Array.from(numbers, (slope, i) => {
      const own = Math.floor(i / TOKEN_KINDS) * TOKEN_KINDS;
      return (numbers[own + (tokens[own / TOKEN_KINDS] as number)] as number) - slope;
    });
  });
}

/** Loss on examples of a program by the network, from the rows of its tokens; the states are exact. */
export function examplesLoss(
  p: CompilerParameters,
  config: CompilerConfig,
  own: Tensor2D,
  tokens: readonly number[],
  task: RefineTask,
): Scalar {
  const bytes = traceBytes(tokens.length);
  const states = new Uint8Array(task.inputs.length * bytes);
  for (const [i, input] of task.inputs.entries()) writeTrace(tokens, input, states, i * bytes);
  const micro = encodeRows(p.encoder, config, own);
  return runLoss(p.executor, config, everyRun(micro, task.outputs), states, task.outputs);
}

/**
 * Loss of what the network says of the last state's top.
 *
 * @param micro [B*N, k M], of each run
 * @param states of each example's run, as `writeTrace` writes them: gradients go from step to step
 *   through what is said of them
 */
export function runLoss(
  p: ExecutorParameters,
  config: CompilerConfig,
  micro: Tensor2D,
  states: Uint8Array,
  outputs: readonly Uint8Array[],
): Scalar {
  const { tokens, width } = config;
  const batch = outputs.length;
  const bytes = traceBytes(tokens);
  // Nothing at first, but gradients go through all that a step reads.
  let carried: Carried = {
    embedding: tf.zeros([batch * STATE_TOKENS, width]),
    numbers: tf.zeros([batch, NUMBERS]),
  };
  let logits: StateLogits | undefined;
  for (let position = 0; position < tokens; position++) {
    const before = new Uint8Array(batch * STATE_BYTES);
    for (let i = 0; i < batch; i++) {
      const from = i * bytes + position * STATE_BYTES;
      before.set(states.subarray(from, from + STATE_BYTES), i * STATE_BYTES);
    }
    const rows = Int32Array.from(outputs, (_, i) => i * tokens + position);
    const taken = lookup(micro, tf.tensor1d(rows, "int32"));
    if (logits !== undefined) carried = carry(p, logits);
    logits = executeStep(p, config, stateIds(before), taken, carried);
  }
  return topLoss(logits as StateLogits, outputs);
}

/** The micro-operations of one program [N, k M] for each of B runs. */
export function everyRun(micro: Tensor2D, outputs: readonly unknown[]): Tensor2D {
  const [tokens] = micro.shape;
  // Not by `tf.tile`, which has no gradient of its own here.
  const rows = Int32Array.from({ length: outputs.length * tokens }, (_, row) => row % tokens);
  return lookup(micro, tf.tensor1d(rows, "int32"));
}

/** Cross entropies of all that is said of the top of the stack. */
function topLoss(logits: StateLogits, outputs: readonly Uint8Array[]): Scalar {
  const ids = (numbers: readonly number[]): tf.Tensor1D => tf.tensor1d([...numbers], "int32");
  const headers = ids(outputs.map((_, i) => i * STACK_DEPTH));
  const values = ids(
    outputs.flatMap((_, i) =>
      Array.from({ length: POSITIONS }, (__, j) => i * STACK_DEPTH * POSITIONS + j),
    ),
  );
  const field = (name: number): tf.Tensor1D => ids(outputs.map((slot) => slot[name] as number));
  const bounds = (which: number): tf.Tensor1D =>
    ids(
      outputs.flatMap((slot) =>
        Array.from({ length: POSITIONS }, (_, j) => slot[HEADER + 2 * j + which] as number),
      ),
    );
  const parts = [
    crossEntropy(lookup(logits.low, values), bounds(0)),
    crossEntropy(lookup(logits.high, values), bounds(1)),
    crossEntropy(lookup(logits.type, headers), field(TYPE)),
    crossEntropy(lookup(logits.least, headers), field(LEAST)),
    crossEntropy(lookup(logits.greatest, headers), field(GREATEST)),
    crossEntropy(lookup(logits.fault, headers), field(FAULT)),
  ];
  return parts.reduce((sum, part) => tf.add(sum, part));
}
