import { NODE, type TermTable } from "./termTable.ts";

/** A step from a term to a part of it. */
export const STEP = { body: 0, function: 1, argument: 2 } as const;

/** The number of the path of no steps. */
export const ROOT = 0;

/**
 * Paths from the top of a pattern to a part of it, each known by a number, as a tree that grows
 * towards the parts (Bowers and others 2023 call them zippers).
 */
export class Paths {
  readonly #parent: number[] = [-1];
  readonly #step: number[] = [-1];
  readonly #lambdas: number[] = [0];
  /** Three for each path; `ROOT` where there is none yet. */
  readonly #next: number[] = [ROOT, ROOT, ROOT];

  extend(path: number, step: number): number {
    const slot = path * 3 + step;
    const known = this.#next[slot] as number;
    if (known !== ROOT) return known;
    const extended = this.#parent.length;
    this.#parent.push(path);
    this.#step.push(step);
    this.#lambdas.push(this.lambdas(path) + (step === STEP.body ? 1 : 0));
    this.#next[slot] = extended;
    this.#next.push(ROOT, ROOT, ROOT);
    return extended;
  }

  /** The path without its last step; -1 for the path of no steps. */
  parent(path: number): number {
    return this.#parent[path] as number;
  }

  /** Lambdas on the way. */
  lambdas(path: number): number {
    return this.#lambdas[path] as number;
  }

  /** How many applications are left by their function at the end of the path, in a row. */
  appliedTo(path: number): number {
    let count = 0;
    for (let at = path; this.#step[at] === STEP.function; at = this.#parent[at] as number) count++;
    return count;
  }

  steps(path: number): readonly number[] {
    const steps: number[] = [];
    for (let at = path; at !== ROOT; at = this.#parent[at] as number) {
      steps.push(this.#step[at] as number);
    }
    return steps.reverse();
  }

  /** Goes the path from each of the nodes, all of which have it. */
  follow(path: number, nodes: Int32Array, left: Int32Array, right: Int32Array): Int32Array {
    const reached = nodes.slice();
    for (const step of this.steps(path)) goStep(step, reached, left, right);
    return reached;
  }

  /** Goes the last step of the path from each of the nodes, which are where the others lead. */
  followLast(path: number, nodes: Int32Array, left: Int32Array, right: Int32Array): Int32Array {
    const reached = nodes.slice();
    goStep(this.#step[path] as number, reached, left, right);
    return reached;
  }

  /**
   * The term at `node` with what `leaves` has in place of the parts at these paths.
   *
   * @param leaves by path, a node of the table
   */
  replace(table: TermTable, node: number, leaves: ReadonlyMap<number, number>): number {
    const results: number[] = [];
    const work = [{ node, path: ROOT, built: false }];
    for (let item = work.pop(); item !== undefined; item = work.pop()) {
      const leaf = item.built ? undefined : leaves.get(item.path);
      const kind = table.kind(item.node);
      if (leaf !== undefined) results.push(leaf);
      else if (item.built && kind === NODE.lambda) {
        results.push(table.lambda(results.pop() as number, table.right(item.node)));
      } else if (item.built) {
        const argument = results.pop() as number;
        results.push(table.application(results.pop() as number, argument));
      } else if (kind === NODE.lambda) {
        work.push({ ...item, built: true });
        work.push({
          node: table.left(item.node),
          path: this.extend(item.path, STEP.body),
          built: false,
        });
      } else if (kind === NODE.application) {
        work.push({ ...item, built: true });
        work.push({
          node: table.right(item.node),
          path: this.extend(item.path, STEP.argument),
          built: false,
        });
        work.push({
          node: table.left(item.node),
          path: this.extend(item.path, STEP.function),
          built: false,
        });
      } else results.push(item.node);
    }
    return results[0] as number;
  }
}

function goStep(step: number, nodes: Int32Array, left: Int32Array, right: Int32Array): void {
  const column = step === STEP.argument ? right : left;
  for (let row = 0; row < nodes.length; row++) {
    nodes[row] = column[nodes[row] as number] as number;
  }
}
