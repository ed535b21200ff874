import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import type { Denoiser } from "../../../src/neural/prior/denoiser.ts";
import { noiseLevels } from "../../../src/neural/prior/noiseLevels.ts";
import { flowSample } from "../../../src/neural/prior/probabilityFlow.ts";

beforeAll(() => loadBackend("wasm"));

const DEVIATION = 0.4;

/** The best denoiser of normal numbers of that deviation. */
const shrinking: Denoiser = (x, sigma) => {
  const variance = tf.reshape(tf.square(sigma), [sigma.shape[0], 1]);
  return tf.mul(x, tf.div(DEVIATION ** 2, tf.add(variance, DEVIATION ** 2)));
};

describe("the probability flow of normal numbers", () => {
  test("scales them down to no noise at all, by Heun's rule", () => {
    const start = [5, -2, 0.3];
    const levels = noiseLevels({ least: 0.05, greatest: 5, count: 20 });
    const found = tf.tidy(() =>
      flowSample(shrinking, tf.tensor2d(start, [3, 1]), levels).dataSync(),
    );
    const scale = DEVIATION / Math.hypot(DEVIATION, 5);
    // Euler's rule is 7 percent off here; to end at the last level is 1.5 percent off.
    for (const [i, x] of start.entries()) {
      expect(Math.abs((found[i] as number) / (x * scale) - 1)).toBeLessThan(0.005);
    }
  });
});
