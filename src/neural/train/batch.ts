import * as tf from "@tensorflow/tfjs-core";
import type { Layout } from "../recognition/layout.ts";
import type { ExampleBatch, SiteBatch } from "../recognition/model.ts";
import { FEATURES, NOTHING } from "../tokens/vocabulary.ts";
import type { EncodedDream } from "./encodeDream.ts";

/**
 * Puts examples of several tasks into one batch, padded to the longest and the most.
 *
 * @param tasks of each task the examples, each `FEATURES` rows a token
 */
export function exampleBatch(tasks: readonly (readonly Uint16Array[])[]): ExampleBatch {
  const most = Math.max(1, ...tasks.map(({ length }) => length));
  const time = Math.max(1, ...tasks.flat().map(({ length }) => length / FEATURES));
  const count = tasks.length * most;
  const features = Array.from({ length: FEATURES }, () => new Int32Array(count * time).fill(NOTHING));
  const lengths = new Int32Array(count);
  const tokens = new Float32Array(count * time);
  const present = new Float32Array(count);
  for (const [task, examples] of tasks.entries()) {
    for (const [index, rows] of examples.entries()) {
      const at = task * most + index;
      const length = rows.length / FEATURES;
      lengths[at] = length;
      present[at] = 1;
      for (let position = 0; position < length; position++) {
        tokens[at * time + position] = 1;
        for (let feature = 0; feature < FEATURES; feature++) {
          (features[feature] as Int32Array)[at * time + position] = rows[
            position * FEATURES + feature
          ] as number;
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

/** The choices of the programs of several tasks. */
export function siteBatch(dreams: readonly EncodedDream[], layout: Layout): SiteBatch {
  const count = dreams.reduce((sum, { labels }) => sum + labels.length, 0);
  const tasks = new Int32Array(count);
  const places = new Int32Array(count);
  const labels = new Int32Array(count);
  const possible = new Float32Array(count * layout.columns);
  let at = 0;
  for (const [task, dream] of dreams.entries()) {
    possible.set(dream.possible, at * layout.columns);
    for (const [site, label] of dream.labels.entries()) {
      tasks[at] = task;
      places[at] = task * layout.rows + (dream.places[site] as number);
      labels[at] = label;
      at++;
    }
  }
  return {
    tasks: tf.tensor1d(tasks, "int32"),
    places: tf.tensor1d(places, "int32"),
    labels: tf.tensor1d(labels, "int32"),
    possible: tf.tensor2d(possible, [count, layout.columns]),
  };
}
