import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import {
  type AttentionOptions,
  crossAttention,
  selfAttention,
} from "../../../src/neural/ops/attention.ts";
import { crossEntropy } from "../../../src/neural/ops/crossEntropy.ts";
import { layerNorm } from "../../../src/neural/ops/layerNorm.ts";
import { linear } from "../../../src/neural/ops/linear.ts";
import { lookup } from "../../../src/neural/ops/lookup.ts";
import { createRng } from "../../../src/support/rng.ts";
import { draw, ownAgainstComposite } from "./compare.ts";

/** Rounding of float32 over sums of a few hundred terms. */
const ROUNDING = 3e-6;

type Op = (...inputs: tf.Tensor[]) => tf.Tensor;

// Before the tables of tests below, which hold tensors.
const backend = await loadBackend("wasm");

test("the own kernels run", () => {
  expect(backend).toEqual({ name: "wasm", ownKernels: true, notes: [] });
});

describe("own kernels and composites of stock ops agree, in value and gradients", () => {
  test.each([
    [1, 1, 1],
    [3, 5, 7],
    [6, 11, 13],
    [33, 300, 9],
    [5, 257, 8],
    [64, 64, 64],
    [70, 12, 1],
  ])("linear, with and without bias and relu, %i x %i by %i", (m, k, n) => {
    const rng = createRng(1);
    const [x, w, b] = [draw(rng, [m, k]), draw(rng, [k, n]), draw(rng, [n])];
    for (const activation of [undefined, "relu"] as const) {
      const op = ((...[x, w, b]: [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D]) =>
        linear(x, w, b, activation)) as unknown as Op;
      expect(ownAgainstComposite(op, [x, w, b])).toBeLessThan(ROUNDING);
      expect(ownAgainstComposite(op, [x, w])).toBeLessThan(ROUNDING);
    }
  });

  test.each([
    [1, 2],
    [5, 3],
    [7, 13],
    [9, 16],
    [4, 130],
  ])("layer norm of %i rows of %i", (m, c) => {
    const rng = createRng(2);
    const inputs = [draw(rng, [m, c], 3), draw(rng, [c], 1), draw(rng, [c])];
    expect(ownAgainstComposite(layerNorm as unknown as Op, inputs)).toBeLessThan(2e-5);
  });

  const lengths = (...all: number[]) => tf.tensor1d(all, "int32");
  test.each<[string, number, Omit<AttentionOptions, "batch" | "heads">]>([
    ["plain", 6, {}],
    ["one token", 1, { causal: true }],
    ["causal", 7, { causal: true }],
    ["with key lengths", 9, { keyLengths: lengths(9, 1, 5) }],
    ["causal with key lengths", 5, { causal: true, keyLengths: lengths(3, 0, 9) }],
  ])("self attention, %s", (_, time, options) => {
    const rng = createRng(3);
    const [batch, heads] = [3, 2];
    for (const size of [1, 5, 8]) {
      const qkv = draw(rng, [batch * time, 3 * heads * size]);
      const op = ((qkv: tf.Tensor2D) =>
        selfAttention(qkv, { batch, heads, ...options })) as unknown as Op;
      expect(ownAgainstComposite(op, [qkv])).toBeLessThan(ROUNDING);
    }
  });

  test.each<[string, number, number, Omit<AttentionOptions, "batch" | "heads">]>([
    ["more queries", 7, 3, {}],
    ["more keys", 3, 11, { keyLengths: lengths(11, 4) }],
    ["causal", 5, 6, { causal: true }],
    ["one query", 1, 5, { keyLengths: lengths(2, 5) }],
  ])("cross attention, %s", (_, queries, keys, options) => {
    const rng = createRng(4);
    const [batch, heads, size] = [2, 3, 5];
    const query = draw(rng, [batch * queries, heads * size]);
    const keyValue = draw(rng, [batch * keys, 2 * heads * size]);
    const op = ((query: tf.Tensor2D, keyValue: tf.Tensor2D) =>
      crossAttention(query, keyValue, { batch, heads, ...options })) as unknown as Op;
    expect(ownAgainstComposite(op, [query, keyValue])).toBeLessThan(ROUNDING);
  });

  test.each([
    [2, 3],
    [1, 3],
    [2, 1],
    [1, 1],
  ])("attention with a bias for %i examples and %i heads", (biasBatch, biasHeads) => {
    const rng = createRng(5);
    const [batch, heads, size, queries, keys] = [2, 3, 5, 3, 7];
    const query = draw(rng, [batch * queries, heads * size]);
    const keyValue = draw(rng, [batch * keys, 2 * heads * size]);
    const bias = draw(rng, [biasBatch, biasHeads, queries, keys]);
    const keyLengths = lengths(7, 4);
    const op = ((query: tf.Tensor2D, keyValue: tf.Tensor2D, bias: tf.Tensor4D) =>
      crossAttention(query, keyValue, { batch, heads, bias, keyLengths })) as unknown as Op;
    expect(ownAgainstComposite(op, [query, keyValue, bias])).toBeLessThan(ROUNDING);
  });

  test.each([
    [1, 1],
    [5, 3],
    [9, 13],
    [4, 130],
  ])("cross entropy of %i rows of %i, labels not counted, weights and a mask", (m, n) => {
    const rng = createRng(6);
    const logits = draw(rng, [m, n]);
    const labels = Int32Array.from({ length: m }, (_, i) => (i % 4 === 2 ? -1 : rng.integer(n)));
    const open = Float32Array.from({ length: m * n }, () => rng.integer(2));
    labels.forEach((label, i) => (open[i * n + Math.max(label, 0)] = 1));
    const mask = tf.tensor2d(open, [m, n]);
    const weights = draw<tf.Rank.R1>(rng, [m], 2);
    for (const options of [{}, { weights }, { mask }, { weights, mask }]) {
      const op = ((z: tf.Tensor2D) =>
        crossEntropy(z, tf.tensor1d(labels, "int32"), options)) as unknown as Op;
      expect(ownAgainstComposite(op, [logits])).toBeLessThan(ROUNDING);
    }
  });

  test("cross entropy without a counted row is 0, and so is its gradient", () => {
    const op = ((z: tf.Tensor2D) =>
      crossEntropy(z, tf.tensor1d([-1, -1], "int32"))) as unknown as Op;
    expect(ownAgainstComposite(op, [draw(createRng(1), [2, 5])])).toBe(0);
  });

  test.each([1, 3, 8, 13])("lookup of rows of %i", (c) => {
    const table = draw(createRng(8), [11, c]);
    const op = ((table: tf.Tensor2D) =>
      lookup(table, tf.tensor1d([3, 0, 10, 3, 3], "int32"))) as unknown as Op;
    expect(ownAgainstComposite(op, [table])).toBeLessThan(ROUNDING);
  });
});
