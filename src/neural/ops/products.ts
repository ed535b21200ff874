// Products of stock ops in the order that the stock kernels are fast in: on `wasm` only the product of
// two matrices as they stand runs on vectors, a transposed operand costs 12 to 25 times as much.
import * as tf from "@tensorflow/tfjs-core";
import { ownKernels, runOwn } from "./wasm/ownKernels.ts";

const transposed = (x: tf.Tensor2D): tf.Tensor2D => tf.transpose(x, [1, 0]);

/** a b^T; a [M, N], b [K, N] -> [M, K] */
export function timesTransposed(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  return tf.matMul(a, transposed(b));
}

/** a^T b; a [M, K], b [M, N] -> [K, N]. The narrower one is transposed. */
export function transposedTimes(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  return a.shape[1] <= b.shape[1]
    ? tf.matMul(transposed(a), b)
    : transposed(tf.matMul(transposed(b), a));
}

/** Sum of the rows of x [M, N] -> [N]. */
export function columnSum(x: tf.Tensor2D): tf.Tensor1D {
  const [m, n] = x.shape;
  if (ownKernels() === undefined) {
    // As a product, which the stock kernels compute faster than a sum over the first axis.
    return tf.reshape(tf.matMul(tf.ones([1, m]), x), [n]);
  }
  const [sum] = runOwn(({ kernels, at, make }) => {
    const y = make([n]);
    kernels.columnSum(at(x), at(y), m, n);
    return [y];
  });
  return sum as tf.Tensor1D;
}
