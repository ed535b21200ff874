import * as tf from "@tensorflow/tfjs-core";
import type { Rank, Tensor1D, Tensor2D, Variable } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import { adaNorm } from "../../../src/neural/nn/adaNorm.ts";
import { dropout } from "../../../src/neural/nn/dropout.ts";
import { embedding, initEmbedding } from "../../../src/neural/nn/embedding.ts";
import { feedForward, initFeedForward } from "../../../src/neural/nn/feedForward.ts";
import { gelu } from "../../../src/neural/nn/gelu.ts";
import { normal } from "../../../src/neural/nn/initialise.ts";
import { initLayerNorm, layerNorm } from "../../../src/neural/nn/layerNorm.ts";
import { initLearnedPositions, learnedPositions } from "../../../src/neural/nn/learnedPositions.ts";
import { initLinear, linear } from "../../../src/neural/nn/linear.ts";
import { disposeParameters } from "../../../src/neural/nn/parameters.ts";
import { residual, sublayerOrder } from "../../../src/neural/nn/residual.ts";
import { setPool } from "../../../src/neural/nn/setPool.ts";
import { sinusoidalPositions } from "../../../src/neural/nn/sinusoidalPositions.ts";
import { createRng } from "../../../src/support/rng.ts";
import { blockFaults } from "./blockFaults.ts";
import {
  feedForwardTwin,
  geluTwin,
  layerNormTwin,
  linearTwin,
  mapped,
  plus,
  standardised,
  sumOf,
  type Matrix,
} from "./twins.ts";

beforeAll(() => loadBackend("wasm"));

const rng = createRng(11);
const input = (rows: number, width: number): Variable<Rank.R2> =>
  normal<Rank.R2>(rng, [rows, width], 1);
const values = (x: Tensor2D): Matrix => {
  const rows = x.arraySync();
  x.dispose();
  return rows;
};

describe("linear", () => {
  test.each([
    ["with a bias", {}],
    ["without a bias", { bias: false }],
  ])("%s equals its twin, with gradients", (_, options) => {
    const tree = { p: initLinear(rng, { inputs: 7, outputs: 5, ...options }), x: input(6, 7) };
    expect(
      blockFaults({
        tree,
        block: ({ p, x }) => linear(p, x),
        twin: ({ p, x }) => linearTwin(p, x),
      }),
    ).toEqual([]);
    disposeParameters(tree);
  });

  test("with a ReLU after it", () => {
    const tree = { p: initLinear(rng, { inputs: 7, outputs: 5 }), x: input(6, 7) };
    expect(
      blockFaults({
        tree,
        block: ({ p, x }) => linear(p, x, "relu"),
        twin: ({ p, x }) => mapped(linearTwin(p, x), (a) => Math.max(0, a)),
      }),
    ).toEqual([]);
    disposeParameters(tree);
  });
});

test("an embedding is rows of its table; a row read twice gets both gradients", () => {
  const tree = initEmbedding(rng, { count: 5, width: 3 });
  const read = [4, 0, 2, 4, 4];
  const ids = tf.tensor1d(read, "int32");
  expect(
    blockFaults({
      tree,
      block: (p) => embedding(p, ids),
      twin: ({ table }) => read.map((id) => table[id] as number[]),
    }),
  ).toEqual([]);
  tf.dispose(ids);
  disposeParameters(tree);
});

test("layer norm equals its twin, with gradients", () => {
  const tree = { p: initLayerNorm(7), x: input(5, 7) };
  expect(
    blockFaults({
      tree,
      block: ({ p, x }) => layerNorm(p, x),
      twin: ({ p, x }) => layerNormTwin(p, x),
    }),
  ).toEqual([]);
  disposeParameters(tree);
});

describe("AdaNorm", () => {
  const factors = (x: Matrix): Matrix => mapped(standardised(x), (y) => 2 * (1 - 0.1 * y));

  test("equals its twin; its gradient takes the factor for a constant", () => {
    const tree = { x: input(5, 7) };
    let constant: Matrix | undefined;
    expect(
      blockFaults({
        tree,
        block: ({ x }) => adaNorm(x, { scale: 2 }),
        twin: ({ x }) => mapped(standardised(x), (y) => 2 * (1 - 0.1 * y) * y),
        differentiated: ({ x }) => {
          constant ??= factors(x);
          const frozen = constant;
          return standardised(x).map((row, i) => row.map((y, j) => y * (frozen[i]?.[j] as number)));
        },
      }),
    ).toEqual([]);
    disposeParameters(tree);
  });
});

describe("positions", () => {
  test("learned ones are added to every sequence, as far as it goes", () => {
    const tree = { p: initLearnedPositions(rng, { longest: 5, width: 3 }), x: input(2 * 4, 3) };
    expect(
      blockFaults({
        tree,
        block: ({ p, x }) => learnedPositions(p, x, 2),
        twin: ({ p, x }) => plus(x, [...p.table.slice(0, 4), ...p.table.slice(0, 4)]),
      }),
    ).toEqual([]);
    expect(() => learnedPositions(tree.p, tree.x, 1)).toThrow("8 positions where 5 were learned");
    disposeParameters(tree);
  });

  test("sinusoidal ones are the paper's", () => {
    const tree = { x: input(2 * 4, 5) };
    const code = (t: number): number[] => [
      Math.sin(t),
      Math.cos(t),
      Math.sin(t / 10000 ** (2 / 5)),
      Math.cos(t / 10000 ** (2 / 5)),
      Math.sin(t / 10000 ** (4 / 5)),
    ];
    expect(
      blockFaults({
        tree,
        block: ({ x }) => sinusoidalPositions(x, 2),
        twin: ({ x }) => plus(x, [0, 1, 2, 3, 0, 1, 2, 3].map(code)),
      }),
    ).toEqual([]);
    disposeParameters(tree);
  });
});

test("GELU equals its twin, with gradients", () => {
  const tree = { x: input(4, 5) };
  expect(blockFaults({ tree, block: ({ x }) => gelu(x), twin: ({ x }) => geluTwin(x) })).toEqual(
    [],
  );
  disposeParameters(tree);
});

describe("feed-forward", () => {
  test.each(["relu", "gelu", "glu", "bilinear"] as const)(
    "%s equals its twin, with gradients",
    (kind) => {
      const tree = { p: initFeedForward(rng, { width: 5, hidden: 6, kind }), x: input(3, 5) };
      expect(
        blockFaults({
          tree,
          block: ({ p, x }) => feedForward(p, kind, x),
          twin: ({ p, x }) => feedForwardTwin(p, kind, x),
        }),
      ).toEqual([]);
      disposeParameters(tree);
    },
  );
});

describe("dropout", () => {
  test("equals its twin with the same seed, with gradients", () => {
    const tree = { x: input(5, 7) };
    expect(
      blockFaults({
        tree,
        block: ({ x }) => {
          const y = dropout(x, { rate: 0.3, rng: createRng(3) });
          return y;
        },
        twin: ({ x }) => {
          const draws = createRng(3);
          return mapped(x, (a) => (draws.next() < 0.3 ? 0 : a / 0.7));
        },
      }),
    ).toEqual([]);
    disposeParameters(tree);
  });

  test("keeps the mean, and drops as many as it says", () => {
    const ones = tf.ones<Rank.R2>([100, 100]);
    const kept = values(dropout(ones, { rate: 0.25, rng: createRng(4) })).flat();
    expect(kept.filter((x) => x === 0).length / kept.length).toBeCloseTo(0.25, 1);
    expect(sumOf(kept) / kept.length).toBeCloseTo(1, 1);
    expect(
      values(dropout(tf.clone(ones), undefined))
        .flat()
        .every((x) => x === 1),
    ).toBe(true);
    ones.dispose();
  });
});

describe("a set's pool", () => {
  const counted = [1, 0, 1, 0, 0, 0, 1, 1, 1];

  test.each([
    ["of all rows", undefined],
    ["of the rows that count; of none it is zero", counted],
  ])("%s equals its twin, with gradients", (_, mask) => {
    const tree = { x: input(9, 4) };
    const tensor: Tensor1D | undefined = mask && tf.tensor1d(mask);
    expect(
      blockFaults({
        tree,
        block: ({ x }) => setPool(x, 3, tensor),
        twin: ({ x }) =>
          [0, 1, 2].map((group) => {
            const rows = [0, 1, 2].map((i) => 3 * group + i).filter((i) => mask?.[i] !== 0);
            return [0, 1, 2, 3].map(
              (c) => sumOf(rows.map((i) => x[i]?.[c] as number)) / Math.max(1, rows.length),
            );
          }),
      }),
    ).toEqual([]);
    tf.dispose(tensor ?? []);
    disposeParameters(tree);
  });

  test("is blind to the order of a group and to rows that do not count", () => {
    const mask = tf.tensor1d([1, 1, 0]);
    const swapped = tf.tensor1d([0, 1, 1]);
    const pool = (rows: number[][], tensor: Tensor1D): Matrix =>
      values(tf.tidy(() => setPool(tf.tensor2d(rows), 1, tensor)));
    const [a, b] = [
      [1, 2],
      [5, -3],
    ] as [number[], number[]];
    expect(pool([a, b, [100, 100]], mask)).toEqual(pool([[-7, 0], b, a], swapped));
    tf.dispose([mask, swapped]);
  });
});

describe("residual branches", () => {
  test.each(["pre", "post"] as const)("with the norm %s", (placement) => {
    const tree = {
      norm: initLayerNorm(5),
      branch: initLinear(rng, { inputs: 5, outputs: 5 }),
      x: input(4, 5),
    };
    expect(
      blockFaults({
        tree,
        block: ({ norm, branch, x }) =>
          residual(
            placement,
            (y) => layerNorm(norm, y),
            x,
            (y) => linear(branch, y),
            0.5,
          ),
        twin: ({ norm, branch, x }) =>
          placement === "pre"
            ? plus(x, linearTwin(branch, layerNormTwin(norm, x)), 0.5)
            : layerNormTwin(norm, plus(x, linearTwin(branch, x), 0.5)),
      }),
    ).toEqual([]);
    disposeParameters(tree);
  });

  test("the orders", () => {
    const letters = (order: Parameters<typeof sublayerOrder>[0], layers: number): string =>
      sublayerOrder(order, layers)
        .map(({ kind, scale }) => (kind === "attention" ? "a" : "f") + (scale === 1 ? "" : "½"))
        .join(" ");
    expect(letters({ kind: "standard" }, 2)).toBe("a f a f");
    expect(letters({ kind: "macaron" }, 2)).toBe("f½ a f½ f½ a f½");
    expect(letters({ kind: "sandwich", coefficient: 2 }, 3)).toBe("a a a f f f");
    expect(letters({ kind: "sandwich", coefficient: 1 }, 3)).toBe("a a f a f f");
    expect(letters({ kind: "sandwich", coefficient: 0 }, 2)).toBe("a f a f");
    expect(letters({ kind: "sandwich", coefficient: 9 }, 2)).toBe("a a f f");
  });
});
