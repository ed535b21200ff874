import * as tf from "@tensorflow/tfjs-core";
import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";

/**
 * Guesses what rows were before normal noise was added: E[clean | noisy].
 *
 * x [B, D], sigma [B] deviations of the noise -> [B, D]
 */
export type Denoiser = (x: Tensor2D, sigma: Tensor1D) => Tensor2D;

/**
 * The score of rows with noise, the gradient of the logarithm of their density: (D(x; s) - x) / s^2
 * (Vincent 2011, section 4; Karras and others 2022, equation 3).
 *
 * x [B, D] -> [B, D]
 */
export const score = (denoiser: Denoiser, x: Tensor2D, sigma: number): Tensor2D =>
  tf.tidy(() => {
    const clean = denoiser(x, tf.fill([x.shape[0]], sigma));
    return tf.div(tf.sub(clean, x), sigma ** 2);
  });
