import * as tf from "@tensorflow/tfjs-core";
import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import { differentiable } from "../ops/differentiable.ts";

/**
 * Mean of each group of rows, blind to their order (Zaheer and others 2017, Deep sets, theorem 2).
 *
 * x [G*N, C]; `counted` float32 [G*N], 1 for a row that counts and 0 for one that does not, default all
 * -> [G, C]. A group of which no row counts gives zeros.
 */
export function setPool(x: Tensor2D, groups: number, counted?: Tensor1D): Tensor2D {
  const [rows, width] = x.shape;
  const size = rows / groups;
  return differentiable(
    [x],
    () => {
      const present = tf.reshape(counted ?? tf.ones([rows]), [groups, 1, size]);
      const shares = tf.div(present, tf.maximum(tf.sum(present, 2, true), 1)); // [G, 1, N]
      const sums = tf.matMul(shares, tf.reshape(x, [groups, size, width])); // [G, 1, C]
      return { value: tf.reshape(sums, [groups, width]) as Tensor2D, saved: [shares] as const };
    },
    (dy, [shares]) => {
      const column = tf.reshape(shares, [groups, size, 1]);
      const spread = tf.matMul(column, tf.reshape(dy, [groups, 1, width])); // [G, N, C]
      return [tf.reshape(spread, [rows, width])];
    },
  );
}
