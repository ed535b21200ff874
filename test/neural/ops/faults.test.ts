import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import { selfAttention } from "../../../src/neural/ops/attention.ts";
import { crossEntropy } from "../../../src/neural/ops/crossEntropy.ts";
import { layerNorm } from "../../../src/neural/ops/layerNorm.ts";
import { linear } from "../../../src/neural/ops/linear.ts";
import { lookup } from "../../../src/neural/ops/lookup.ts";
import { withoutOwnKernels } from "../../../src/neural/ops/wasm/ownKernels.ts";

await loadBackend("wasm");

/** Runs a check with own kernels and without. */
const both = (check: () => void): void => {
  check();
  withoutOwnKernels(check);
};

const hasNaN = (tensor: tf.Tensor): boolean => tensor.dataSync().some((x) => Number.isNaN(x));

describe("NaN is never hidden", () => {
  // At each place of a row, for whole vectors and for the rest.
  test.each([0, 1, 3, 4, 5])("place %i", (place) => {
    const row = [1, 2, 3, 4, 5, 6].map((x, i) => (i === place ? NaN : x));
    const x = tf.tensor2d([row]);
    const ones = tf.ones([6, 5]) as tf.Tensor2D;
    both(() => {
      expect(hasNaN(linear(x, ones))).toBe(true);
      expect(hasNaN(linear(x, ones, tf.zeros([5]), "relu"))).toBe(true);
      expect(hasNaN(layerNorm(x, tf.ones([6]), tf.zeros([6])))).toBe(true);
      expect(hasNaN(crossEntropy(x, tf.tensor1d([2], "int32")))).toBe(true);
      expect(hasNaN(lookup(x, tf.tensor1d([0], "int32")))).toBe(true);
      const two = tf.concat([x, tf.ones([1, 6]) as tf.Tensor2D]);
      expect(hasNaN(selfAttention(two, { batch: 1, heads: 2 }))).toBe(true);
    });
  });

  test("a gradient that is NaN passes a relu", () => {
    const x = tf.tensor2d([[1, 1, 1, 1, 1]]);
    const w = tf.ones([5, 5]) as tf.Tensor2D;
    both(() => {
      const dx = tf.grad((one) => tf.mul(linear(one as tf.Tensor2D, w, undefined, "relu"), NaN))(x);
      expect(hasNaN(dx)).toBe(true);
    });
  });
});

test("large scores neither overflow nor lose the loss", () => {
  const logits = tf.tensor2d([[1000, 0, -1000, 5, 0]]);
  both(() => {
    expect(crossEntropy(logits, tf.tensor1d([0], "int32")).dataSync()[0]).toBeCloseTo(0, 6);
    expect(crossEntropy(logits, tf.tensor1d([2], "int32")).dataSync()[0]).toBeCloseTo(2000, 3);
  });
});

test("the loss of a masked label is beyond all bounds", () => {
  const mask = tf.tensor2d([[1, 0, 1]]);
  both(() => {
    const loss = crossEntropy(tf.ones([1, 3]), tf.tensor1d([1], "int32"), { mask });
    expect(loss.dataSync()[0]).toBeGreaterThan(1e30);
  });
});

describe("a wrong call is refused before a kernel reads what is not its own", () => {
  const x = tf.ones([4, 6]) as tf.Tensor2D;
  const ids = (...all: number[]): tf.Tensor1D => tf.tensor1d(all, "int32");
  test.each<[string, () => unknown, string]>([
    ["widths", () => linear(x, tf.ones([5, 6])), "linear: w has shape [5,6], not [6,6]"],
    ["bias", () => linear(x, tf.ones([6, 2]), tf.ones([3])), "linear: b has shape [3], not [2]"],
    ["gain", () => layerNorm(x, tf.ones([5]), tf.ones([6])), "layerNorm: gain has shape [5]"],
    ["id too large", () => lookup(x, ids(0, 4)), "lookup: ids has 4, which is not below 4"],
    ["id negative", () => lookup(x, ids(-1)), "lookup: ids has -1"],
    ["ids of floats", () => lookup(x, tf.tensor1d([1])), "lookup: ids is float32, not int32"],
    ["label", () => crossEntropy(x, ids(0, 0, 0, 6)), "crossEntropy: labels has 6"],
    [
      "no rows",
      () => lookup(x, tf.tensor1d([], "int32")),
      "lookup: ids has shape [0], which holds nothing",
    ],
    ["labels", () => crossEntropy(x, ids(0)), "crossEntropy: labels has shape [1], not [4]"],
    ["heads", () => selfAttention(x, { batch: 2, heads: 3 }), "attention: size is 0.66"],
    ["batch", () => selfAttention(x, { batch: 3, heads: 1 }), "attention: queries is 1.33"],
    [
      "attention bias",
      () => selfAttention(x, { batch: 2, heads: 2, bias: tf.zeros([3, 1, 2, 2]) }),
      "attention: bias has shape [3,1,2,2], not [2,1,2,2]",
    ],
  ])("%s", (_, call, message) => both(() => expect(call).toThrow(message)));
});
