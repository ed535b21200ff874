import * as tf from "@tensorflow/tfjs-core";
import type { AttentionOptions, AttentionSizes } from "./attention.ts";
import { differentiable } from "./differentiable.ts";

/** What is added to a masked score; its exp is 0. */
const MASKED = -1e9;

/**
 * Attention of stock ops: heads are copied out to [B * H, T, size] and multiplied in batches.
 *
 * @param sources [qkv] or [query, keyValue]
 */
export function composedAttention(
  sources: readonly tf.Tensor2D[],
  sizes: AttentionSizes,
  options: AttentionOptions,
): tf.Tensor2D {
  const { batch, heads, queries, keys, size } = sizes;
  const { bias } = options;
  const scale = 1 / Math.sqrt(size);
  const all = batch * heads;

  /** [B * T, C] -> [B * H, T, size] */
  const split = (x: tf.Tensor2D, time: number): tf.Tensor3D =>
    tf.reshape(tf.transpose(tf.reshape(x, [batch, time, heads, size]), [0, 2, 1, 3]), [
      all,
      time,
      size,
    ]);
  /** [B * H, T, size] -> [B * T, C] */
  const join = (x: tf.Tensor, time: number): tf.Tensor2D =>
    tf.reshape(tf.transpose(tf.reshape(x, [batch, heads, time, size]), [0, 2, 1, 3]), [
      batch * time,
      heads * size,
    ]);

  return differentiable(
    bias === undefined ? sources : [...sources, bias],
    () => {
      const [query, key, value] = parts(sources);
      const q = split(tf.mul(query, scale), queries);
      const k = split(key, keys);
      const v = split(value, keys);
      let scores: tf.Tensor = tf.matMul(q, k, false, true);
      const mask = maskOf(sizes, options);
      if (bias !== undefined || mask !== undefined) {
        scores = tf.reshape(scores, [batch, heads, queries, keys]);
        if (bias !== undefined) scores = tf.add(scores, bias);
        if (mask !== undefined) scores = tf.add(scores, mask);
        scores = tf.reshape(scores, [all, queries, keys]);
      }
      const weights = tf.softmax(scores) as tf.Tensor3D;
      const out = join(tf.matMul(weights, v), queries);
      return { value: out, saved: [q, k, v, weights] as const };
    },
    (dy, [q, k, v, weights]) => {
      const dOut = split(dy, queries);
      const dWeights = tf.matMul(dOut, v, false, true);
      const along = tf.sum(tf.mul(dWeights, weights), -1, true);
      const dScores = tf.mul(weights, tf.sub(dWeights, along));
      const dQuery = tf.mul(join(tf.matMul(dScores, k), queries), scale);
      const dKey = join(tf.matMul(dScores, q, true, false), keys);
      const dValue = join(tf.matMul(weights, dOut, true, false), keys);
      const gradients =
        sources.length === 1
          ? [tf.concat([dQuery, dKey, dValue], 1)]
          : [dQuery, tf.concat([dKey, dValue], 1)];
      if (bias !== undefined) {
        const full = tf.reshape(dScores, [batch, heads, queries, keys]);
        const axes = [0, 1].filter((axis) => bias.shape[axis] === 1);
        gradients.push(axes.length === 0 ? full : tf.sum(full, axes, true));
      }
      return gradients;
    },
  );
}

function parts(sources: readonly tf.Tensor2D[]): [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D] {
  const [first, second] = sources as [tf.Tensor2D, tf.Tensor2D | undefined];
  return second === undefined
    ? (tf.split(first, 3, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D])
    : [first, ...(tf.split(second, 2, 1) as [tf.Tensor2D, tf.Tensor2D])];
}

/** [B or 1, 1, Tq, Tk]: 0 where a key is seen. */
function maskOf(
  { batch, queries, keys }: AttentionSizes,
  { causal, keyLengths }: AttentionOptions,
): tf.Tensor4D | undefined {
  if (causal !== true && keyLengths === undefined) return undefined;
  const lengths = keyLengths?.dataSync() ?? [keys];
  const rows = keyLengths === undefined ? 1 : batch;
  const mask = new Float32Array(rows * queries * keys);
  for (let b = 0; b < rows; b++) {
    const seen = Math.max(1, lengths[b] ?? keys);
    for (let i = 0; i < queries; i++) {
      const end = causal === true ? Math.min(seen, i + 1) : seen;
      const row = (b * queries + i) * keys;
      for (let j = end; j < keys; j++) mask[row + j] = MASKED;
    }
  }
  return tf.tensor4d(mask, [rows, 1, queries, keys]);
}
