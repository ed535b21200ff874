import * as tf from "@tensorflow/tfjs-core";
import type { Tensor, Tensor2D } from "@tensorflow/tfjs-core";
import { differentiable } from "../ops/differentiable.ts";

/** x times the standard normal distribution function of x (Hendrycks and Gimpel 2016), elementwise. */
export const gelu = (x: Tensor2D): Tensor2D =>
  differentiable(
    [x],
    () => {
      const probability = below(x);
      return { value: tf.mul(x, probability), saved: [x, probability] as const };
    },
    (dy, [z, probability]) => {
      const density = tf.mul(tf.exp(tf.mul(tf.square(z), -0.5)), 1 / Math.sqrt(2 * Math.PI));
      return [tf.mul(dy, tf.add(probability, tf.mul(z, density)))];
    },
  );

/** Probability that a standard normal number is below x. */
const below = (x: Tensor): Tensor => tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);
