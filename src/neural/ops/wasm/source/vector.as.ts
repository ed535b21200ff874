// What several kernels share: four float32 lanes at a time, and the rest one by one.
// Pointers are byte offsets, sizes count elements. Nothing here is aligned on purpose: a row of
// a matrix whose width is no multiple of 4 starts anywhere.

/** Bytes of a float32 or int32. */
export const WORD: usize = 4;
/** Bytes of a vector of four. */
export const VECTOR: usize = 16;

/** Bytes of the part of `n` elements that whole vectors cover. */
export function wholeBytes(n: i32): usize {
  return (<usize>(n & ~3)) << 2;
}

export function bytes(n: i32): usize {
  return (<usize>n) << 2;
}

export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  // Two roundings on every machine; the fused form rounds as the processor likes.
  return f32x4.add(f32x4.mul(a, b), c);
}

export function sumLanes(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) +
    f32x4.extract_lane(v, 1) +
    (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}

export function maxLanes(v: v128): f32 {
  return max(
    max(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)),
    max(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)),
  );
}

/**
 * e to the x, to about 2 units in the last place (Cephes, expf): x = n ln 2 + r, a polynomial in r,
 * and n put into the exponent. Arguments are held to -87..88; NaN stays NaN, which is what the order
 * of the operands of pmin and pmax is for.
 */
export function exp4(x: v128): v128 {
  x = f32x4.pmax(f32x4.pmin(x, f32x4.splat(88.0)), f32x4.splat(-87.0));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504088896341)));
  // ln 2 in two parts, so that the product with n is exact.
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.1219444e-4)));
  let p = multiplyAdd(f32x4.splat(1.98756915e-4), r, f32x4.splat(1.3981999507e-3));
  p = multiplyAdd(p, r, f32x4.splat(8.3334519073e-3));
  p = multiplyAdd(p, r, f32x4.splat(4.1665795894e-2));
  p = multiplyAdd(p, r, f32x4.splat(1.6666665459e-1));
  p = multiplyAdd(p, r, f32x4.splat(5.0000001201e-1));
  p = f32x4.add(multiplyAdd(p, f32x4.mul(r, r), r), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(p, power);
}

export function exp1(x: f32): f32 {
  return f32x4.extract_lane(exp4(f32x4.splat(x)), 0);
}
