import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";

await loadBackend("wasm");

/** Where the backend keeps a tensor's numbers. */
const memoryOf = (tensor: tf.Tensor): number =>
  (tf.backend() as unknown as { getMemoryOffset(id: object): number }).getMemoryOffset(
    tensor.dataId,
  );

test("a clone shares the memory of its tensor, and lives as long as either does", () => {
  const buffers = tf.memory().numDataBuffers;
  const x = tf.tensor1d([1, 2, 3]);
  const copy = tf.clone(x);
  expect(memoryOf(copy)).toBe(memoryOf(x));
  x.dispose();
  expect([...copy.dataSync()]).toEqual([1, 2, 3]);
  copy.dispose();
  expect(tf.memory().numDataBuffers).toBe(buffers);
});

test("the clone of a variable keeps what it was when another value is assigned", () => {
  const buffers = tf.memory().numDataBuffers;
  const x = tf.tidy(() => tf.variable(tf.tensor1d([1, 2, 3])));
  const copy = tf.clone(x);
  tf.tidy(() => x.assign(tf.tensor1d([4, 5, 6])));
  expect([...copy.dataSync()]).toEqual([1, 2, 3]);
  expect([...x.dataSync()]).toEqual([4, 5, 6]);
  tf.dispose([x, copy]);
  expect(tf.memory().numDataBuffers).toBe(buffers);
});
