import * as tf from "@tensorflow/tfjs-core";
import type { OwnKernels } from "./ownKernels.ts";

/**
 * Puts the own product in the place of the backend's kernel of `tf.matMul`.
 *
 * The stock one runs without vectors when an operand is transposed or in batches (12 to 25 times as long),
 * and it remembers the right operand, packed, by its data alone: after a product with a tensor, one with
 * a reshaped view of it gives wrong numbers or breaks the heap. It still serves what is not float32, or
 * where `own` gives nothing.
 */
export function replaceMatMul(own: () => OwnKernels | undefined): void {
  const stock = tf.getKernel(tf.BatchMatMul, "wasm");
  tf.unregisterKernel(tf.BatchMatMul, "wasm");
  tf.registerKernel({
    ...stock,
    kernelFunc: (call) => {
      const { a, b } = call.inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
      const attributes = call.attrs as { transposeA?: boolean; transposeB?: boolean };
      const kernels = a.dtype === "float32" && b.dtype === "float32" ? own() : undefined;
      const product =
        kernels &&
        multiply(kernels, a, b, attributes.transposeA === true, attributes.transposeB === true);
      return product ?? stock.kernelFunc(call);
    },
  });
}

/** a [..., M, K] times b [..., K, N], each transposed if asked; undefined for a mixed broadcast. */
function multiply(
  { kernels, at, make, scratch }: OwnKernels,
  a: tf.TensorInfo,
  b: tf.TensorInfo,
  transposeA: boolean,
  transposeB: boolean,
): tf.TensorInfo | undefined {
  const [aRows, aColumns] = a.shape.slice(-2) as [number, number];
  const [bRows, bColumns] = b.shape.slice(-2) as [number, number];
  const [m, k] = transposeA ? [aColumns, aRows] : [aRows, aColumns];
  const n = transposeB ? bRows : bColumns;
  const [aBatch, bBatch] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const [aCount, bCount] = [aBatch, bBatch].map((s) => s.reduce((x, y) => x * y, 1)) as [
    number,
    number,
  ];
  const same = aBatch.length === bBatch.length && aBatch.every((size, i) => size === bBatch[i]);
  if (!same && aCount !== 1 && bCount !== 1) return undefined;
  if (m * n * k === 0) return undefined;
  const batch = aCount >= bCount && aBatch.length >= bBatch.length ? aBatch : bBatch;
  const count = Math.max(aCount, bCount);
  const c = make([...batch, m, n]);
  const room = scratch(kernels.gemmScratchBytes(n));
  const [aRow, aColumn] = transposeA ? [1, aColumns] : [aColumns, 1];
  const [bRow, bColumn] = transposeB ? [1, bColumns] : [bColumns, 1];
  for (let i = 0; i < count; i++) {
    const aHere = at(a) + (aCount === 1 ? 0 : 4 * i * m * k);
    const bHere = at(b) + (bCount === 1 ? 0 : 4 * i * k * n);
    const cHere = at(c) + 4 * i * m * n;
    kernels.gemm(m, n, k, aHere, aRow, aColumn, bHere, bRow, bColumn, cHere, n, 1, 0, 0, room);
  }
  return c;
}
