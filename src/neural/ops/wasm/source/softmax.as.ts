import { VECTOR, WORD, bytes, exp1, exp4, maxLanes, sumLanes, wholeBytes } from "./vector.as";

/** The largest of the first `n` entries of a row; NaN is passed over, the sum that follows has it. */
export function rowMax(row: usize, n: i32): f32 {
  const whole = wholeBytes(n);
  const end = bytes(n);
  let largest: f32 = -f32.MAX_VALUE;
  if (whole > 0) {
    let v = v128.load(row);
    for (let j: usize = VECTOR; j < whole; j += VECTOR) v = f32x4.pmax(v, v128.load(row + j));
    largest = maxLanes(v);
    // A NaN among the first four stays in its lane.
    if (largest != largest) return largest;
  }
  for (let j = whole; j < end; j += WORD) {
    const x = load<f32>(row + j);
    if (x > largest) largest = x;
  }
  return largest;
}

/** Puts exp(x - largest) in the place of the first `n` entries; returns their sum. */
export function rowExp(row: usize, n: i32, largest: f32): f32 {
  const whole = wholeBytes(n);
  const end = bytes(n);
  const shift = f32x4.splat(largest);
  let sums = f32x4.splat(0);
  for (let j: usize = 0; j < whole; j += VECTOR) {
    const e = exp4(f32x4.sub(v128.load(row + j), shift));
    v128.store(row + j, e);
    sums = f32x4.add(sums, e);
  }
  let sum = sumLanes(sums);
  for (let j = whole; j < end; j += WORD) {
    const e = exp1(load<f32>(row + j) - largest);
    store<f32>(row + j, e);
    sum += e;
  }
  return sum;
}

export function rowScale(row: usize, n: i32, factor: f32): void {
  const whole = wholeBytes(n);
  const end = bytes(n);
  const factors = f32x4.splat(factor);
  for (let j: usize = 0; j < whole; j += VECTOR) {
    v128.store(row + j, f32x4.mul(v128.load(row + j), factors));
  }
  for (let j = whole; j < end; j += WORD) store<f32>(row + j, load<f32>(row + j) * factor);
}

/** Softmax, in place, of the first `counted` of a row's `n` entries; the others become 0. */
export function softmaxRow(row: usize, counted: i32, n: i32): void {
  const sum = rowExp(row, counted, rowMax(row, counted));
  rowScale(row, counted, 1 / sum);
  memory.fill(row + bytes(counted), 0, bytes(n - counted));
}
