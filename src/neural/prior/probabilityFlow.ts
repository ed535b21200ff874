import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import type { Rng } from "../../support/rng.ts";
import { normalRows } from "./denoisingLoss.ts";
import type { Denoiser } from "./denoiser.ts";

/** dx/ds = (x - D(x; s)) / s = -s * score (Karras and others 2022, equations 1 and 3). */
const slope = (denoiser: Denoiser, x: Tensor2D, sigma: number): Tensor2D =>
  tf.tidy(() => {
    const clean = denoiser(x, tf.fill([x.shape[0]], sigma));
    return tf.div(tf.sub(x, clean), sigma);
  });

/**
 * Samples along the probability-flow ordinary differential equation, which has the marginals of the
 * diffusion and no noise on the way (Song and others 2021, section 4.3), by Heun's rule (Karras and
 * others 2022, algorithm 1).
 *
 * @param start [B, D] with the deviation of the first level, not freed
 * @param levels falling deviations; the last step goes on to 0
 */
export function flowSample(
  denoiser: Denoiser,
  start: Tensor2D,
  levels: readonly number[],
): Tensor2D {
  let x = tf.clone(start);
  for (const [i, sigma] of levels.entries()) {
    const next = levels[i + 1] ?? 0;
    const moved = tf.tidy((): Tensor2D => {
      const first = slope(denoiser, x, sigma);
      const guess: Tensor2D = tf.add(x, tf.mul(first, next - sigma));
      if (next === 0) return guess;
      const mean = tf.div(tf.add(first, slope(denoiser, guess, next)), 2);
      return tf.add(x, tf.mul(mean, next - sigma));
    });
    x.dispose();
    x = moved;
  }
  return x;
}

/** How the trace of the Jacobian is found. */
export type Divergence =
  /** One gradient for each of D directions. */
  | { readonly kind: "exact" }
  /** The mean of v^T J v over random signs v (Hutchinson 1990; Grathwohl and others 2019). */
  | { readonly kind: "hutchinson"; readonly probes: number; readonly rng: Rng };

/**
 * Logarithm of the density of rows that carry noise of the first level: the flow carries them to the last,
 * where they count as normal, and the change of volume on the way is added up (Song and others 2021,
 * section D.2). Heun's rule.
 *
 * @param x [B, D]
 * @param levels rising deviations; at the last the data must not matter any more
 * @returns [B]
 */
export function flowLogDensity(
  denoiser: Denoiser,
  x: Tensor2D,
  levels: readonly number[],
  divergence: Divergence,
): Tensor1D {
  const [batch, size] = x.shape;
  let at = tf.clone(x);
  let volume: Tensor1D = tf.zeros([batch]);
  for (let i = 0; i + 1 < levels.length; i++) {
    const [sigma, next] = [levels[i] as number, levels[i + 1] as number];
    const step = next - sigma;
    const [moved, grown] = tf.tidy((): [Tensor2D, Tensor1D] => {
      const first = slope(denoiser, at, sigma);
      const guess: Tensor2D = tf.add(at, tf.mul(first, step));
      const mean = tf.div(tf.add(first, slope(denoiser, guess, next)), 2);
      const traces = tf.add(
        traceOf(denoiser, at, sigma, divergence),
        traceOf(denoiser, guess, next, divergence),
      );
      return [tf.add(at, tf.mul(mean, step)), tf.add(volume, tf.mul(traces, step / 2))];
    });
    tf.dispose([at, volume]);
    [at, volume] = [moved, grown];
  }
  const last = levels.at(-1) as number;
  const result = tf.tidy((): Tensor1D => {
    const square = tf.div(tf.sum(tf.square(at), 1), 2 * last ** 2);
    const constant = (size / 2) * Math.log(2 * Math.PI * last ** 2);
    return tf.sub(volume, tf.add(square, constant));
  });
  tf.dispose([at, volume]);
  return result;
}

/** Trace of the slope's Jacobian for each row. -> [B] */
function traceOf(denoiser: Denoiser, x: Tensor2D, sigma: number, divergence: Divergence): Tensor1D {
  const [batch, size] = x.shape;
  return tf.tidy(() => {
    const along = (v: Tensor2D): Tensor1D => {
      const gradient = tf.grad((y: tf.Tensor): Scalar =>
        tf.sum(tf.mul(slope(denoiser, y as Tensor2D, sigma), v)),
      );
      return tf.sum(tf.mul(gradient(x), v), 1);
    };
    const directions =
      divergence.kind === "exact"
        ? Array.from({ length: size }, (_, i) => unitRows(batch, size, i))
        : Array.from({ length: divergence.probes }, () => signRows(divergence.rng, batch, size));
    const sum = directions.map(along).reduce((total, part) => tf.add(total, part));
    return divergence.kind === "exact" ? sum : tf.div(sum, divergence.probes);
  });
}

const unitRows = (rows: number, columns: number, at: number): Tensor2D =>
  tf.tensor2d(
    Float32Array.from({ length: rows * columns }, (_, i) => (i % columns === at ? 1 : 0)),
    [rows, columns],
  );

const signRows = (rng: Rng, rows: number, columns: number): Tensor2D =>
  tf.tidy(() => {
    const normal = normalRows(rng, rows, columns);
    return tf.sub(tf.mul(tf.step(normal), 2), 1);
  });
