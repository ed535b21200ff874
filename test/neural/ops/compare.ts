import * as tf from "@tensorflow/tfjs-core";
import { withoutOwnKernels } from "../../../src/neural/ops/wasm/ownKernels.ts";
import { type Rng, createRng } from "../../../src/support/rng.ts";

/** Numbers in -1..1, or around `centre`. */
export function drawFloats(rng: Rng, count: number, centre = 0): Float32Array {
  return Float32Array.from({ length: count }, () => centre + 2 * rng.next() - 1);
}

export function draw<R extends tf.Rank>(rng: Rng, shape: tf.ShapeMap[R], centre = 0): tf.Tensor<R> {
  return tf.tensor(drawFloats(rng, tf.util.sizeFromShape(shape), centre), shape);
}

/** The value and the gradients of sum(op(inputs) * c) with a fixed random c, as plain arrays. */
export function valueAndGradients(
  op: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: readonly tf.Tensor[],
): readonly Float32Array[] {
  return tf.tidy(() => {
    const y = op(...inputs);
    const c = draw(createRng(7), y.shape as [number]);
    const loss = (...all: tf.Tensor[]): tf.Scalar => tf.sum(tf.mul(op(...all), c));
    const gradients = tf.grads(loss)([...inputs]);
    return [y, ...gradients].map((t) => t.dataSync() as Float32Array);
  });
}

/** Largest difference of two lists of arrays, relative to the norm of each array. */
export function difference(a: readonly Float32Array[], b: readonly Float32Array[]): number {
  if (a.length !== b.length) return Infinity;
  return Math.max(
    ...a.map((x, i) => {
      const y = b[i] as Float32Array;
      if (x.length !== y.length) return Infinity;
      let error = 0;
      let norm = 1e-12;
      x.forEach((v, j) => {
        error += (v - (y[j] as number)) ** 2;
        norm += (y[j] as number) ** 2;
      });
      return Number.isNaN(error) ? Infinity : Math.sqrt(error / norm);
    }),
  );
}

/** How far the own kernels are from the composite of stock ops, for value and gradients. */
export function ownAgainstComposite(
  op: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: readonly tf.Tensor[],
): number {
  const own = valueAndGradients(op, inputs);
  return difference(
    own,
    withoutOwnKernels(() => valueAndGradients(op, inputs)),
  );
}
