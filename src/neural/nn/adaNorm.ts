import * as tf from "@tensorflow/tfjs-core";
import type { Tensor2D } from "@tensorflow/tfjs-core";
import { differentiable } from "../ops/differentiable.ts";
import { layerNorm } from "../ops/layerNorm.ts";

export interface AdaNormOptions {
  /** C, the scale of the result; default 1. */
  readonly scale?: number;
  /** k, how much a large value is damped; default 0.1, as in the paper. */
  readonly damping?: number;
}

/**
 * Layer norm without parameters: y = (x - mean) / deviation of each row, and the result is
 * scale (1 - damping y) y (Xu and others 2019, section 4). The factor before y counts as a constant in
 * the gradient, as the paper defines it, so that gradients are centred and scaled as layer norm's are.
 * x [M, C] -> [M, C]
 */
export function adaNorm(x: Tensor2D, options: AdaNormOptions = {}): Tensor2D {
  const { scale = 1, damping = 0.1 } = options;
  return tf.tidy(() => {
    const width = x.shape[1];
    const y = layerNorm(x, tf.ones([width]), tf.zeros([width]));
    return differentiable(
      [y],
      () => {
        const factor: Tensor2D = tf.mul(tf.sub(1, tf.mul(y, damping)), scale);
        return { value: tf.mul<Tensor2D>(y, factor), saved: [factor] as const };
      },
      (dy, [factor]) => [tf.mul(dy, factor)],
    );
  });
}
