import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import type { Denoiser } from "../../../src/neural/prior/denoiser.ts";
import { NOISE, denoisingLoss, normalRows } from "../../../src/neural/prior/denoisingLoss.ts";
import { createRng } from "../../../src/support/rng.ts";

beforeAll(() => loadBackend("wasm"));

const DEVIATION = 0.5;
const ROWS = 4_000;

/** The best denoiser of normal numbers of that deviation. Tells the noise levels that it is asked for. */
const shrinking =
  (tell: (levels: Float32Array) => void): Denoiser =>
  (x, sigma) => {
    tell(sigma.dataSync() as Float32Array);
    const variance = tf.reshape(tf.square(sigma), [sigma.shape[0], 1]);
    return tf.mul(x, tf.div(DEVIATION ** 2, tf.add(variance, DEVIATION ** 2)));
  };

/** Of the best denoiser, which errs by s^2 d^2 / (s^2 + d^2) at each level. */
const lossAt = (mean: number, deviation: number): number =>
  tf.tidy(() => {
    const rng = createRng(6);
    const data = tf.mul(normalRows(rng, ROWS, 4), DEVIATION) as tf.Tensor2D;
    const denoiser = shrinking(() => {});
    return denoisingLoss(denoiser, data, rng, DEVIATION, {
      mean,
      deviation,
    }).dataSync()[0] as number;
  });

describe("the denoising loss", () => {
  test("counts each noise level alike: the best that can be has the loss 1", () => {
    for (const sigma of [0.05, DEVIATION, 20]) {
      expect(Math.abs(lossAt(Math.log(sigma), 0) - 1)).toBeLessThan(0.05);
    }
  });

  test("gives each row its own level", () => {
    expect(Math.abs(lossAt(-1.2, 1.2) - 1)).toBeLessThan(0.05);
  });

  test("draws the logarithms of levels normally", () => {
    let logs: readonly number[] = [];
    tf.tidy(() => {
      const denoiser = shrinking((levels) => {
        logs = [...levels].map(Math.log);
      });
      denoisingLoss(denoiser, tf.zeros([ROWS, 1]), createRng(7), 1);
    });
    const mean = logs.reduce((sum, x) => sum + x, 0) / ROWS;
    const variance = logs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / ROWS;
    expect(Math.abs(mean - NOISE.mean)).toBeLessThan(0.1);
    expect(Math.abs(Math.sqrt(variance) - NOISE.deviation)).toBeLessThan(0.1);
  });
});
