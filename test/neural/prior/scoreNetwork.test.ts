import * as tf from "@tensorflow/tfjs-core";
import type { Tensor2D } from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import { disposeParameters } from "../../../src/neural/nn/parameters.ts";
import { normalRows } from "../../../src/neural/prior/denoisingLoss.ts";
import {
  type ScoreNetworkConfig,
  type ScoreNetworkParameters,
  initScoreNetwork,
  networkDenoiser,
  preconditioning,
} from "../../../src/neural/prior/scoreNetwork.ts";
import { createRng } from "../../../src/support/rng.ts";

const CONFIG: ScoreNetworkConfig = {
  tokens: 3,
  numbers: 2,
  width: 8,
  heads: 2,
  layers: 1,
  deviation: 0.8,
};
const SIZE = CONFIG.tokens * CONFIG.numbers;

let p: ScoreNetworkParameters;

beforeAll(async () => {
  await loadBackend("wasm");
  p = initScoreNetwork(createRng(1), CONFIG);
});

afterAll(() => disposeParameters(p));

/** What the network itself says, F, when it is to read x: the denoiser without its preconditioning. */
const told = (
  x: Tensor2D,
  sigmas: readonly number[],
  deviation = CONFIG.deviation,
): readonly number[] =>
  tf.tidy(() => {
    const sigma = tf.tensor1d([...sigmas]);
    const { skip, out, into } = preconditioning(sigma, deviation);
    const noisy = tf.div(x, into) as Tensor2D;
    const denoised = networkDenoiser(p, { ...CONFIG, deviation })(noisy, sigma);
    return [...tf.div(tf.sub(denoised, tf.mul(noisy, skip)), out).dataSync()];
  });

const apart = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((one, i) => Math.abs(one - (b[i] as number))));

describe("a score network over rows of several tokens", () => {
  test("reads each row by itself, with its own noise level", () => {
    tf.tidy(() => {
      const x = normalRows(createRng(2), 2, SIZE);
      const sigmas = [0.2, 3];
      const each = sigmas.flatMap((sigma, i) => told(tf.slice(x, [i, 0], [1, SIZE]), [sigma]));
      expect(apart(told(x, sigmas), each)).toBeLessThan(1e-4);
    });
  });

  test("reads noisy data at unit deviation, and the noise level besides", () => {
    tf.tidy(() => {
      const x = normalRows(createRng(3), 1, SIZE);
      expect(apart(told(x, [0.5], 0.8), told(x, [0.5], 3))).toBeLessThan(1e-4);
      expect(apart(told(x, [0.2]), told(x, [3]))).toBeGreaterThan(1e-3);
    });
  });

  test("tells tokens apart by their places", () => {
    tf.tidy(() => {
      const same = tf.tile(normalRows(createRng(4), 1, CONFIG.numbers), [1, CONFIG.tokens]);
      const found = told(same as Tensor2D, [0.5]);
      expect(apart(found.slice(0, 2), found.slice(2, 4))).toBeGreaterThan(1e-3);
    });
  });
});
