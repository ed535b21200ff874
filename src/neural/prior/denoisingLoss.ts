import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor2D } from "@tensorflow/tfjs-core";
import type { Rng } from "../../support/rng.ts";
import { gaussian } from "../nn/initialise.ts";
import type { Denoiser } from "./denoiser.ts";

/** From which distribution noise levels are drawn: ln(s) normal (Karras and others 2022, table 1). */
export interface NoiseDistribution {
  /** Mean of ln(s). */
  readonly mean: number;
  readonly deviation: number;
}

export const NOISE: NoiseDistribution = { mean: -1.2, deviation: 1.2 };

/** A matrix of standard normal numbers, drawn row-major, the same on every backend. */
export const normalRows = (rng: Rng, rows: number, columns: number): Tensor2D =>
  tf.tensor2d(
    Float32Array.from({ length: rows * columns }, () => gaussian(rng)),
    [rows, columns],
  );

/**
 * Denoising score matching over noise levels (Vincent 2011; Song and Ermon 2019): the mean squared error
 * of the denoiser, weighted so that each level counts alike (Karras and others 2022, equation 8).
 *
 * @param data [B, D]
 * @param deviation of the numbers of the data
 */
export function denoisingLoss(
  denoiser: Denoiser,
  data: Tensor2D,
  rng: Rng,
  deviation: number,
  noise: NoiseDistribution = NOISE,
): Scalar {
  return tf.tidy(() => {
    const [batch, size] = data.shape;
    const levels = Float32Array.from({ length: batch }, () =>
      Math.exp(noise.mean + noise.deviation * gaussian(rng)),
    );
    const sigma = tf.tensor1d(levels);
    const added = tf.mul(normalRows(rng, batch, size), tf.reshape(sigma, [batch, 1]));
    const guess = denoiser(tf.add(data, added), sigma);
    const weights = levels.map((s) => (s ** 2 + deviation ** 2) / (s * deviation) ** 2);
    const errors = tf.square(tf.sub(guess, data));
    return tf.mean(tf.mul(errors, tf.tensor2d(weights, [batch, 1])));
  });
}
