import { type Layout, START_ROW, VARIABLE_ROW } from "./layout.ts";

/**
 * How the weights of a grammar that a model knows become those of the domain it guides. Productions
 * that it does not know get the mean weight of those it knows in a place, and the arguments of such a
 * production the mean of all arguments' weights.
 */
export interface Transfer {
  /** By row of the domain's layout: the model's row, or undefined. */
  readonly rows: readonly (number | undefined)[];
  /** By column of the domain's layout: the model's column, or undefined. */
  readonly columns: readonly (number | undefined)[];
}

/**
 * @param known the model's productions as texts, in the order of its layout
 * @param wanted those of the domain
 */
export function transferBetween(
  known: readonly string[],
  from: Layout,
  wanted: readonly string[],
  to: Layout,
): Transfer {
  const numbers = new Map(known.map((text, number) => [text, number]));
  const matches = wanted.map((text) => numbers.get(text));
  const rows: (number | undefined)[] = [];
  rows[START_ROW] = START_ROW;
  rows[VARIABLE_ROW] = VARIABLE_ROW;
  for (const [number, first] of to.firstRows.entries()) {
    const match = matches[number];
    const next = to.firstRows[number + 1] ?? to.rows;
    for (let row = first; row < next; row++) {
      rows[row] = match === undefined ? undefined : (from.firstRows[match] as number) + row - first;
    }
  }
  return { rows, columns: [...matches, from.columns - 1] };
}

/** The domain's table of weights, [rows, columns], from the model's. */
export function transferred(
  table: Float32Array,
  from: Layout,
  { rows, columns }: Transfer,
): Float32Array {
  const arguments_ = Array.from(
    { length: from.rows - VARIABLE_ROW - 1 },
    (_, i) => VARIABLE_ROW + 1 + i,
  );
  const mean = (numbers: readonly number[]): number =>
    numbers.reduce((sum, n) => sum + n, 0) / Math.max(1, numbers.length);
  const usual = Array.from({ length: from.columns }, (_, column) =>
    mean(arguments_.map((row) => table[row * from.columns + column] as number)),
  );
  const out = new Float32Array(rows.length * columns.length);
  for (const [row, source] of rows.entries()) {
    const weights =
      source === undefined
        ? usual
        : [...table.subarray(source * from.columns, (source + 1) * from.columns)];
    const known = columns.flatMap((column) =>
      column === undefined ? [] : [weights[column] as number],
    );
    const unknown = mean(known);
    for (const [column, origin] of columns.entries()) {
      out[row * columns.length + column] =
        origin === undefined ? unknown : (weights[origin] as number);
    }
  }
  return out;
}
