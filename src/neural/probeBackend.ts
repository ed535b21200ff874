// Tells what tensors run on here, as one JSON line. A process of its own: a processor that lacks what
// the native binding was built for ends the process, which nothing in it can catch.
import { performance } from "node:perf_hooks";
import * as tf from "@tensorflow/tfjs-core";
import { type Backend, BackendError, loadBackend } from "./backend.ts";

/** What the process prints. */
export type BackendProbe =
  | {
      readonly kind: "loaded";
      readonly backend: Backend;
      /** Multiplications and additions of a product of matrices, 10^9 a second. */
      readonly gigaflops: number;
    }
  | { readonly kind: "failed"; readonly reason: string };

const SIZE = 256;
const SPAN_MS = 1000;

/** Of the products in a second the fastest counts: the first ones run code that is not optimised yet. */
function productRate(): number {
  const matrix = tf.ones([SIZE, SIZE]);
  let bestMs = Infinity;
  const begun = performance.now();
  do {
    const started = performance.now();
    tf.tidy(() => tf.matMul(matrix, matrix).dataSync());
    bestMs = Math.min(bestMs, performance.now() - started);
  } while (performance.now() - begun < SPAN_MS);
  return (2 * SIZE ** 3) / (bestMs * 1e6);
}

async function probe(): Promise<BackendProbe> {
  try {
    const backend = await loadBackend();
    return { kind: "loaded", backend, gigaflops: productRate() };
  } catch (error) {
    if (error instanceof BackendError) return { kind: "failed", reason: error.message };
    throw error;
  }
}

process.stdout.write(`${JSON.stringify(await probe())}\n`);
