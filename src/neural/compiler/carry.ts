import * as tf from "@tensorflow/tfjs-core";
import type { Tensor2D } from "@tensorflow/tfjs-core";
import { differentiable } from "../ops/differentiable.ts";
import { lookup } from "../ops/lookup.ts";
import { boundRows } from "./boundTable.ts";
import { SLOT_TOKENS, STATE_TOKENS } from "./compilerConfig.ts";
import type { Carried, ExecutorParameters, StateLogits } from "./executor.ts";
import { ABSENT, BASE, POSITIONS } from "./state.ts";
import { NUMBERS, NUMBER_SCALE } from "./stateNumbers.ts";
import { STACK_DEPTH } from "./stacks.ts";

/** Zeros through which gradients pass (a straight-through estimator, Bengio, Léonard and Courville 2013). */
const pass = (x: Tensor2D): Tensor2D =>
  differentiable(
    [x],
    () => ({ value: tf.zeros(x.shape) as Tensor2D, saved: [] as const }),
    (dy) => [dy],
  );

/** The integers that the bounds' scores are of, scaled as arithmetic has them. */
const INTEGERS_OF_BOUNDS = Float32Array.from({ length: ABSENT + 1 }, (_, bound) =>
  bound === ABSENT ? 0 : (bound + BASE) / NUMBER_SCALE,
);

/**
 * Ties the likeliest states to the scores that they were read from: what would change in the embedding of
 * the next step if the scores did, while the states themselves are exact.
 */
export function carry(p: ExecutorParameters, logits: StateLogits): Carried {
  return tf.tidy(() => {
    const { state } = p;
    const slots = logits.type.shape[0];
    const batch = slots / STACK_DEPTH;
    const low: Tensor2D = tf.softmax(logits.low);
    const high: Tensor2D = tf.softmax(logits.high);
    const width = state.type.shape[1];
    const known = (rows: Tensor2D): Tensor2D => tf.slice(rows, [0, 0], [ABSENT + 1, width]);
    const fields = [
      tf.matMul(tf.softmax(logits.type), state.type),
      tf.matMul(tf.softmax(logits.least), state.least),
      tf.matMul(tf.softmax(logits.greatest), state.greatest),
      tf.matMul(tf.softmax(logits.fault), state.fault),
    ];
    const headers = fields.reduce((sum, one) => tf.add(sum, one)) as Tensor2D; // [B*stack, C]
    const owners = Int32Array.from({ length: slots * POSITIONS }, (_, i) =>
      Math.floor(i / POSITIONS),
    );
    const values = tf.add(
      tf.add(tf.matMul(low, known(boundRows(p.low))), tf.matMul(high, known(boundRows(p.high)))),
      lookup(headers, tf.tensor1d(owners, "int32")),
    ) as Tensor2D;
    // Of the argument nothing is said: a row of zeros.
    const all = pass(tf.concat([values, headers, tf.zeros([1, width])], 0) as Tensor2D);
    const integers = tf.tensor2d(INTEGERS_OF_BOUNDS, [ABSENT + 1, 1]);
    const pairs = tf.concat([tf.matMul(low, integers), tf.matMul(high, integers)], 1);
    const numbers = tf.reshape(pairs, [batch, STACK_DEPTH * POSITIONS * 2]);
    const missing = NUMBERS - STACK_DEPTH * POSITIONS * 2;
    return {
      embedding: lookup(all, tf.tensor1d(sourceRows(batch), "int32")),
      numbers: pass(
        tf.pad(numbers, [
          [0, 0],
          [0, missing],
        ]) as Tensor2D,
      ),
    };
  });
}

/** For each of [B, T] tokens its row among values, headers and zeros. */
function sourceRows(batch: number): Int32Array {
  const slots = batch * STACK_DEPTH;
  return Int32Array.from({ length: batch * STATE_TOKENS }, (_, row) => {
    const [b, token] = [Math.floor(row / STATE_TOKENS), row % STATE_TOKENS];
    const [slot, place] = [Math.floor(token / SLOT_TOKENS), token % SLOT_TOKENS];
    if (slot === STACK_DEPTH) return slots * POSITIONS + slots;
    const index = b * STACK_DEPTH + slot;
    return place === 0 ? slots * POSITIONS + index : index * POSITIONS + place - 1;
  });
}
