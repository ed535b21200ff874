import { VECTOR, WORD, bytes, wholeBytes } from "./vector.as";

/** y[i] = table[ids[i]]: m rows of n. The caller has checked the ids. */
export function lookup(table: usize, ids: usize, y: usize, m: i32, n: i32): void {
  const row = bytes(n);
  for (let i = 0; i < m; i++) {
    memory.copy(y + <usize>i * row, table + <usize>load<i32>(ids + bytes(i)) * row, row);
  }
}

/** dTable [rows, n] = for each row the sum of the dy [m, n] that were read from it. */
export function lookupGradient(
  dy: usize,
  ids: usize,
  dTable: usize,
  rows: i32,
  m: i32,
  n: i32,
): void {
  const whole = wholeBytes(n);
  const end = bytes(n);
  memory.fill(dTable, 0, <usize>rows * end);
  for (let i = 0; i < m; i++) {
    const to = dTable + <usize>load<i32>(ids + bytes(i)) * end;
    for (let j: usize = 0; j < whole; j += VECTOR) {
      v128.store(to + j, f32x4.add(v128.load(to + j), v128.load(dy + j)));
    }
    for (let j = whole; j < end; j += WORD) {
      store<f32>(to + j, load<f32>(to + j) + load<f32>(dy + j));
    }
    dy += end;
  }
}
