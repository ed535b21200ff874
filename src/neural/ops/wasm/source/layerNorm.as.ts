// Layer normalisation over the last axis (Ba, Kiros and Hinton 2016, section 3).

import { VECTOR, WORD, bytes, multiplyAdd, sumLanes, wholeBytes } from "./vector.as";

/** y = (x - mean) / deviation * gain + bias for each row of x [m, n]; `moments` [m, 2] gets mean and 1 / deviation. */
export function layerNorm(
  x: usize,
  gain: usize,
  bias: usize,
  y: usize,
  moments: usize,
  m: i32,
  n: i32,
  epsilon: f32,
): void {
  const whole = wholeBytes(n);
  const end = bytes(n);
  for (let i = 0; i < m; i++) {
    let sums = f32x4.splat(0);
    for (let j: usize = 0; j < whole; j += VECTOR) sums = f32x4.add(sums, v128.load(x + j));
    let sum = sumLanes(sums);
    for (let j = whole; j < end; j += WORD) sum += load<f32>(x + j);
    const mean = sum / <f32>n;
    const means = f32x4.splat(mean);

    sums = f32x4.splat(0);
    for (let j: usize = 0; j < whole; j += VECTOR) {
      const d = f32x4.sub(v128.load(x + j), means);
      sums = multiplyAdd(d, d, sums);
    }
    sum = sumLanes(sums);
    for (let j = whole; j < end; j += WORD) {
      const d = load<f32>(x + j) - mean;
      sum += d * d;
    }
    const inverse: f32 = 1 / Mathf.sqrt(sum / <f32>n + epsilon);
    const inverses = f32x4.splat(inverse);
    store<f32>(moments, mean);
    store<f32>(moments + WORD, inverse);

    for (let j: usize = 0; j < whole; j += VECTOR) {
      const unit = f32x4.mul(f32x4.sub(v128.load(x + j), means), inverses);
      v128.store(y + j, multiplyAdd(unit, v128.load(gain + j), v128.load(bias + j)));
    }
    for (let j = whole; j < end; j += WORD) {
      const unit = (load<f32>(x + j) - mean) * inverse;
      store<f32>(y + j, unit * load<f32>(gain + j) + load<f32>(bias + j));
    }
    x += end;
    y += end;
    moments += 2 * WORD;
  }
}

/** Gradients of `layerNorm`: dx [m, n], and dGain, dBias [n] as sums over the rows. */
export function layerNormGradient(
  x: usize,
  gain: usize,
  dy: usize,
  moments: usize,
  dx: usize,
  dGain: usize,
  dBias: usize,
  m: i32,
  n: i32,
): void {
  const whole = wholeBytes(n);
  const end = bytes(n);
  memory.fill(dGain, 0, end);
  memory.fill(dBias, 0, end);
  for (let i = 0; i < m; i++) {
    const mean = load<f32>(moments);
    const inverse = load<f32>(moments + WORD);
    const means = f32x4.splat(mean);
    const inverses = f32x4.splat(inverse);
    let sums = f32x4.splat(0);
    let products = f32x4.splat(0);
    for (let j: usize = 0; j < whole; j += VECTOR) {
      const d = v128.load(dy + j);
      const unit = f32x4.mul(f32x4.sub(v128.load(x + j), means), inverses);
      const t = f32x4.mul(d, v128.load(gain + j));
      sums = f32x4.add(sums, t);
      products = multiplyAdd(t, unit, products);
      v128.store(dGain + j, multiplyAdd(d, unit, v128.load(dGain + j)));
      v128.store(dBias + j, f32x4.add(d, v128.load(dBias + j)));
    }
    let sum = sumLanes(sums);
    let product = sumLanes(products);
    for (let j = whole; j < end; j += WORD) {
      const d = load<f32>(dy + j);
      const unit = (load<f32>(x + j) - mean) * inverse;
      const t = d * load<f32>(gain + j);
      sum += t;
      product += t * unit;
      store<f32>(dGain + j, load<f32>(dGain + j) + d * unit);
      store<f32>(dBias + j, load<f32>(dBias + j) + d);
    }
    sum /= <f32>n;
    product /= <f32>n;
    const s = f32x4.splat(sum);
    const p = f32x4.splat(product);
    for (let j: usize = 0; j < whole; j += VECTOR) {
      const unit = f32x4.mul(f32x4.sub(v128.load(x + j), means), inverses);
      const t = f32x4.mul(v128.load(dy + j), v128.load(gain + j));
      v128.store(dx + j, f32x4.mul(inverses, f32x4.sub(f32x4.sub(t, s), f32x4.mul(unit, p))));
    }
    for (let j = whole; j < end; j += WORD) {
      const unit = (load<f32>(x + j) - mean) * inverse;
      const t = load<f32>(dy + j) * load<f32>(gain + j);
      store<f32>(dx + j, inverse * (t - sum - unit * product));
    }
    x += end;
    dy += end;
    dx += end;
    moments += 2 * WORD;
  }
}
