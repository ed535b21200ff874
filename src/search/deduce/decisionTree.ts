import { MaskTable, countRows } from "./maskTable.ts";

/** Terms known to be right on some rows, and tests that tell rows apart; both cheapest first. */
export interface TreeProblem {
  /** The rows on which each leaf is right. */
  readonly leaves: MaskTable;
  readonly leafCosts: readonly number[];
  /** The rows on which each condition holds. */
  readonly conditions: MaskTable;
  readonly conditionCosts: readonly number[];
}

export type Tree =
  | { readonly kind: "leaf"; readonly leaf: number; readonly cost: number; readonly conditions: 0 }
  | {
      readonly kind: "choice";
      readonly condition: number;
      readonly whenTrue: Tree;
      readonly whenFalse: Tree;
      readonly cost: number;
      /** Conditions in the whole tree. */
      readonly conditions: number;
    };

/** Conditions that are considered, the cheapest. */
const MOST_CONDITIONS = 6000;
/** Splits of a region that are pursued when both sides need more conditions, by depth in the tree. */
const BEAM = [80, 24, 12, 8];

interface Split {
  readonly condition: number;
  readonly whenTrue: Int32Array;
  readonly whenFalse: Int32Array;
  /** Rows that the best leaf of each side explains. */
  readonly explained: number;
}

/**
 * Learns decision trees over what a bank has (Alur, Radhakrishna and Udupa 2017, "EUSolver"): a tree of
 * few conditions whose leaves are right on all rows that reach them. A tree of fewer conditions is
 * preferred to a longer one, and of those of one length the cheapest; splits are tried in the order of
 * how many rows one leaf a side explains.
 */
export class TreeLearner {
  private readonly problem: TreeProblem;
  private readonly pay: (work: number) => boolean;
  private readonly words: number;
  private readonly regions: MaskTable;
  private readonly splits: (readonly Split[] | undefined)[] = [];
  /** By region: the most conditions with which no tree was found. */
  private readonly failed: number[] = [];
  private readonly trees: (Tree | undefined)[] = [];
  private stopped = false;

  /** @param pay takes an amount of work (1 is about one candidate); false when there is no more to spend */
  constructor(problem: TreeProblem, pay: (work: number) => boolean) {
    this.problem = problem;
    this.pay = pay;
    this.words = problem.leaves.words;
    this.regions = new MaskTable(problem.leaves.rows);
  }

  /** A tree of at most so many conditions for a region, or undefined when none was found. */
  learn(region: Int32Array, mostConditions: number): Tree | undefined {
    return this.solve(region, mostConditions, 0);
  }

  private solve(region: Int32Array, most: number, depth: number): Tree | undefined {
    const { index } = this.regions.add(region);
    const known = this.trees[index];
    if (known !== undefined) return known.conditions <= most ? known : undefined;
    if ((this.failed[index] ?? -1) >= most) return undefined;
    const leaf = this.leafFor(region);
    if (leaf !== -1) {
      const cost = this.problem.leafCosts[leaf] as number;
      return (this.trees[index] = { kind: "leaf", leaf, cost, conditions: 0 });
    }
    for (let total = Math.max(1, (this.failed[index] ?? -1) + 1); total <= most; total++) {
      const tree = this.split(index, region, total, depth);
      if (tree !== undefined) return (this.trees[index] = tree);
      if (this.stopped) return undefined;
      this.failed[index] = total;
    }
    this.failed[index] = Math.max(this.failed[index] ?? -1, most);
    return undefined;
  }

  /** A tree with exactly so many conditions, the first of them one of the region's best splits. */
  private split(index: number, region: Int32Array, total: number, depth: number): Tree | undefined {
    const splits = (this.splits[index] ??= this.splitsOf(region));
    let best: Tree | undefined;
    const width = total === 1 ? splits.length : (BEAM[Math.min(depth, BEAM.length - 1)] as number);
    const rows = countRows(region);
    for (let i = 0; i < Math.min(width, splits.length); i++) {
      const { condition, whenTrue, whenFalse, explained } = splits[i] as Split;
      // With one condition both sides must be leaves: those splits explain all rows.
      if (total === 1 && explained < rows) break;
      if (!this.pay(1)) {
        this.stopped = true;
        return best;
      }
      const left = this.solve(whenTrue, total - 1, depth + 1);
      if (left === undefined) continue;
      const right = this.solve(whenFalse, total - 1 - left.conditions, depth + 1);
      if (right === undefined) continue;
      const cost = left.cost + right.cost + (this.problem.conditionCosts[condition] as number);
      if (best !== undefined && best.cost <= cost) continue;
      const conditions = 1 + left.conditions + right.conditions;
      best = { kind: "choice", condition, whenTrue: left, whenFalse: right, cost, conditions };
    }
    return best;
  }

  private splitsOf(region: Int32Array): readonly Split[] {
    const { conditions } = this.problem;
    const { words } = this;
    const seen = new MaskTable(conditions.rows);
    const found: Split[] = [];
    const count = Math.min(conditions.count, MOST_CONDITIONS);
    const whenTrue = new Int32Array(words);
    const whenFalse = new Int32Array(words);
    for (let c = 0; c < count; c++) {
      let some = 0;
      let others = 0;
      for (let w = 0; w < words; w++) {
        const bits = conditions.bits[c * words + w] as number;
        whenTrue[w] = (region[w] as number) & bits;
        whenFalse[w] = (region[w] as number) & ~bits;
        some |= whenTrue[w] as number;
        others |= whenFalse[w] as number;
      }
      if (some === 0 || others === 0) continue;
      // A condition and its opposite split alike.
      if (seen.find(whenFalse) !== -1 || !seen.add(whenTrue).fresh) continue;
      if (!this.pay(1 + this.problem.leaves.count / 64)) {
        this.stopped = true;
        break;
      }
      found.push({
        condition: c,
        whenTrue: whenTrue.slice(),
        whenFalse: whenFalse.slice(),
        explained: this.mostExplained(whenTrue) + this.mostExplained(whenFalse),
      });
    }
    return found.sort((a, b) => b.explained - a.explained || a.condition - b.condition);
  }

  /** The cheapest leaf that is right on a whole region, or -1. */
  private leafFor(region: Int32Array): number {
    const { leaves } = this.problem;
    const { words } = this;
    for (let leaf = 0; leaf < leaves.count; leaf++) {
      let missing = 0;
      for (let w = 0; w < words; w++) {
        missing |= (region[w] as number) & ~(leaves.bits[leaf * words + w] as number);
      }
      if (missing === 0) return leaf;
    }
    return -1;
  }

  /** The most rows of a region that one leaf is right on. */
  private mostExplained(region: Int32Array): number {
    const { leaves } = this.problem;
    const { words } = this;
    let most = 0;
    const part = new Int32Array(words);
    for (let leaf = 0; leaf < leaves.count; leaf++) {
      for (let w = 0; w < words; w++) {
        part[w] = (region[w] as number) & (leaves.bits[leaf * words + w] as number);
      }
      most = Math.max(most, countRows(part));
    }
    return most;
  }
}
