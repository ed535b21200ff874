import type { Place } from "../../dsl/derivation.ts";
import { type Type, splitFunctionType } from "../../dsl/type.ts";
import type { HeadProduction, WeightedGrammar, Weights } from "../../dsl/weightedGrammar.ts";

/**
 * Where the weights of a bigram grammar stand in a flat array: rows are places (the start, arguments of
 * variables, then each argument of each production), columns are the productions and, last, all
 * variables as one.
 */
export interface Layout {
  /** By production: the row of its first argument. */
  readonly firstRows: readonly number[];
  readonly rows: number;
  readonly columns: number;
}

export const START_ROW = 0;
export const VARIABLE_ROW = 1;

/** @param types of the productions */
export function layoutOf(types: readonly Type[]): Layout {
  let rows = VARIABLE_ROW + 1;
  const firstRows = types.map((type) => {
    const first = rows;
    rows += splitFunctionType(type).parameters.length;
    return first;
  });
  return { firstRows, rows, columns: types.length + 1 };
}

export function rowOf(place: Place, layout: Layout): number {
  if ("argument" in place) return (layout.firstRows[place.parent] as number) + place.argument;
  return place.parent === "start" ? START_ROW : VARIABLE_ROW;
}

/** The column of a choice as options have it: negative for variables. */
export const columnOf = (choice: number, layout: Layout): number =>
  choice < 0 ? layout.columns - 1 : choice;

/** The grammar whose log weights are the numbers of a table, [rows, columns] row-major. */
export function grammarOf(
  table: ArrayLike<number>,
  { firstRows, columns }: Layout,
  productions: readonly HeadProduction[],
): WeightedGrammar {
  const at = (row: number): Weights => {
    const from = row * columns;
    return {
      productions: productions.map((_, column) => table[from + column] as number),
      variable: table[from + columns - 1] as number,
    };
  };
  return {
    productions,
    start: at(START_ROW),
    variable: at(VARIABLE_ROW),
    arguments: productions.map(({ type }, number) =>
      splitFunctionType(type).parameters.map((_, i) => at((firstRows[number] as number) + i)),
    ),
  };
}
