import * as tf from "@tensorflow/tfjs-core";
import type { Layout } from "../recognition/layout.ts";
import type { SiteBatch } from "../recognition/model.ts";
import type { EncodedDream } from "./encodeDream.ts";

/** The choices of the programs of several dreams. The caller frees its tensors. */
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
