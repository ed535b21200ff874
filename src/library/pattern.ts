/** A partial abstraction: a body with holes, and where in the programs it matches. */
export interface Pattern {
  /** No completion has a greater utility; the queue is in this order. */
  readonly bound: number;
  /** As `bound`, from what the pattern is known to leave: mostly tighter. */
  readonly limit: number;
  /** What the body costs so far. */
  readonly bodyCost: number;
  /** The last is filled next. */
  readonly holes: Holes;
  readonly uses: Uses | undefined;
  /** What the pattern that it came from matches, of which it has these rows; undefined: all. */
  readonly from: Rows;
  readonly rows: Int32Array | undefined;
  /** The argument that it has more than the one it came from. */
  readonly added: Argument | undefined;
  /** The hole of the one it came from that was filled, and what stands there by row of `from`. */
  readonly filled: Filled | undefined;
}

export interface Filled {
  readonly path: number;
  readonly nodes: Int32Array;
}

/** Paths to holes, the one that is filled next first. */
export interface Holes {
  readonly path: number;
  readonly rest: Holes | undefined;
  /** What the body will cost at least for what must be put into these holes. */
  readonly forced: number;
}

/** Where arguments stand in the body, the latest first. */
export interface Uses {
  readonly path: number;
  readonly argument: number;
  readonly rest: Uses | undefined;
}

/** What a pattern matches, a row for each place. */
export interface Rows {
  /** Subterms of the programs, smaller numbers first. */
  readonly places: Int32Array;
  readonly arguments: readonly Argument[];
}

/** One argument, where it stands first, by row. */
export interface Argument {
  readonly path: number;
  /** As a call must say it: moved out of the lambdas of the body that it stands in. */
  readonly moved: Int32Array;
  /** As it stands in the program. */
  readonly given: Int32Array;
}

/** The rows of a pattern, which are selected only when it is expanded: most patterns never are. */
export const rowsOf = ({ from, rows, added }: Pattern): Rows =>
  rows === undefined && added === undefined
    ? from
    : { places: select(from.places, rows), arguments: argumentsOf(from, rows, added) };

/** The arguments of some rows, and one more. */
export function argumentsOf(
  from: Rows,
  rows: Int32Array | undefined,
  added: Argument | undefined,
): readonly Argument[] {
  const selected = from.arguments.map((argument) => {
    if (rows === undefined) return argument;
    const moved = select(argument.moved, rows);
    const given = argument.given === argument.moved ? moved : select(argument.given, rows);
    return { path: argument.path, moved, given };
  });
  if (added !== undefined) selected.push(added);
  return selected;
}

/** A column at some rows; undefined: all. */
export function select(column: Int32Array, rows: Int32Array | undefined): Int32Array {
  if (rows === undefined) return column;
  const selected = new Int32Array(rows.length);
  for (let row = 0; row < rows.length; row++) selected[row] = column[rows[row] as number] as number;
  return selected;
}
