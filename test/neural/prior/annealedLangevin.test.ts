import * as tf from "@tensorflow/tfjs-core";
import type { Tensor2D } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import { gaussian } from "../../../src/neural/nn/initialise.ts";
import { annealedLangevin } from "../../../src/neural/prior/annealedLangevin.ts";
import type { Denoiser } from "../../../src/neural/prior/denoiser.ts";
import { createRng } from "../../../src/support/rng.ts";

beforeAll(() => loadBackend("wasm"));

const LEVELS = [2, 0.5];
const STEPS = 3;
const START = [1, -2, 0.5];

/** Guesses of a tenth of each number: the score is -0.9 x / s^2. */
const TENTH: Denoiser = (x) => tf.mul(x, 0.1);

/** The same chain in plain numbers, with the guide 0.3 - x / s. */
function plainChain(rate: number, guided: boolean): readonly number[] {
  const rng = createRng(4);
  let x = START;
  for (const sigma of LEVELS) {
    const length = rate * sigma ** 2;
    for (let i = 0; i < STEPS; i++) {
      x = x.map((own) => {
        const direction = (-0.9 * own) / sigma ** 2 + (guided ? 0.3 - own / sigma : 0);
        return own + length * direction + Math.sqrt(2 * length) * gaussian(rng);
      });
    }
  }
  return x;
}

describe("annealed Langevin dynamics", () => {
  const guide = (x: Tensor2D, sigma: number): Tensor2D => tf.sub(0.3, tf.div(x, sigma));

  test.each([
    ["by the score alone", {}, plainChain(0.1, false)],
    ["with a guide", { guide }, plainChain(0.1, true)],
    ["at a rate", { guide, rate: 0.3 }, plainChain(0.3, true)],
  ])("move by a of the score and sqrt(2 a) of noise: %s", (_, options, wanted) => {
    const found = tf.tidy(() => {
      const start = tf.tensor2d(START, [START.length, 1]);
      const all = { levels: LEVELS, steps: STEPS, ...options };
      return annealedLangevin(TENTH, start, createRng(4), all).dataSync();
    });
    for (const [i, own] of wanted.entries()) expect(found[i]).toBeCloseTo(own, 4);
  });
});
