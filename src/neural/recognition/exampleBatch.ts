import * as tf from "@tensorflow/tfjs-core";
import { FEATURES, NOTHING } from "../tokens/vocabulary.ts";
import type { ExampleBatch } from "./model.ts";

/**
 * Puts examples of several tasks into one batch, padded to the longest and the most. The caller frees
 * it (`disposeExamples`).
 *
 * @param tasks of each task the examples, `FEATURES` rows of the vocabulary for each token
 */
export function exampleBatch(tasks: readonly (readonly Uint16Array[])[]): ExampleBatch {
  const most = Math.max(1, ...tasks.map(({ length }) => length));
  const time = Math.max(1, ...tasks.flat().map(({ length }) => length / FEATURES));
  const count = tasks.length * most;
  const features = Array.from({ length: FEATURES }, () =>
    new Int32Array(count * time).fill(NOTHING),
  );
  const lengths = new Int32Array(count);
  const tokens = new Float32Array(count * time);
  const present = new Float32Array(count);
  for (const [task, examples] of tasks.entries()) {
    for (const [index, rows] of examples.entries()) {
      const at = task * most + index;
      const length = rows.length / FEATURES;
      lengths[at] = length;
      present[at] = 1;
      tokens.fill(1, at * time, at * time + length);
      for (const [feature, ids] of features.entries()) {
        for (let position = 0; position < length; position++) {
          ids[at * time + position] = rows[position * FEATURES + feature] as number;
        }
      }
    }
  }
  return {
    tasks: tasks.length,
    features: features.map((ids) => tf.tensor1d(ids, "int32")),
    lengths: tf.tensor1d(lengths, "int32"),
    tokens: tf.tensor1d(tokens),
    examples: tf.tensor1d(present),
  };
}

export function disposeExamples({ features, lengths, tokens, examples }: ExampleBatch): void {
  tf.dispose([...features, lengths, tokens, examples]);
}
