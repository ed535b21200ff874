import * as tf from "@tensorflow/tfjs-core";
import type { Tensor2D } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import { createAdam } from "../../../src/neural/nn/adam.ts";
import { differentiate } from "../../../src/neural/nn/differentiate.ts";
import { disposeParameters } from "../../../src/neural/nn/parameters.ts";
import { annealedLangevin } from "../../../src/neural/prior/annealedLangevin.ts";
import { type Denoiser, score } from "../../../src/neural/prior/denoiser.ts";
import { denoisingLoss, normalRows } from "../../../src/neural/prior/denoisingLoss.ts";
import { noiseLevels } from "../../../src/neural/prior/noiseLevels.ts";
import { flowLogDensity, flowSample } from "../../../src/neural/prior/probabilityFlow.ts";
import {
  type ScoreNetworkConfig,
  initScoreNetwork,
  networkDenoiser,
  preconditioning,
} from "../../../src/neural/prior/scoreNetwork.ts";
import { slicedLoss } from "../../../src/neural/prior/slicedLoss.ts";
import { createRng } from "../../../src/support/rng.ts";
import { MIXTURE, shareOfFirst } from "./mixture.ts";

beforeAll(() => loadBackend("wasm"));

const POINTS: readonly (readonly [number, number])[] = [
  [0, 0],
  [-1, 0.5],
  [0.7, 0.2],
  [1.5, -1.2],
];

/** Runs f on the points and gives what it computes as plain numbers; fails when a tensor is left. */
function numbersOf(f: (x: Tensor2D) => tf.Tensor): readonly number[] {
  const before = tf.memory().numTensors;
  const x = tf.tensor2d(POINTS.flat(), [POINTS.length, 2]);
  const y = f(x);
  const numbers = [...y.dataSync()];
  tf.dispose([x, y]);
  expect(tf.memory().numTensors).toBe(before);
  return numbers;
}

/** The greatest difference of numbers that belong together. */
const apart = (found: readonly number[], wanted: readonly number[]): number => {
  expect(found.length).toBe(wanted.length);
  return Math.max(...found.map((one, i) => Math.abs(one - (wanted[i] as number))));
};

describe("noise levels", () => {
  test("fall from the greatest to the least, closer and closer", () => {
    const levels = noiseLevels({ least: 0.01, greatest: 5, count: 6 });
    expect(apart([levels[0] as number, levels[5] as number], [5, 0.01])).toBeLessThan(1e-9);
    const gaps = levels.slice(1).map((level, i) => (levels[i] as number) - level);
    expect([...gaps].sort((a, b) => b - a)).toEqual(gaps);
    expect(gaps.at(-1)).toBeGreaterThan(0);
    expect(noiseLevels({ least: 1, greatest: 3, count: 3, rho: 1 })).toEqual([3, 2, 1]);
    expect(noiseLevels({ least: 1, greatest: 3, count: 1, rho: 1 })).toEqual([3]);
  });
});

describe("the score of a denoiser", () => {
  test("is the gradient of the logarithm of the density", () => {
    for (const sigma of [0.2, 1]) {
      const found = numbersOf((x) => score(MIXTURE.denoiser, x, sigma));
      const wanted = POINTS.flatMap(([x, y]) => MIXTURE.score(x, y, sigma));
      expect(apart(found, wanted)).toBeLessThan(1e-3);
    }
  });
});

describe("the probability flow", () => {
  const levels = [...noiseLevels({ least: 0.1, greatest: 200, count: 90 })].reverse();

  test("has the density that is known", () => {
    const wanted = POINTS.map(([x, y]) => MIXTURE.logDensity(x, y, 0.1));
    const exact = numbersOf((x) => flowLogDensity(MIXTURE.denoiser, x, levels, { kind: "exact" }));
    expect(apart(exact, wanted)).toBeLessThan(0.02);
    const rng = createRng(3);
    const probed = numbersOf((x) =>
      flowLogDensity(MIXTURE.denoiser, x, levels, { kind: "hutchinson", probes: 4, rng }),
    );
    expect(apart(probed, wanted)).toBeLessThan(0.3);
  });

  test("carries noise to the mixture", () => {
    const rng = createRng(1);
    const start = tf.tidy((): Tensor2D => tf.mul(normalRows(rng, 1_000, 2), 20));
    const falling = noiseLevels({ least: 0.05, greatest: 20, count: 25 });
    const points = flowSample(MIXTURE.denoiser, start, falling);
    expect(Math.abs(shareOfFirst(points.dataSync() as Float32Array) - 0.3)).toBeLessThan(0.05);
    tf.dispose([start, points]);
  });
});

describe("annealed Langevin dynamics", () => {
  const levels = noiseLevels({ least: 0.1, greatest: 3, count: 20 });

  test("gives the mixture, and with a likelihood the mixture times it", () => {
    const rng = createRng(2);
    const start = tf.tidy((): Tensor2D => tf.mul(normalRows(rng, 600, 2), 3));
    const before = tf.memory().numTensors;
    const free = annealedLangevin(MIXTURE.denoiser, start, rng, { levels, steps: 10 });
    expect(Math.abs(shareOfFirst(free.dataSync() as Float32Array) - 0.3)).toBeLessThan(0.08);
    // A normal likelihood about the first mean: the posterior lies between the two.
    const guide = (x: Tensor2D, sigma: number): Tensor2D =>
      tf.div(tf.sub(tf.tensor2d([-1, 0.5], [1, 2]), x), 0.16 + sigma ** 2);
    const guided = annealedLangevin(MIXTURE.denoiser, start, rng, { levels, steps: 10, guide });
    expect(shareOfFirst(guided.dataSync() as Float32Array)).toBeGreaterThan(0.95);
    tf.dispose([free, guided]);
    expect(tf.memory().numTensors).toBe(before);
    start.dispose();
  });
});

describe("preconditioning", () => {
  test("keeps what the network reads and is asked for at unit deviation", () => {
    tf.tidy(() => {
      for (const sigma of [0.01, 0.5, 20]) {
        const { skip, out, into } = preconditioning(tf.tensor1d([sigma]), 2);
        const [a, b, c] = [skip, out, into].map((factor) => factor.dataSync()[0] as number) as [
          number,
          number,
          number,
        ];
        expect(c * Math.sqrt(4 + sigma ** 2)).toBeCloseTo(1, 5);
        // The network is asked for (clean - skip * noisy) / out, of variance 1.
        expect(((1 - a) ** 2 * 4 + a ** 2 * sigma ** 2) / b ** 2).toBeCloseTo(1, 4);
      }
    });
  });
});

const NETWORK: ScoreNetworkConfig = {
  tokens: 1,
  numbers: 2,
  width: 32,
  heads: 1,
  layers: 1,
  deviation: MIXTURE.deviation,
};

describe("a score network", () => {
  test("learns the score of the mixture at all noise levels by denoising", () => {
    const rng = createRng(5);
    const parameters = initScoreNetwork(rng.fork(1), NETWORK);
    const denoiser = networkDenoiser(parameters, NETWORK);
    const optimiser = createAdam(parameters);
    for (let step = 0; step < 400; step++) {
      const drawn = rng.fork(2).fork(step);
      const { value, gradients } = differentiate(parameters, () =>
        tf.tidy(() => {
          const data = tf.tensor2d(MIXTURE.sample(drawn, 128), [128, 2]);
          return denoisingLoss(denoiser, data, drawn, MIXTURE.deviation);
        }),
      );
      optimiser.update(gradients, step < 250 ? 5e-3 : 1e-3);
      tf.dispose([value, ...gradients.filter((gradient) => gradient !== undefined)]);
    }
    for (const sigma of [0.3, 1]) {
      const found = numbersOf((x) => score(denoiser, x, sigma));
      const wanted = POINTS.flatMap(([x, y]) => MIXTURE.score(x, y, sigma));
      const length = Math.hypot(...wanted);
      const error = Math.hypot(...found.map((one, i) => one - (wanted[i] as number)));
      expect(error / length).toBeLessThan(0.25);
    }
    optimiser.dispose();
    disposeParameters(parameters);
  });
});

describe("the loss of sliced score matching", () => {
  /** Of the mixture's score at a noise level, scaled and moved. */
  const loss = (factor: number, moved: number): number =>
    tf.tidy(() => {
      const sigma = 0.3;
      const rng = createRng(8);
      const clean = tf.tensor2d(MIXTURE.sample(rng, 2_000), [2_000, 2]);
      const data: Tensor2D = tf.add(clean, tf.mul(normalRows(rng, 2_000, 2), sigma));
      const changed: Denoiser = MIXTURE.denoiser;
      const scoreOf = (x: Tensor2D): Tensor2D =>
        tf.add(tf.mul(score(changed, x, sigma), factor), moved);
      return slicedLoss(scoreOf, data, rng).dataSync()[0] as number;
    });

  test("is least for the true score", () => {
    const least = loss(1, 0);
    for (const [factor, moved] of [
      [0.7, 0],
      [1.3, 0],
      [1, 0.4],
      [1, -0.4],
    ] as const) {
      expect(loss(factor, moved)).toBeGreaterThan(least);
    }
    // Scaling a true score by f changes the loss by (f - 1)^2 / 2 of its mean square: -2 * least.
    expect(loss(1.5, 0) - least).toBeCloseTo(0.25 * -least, 0);
  });
});
