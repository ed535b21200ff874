import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import { selfAttention } from "../../../src/neural/ops/attention.ts";
import { crossEntropy } from "../../../src/neural/ops/crossEntropy.ts";
import { layerNorm } from "../../../src/neural/ops/layerNorm.ts";
import { linear } from "../../../src/neural/ops/linear.ts";
import { lookup } from "../../../src/neural/ops/lookup.ts";
import { withoutOwnKernels } from "../../../src/neural/ops/wasm/ownKernels.ts";
import { createRng } from "../../../src/support/rng.ts";
import { difference, drawFloats } from "./compare.ts";

await loadBackend("wasm");

const [BATCH, TIME, WIDTH, TOKENS] = [3, 7, 10, 11];

/** All parameters of a network of one layer, in the order in which `loss` takes them. */
function parameters(): Float32Array[] {
  const rng = createRng(1);
  const sizes = [TOKENS * WIDTH, WIDTH, WIDTH, WIDTH * 3 * WIDTH, 3 * WIDTH, WIDTH * TOKENS];
  return sizes.map((size) => drawFloats(rng, size));
}

function loss(...all: tf.Tensor[]): tf.Scalar {
  const [table, gain, bias, qkv, b, classes] = all as [
    tf.Tensor2D,
    tf.Tensor1D,
    tf.Tensor1D,
    tf.Tensor2D,
    tf.Tensor1D,
    tf.Tensor2D,
  ];
  const ids = Int32Array.from({ length: BATCH * TIME }, (_, i) => (i * 5) % TOKENS);
  const x = lookup(table, tf.tensor1d(ids, "int32"));
  const y = linear(layerNorm(x, gain, bias), qkv, b, "relu");
  const keyLengths = tf.tensor1d([7, 2, 5], "int32");
  const z = tf.add(x, selfAttention(y, { batch: BATCH, heads: 2, keyLengths }));
  const labels = ids.map((id) => (id === 3 ? -1 : (id * 3) % TOKENS));
  return crossEntropy(linear(z as tf.Tensor2D, classes), tf.tensor1d(labels, "int32"));
}

/** The loss and its gradients, on the current backend. */
function evaluate(): readonly Float32Array[] {
  return tf.tidy(() => {
    const tensors = parameters().map((values, i) => {
      const shape = [[TOKENS, WIDTH], [WIDTH], [WIDTH], [WIDTH, 3 * WIDTH], [3 * WIDTH]][i];
      return tf.tensor(values, shape ?? [WIDTH, TOKENS]);
    });
    const { value, grads } = tf.valueAndGrads(loss)(tensors);
    return [value, ...grads].map((t) => Float32Array.from(t.dataSync()));
  });
}

test("a network has the same loss and gradients on every backend", async () => {
  const own = evaluate();
  const stock = withoutOwnKernels(evaluate);
  await tf.setBackend("cpu");
  // Advice to install the native binding, once, is what it would print.
  (tf.backend() as unknown as { firstUse: boolean }).firstUse = false;
  const reference = evaluate();
  await tf.setBackend("wasm");
  expect(difference(own, reference)).toBeLessThan(1e-5);
  expect(difference(stock, reference)).toBeLessThan(1e-5);
  // Different kernels round differently: had they run the same, nothing would be compared.
  expect(difference(own, stock)).toBeGreaterThan(0);
});

test("no tensor is left behind, and the memory does not grow", () => {
  const { wasm } = tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } };
  evaluate();
  const tensors = tf.memory().numTensors;
  const heapBytes = wasm.HEAPU8.length;
  for (let i = 0; i < 300; i++) evaluate();
  expect(tf.memory().numTensors).toBe(tensors);
  expect(wasm.HEAPU8.length).toBe(heapBytes);
});
