import * as tf from "@tensorflow/tfjs-core";
import type { Rank, Tensor, Tensor2D } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import { normal } from "../../../src/neural/nn/initialise.ts";
import { disposeParameters } from "../../../src/neural/nn/parameters.ts";
import { createRng } from "../../../src/support/rng.ts";
import { blockFaults } from "../nn/blockFaults.ts";
import {
  columns,
  geluTwin,
  mapped,
  product,
  softmaxTwin,
  sumOf,
  transposed,
  type Matrix,
} from "../nn/twins.ts";

beforeAll(() => loadBackend("wasm"));

type Unary = readonly [name: string, op: (x: Tensor2D) => Tensor, twin: (x: Matrix) => Matrix];

const positive = (x: number): number => x * x + 0.5;
const row = (xs: readonly number[]): Matrix => [[...xs]];

const UNARY: readonly Unary[] = [
  ["negation", (x) => tf.neg(x), (x) => mapped(x, (a) => -a)],
  ["square", (x) => tf.square(x), (x) => mapped(x, (a) => a * a)],
  ["exponential", (x) => tf.exp(x), (x) => mapped(x, Math.exp)],
  [
    "logarithm",
    (x) => tf.log(tf.add(tf.square(x), 0.5)),
    (x) => mapped(x, (a) => Math.log(positive(a))),
  ],
  [
    "square root",
    (x) => tf.sqrt(tf.add(tf.square(x), 0.5)),
    (x) => mapped(x, (a) => Math.sqrt(positive(a))),
  ],
  ["ReLU", (x) => tf.relu(x), (x) => mapped(x, (a) => Math.max(0, a))],
  ["sigmoid", (x) => tf.sigmoid(x), (x) => mapped(x, (a) => 1 / (1 + Math.exp(-a)))],
  ["hyperbolic tangent", (x) => tf.tanh(x), (x) => mapped(x, Math.tanh)],
  ["softmax", (x) => tf.softmax(x), (x) => x.map(softmaxTwin)],
  ["sum of rows", (x) => tf.sum(x, 0, true), (x) => row(transposed(x).map(sumOf))],
  ["sum of columns", (x) => tf.expandDims(tf.sum(x, 1), 0), (x) => row(x.map(sumOf))],
  [
    "mean of columns",
    (x) => tf.reshape(tf.mean(x, -1), [1, 3]),
    (x) => row(x.map((xs) => sumOf(xs) / 5)),
  ],
  ["mean of all", (x) => tf.reshape(tf.mean(x), [1, 1]), (x) => [[sumOf(x.flat()) / 15]]],
  [
    "reshape",
    (x) => tf.reshape(x, [5, 3]),
    (x) => [0, 1, 2, 3, 4].map((i) => x.flat().slice(3 * i, 3 * i + 3)),
  ],
  ["slice", (x) => tf.slice(x, [1, 2], [2, -1]), (x) => columns(x, 2, 5).slice(1)],
  [
    "padding",
    (x) =>
      tf.pad(x, [
        [1, 0],
        [0, 2],
      ]),
    (x) => [Array<number>(7).fill(0), ...x.map((xs) => [...xs, 0, 0])],
  ],
  ["transpose", (x) => tf.transpose(x), transposed],
  [
    "transpose of three axes",
    (x) => tf.reshape(tf.transpose(tf.reshape(x, [1, 3, 5]), [2, 0, 1]), [5, 3]),
    transposed,
  ],
  ["absolute value", (x) => tf.abs(x), (x) => mapped(x, Math.abs)],
  ["softplus", (x) => tf.softplus(x), (x) => mapped(x, (a) => Math.log1p(Math.exp(a)))],
  ["sine", (x) => tf.sin(x), (x) => mapped(x, Math.sin)],
  ["cosine", (x) => tf.cos(x), (x) => mapped(x, Math.cos)],
  [
    "reciprocal",
    (x) => tf.reciprocal(tf.add(tf.square(x), 0.5)),
    (x) => mapped(x, (a) => 1 / positive(a)),
  ],
  [
    "inverse root",
    (x) => tf.rsqrt(tf.add(tf.square(x), 0.5)),
    (x) => mapped(x, (a) => positive(a) ** -0.5),
  ],
  // GELU, which has an error function in it.
  [
    "error function",
    (x) => tf.mul(x, tf.mul(tf.add(tf.erf(tf.div(x, Math.SQRT2)), 1), 0.5)),
    geluTwin,
  ],
  [
    "logarithm of the softmax",
    (x) => tf.logSoftmax(x),
    (x) => mapped(x.map(softmaxTwin), Math.log),
  ],
  ["a copy and a cast", (x) => tf.cast(tf.clone(x), "float32"), (x) => x],
  [
    "what has no slope",
    (x) =>
      tf.add(x, tf.add(tf.add(tf.step(x), tf.sign(x)), tf.add(tf.zerosLike(x), tf.onesLike(x)))),
    (x) => mapped(x, (a) => a + (a > 0 ? 1 : 0) + Math.sign(a) + 1),
  ],
  ...(
    [
      ["Greater", tf.greater, (a) => a > 0.1],
      ["GreaterEqual", tf.greaterEqual, (a) => a >= 0.1],
      ["Less", tf.less, (a) => a < 0.1],
      ["LessEqual", tf.lessEqual, (a) => a <= 0.1],
      ["Equal", tf.equal, (a) => a === 0.1],
      ["NotEqual", tf.notEqual, (a) => a !== 0.1],
    ] satisfies [string, (x: Tensor, y: number) => Tensor, (a: number) => boolean][]
  ).map(([name, compare, holds]): Unary => [
    `a choice by ${name} of what is differentiated`,
    (x) => tf.where(compare(x, 0.1), tf.square(x), tf.neg(x)),
    (x) => mapped(x, (a) => (holds(a) ? a * a : -a)),
  ]),
  [
    "split and concatenation",
    (x) => {
      const [a, b] = tf.split(x, [2, 3], 1) as [Tensor2D, Tensor2D];
      return tf.concat([b, a], -1);
    },
    (x) => x.map((xs) => [...xs.slice(2), ...xs.slice(0, 2)]),
  ],
];

type Binary = readonly [
  name: string,
  op: (a: Tensor, b: Tensor) => Tensor,
  twin: (x: number, y: number) => number,
];

const BINARY: readonly Binary[] = [
  ["sum", (a, b) => tf.add(a, b), (x, y) => x + y],
  ["difference", (a, b) => tf.sub(a, b), (x, y) => x - y],
  ["product", (a, b) => tf.mul(a, b), (x, y) => x * y],
  ["maximum", (a, b) => tf.maximum(a, b), Math.max],
  ["minimum", (a, b) => tf.minimum(a, b), Math.min],
  ["squared difference", (a, b) => tf.squaredDifference(a, b), (x, y) => (x - y) ** 2],
  ["quotient", (a, b) => tf.div(a, tf.add(tf.square(b), 0.5)), (x, y) => x / positive(y)],
];

const rng = createRng(5);

describe("gradients of stock operations", () => {
  test.each(UNARY)("%s", (_, op, twin) => {
    const tree = { x: normal<Rank.R2>(rng, [3, 5], 1) };
    expect(
      blockFaults({
        tree,
        block: ({ x }) => tf.tidy(() => op(x) as Tensor2D),
        twin: ({ x }) => twin(x),
      }),
    ).toEqual([]);
    disposeParameters(tree);
  });

  describe.each(BINARY)("%s", (_, op, twin) => {
    test.each([
      ["of equal shapes", [3, 5]],
      ["with a row for all rows", [1, 5]],
      ["with a column for all columns", [3, 1]],
      ["with one number for all", [1, 1]],
    ] as [string, [number, number]][])("%s", (__, shape) => {
      const tree = {
        a: normal<Rank.R2>(rng, [3, 5], 1),
        b: normal<Rank.R2>(rng, shape, 1),
      };
      expect(
        blockFaults({
          tree,
          block: ({ a, b }) => tf.tidy(() => op(a, b) as Tensor2D),
          twin: ({ a, b }) =>
            a.map((xs, i) => xs.map((x, j) => twin(x, b[i % shape[0]]?.[j % shape[1]] as number))),
        }),
      ).toEqual([]);
      disposeParameters(tree);
    });
  });

  test.each([
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ])("product of matrices, transposed or not: %s, %s", (ofA, ofB) => {
    const tree = {
      a: normal<Rank.R2>(rng, ofA ? [5, 3] : [3, 5], 1),
      b: normal<Rank.R2>(rng, ofB ? [2, 5] : [5, 2], 1),
    };
    expect(
      blockFaults({
        tree,
        block: ({ a, b }) => tf.matMul(a, b, ofA, ofB),
        twin: ({ a, b }) => product(ofA ? transposed(a) : a, ofB ? transposed(b) : b),
      }),
    ).toEqual([]);
    disposeParameters(tree);
  });

  test("the left operand may be the one that is repeated", () => {
    const tree = { a: normal<Rank.R1>(rng, [5], 1), b: normal<Rank.R2>(rng, [3, 5], 1) };
    expect(
      blockFaults({
        tree,
        block: ({ a, b }) => tf.mul(a, b),
        twin: ({ a, b }) => b.map((xs) => xs.map((x, j) => x * (a[j] as number))),
      }),
    ).toEqual([]);
    disposeParameters(tree);
  });
});
