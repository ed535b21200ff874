import * as tf from "@tensorflow/tfjs-core";
import type { Tensor2D } from "@tensorflow/tfjs-core";
import type { Rng } from "../../support/rng.ts";

export interface Dropout {
  /** Probability in [0, 1) that a number is set to 0. */
  readonly rate: number;
  readonly rng: Rng;
}

/**
 * Sets each number to 0 with probability `rate` and divides the others by 1 - rate, so that the mean
 * stays (Srivastava and others 2014). Without `options`, as when a model is used, x itself.
 */
export function dropout(x: Tensor2D, options: Dropout | undefined): Tensor2D {
  if (options === undefined || options.rate === 0) return x;
  const { rate, rng } = options;
  const kept = new Float32Array(x.size);
  for (let i = 0; i < kept.length; i++) kept[i] = rng.next() < rate ? 0 : 1 / (1 - rate);
  return tf.tidy(() => tf.mul(x, tf.tensor2d(kept, x.shape)));
}
