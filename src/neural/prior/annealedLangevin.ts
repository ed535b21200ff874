import * as tf from "@tensorflow/tfjs-core";
import type { Tensor2D } from "@tensorflow/tfjs-core";
import type { Rng } from "../../support/rng.ts";
import { normalRows } from "./denoisingLoss.ts";
import { type Denoiser, score } from "./denoiser.ts";

export interface LangevinOptions {
  /** Noise deviations, falling. */
  readonly levels: readonly number[];
  /** Steps at each level. */
  readonly steps: number;
  /** Squared length of a step at a level, as a share of the level's variance. Default 0.1. */
  readonly rate?: number;
  /**
   * Gradient of the logarithm of a likelihood, added to the score: the samples are then of prior times
   * likelihood. x [B, D] at a noise level -> [B, D]; the caller of it frees the result.
   */
  readonly guide?: (x: Tensor2D, sigma: number) => Tensor2D;
}

/**
 * Annealed Langevin dynamics: x += a s(x; sigma) + sqrt(2 a) z with a = rate * sigma^2, for falling
 * sigma (Song and Ermon 2019, algorithm 1).
 *
 * @param start [B, D], not freed
 * @returns [B, D]
 */
export function annealedLangevin(
  denoiser: Denoiser,
  start: Tensor2D,
  rng: Rng,
  { levels, steps, rate = 0.1, guide }: LangevinOptions,
): Tensor2D {
  const [batch, size] = start.shape;
  let x = tf.clone(start);
  for (const sigma of levels) {
    const length = rate * sigma ** 2;
    for (let i = 0; i < steps; i++) {
      const next = tf.tidy((): Tensor2D => {
        const prior = score(denoiser, x, sigma);
        const direction = guide === undefined ? prior : tf.add(prior, guide(x, sigma));
        const noise = tf.mul(normalRows(rng, batch, size), Math.sqrt(2 * length));
        return tf.add(tf.add(x, tf.mul(direction, length)), noise);
      });
      x.dispose();
      x = next;
    }
  }
  return x;
}
