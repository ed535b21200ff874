import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import { type AdamSettings, adamStep } from "../../../src/neural/ops/adamStep.ts";
import { sumOfSquares } from "../../../src/neural/ops/sumOfSquares.ts";
import { withoutOwnKernels } from "../../../src/neural/ops/wasm/ownKernels.ts";
import { createRng } from "../../../src/support/rng.ts";
import { difference, drawFloats } from "./compare.ts";

await loadBackend("wasm");

const SETTINGS: Omit<AdamSettings, "step"> = {
  learningRate: 0.01,
  beta1: 0.9,
  beta2: 0.98,
  epsilon: 1e-8,
  weightDecay: 0.1,
  gradientScale: 0.5,
};

/** Three steps on 7 parameters, with the textbook's formulas in float64. */
function textbook(parameter: Float32Array, gradients: readonly Float32Array[]): Float32Array {
  const { learningRate, beta1, beta2, epsilon, weightDecay, gradientScale } = SETTINGS;
  const p = [...parameter];
  const m = p.map(() => 0);
  const v = p.map(() => 0);
  gradients.forEach((gradient, t) => {
    gradient.forEach((raw, i) => {
      const g = raw * gradientScale;
      const first = (m[i] = beta1 * (m[i] as number) + (1 - beta1) * g);
      const second = (v[i] = beta2 * (v[i] as number) + (1 - beta2) * g * g);
      const [mHat, vHat] = [first / (1 - beta1 ** (t + 1)), second / (1 - beta2 ** (t + 1))];
      const before = p[i] as number;
      p[i] = before - learningRate * (mHat / (Math.sqrt(vHat) + epsilon) + weightDecay * before);
    });
  });
  return Float32Array.from(p);
}

function steps(parameter: Float32Array, gradients: readonly Float32Array[]): Float32Array {
  const variable = (values: Float32Array): tf.Variable =>
    tf.tidy(() => tf.variable(tf.tensor1d(values)));
  const slot = {
    parameter: variable(parameter),
    first: variable(parameter.map(() => 0)),
    second: variable(parameter.map(() => 0)),
  };
  gradients.forEach((gradient, t) => {
    const g = tf.tensor1d(gradient);
    adamStep(slot, g, { ...SETTINGS, step: t + 1 });
    g.dispose();
  });
  const result = slot.parameter.dataSync() as Float32Array;
  tf.dispose(slot);
  return result;
}

test("three steps follow the textbook, with own kernels and without", () => {
  const rng = createRng(1);
  const parameter = drawFloats(rng, 7);
  const gradients = [1, 2, 3].map(() => drawFloats(rng, 7));
  const wanted = textbook(parameter, gradients);
  const before = tf.memory().numTensors;
  expect(difference([steps(parameter, gradients)], [wanted])).toBeLessThan(1e-6);
  withoutOwnKernels(() => {
    expect(difference([steps(parameter, gradients)], [wanted])).toBeLessThan(1e-6);
  });
  expect(tf.memory().numTensors).toBe(before);
});

test("the sum of squares runs over all tensors, and NaN shows", () => {
  const tensors = [tf.tensor1d([3, 0, 0, 0, 0]), tf.tensor2d([[4]])];
  for (const run of [(f: () => void) => f(), withoutOwnKernels]) {
    run(() => {
      expect(sumOfSquares(tensors)).toBe(25);
      expect(sumOfSquares([tf.tensor1d([1, 2, 3, 4, NaN])])).toBeNaN();
      expect(sumOfSquares([tf.tensor1d([1, NaN, 3, 4, 5])])).toBeNaN();
    });
  }
});

test("a large sum of squares keeps its precision", () => {
  const ones = tf.ones([3_000_001]);
  expect(sumOfSquares([ones])).toBe(3_000_001);
  ones.dispose();
});
