import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import { createRng } from "../../../src/support/rng.ts";
import { difference, draw } from "./compare.ts";

await loadBackend("wasm");

/** A product of two matrices by its definition. */
function loops(a: tf.Tensor, b: tf.Tensor, transposeA: boolean, transposeB: boolean): Float32Array {
  const at = (t: tf.Tensor, transposed: boolean) => {
    const [values, columns] = [t.dataSync(), t.shape.at(-1) as number];
    return (i: number, j: number) =>
      (transposed ? values[j * columns + i] : values[i * columns + j]) as number;
  };
  const [m, k] = transposeA ? a.shape.slice(-2).toReversed() : a.shape.slice(-2);
  const n = b.shape.at(transposeB ? -2 : -1) as number;
  const [x, y] = [at(a, transposeA), at(b, transposeB)];
  const result = new Float32Array((m as number) * n);
  for (let i = 0; i < (m as number); i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let p = 0; p < (k as number); p++) sum += x(i, p) * y(p, j);
      result[i * n + j] = sum;
    }
  }
  return result;
}

test.each([
  [1, 1, 1],
  [5, 7, 3],
  [13, 9, 17],
  [33, 270, 6],
])("products of %i x %i by %i, transposed or not, follow the definition", (m, k, n) => {
  const rng = createRng(1);
  for (const transposeA of [false, true]) {
    for (const transposeB of [false, true]) {
      const a = draw(rng, transposeA ? [k, m] : [m, k]) as tf.Tensor2D;
      const b = draw(rng, transposeB ? [n, k] : [k, n]) as tf.Tensor2D;
      const product = tf.matMul(a, b, transposeA, transposeB);
      expect(product.shape).toEqual([m, n]);
      const wanted = loops(a, b, transposeA, transposeB);
      expect(difference([product.dataSync() as Float32Array], [wanted])).toBeLessThan(1e-6);
    }
  }
});

test("batches multiply one by one, and a single matrix with each of a batch", () => {
  const rng = createRng(2);
  const a = draw<tf.Rank.R4>(rng, [2, 3, 5, 7]);
  const b = draw<tf.Rank.R4>(rng, [2, 3, 7, 6]);
  const one = draw<tf.Rank.R4>(rng, [1, 1, 7, 6]);
  const mixed = draw<tf.Rank.R4>(rng, [2, 1, 7, 6]);
  const part = (t: tf.Tensor4D, i: number, j: number): tf.Tensor2D => {
    const [x, y, rows, columns] = t.shape;
    return tf.reshape(tf.slice(t, [i % x, j % y, 0, 0], [1, 1, rows, columns]), [rows, columns]);
  };
  for (const right of [b, one, mixed]) {
    const product = tf.matMul(a, right);
    expect(product.shape).toEqual([2, 3, 5, 6]);
    for (const [i, j] of [
      [0, 0],
      [1, 2],
    ] as const) {
      const wanted = loops(part(a, i, j), part(right, i, j), false, false);
      const found = part(product as tf.Tensor4D, i, j).dataSync() as Float32Array;
      expect(difference([found], [wanted])).toBeLessThan(1e-6);
    }
  }
});

test("a product with a reshaped view of a matrix is not that with the matrix", () => {
  const x = tf.ones([8, 4]) as tf.Tensor2D;
  const wide = tf.reshape(x, [4, 8]) as tf.Tensor2D;
  expect([...tf.matMul(tf.ones([1, 4]), wide).dataSync()]).toEqual(Array(8).fill(4));
  expect([...tf.matMul(tf.ones([1, 8]), x).dataSync()]).toEqual(Array(4).fill(8));
});

test("NaN and infinity come through", () => {
  const a = tf.tensor2d([
    [NaN, 1],
    [1, Infinity],
  ]);
  const product = tf.matMul(
    a,
    tf.tensor2d([
      [1, 0],
      [0, 1],
    ]),
  );
  expect([...product.dataSync()]).toEqual([NaN, NaN, NaN, Infinity]);
});
