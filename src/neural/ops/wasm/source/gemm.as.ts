// Matrix product with any strides, the kernel that nearly all time goes to (Goto and van de Geijn
// 2008): blocks of the inner dimension, B packed into panels of 8 columns, tiles of 4 x 8 results
// held in registers. Strides make transposes and the heads of a packed matrix free.

import { bytes, multiplyAdd } from "./vector.as";

/** Depth of a block of the inner dimension: a panel of it, 8 KiB, stays in the first cache. */
const DEPTH: i32 = 256;
/** Rows of A that all panels pass over before the next ones: 32 KiB at full depth. */
const ROWS: i32 = 32;
/** Bytes before the packed panels: a tile of 4 x 8 results and a padded bias of 8. */
const TILE_BYTES: usize = 256;

/** Scratch that `gemm` needs for results of `n` columns. */
export function gemmScratchBytes(n: i32): usize {
  return TILE_BYTES + bytes(DEPTH * ((n + 7) & ~7));
}

/** Four rows of four, transposed; the results are stored 32 bytes apart, as a panel has them. */
function transpose4(to: usize, r0: v128, r1: v128, r2: v128, r3: v128): void {
  const t0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const t1 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const t2 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const t3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(t0, t2, 0, 1, 4, 5));
  v128.store(to, v128.shuffle<f32>(t0, t2, 2, 3, 6, 7), 32);
  v128.store(to, v128.shuffle<f32>(t1, t3, 0, 1, 4, 5), 64);
  v128.store(to, v128.shuffle<f32>(t1, t3, 2, 3, 6, 7), 96);
}

/** Copies `depth` rows of B into panels [n / 8][depth][8], the last one padded with zeros. */
function pack(to: usize, b: usize, rowStride: i32, columnStride: i32, depth: i32, n: i32): void {
  const row = bytes(rowStride);
  const column = bytes(columnStride);
  for (let j = 0; j < n; j += 8) {
    const width = min(8, n - j);
    let from = b + <usize>j * column;
    if (width == 8 && columnStride == 1) {
      for (let k = 0; k < depth; k++) {
        v128.store(to, v128.load(from));
        v128.store(to, v128.load(from, 16), 16);
        to += 32;
        from += row;
      }
    } else if (width == 8 && rowStride == 1 && (depth & 3) == 0) {
      const c1 = from + column;
      const c2 = c1 + column;
      const c3 = c2 + column;
      const c4 = c3 + column;
      const c5 = c4 + column;
      const c6 = c5 + column;
      const c7 = c6 + column;
      const end = bytes(depth);
      for (let k: usize = 0; k < end; k += 16) {
        transpose4(
          to,
          v128.load(from + k),
          v128.load(c1 + k),
          v128.load(c2 + k),
          v128.load(c3 + k),
        );
        transpose4(
          to + 16,
          v128.load(c4 + k),
          v128.load(c5 + k),
          v128.load(c6 + k),
          v128.load(c7 + k),
        );
        to += 128;
      }
    } else {
      for (let k = 0; k < depth; k++) {
        for (let jj = 0; jj < 8; jj++) {
          store<f32>(to + bytes(jj), jj < width ? load<f32>(from + <usize>jj * column) : 0);
        }
        to += 32;
        from += row;
      }
    }
  }
}

/** alpha v + bias, and its positive part if asked; pmax in this order keeps NaN. */
function finish(v: v128, alpha: v128, bias: v128, relu: bool): v128 {
  v = f32x4.add(f32x4.mul(v, alpha), bias);
  return relu ? f32x4.pmax(v, f32x4.splat(0)) : v;
}

/**
 * A tile of at most 4 x 8 results. Rows beyond `rows` repeat the first and are not stored.
 * `first`: the results start at zero, else at what stands there. `last`: alpha, bias and relu apply.
 */
function tile(
  depth: i32,
  a: usize,
  aRow: usize,
  aColumn: usize,
  panel: usize,
  c: usize,
  cRow: usize,
  rows: i32,
  columns: i32,
  first: bool,
  last: bool,
  alpha: f32,
  bias: usize,
  relu: bool,
  scratch: usize,
): void {
  let a0 = a;
  let a1 = rows > 1 ? a + aRow : a;
  let a2 = rows > 2 ? a + 2 * aRow : a;
  let a3 = rows > 3 ? a + 3 * aRow : a;
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  const end = panel + ((<usize>depth) << 5);
  while (panel < end) {
    const b0 = v128.load(panel);
    const b1 = v128.load(panel, 16);
    let x = v128.load32_splat(a0);
    c00 = multiplyAdd(x, b0, c00);
    c01 = multiplyAdd(x, b1, c01);
    x = v128.load32_splat(a1);
    c10 = multiplyAdd(x, b0, c10);
    c11 = multiplyAdd(x, b1, c11);
    x = v128.load32_splat(a2);
    c20 = multiplyAdd(x, b0, c20);
    c21 = multiplyAdd(x, b1, c21);
    x = v128.load32_splat(a3);
    c30 = multiplyAdd(x, b0, c30);
    c31 = multiplyAdd(x, b1, c31);
    a0 += aColumn;
    a1 += aColumn;
    a2 += aColumn;
    a3 += aColumn;
    panel += 32;
  }
  // A tile over the edge of the results goes through scratch, where all 4 x 8 have room.
  const over = rows < 4 || columns < 8;
  let to = c;
  let toRow = cRow;
  if (over) {
    to = scratch;
    toRow = 32;
    if (!first) {
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) {
          store<f32>(scratch + bytes(i * 8 + j), load<f32>(c + <usize>i * cRow + bytes(j)));
        }
      }
    }
  }
  if (!first) {
    let from = to;
    c00 = f32x4.add(c00, v128.load(from));
    c01 = f32x4.add(c01, v128.load(from, 16));
    from += toRow;
    c10 = f32x4.add(c10, v128.load(from));
    c11 = f32x4.add(c11, v128.load(from, 16));
    from += toRow;
    c20 = f32x4.add(c20, v128.load(from));
    c21 = f32x4.add(c21, v128.load(from, 16));
    from += toRow;
    c30 = f32x4.add(c30, v128.load(from));
    c31 = f32x4.add(c31, v128.load(from, 16));
  }
  if (last) {
    const scale = f32x4.splat(alpha);
    let q0 = f32x4.splat(0);
    let q1 = q0;
    if (bias) {
      let from = bias;
      if (columns < 8) {
        from = scratch + 128;
        for (let j = 0; j < 8; j++) {
          store<f32>(from + bytes(j), j < columns ? load<f32>(bias + bytes(j)) : 0);
        }
      }
      q0 = v128.load(from);
      q1 = v128.load(from, 16);
    }
    c00 = finish(c00, scale, q0, relu);
    c01 = finish(c01, scale, q1, relu);
    c10 = finish(c10, scale, q0, relu);
    c11 = finish(c11, scale, q1, relu);
    c20 = finish(c20, scale, q0, relu);
    c21 = finish(c21, scale, q1, relu);
    c30 = finish(c30, scale, q0, relu);
    c31 = finish(c31, scale, q1, relu);
  }
  v128.store(to, c00);
  v128.store(to, c01, 16);
  to += toRow;
  v128.store(to, c10);
  v128.store(to, c11, 16);
  to += toRow;
  v128.store(to, c20);
  v128.store(to, c21, 16);
  to += toRow;
  v128.store(to, c30);
  v128.store(to, c31, 16);
  if (over) {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        store<f32>(c + <usize>i * cRow + bytes(j), load<f32>(scratch + bytes(i * 8 + j)));
      }
    }
  }
}

/**
 * C = activation(alpha A B + bias), A [m, k], B [k, n], C [m, n], bias [n] or 0.
 * Element (i, p) of A stands at a + 4 (i aRow + p aColumn), of B likewise; rows of C are cRow apart.
 * `scratch`: gemmScratchBytes(n).
 */
export function gemm(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  aRow: i32,
  aColumn: i32,
  b: usize,
  bRow: i32,
  bColumn: i32,
  c: usize,
  cRow: i32,
  alpha: f32,
  bias: usize,
  relu: i32,
  scratch: usize,
): void {
  const panels = scratch + TILE_BYTES;
  const aRowBytes = bytes(aRow);
  const aColumnBytes = bytes(aColumn);
  const cRowBytes = bytes(cRow);
  const ends = alpha != 1 || bias != 0 || relu != 0;
  for (let k0 = 0; k0 < k; k0 += DEPTH) {
    const depth = min(DEPTH, k - k0);
    const first = k0 == 0;
    const last = ends && k0 + depth == k;
    pack(panels, b + <usize>k0 * bytes(bRow), bRow, bColumn, depth, n);
    const block = a + <usize>k0 * aColumnBytes;
    for (let i0 = 0; i0 < m; i0 += ROWS) {
      const i1 = min(m, i0 + ROWS);
      for (let j = 0; j < n; j += 8) {
        const panel = panels + <usize>j * bytes(depth);
        const biasHere = bias ? bias + bytes(j) : 0;
        for (let i = i0; i < i1; i += 4) {
          tile(
            depth,
            block + <usize>i * aRowBytes,
            aRowBytes,
            aColumnBytes,
            panel,
            c + <usize>i * cRowBytes + bytes(j),
            cRowBytes,
            min(4, m - i),
            min(8, n - j),
            first,
            last,
            alpha,
            biasHere,
            relu != 0,
            scratch,
          );
        }
      }
    }
  }
}
