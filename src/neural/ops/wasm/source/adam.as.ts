// Adam with decoupled weight decay (Kingma and Ba 2015, algorithm 1; Loshchilov and Hutter 2019,
// algorithm 2), and the sum that clipping by the global norm needs.

import { VECTOR, WORD, bytes, sumLanes, wholeBytes } from "./vector.as";

/**
 * One step for `n` parameters: reads p, g, m, v, writes pOut, mOut, vOut.
 *
 * `rate`: learning rate / (1 - beta1^t). `secondCorrection`: 1 / (1 - beta2^t).
 * `keep`: 1 - learning rate * weight decay. `scale`: factor of the gradient, below 1 when clipped.
 */
export function adam(
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  pOut: usize,
  mOut: usize,
  vOut: usize,
  n: i32,
  beta1: f32,
  beta2: f32,
  rate: f32,
  secondCorrection: f32,
  epsilon: f32,
  keep: f32,
  scale: f32,
): void {
  const whole = wholeBytes(n);
  const end = bytes(n);
  const rest1: f32 = 1 - beta1;
  const rest2: f32 = 1 - beta2;
  const beta1s = f32x4.splat(beta1);
  const beta2s = f32x4.splat(beta2);
  const rest1s = f32x4.splat(rest1);
  const rest2s = f32x4.splat(rest2);
  const rates = f32x4.splat(rate);
  const corrections = f32x4.splat(secondCorrection);
  const epsilons = f32x4.splat(epsilon);
  const keeps = f32x4.splat(keep);
  const scales = f32x4.splat(scale);
  for (let j: usize = 0; j < whole; j += VECTOR) {
    const d = f32x4.mul(v128.load(g + j), scales);
    const first = f32x4.add(f32x4.mul(v128.load(m + j), beta1s), f32x4.mul(d, rest1s));
    const second = f32x4.add(
      f32x4.mul(v128.load(v + j), beta2s),
      f32x4.mul(f32x4.mul(d, d), rest2s),
    );
    const root = f32x4.sqrt(f32x4.mul(second, corrections));
    const step = f32x4.div(f32x4.mul(first, rates), f32x4.add(root, epsilons));
    v128.store(mOut + j, first);
    v128.store(vOut + j, second);
    v128.store(pOut + j, f32x4.sub(f32x4.mul(v128.load(p + j), keeps), step));
  }
  for (let j = whole; j < end; j += WORD) {
    const d = load<f32>(g + j) * scale;
    const first = load<f32>(m + j) * beta1 + d * rest1;
    const second = load<f32>(v + j) * beta2 + d * d * rest2;
    const root = Mathf.sqrt(second * secondCorrection);
    store<f32>(mOut + j, first);
    store<f32>(vOut + j, second);
    store<f32>(pOut + j, load<f32>(p + j) * keep - (first * rate) / (root + epsilon));
  }
}

/** Elements whose squares are added in float32 before the sum moves on to float64. */
const BLOCK: usize = 4096;

export function sumOfSquares(x: usize, n: i32): f64 {
  const whole = x + wholeBytes(n);
  const end = x + bytes(n);
  let total: f64 = 0;
  while (x < whole) {
    const stop = min(whole, x + BLOCK * WORD);
    let sums = f32x4.splat(0);
    for (; x < stop; x += VECTOR) {
      const a = v128.load(x);
      sums = f32x4.add(sums, f32x4.mul(a, a));
    }
    total += <f64>sumLanes(sums);
  }
  for (; x < end; x += WORD) {
    const a = load<f32>(x);
    total += <f64>(a * a);
  }
  return total;
}
