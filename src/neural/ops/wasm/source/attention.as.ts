// Attention of several heads (Vaswani and others 2017, section 3.2). Queries, keys and values are
// matrices [batch * time, row], in which head h has the columns h * size .. (h + 1) * size - 1, so that
// no head is ever copied out. A bias, if any, has rows [biasBatch][biasHeads][queries][keys], where
// biasBatch and biasHeads are 1 or the full number.

import { gemm } from "./gemm.as";
import { softmaxRow } from "./softmax.as";
import { VECTOR, WORD, bytes, multiplyAdd, sumLanes, wholeBytes } from "./vector.as";

function addTo(to: usize, from: usize, n: i32): void {
  const whole = wholeBytes(n);
  const end = bytes(n);
  for (let j: usize = 0; j < whole; j += VECTOR) {
    v128.store(to + j, f32x4.add(v128.load(to + j), v128.load(from + j)));
  }
  for (let j = whole; j < end; j += WORD) {
    store<f32>(to + j, load<f32>(to + j) + load<f32>(from + j));
  }
}

/** Where the rows of a bias (or of its gradient) for example b and head h start. */
function biasRows(bias: usize, ofBatch: i32, ofHeads: i32, b: i32, h: i32, block: usize): usize {
  const row: i32 = (ofBatch > 1 ? b * ofHeads : 0) + (ofHeads > 1 ? h : 0);
  return bias + <usize>row * block;
}

/**
 * out = softmax(scale q k^T + bias) v, for each example and head.
 *
 * `keyLengths`: 0, or i32 [batch]; keys at or after it are masked (one key is always seen).
 * `weights`: [batch, heads, queries, keys], the softmax, kept for the gradient.
 */
export function attention(
  batch: i32,
  heads: i32,
  queries: i32,
  keys: i32,
  size: i32,
  q: usize,
  qRow: i32,
  k: usize,
  v: usize,
  kvRow: i32,
  out: usize,
  outRow: i32,
  weights: usize,
  scale: f32,
  causal: i32,
  keyLengths: usize,
  bias: usize,
  biasBatch: i32,
  biasHeads: i32,
  scratch: usize,
): void {
  const block = bytes(queries * keys);
  for (let b = 0; b < batch; b++) {
    const seen = keyLengths ? min(keys, max(1, load<i32>(keyLengths + bytes(b)))) : keys;
    for (let h = 0; h < heads; h++) {
      const head = bytes(h * size);
      const kv = bytes(b * keys * kvRow) + head;
      const p = weights + <usize>(b * heads + h) * block;
      const qHere = q + bytes(b * queries * qRow) + head;
      gemm(queries, keys, size, qHere, qRow, 1, k + kv, 1, kvRow, p, keys, scale, 0, 0, scratch);
      if (bias) addTo(p, biasRows(bias, biasBatch, biasHeads, b, h, block), queries * keys);
      for (let i = 0; i < queries; i++) {
        softmaxRow(p + bytes(i * keys), causal ? min(seen, i + 1) : seen, keys);
      }
      const outHere = out + bytes(b * queries * outRow) + head;
      gemm(queries, size, keys, p, keys, 1, v + kv, kvRow, 1, outHere, outRow, 1, 0, 0, scratch);
    }
  }
}

/** ds = p (dp - p . dp), in the place of dp: the gradient of softmax for one row. */
function softmaxGradientRow(p: usize, ds: usize, n: i32): void {
  const whole = wholeBytes(n);
  const end = bytes(n);
  let sums = f32x4.splat(0);
  for (let j: usize = 0; j < whole; j += VECTOR) {
    sums = multiplyAdd(v128.load(p + j), v128.load(ds + j), sums);
  }
  let dot = sumLanes(sums);
  for (let j = whole; j < end; j += WORD) dot += load<f32>(p + j) * load<f32>(ds + j);
  const dots = f32x4.splat(dot);
  for (let j: usize = 0; j < whole; j += VECTOR) {
    v128.store(ds + j, f32x4.mul(v128.load(p + j), f32x4.sub(v128.load(ds + j), dots)));
  }
  for (let j = whole; j < end; j += WORD) {
    store<f32>(ds + j, load<f32>(p + j) * (load<f32>(ds + j) - dot));
  }
}

/**
 * Gradients of `attention`. dq, dk, dv have the strides of q, k, v; dBias is 0 or has the shape of the
 * bias. `scores`: room for [queries, keys].
 */
export function attentionGradient(
  batch: i32,
  heads: i32,
  queries: i32,
  keys: i32,
  size: i32,
  q: usize,
  qRow: i32,
  k: usize,
  v: usize,
  kvRow: i32,
  dOut: usize,
  outRow: i32,
  weights: usize,
  scale: f32,
  dq: usize,
  dk: usize,
  dv: usize,
  dBias: usize,
  biasBatch: i32,
  biasHeads: i32,
  scores: usize,
  scratch: usize,
): void {
  const block = bytes(queries * keys);
  const ds = scores;
  if (dBias) memory.fill(dBias, 0, <usize>(biasBatch * biasHeads) * block);
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < heads; h++) {
      const head = bytes(h * size);
      const kv = bytes(b * keys * kvRow) + head;
      const qHere = bytes(b * queries * qRow) + head;
      const p = weights + <usize>(b * heads + h) * block;
      const d = dOut + bytes(b * queries * outRow) + head;
      // dP = dOut V^T
      gemm(queries, keys, size, d, outRow, 1, v + kv, 1, kvRow, ds, keys, 1, 0, 0, scratch);
      // dV = P^T dOut
      gemm(keys, size, queries, p, 1, keys, d, outRow, 1, dv + kv, kvRow, 1, 0, 0, scratch);
      for (let i = 0; i < queries; i++) {
        softmaxGradientRow(p + bytes(i * keys), ds + bytes(i * keys), keys);
      }
      if (dBias) addTo(biasRows(dBias, biasBatch, biasHeads, b, h, block), ds, queries * keys);
      // dQ = scale dS K
      const dqHere = dq + qHere;
      gemm(queries, size, keys, ds, keys, 1, k + kv, kvRow, 1, dqHere, qRow, scale, 0, 0, scratch);
      // dK = scale dS^T Q
      const dkHere = dk + kv;
      gemm(
        keys,
        size,
        queries,
        ds,
        1,
        keys,
        q + qHere,
        qRow,
        1,
        dkHere,
        kvRow,
        scale,
        0,
        0,
        scratch,
      );
    }
  }
}
