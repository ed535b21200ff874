// What the gradient of a linear layer needs beside products.

import { VECTOR, WORD, bytes, wholeBytes } from "./vector.as";

/** y[j] = sum over i of x[i, j]; x [m, n]. */
export function columnSum(x: usize, y: usize, m: i32, n: i32): void {
  const whole = wholeBytes(n);
  const end = bytes(n);
  memory.fill(y, 0, end);
  for (let i = 0; i < m; i++) {
    for (let j: usize = 0; j < whole; j += VECTOR) {
      v128.store(y + j, f32x4.add(v128.load(y + j), v128.load(x + j)));
    }
    for (let j = whole; j < end; j += WORD) {
      store<f32>(y + j, load<f32>(y + j) + load<f32>(x + j));
    }
    x += end;
  }
}

/** dz = dy where y, the result of relu, is positive (or NaN, which must not vanish), else 0. */
export function reluGradient(y: usize, dy: usize, dz: usize, n: i32): void {
  const zero = f32x4.splat(0);
  const whole = wholeBytes(n);
  const end = bytes(n);
  for (let j: usize = 0; j < whole; j += VECTOR) {
    v128.store(dz + j, v128.andnot(v128.load(dy + j), f32x4.le(v128.load(y + j), zero)));
  }
  for (let j = whole; j < end; j += WORD) {
    store<f32>(dz + j, load<f32>(y + j) <= 0 ? 0 : load<f32>(dy + j));
  }
}
