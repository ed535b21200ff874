import { isDeepStrictEqual } from "node:util";
import * as tf from "@tensorflow/tfjs-core";
import type { Rank, Tensor1D, Tensor2D, Variable } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import {
  attention,
  crossAttention,
  initAttention,
  initCrossAttention,
  queryKeyForm,
  type SelfAttentionOptions,
} from "../../../src/neural/nn/attention.ts";
import { normal } from "../../../src/neural/nn/initialise.ts";
import { disposeParameters } from "../../../src/neural/nn/parameters.ts";
import { rotate } from "../../../src/neural/nn/rotaryPositions.ts";
import { createRng } from "../../../src/support/rng.ts";
import { blockFaults, toPlain } from "./blockFaults.ts";
import {
  crossAttentionTwin,
  formAttentionTwin,
  product,
  rotationTwin,
  selfAttentionTwin,
  transposed,
  type LinearTwin,
  type Matrix,
} from "./twins.ts";

beforeAll(() => loadBackend("wasm"));

const rng = createRng(21);
const input = (rows: number, width: number): Variable<Rank.R2> =>
  normal<Rank.R2>(rng, [rows, width], 1);
const values = (x: Tensor2D): Matrix => {
  const rows = x.arraySync();
  x.dispose();
  return rows;
};

const BATCH = 2;
const HEADS = 3;
const LENGTH = 3;
const WIDTH = 6;

describe("self-attention", () => {
  test.each<[string, { rank?: number; lengths?: number[] } & Partial<SelfAttentionOptions>]>([
    ["seeing all", {}],
    ["causal", { causal: true }],
    ["with keys hidden", { lengths: [2, 3] }],
    ["causal with keys hidden", { causal: true, lengths: [1, 2] }],
    ["with rotary positions", { rotary: true, causal: true }],
    ["with a form of lower rank", { rank: 1 }],
  ])("%s equals its twin, with gradients", (_, { rank, lengths, ...options }) => {
    const sizes = { width: WIDTH, heads: HEADS, ...(rank === undefined ? {} : { rank }) };
    const tree = { p: initAttention(rng, sizes), x: input(BATCH * LENGTH, WIDTH) };
    const keyLengths: Tensor1D | undefined = lengths && tf.tensor1d(lengths, "int32");
    const shared = { batch: BATCH, heads: HEADS, ...options };
    expect(
      blockFaults({
        tree,
        block: ({ p, x }) => attention(p, x, { ...shared, ...(keyLengths && { keyLengths }) }),
        twin: ({ p, x }) => {
          const { causal = false, rotary = false } = options;
          return selfAttentionTwin(p, x, {
            batch: BATCH,
            heads: HEADS,
            causal,
            rotary,
            ...(lengths && { keyLengths: lengths }),
          });
        },
      }),
    ).toEqual([]);
    tf.dispose(keyLengths ?? []);
    disposeParameters(tree);
  });

  test.each([
    [{ width: 6, heads: 4 }, "width 6 for 4 heads"],
    [{ width: 6, heads: 3, rank: 3 }, "a form of rank 3 in a head of width 2"],
    [{ width: 6, heads: 3, rank: 0 }, "a form of rank 0 in a head of width 2"],
  ])("refuses sizes that do not fit: %o", (sizes, message) => {
    expect(() => initAttention(rng, sizes)).toThrow(message);
  });

  test("its scores are the head's form between two rows", () => {
    const tree = { p: initAttention(rng, { width: WIDTH, heads: HEADS, rank: 1 }) };
    const x = input(LENGTH, WIDTH);
    const forms = [0, 1, 2].map((head) => values(queryKeyForm(tree.p, HEADS, head)));
    const { p } = toPlain(tree) as { p: { qkv: Matrix; out: LinearTwin } };
    const expected = formAttentionTwin(
      (head) => forms[head] as Matrix,
      p.qkv.map((row) => row.slice(2 * HEADS)),
      p.out,
      x.arraySync(),
      x.arraySync(),
      { batch: 1, heads: HEADS },
    );
    const found = values(attention(tree.p, x, { batch: 1, heads: HEADS }));
    found
      .flat()
      .forEach((number, i) => expect(number).toBeCloseTo(expected.flat()[i] as number, 5));
    disposeParameters(tree);
    x.dispose();
  });

  test.each([false, true])(
    "causal: a change of the future changes nothing (rotary: %s)",
    (rotary) => {
      const p = initAttention(rng, { width: WIDTH, heads: HEADS });
      const rows = values(normal<Rank.R2>(rng, [BATCH * LENGTH, WIDTH], 1));
      const run = (x: Matrix): Matrix =>
        values(
          tf.tidy(() =>
            attention(p, tf.tensor2d(x), { batch: BATCH, heads: HEADS, causal: true, rotary }),
          ),
        );
      const before = run(rows);
      // The last position of each sequence, then the last two.
      for (const future of [1, 2]) {
        const changed = rows.map((row, i) =>
          i % LENGTH >= LENGTH - future ? row.map((a) => a + 10) : row,
        );
        const after = run(changed);
        const same = rows.map((_, i) => isDeepStrictEqual(after[i], before[i]));
        expect(same).toEqual(rows.map((_, i) => i % LENGTH < LENGTH - future));
      }
      disposeParameters(p);
    },
  );

  test("hidden keys: a change of what is hidden changes nothing that is seen", () => {
    const p = initAttention(rng, { width: WIDTH, heads: HEADS });
    const rows = values(normal<Rank.R2>(rng, [BATCH * LENGTH, WIDTH], 1));
    const keyLengths = tf.tensor1d([2, 1], "int32");
    const run = (x: Matrix): Matrix =>
      values(
        tf.tidy(() => attention(p, tf.tensor2d(x), { batch: BATCH, heads: HEADS, keyLengths })),
      );
    const hidden = [false, false, true, false, true, true];
    const before = run(rows);
    const after = run(rows.map((row, i) => (hidden[i] ? row.map((a) => a - 10) : row)));
    const same = rows.map((_, i) => isDeepStrictEqual(after[i], before[i]));
    // A hidden position still asks; in a sequence with one key left, every answer is that key's.
    expect(same).toEqual([true, true, false, true, true, true]);
    tf.dispose(keyLengths);
    disposeParameters(p);
  });
});

describe("cross-attention", () => {
  test.each<[string, { rank?: number; lengths?: number[] }]>([
    ["seeing all", {}],
    ["with keys hidden", { lengths: [2, 5] }],
    ["with a form of lower rank", { rank: 1 }],
  ])("%s equals its twin, with gradients", (_, { rank, lengths }) => {
    const memoryWidth = 5;
    const keys = 5;
    const sizes = {
      width: WIDTH,
      heads: HEADS,
      memoryWidth,
      ...(rank === undefined ? {} : { rank }),
    };
    const tree = {
      p: initCrossAttention(rng, sizes),
      x: input(BATCH * LENGTH, WIDTH),
      memory: input(BATCH * keys, memoryWidth),
    };
    const keyLengths: Tensor1D | undefined = lengths && tf.tensor1d(lengths, "int32");
    const options = { batch: BATCH, heads: HEADS };
    expect(
      blockFaults({
        tree,
        block: ({ p, x, memory }) =>
          crossAttention(p, x, memory, { ...options, ...(keyLengths && { keyLengths }) }),
        twin: ({ p, x, memory }) =>
          crossAttentionTwin(p, x, memory, { ...options, ...(lengths && { keyLengths: lengths }) }),
      }),
    ).toEqual([]);
    tf.dispose(keyLengths ?? []);
    disposeParameters(tree);
  });

  test("a bias on the scores has its gradient", () => {
    const p = initCrossAttention(rng, { width: WIDTH, heads: HEADS });
    const tree = { bias: input(BATCH * HEADS * LENGTH, 4), x: input(BATCH * LENGTH, WIDTH) };
    const memory = input(BATCH * 4, WIDTH);
    const plain = toPlain({ p }) as { p: { query: Matrix; keyValue: Matrix; out: LinearTwin } };
    const remembered = memory.arraySync();
    expect(
      blockFaults({
        tree,
        block: ({ bias, x }) =>
          tf.tidy(() =>
            crossAttention(p, x, memory, {
              batch: BATCH,
              heads: HEADS,
              bias: tf.reshape(bias, [BATCH, HEADS, LENGTH, 4]),
            }),
          ),
        twin: ({ bias, x }) => {
          const blocks = [0, 1, 2, 3, 4, 5].map((i) => bias.slice(i * LENGTH, (i + 1) * LENGTH));
          return crossAttentionTwin(plain.p, x, remembered, {
            batch: BATCH,
            heads: HEADS,
            bias: [blocks.slice(0, HEADS), blocks.slice(HEADS)],
          });
        },
      }),
    ).toEqual([]);
    disposeParameters([p, tree, memory]);
  });
});

describe("rotary positions", () => {
  const rotation = { batch: 2, headWidth: 4, columns: 8 };

  test("turn the heads they are told to and leave the other columns, with gradients", () => {
    const tree = { x: input(2 * 3, 12) };
    expect(
      blockFaults({
        tree,
        block: ({ x }) => rotate(x, rotation),
        twin: ({ x }) =>
          x.map((row, i) => {
            const turn = rotationTwin(i % 3, 4);
            const head = (from: number): number[] =>
              product([row.slice(from, from + 4)], turn)[0] as number[];
            return [...head(0), ...head(4), ...row.slice(8)];
          }),
      }),
    ).toEqual([]);
    disposeParameters(tree);
  });

  test("leave a product of two rows to their distance alone", () => {
    const x = tf.tidy(() => tf.tile(normal<Rank.R2>(createRng(5), [1, 4], 1), [6, 1])) as Tensor2D;
    const turned = values(rotate(x, { batch: 1, headWidth: 4 }));
    const products = product(turned, transposed(turned));
    const at = (i: number, j: number): number => (products[i] as number[])[j] as number;
    expect(at(1, 3)).toBeCloseTo(at(3, 5), 5);
    expect(at(0, 1)).toBeCloseTo(at(4, 5), 5);
    expect(at(0, 1)).not.toBeCloseTo(at(0, 2), 2);
    x.dispose();
  });
});
