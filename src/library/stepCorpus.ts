import { type Costs, nodeCosts } from "./costModel.ts";
import { NODE, type TermTable } from "./termTable.ts";

/** The programs at the start of a step, and what the search of the step must know of every subterm. */
export interface StepCorpus {
  readonly table: TermTable;
  /** Nodes from 0 to `size` - 1 are the subterms of the programs; later ones are moved arguments. */
  readonly size: number;
  readonly kind: Uint8Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly open: Int32Array;
  /** Of one occurrence. */
  readonly cost: Float64Array;
  /** How often the subterm occurs in all programs. */
  readonly paths: Float64Array;
  /** The task that the subterm occurs in; `MANY_TASKS` when in several. */
  readonly taskOf: Int32Array;
  /** The number of what stands at the top of the subterm: nodes of one label can be one in a pattern. */
  readonly label: Int32Array;
  /** By label: lambda depth that it needs (a variable's index plus one; 0 for others). */
  readonly labelOpen: Int32Array;
  readonly labelCount: number;
  readonly roots: readonly number[];
  /** For each task, the programs of it by their index in `roots`. */
  readonly programsOfTask: readonly (readonly number[])[];
  /** The sum, over the tasks, of the cheapest program's cost. */
  readonly totalCost: number;
}

export const MANY_TASKS = -1;
const NO_TASK = -2;

/** What a search must know of the programs `roots` of a table that holds nothing else. */
export function stepCorpus(
  table: TermTable,
  roots: readonly number[],
  taskOfProgram: readonly number[],
  costs: Costs,
): StepCorpus {
  const size = table.size;
  const { kind, left, right, open } = table.columns();
  const paths = new Float64Array(size);
  const taskOf = new Int32Array(size).fill(NO_TASK);
  const meet = (node: number, task: number): void => {
    const known = taskOf[node];
    taskOf[node] = known === NO_TASK || known === task ? task : MANY_TASKS;
  };
  const programsOfTask: number[][] = [];
  for (const [index, root] of roots.entries()) {
    paths[root] = (paths[root] as number) + 1;
    const task = taskOfProgram[index] as number;
    meet(root, task);
    (programsOfTask[task] ??= []).push(index);
  }
  // Parts have smaller numbers, so that all occurrences of a term are counted before its parts' are.
  for (let node = size - 1; node >= 0; node--) {
    if (kind[node] === NODE.lambda || kind[node] === NODE.application) {
      pass(node, left[node] as number);
      if (kind[node] === NODE.application) pass(node, right[node] as number);
    }
  }
  function pass(node: number, part: number): void {
    paths[part] = (paths[part] as number) + (paths[node] as number);
    meet(part, taskOf[node] as number);
  }
  const cost = nodeCosts(table, costs);
  return {
    table,
    size,
    kind,
    left,
    right,
    open,
    cost,
    paths,
    taskOf,
    ...labels(table),
    roots,
    programsOfTask,
    totalCost: totalCost(roots, programsOfTask, (root) => cost[root] as number),
  };
}

/** The sum, over the tasks, of the cheapest program's cost. */
export const totalCost = (
  roots: readonly number[],
  programsOfTask: readonly (readonly number[])[],
  costOf: (root: number, index: number) => number,
): number =>
  programsOfTask.reduce((sum, programs) => {
    let least = Infinity;
    for (const index of programs) least = Math.min(least, costOf(roots[index] as number, index));
    return sum + least;
  }, 0);

/**
 * Numbers what can stand at the top of a term: lambdas first (by tag), then the application, the
 * variables (by index and tag) and the primitives (by name), which is the order of the search.
 */
function labels(table: TermTable): {
  label: Int32Array;
  labelOpen: Int32Array;
  labelCount: number;
} {
  const { kind, left, right } = table.columns();
  const size = table.size;
  const leafKey = (node: number): string => {
    switch (kind[node]) {
      case NODE.lambda:
        return `${sortable(right[node] as number)}`;
      case NODE.application:
        return "";
      case NODE.variable:
        return `${sortable(left[node] as number)} ${sortable(right[node] as number)}`;
      default:
        return table.name(left[node] as number);
    }
  };
  const known = new Map<number, number>();
  const found: { kind: number; key: string; open: number }[] = [];
  const firstOf = new Int32Array(size);
  for (let node = 0; node < size; node++) {
    const k = kind[node] as number;
    // Leaves are few, and each has one node: only lambdas and applications repeat their label.
    const short =
      k === NODE.application ? -1 : k === NODE.lambda ? -3 - (right[node] as number) : node;
    let number = known.get(short);
    if (number === undefined) {
      number = found.length;
      known.set(short, number);
      const open = k === NODE.variable ? (left[node] as number) + 1 : 0;
      found.push({ kind: k, key: leafKey(node), open });
    }
    firstOf[node] = number;
  }
  const order = found
    .map((_, index) => index)
    .sort((a, b) => {
      const [x, y] = [found[a], found[b]] as [(typeof found)[0], (typeof found)[0]];
      return x.kind - y.kind || (x.key < y.key ? -1 : x.key > y.key ? 1 : 0);
    });
  const rank = new Int32Array(found.length);
  const labelOpen = new Int32Array(found.length);
  for (const [position, index] of order.entries()) {
    rank[index] = position;
    labelOpen[position] = found[index]?.open ?? 0;
  }
  const label = new Int32Array(size);
  for (let node = 0; node < size; node++) label[node] = rank[firstOf[node] as number] as number;
  return { label, labelOpen, labelCount: found.length };
}

/** Whole numbers from -1 as texts in the same order. */
const sortable = (value: number): string => String(value + 1).padStart(11, "0");
