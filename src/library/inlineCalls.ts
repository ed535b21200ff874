import { NODE, type TermTable } from "./termTable.ts";
import type { Programs } from "./rewrite.ts";

/** An abstraction to be written out. */
export interface Callee {
  readonly name: string;
  readonly arity: number;
  /** A node of the table given with it, with `#0`, ... for the arguments. */
  readonly body: number;
  readonly table: TermTable;
}

/**
 * The programs with every call of an abstraction written out, in the table `target`, which shares
 * names with theirs. A call has at least as many arguments as the abstraction.
 *
 * @param etaLong also take away the lambdas that eta-long programs have around applied arguments
 */
export function inlineCalls(
  programs: Programs,
  callee: Callee,
  target: TermTable,
  etaLong: boolean,
): readonly number[] {
  const { table, roots } = programs;
  const [body] = callee.table.copyInto(target, [callee.body]) as [number];
  const { kind, left, right } = table.columns();
  const size = table.size;
  const written = new Int32Array(size);
  /** By node: how many arguments the abstraction has here, when it is at the head; else -1. */
  const given = new Int32Array(size).fill(-1);
  for (let node = 0; node < size; node++) {
    const l = left[node] as number;
    switch (kind[node]) {
      case NODE.lambda:
        written[node] = target.lambda(written[l] as number, right[node]);
        break;
      case NODE.application: {
        const x = written[right[node] as number] as number;
        const count = given[l] as number;
        given[node] = count === -1 || count >= callee.arity ? -1 : count + 1;
        if (given[node] === callee.arity) {
          const args: number[] = [x];
          for (let head = l; args.length < callee.arity; head = left[head] as number) {
            args.push(written[right[head] as number] as number);
          }
          written[node] = instantiate(target, body, args.reverse(), etaLong);
        } else written[node] = applied(target, written[l] as number, x, etaLong);
        break;
      }
      case NODE.primitive:
        if (table.name(l) === callee.name) given[node] = 0;
        written[node] = given[node] === callee.arity ? body : target.copy(table, node, 0, 0);
        break;
      default:
        written[node] = target.copy(table, node, 0, 0);
    }
  }
  return roots.map((root) => written[root] as number);
}

/** The body with arguments for `#0`, `#1`, ..., moved into the lambdas that they come to stand in. */
function instantiate(
  table: TermTable,
  body: number,
  args: readonly number[],
  etaLong: boolean,
): number {
  return mapLeaves(table, body, etaLong, (leaf, lambdas) =>
    table.kind(leaf) === NODE.argument
      ? table.raise(args[table.left(leaf)] as number, lambdas)
      : leaf,
  );
}

const applied = (table: TermTable, fn: number, argument: number, etaLong: boolean): number =>
  etaLong && table.kind(fn) === NODE.lambda
    ? beta(table, table.left(fn), argument)
    : table.application(fn, argument);

/** What a lambda with this body gives for an argument. */
const beta = (table: TermTable, body: number, argument: number): number =>
  mapLeaves(table, body, true, (leaf, lambdas) => {
    if (table.kind(leaf) !== NODE.variable) return leaf;
    const index = table.left(leaf);
    if (index === lambdas) return table.raise(argument, lambdas);
    return index > lambdas ? table.variable(index - 1, table.right(leaf)) : leaf;
  });

/** The term with other leaves; `of` gets each with the number of lambdas around it in the term. */
export function mapLeaves(
  table: TermTable,
  root: number,
  etaLong: boolean,
  of: (leaf: number, lambdas: number) => number,
): number {
  const results: number[] = [];
  const work = [{ node: root, lambdas: 0, built: false }];
  for (let item = work.pop(); item !== undefined; item = work.pop()) {
    const { node, lambdas, built } = item;
    const kind = table.kind(node);
    if (built) {
      const last = results.pop() as number;
      results.push(
        kind === NODE.lambda
          ? table.lambda(last, table.right(node))
          : applied(table, results.pop() as number, last, etaLong),
      );
    } else if (kind === NODE.lambda) {
      work.push({ node, lambdas, built: true });
      work.push({ node: table.left(node), lambdas: lambdas + 1, built: false });
    } else if (kind === NODE.application) {
      work.push({ node, lambdas, built: true });
      work.push({ node: table.right(node), lambdas, built: false });
      work.push({ node: table.left(node), lambdas, built: false });
    } else results.push(of(node, lambdas));
  }
  return results[0] as number;
}
