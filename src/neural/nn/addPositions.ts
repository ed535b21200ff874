import * as tf from "@tensorflow/tfjs-core";
import type { Tensor2D } from "@tensorflow/tfjs-core";

/** Adds row t of a table to position t of every sequence. x [B*T, C], table [T, C] -> [B*T, C] */
export const addPositions = (x: Tensor2D, table: Tensor2D, batch: number): Tensor2D =>
  tf.tidy(() => {
    // One long row a sequence: adding a row to all rows is fast, and so is its gradient.
    const row = table.size;
    const sum = tf.add(tf.reshape(x, [batch, row]), tf.reshape(table, [1, row]));
    return tf.reshape(sum, x.shape);
  });
