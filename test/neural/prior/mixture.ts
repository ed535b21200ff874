import * as tf from "@tensorflow/tfjs-core";
import type { Tensor2D } from "@tensorflow/tfjs-core";
import { gaussian } from "../../../src/neural/nn/initialise.ts";
import type { Denoiser } from "../../../src/neural/prior/denoiser.ts";
import type { Rng } from "../../../src/support/rng.ts";

/** Two round normal distributions in the plane, of which all is known. */
const MEANS = [
  [-1, 0.5],
  [1, -0.5],
] as const;
const WEIGHTS = [0.3, 0.7] as const;
const DEVIATION = 0.4;

export const MIXTURE = {
  means: MEANS,
  weights: WEIGHTS,
  /** Deviation of all numbers together, about. */
  deviation: 0.8,

  sample: (rng: Rng, count: number): Float32Array =>
    Float32Array.from(
      Array.from({ length: count }, () => {
        const [x, y] = MEANS[rng.next() < WEIGHTS[0] ? 0 : 1];
        return [x + DEVIATION * gaussian(rng), y + DEVIATION * gaussian(rng)];
      }).flat(),
    ),

  /** Logarithm of the density at a point, with noise. */
  logDensity: (x: number, y: number, sigma = 0): number => {
    const variance = DEVIATION ** 2 + sigma ** 2;
    const terms = MEANS.map(([a, b], i) => {
      const distance = (x - a) ** 2 + (y - b) ** 2;
      return (
        ((WEIGHTS[i] as number) * Math.exp(-distance / (2 * variance))) / (2 * Math.PI * variance)
      );
    });
    return Math.log((terms[0] as number) + (terms[1] as number));
  },

  /** Its gradient by differences. */
  score: (x: number, y: number, sigma = 0): readonly [number, number] => {
    const h = 1e-4;
    const { logDensity } = MIXTURE;
    return [
      (logDensity(x + h, y, sigma) - logDensity(x - h, y, sigma)) / (2 * h),
      (logDensity(x, y + h, sigma) - logDensity(x, y - h, sigma)) / (2 * h),
    ];
  },

  /** The best denoiser that there is: sum of r_i(x) (x + (mean_i - x) s^2 / variance). */
  denoiser: ((x, sigma) =>
    tf.tidy(() => {
      const noise = tf.reshape(tf.square(sigma), [x.shape[0], 1]);
      const variance = tf.add(noise, DEVIATION ** 2);
      const means = tf.tensor2d(MEANS.flat(), [2, 2]);
      const cross = tf.matMul(x, means, false, true);
      const own = tf.tensor2d(
        MEANS.map(([a, b]) => (a * a + b * b) / 2),
        [1, 2],
      );
      const odds = tf.div(tf.sub(cross, own), variance);
      const shares: Tensor2D = tf.softmax(tf.add(odds, tf.log(tf.tensor2d([...WEIGHTS], [1, 2]))));
      const towards = tf.sub(tf.matMul(shares, means), x);
      return tf.add(x, tf.mul(towards, tf.div(noise, variance)));
    })) as Denoiser,
};

/** Of points how many lie nearer to the first mean. */
export const shareOfFirst = (points: Float32Array): number => {
  let near = 0;
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i] as number, points[i + 1] as number];
    const [first, second] = MEANS.map(([a, b]) => (x - a) ** 2 + (y - b) ** 2);
    if ((first as number) < (second as number)) near++;
  }
  return near / (points.length / 2);
};
