// Cross entropy of softmax with labels: rows whose label is negative are not counted, rows may weigh
// differently, and entries may be masked.

import { rowExp, rowMax, rowScale } from "./softmax.as";
import { VECTOR, WORD, bytes, wholeBytes } from "./vector.as";

/** Below every finite float32 that a network gives; its exp is 0 to a factor of 1e-38. */
const MASKED: f32 = -f32.MAX_VALUE;

/**
 * Natural logarithm of a positive number, by the series of atanh; what is not finite stays. The
 * standard library's has a table, which would be written over the backend's own data.
 */
function log(x: f64): f64 {
  if (!(x < Infinity)) return x;
  const bits = reinterpret<u64>(x);
  let exponent: i32 = <i32>(bits >> 52) - 1023;
  let mantissa = reinterpret<f64>((bits & 0x000f_ffff_ffff_ffff) | 0x3ff0_0000_0000_0000);
  if (mantissa > 1.4142135623730951) {
    mantissa *= 0.5;
    exponent += 1;
  }
  const s = (mantissa - 1) / (mantissa + 1);
  const q = s * s;
  let series: f64 = 1.0 / 15;
  for (let k = 13; k > 0; k -= 2) series = series * q + 1.0 / <f64>k;
  return <f64>exponent * 0.6931471805599453 + 2 * s * series;
}

/**
 * probabilities = softmax of each counted row of logits [m, n] (0 where masked);
 * loss = weighted mean of -log probability of the label, weightSum = sum of the weights.
 *
 * `weights`: 0 or f32 [m]. `mask`: 0 or f32 [m, n], 0 = takes no part. Without a counted row the mean
 * is 0. A masked label scores the least float32.
 */
export function crossEntropy(
  logits: usize,
  labels: usize,
  weights: usize,
  mask: usize,
  probabilities: usize,
  loss: usize,
  weightSum: usize,
  m: i32,
  n: i32,
): void {
  const row = bytes(n);
  let sum: f64 = 0;
  let counted: f64 = 0;
  for (let i = 0; i < m; i++) {
    const label = load<i32>(labels + bytes(i));
    const p = probabilities + <usize>i * row;
    if (label < 0) {
      memory.fill(p, 0, row);
      continue;
    }
    const z = logits + <usize>i * row;
    const off = mask ? mask + <usize>i * row : 0;
    memory.copy(p, z, row);
    if (off) {
      for (let j: usize = 0; j < row; j += WORD) {
        if (load<f32>(off + j) == 0) store<f32>(p + j, MASKED);
      }
    }
    const largest = rowMax(p, n);
    const partition = rowExp(p, n, largest);
    rowScale(p, n, 1 / partition);
    if (off) {
      for (let j: usize = 0; j < row; j += WORD) {
        if (load<f32>(off + j) == 0) store<f32>(p + j, 0);
      }
    }
    const weight: f64 = weights ? load<f32>(weights + bytes(i)) : 1;
    const hidden = off != 0 && load<f32>(off + bytes(label)) == 0;
    const score: f64 = hidden ? MASKED : load<f32>(z + bytes(label));
    if (weight != 0) sum += weight * (log(<f64>partition) + <f64>largest - score);
    counted += weight;
  }
  store<f32>(loss, counted == 0 ? 0 : <f32>(sum / counted));
  store<f32>(weightSum, <f32>counted);
}

/** dLogits = dLoss weight / weightSum (probabilities - one at the label); 0 in rows not counted. */
export function crossEntropyGradient(
  probabilities: usize,
  labels: usize,
  weights: usize,
  weightSum: usize,
  dLoss: usize,
  dLogits: usize,
  m: i32,
  n: i32,
): void {
  const whole = wholeBytes(n);
  const end = bytes(n);
  const counted = load<f32>(weightSum);
  const scale: f32 = counted == 0 ? 0 : load<f32>(dLoss) / counted;
  for (let i = 0; i < m; i++) {
    const label = load<i32>(labels + bytes(i));
    if (label < 0) {
      memory.fill(dLogits, 0, end);
    } else {
      const factor = weights ? scale * load<f32>(weights + bytes(i)) : scale;
      const factors = f32x4.splat(factor);
      for (let j: usize = 0; j < whole; j += VECTOR) {
        v128.store(dLogits + j, f32x4.mul(v128.load(probabilities + j), factors));
      }
      for (let j = whole; j < end; j += WORD) {
        store<f32>(dLogits + j, load<f32>(probabilities + j) * factor);
      }
      const at = dLogits + bytes(label);
      store<f32>(at, load<f32>(at) - factor);
    }
    probabilities += end;
    dLogits += end;
  }
}
