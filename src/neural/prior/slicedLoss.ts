import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor2D } from "@tensorflow/tfjs-core";
import type { Rng } from "../../support/rng.ts";
import { normalRows } from "./denoisingLoss.ts";

export interface SlicedOptions {
  /** Length of the step of the difference. Default 0.05. */
  readonly step?: number;
}

/**
 * Sliced score matching with the variance reduced: E[v^T J v + |s|^2 / 2] over normal directions v, where
 * J is the Jacobian of the score s (Song and others 2019, equation 8). It needs no noise and no
 * denoiser. v^T J v is a difference of scores, so that only first gradients are needed (Pang and others
 * 2020, section 3).
 *
 * @param scoreOf x [B, D] -> [B, D]
 * @param data [B, D]
 */
export function slicedLoss(
  scoreOf: (x: Tensor2D) => Tensor2D,
  data: Tensor2D,
  rng: Rng,
  { step = 0.05 }: SlicedOptions = {},
): Scalar {
  return tf.tidy(() => {
    const [batch, size] = data.shape;
    const v = normalRows(rng, batch, size);
    const moved = tf.mul(v, step) as Tensor2D;
    const ahead = scoreOf(tf.add(data, moved));
    const behind = scoreOf(tf.sub(data, moved));
    const curvature = tf.div(tf.sum(tf.mul(v, tf.sub(ahead, behind)), 1), 2 * step);
    const here = scoreOf(data);
    return tf.mean(tf.add(curvature, tf.div(tf.sum(tf.square(here), 1), 2)));
  });
}
