import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import { copyLogits } from "../../../src/neural/ops/copyLogits.ts";
import { createRng } from "../../../src/support/rng.ts";
import { difference, draw, valueAndGradients } from "./compare.ts";

beforeAll(() => loadBackend("wasm"));

const ROWS = 5;
const CHOICES = 7;
const SOURCES = 4;
const rng = createRng(3);
// Sources that hold the same, and some that hold nothing.
const held = Int32Array.from({ length: ROWS * SOURCES }, () => rng.integer(4) - 1);

/** The same of stock ops, whose gradients are TensorFlow's. */
function twin(own: tf.Tensor, scores: tf.Tensor): tf.Tensor {
  const chosen = new Float32Array(ROWS * SOURCES * CHOICES);
  for (const [i, choice] of held.entries()) if (choice >= 0) chosen[i * CHOICES + choice] = 1;
  const marks = tf.tensor3d(chosen, [ROWS, SOURCES, CHOICES]);
  const copied = tf.sum(tf.mul(tf.expandDims(tf.exp(scores), 2), marks), 1);
  return tf.log(tf.add(tf.exp(own), copied));
}

const op = (own: tf.Tensor, scores: tf.Tensor): tf.Tensor =>
  copyLogits(own as tf.Tensor2D, scores as tf.Tensor2D, held);

describe("logits of a choice made or copied", () => {
  test("are those of the sum of what is made and all that is copied, as are their gradients", () => {
    const own = tf.mul(draw<tf.Rank.R2>(rng, [ROWS, CHOICES]), 3);
    const scores = tf.mul(draw<tf.Rank.R2>(rng, [ROWS, SOURCES]), 3);
    const found = valueAndGradients(op, [own, scores]);
    expect(difference(found, valueAndGradients(twin, [own, scores]))).toBeLessThan(1e-5);
  });

  test("stay finite where a choice and its sources are far below others", () => {
    const two = tf.tensor2d([[-400, -400]]);
    const scores = tf.tensor2d([[400, -400]]);
    const far = (own: tf.Tensor, ofSources: tf.Tensor): tf.Tensor =>
      copyLogits(own as tf.Tensor2D, ofSources as tf.Tensor2D, Int32Array.from([0, 1]));
    for (const numbers of valueAndGradients(far, [two, scores])) {
      expect([...numbers].every(Number.isFinite)).toBe(true);
    }
  });

  test("count what is made once, however many sources hold it too", () => {
    const own = tf.tensor2d([[40]]);
    const scores = tf.tensor2d([[0, 0]]);
    const logits = copyLogits(own, scores, Int32Array.from([0, 0]));
    expect(logits.dataSync()[0]).toBeCloseTo(40, 5);
  });
});
