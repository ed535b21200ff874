import * as tf from "@tensorflow/tfjs-core";

/**
 * Rows of the identity; a negative id has a row of zeros.
 *
 * @param ids int32 [M]
 * @returns float32 [M, depth]
 */
export function oneHot(ids: tf.Tensor1D, depth: number): tf.Tensor2D {
  // The stock op wants two classes or more, and of type float32 it writes integers on `wasm`.
  const rows = tf.cast(tf.oneHot(ids, Math.max(2, depth)), "float32") as tf.Tensor2D;
  return depth === 1 ? tf.slice(rows, [0, 0], [ids.size, 1]) : rows;
}
