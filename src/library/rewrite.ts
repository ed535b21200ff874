import type { Match, Rewriting } from "./match.ts";
import type { StepCorpus } from "./stepCorpus.ts";
import { NODE, TermTable } from "./termTable.ts";

/** Programs in a table of their own. */
export interface Programs {
  readonly table: TermTable;
  readonly roots: readonly number[];
}

/**
 * The programs with an abstraction called wherever a rewriting says, in a table of their own that
 * shares names with the corpus'.
 *
 * @param etaLong write an argument that the body applies with its lambdas
 */
export function rewrite(
  corpus: StepCorpus,
  match: Match,
  { called }: Rewriting,
  name: string,
  etaLong: boolean,
): Programs {
  const { kind, left, right, size, roots } = corpus;
  const { places, given, depths, applied } = match;
  const scratch = new TermTable(corpus.table);
  const rewritten = new Int32Array(size);
  const fn = scratch.primitive(name);
  let row = 0;
  for (let node = 0; node < size; node++) {
    const here = places[row] === node ? row++ : -1;
    if (here >= 0 && called[here] === 1) {
      let call = fn;
      for (const [index, column] of given.entries()) {
        const part = rewritten[column[here] as number] as number;
        let argument = scratch.lower(part, depths[index] as number);
        if (etaLong) argument = expand(scratch, argument, applied[index] as number);
        call = scratch.application(call, argument);
      }
      rewritten[node] = call;
    } else {
      const isInner = kind[node] === NODE.lambda || kind[node] === NODE.application;
      rewritten[node] = scratch.copy(
        corpus.table,
        node,
        isInner ? (rewritten[left[node] as number] as number) : 0,
        kind[node] === NODE.application ? (rewritten[right[node] as number] as number) : 0,
      );
    }
  }
  const table = new TermTable(corpus.table);
  return {
    table,
    roots: scratch.copyInto(
      table,
      roots.map((root) => rewritten[root] as number),
    ),
  };
}

/** `f` as `(lam (lam (f $1 $0)))`. */
function expand(table: TermTable, term: number, count: number): number {
  let expanded = table.raise(term, count);
  for (let index = count - 1; index >= 0; index--) {
    expanded = table.application(expanded, table.variable(index));
  }
  for (let index = 0; index < count; index++) expanded = table.lambda(expanded);
  return expanded;
}
