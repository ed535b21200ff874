import { MaskTable, countBits } from "./maskTable.ts";

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
/** What a split costs to look at, in candidates. */
const SPLIT_PRICE = 0.5;
/** Splits of a region that are pursued when both sides need more conditions, by depth in the tree. */
const BEAM = [80, 24, 12, 8];

/** What a condition makes of a region: two regions, by their place in the table. */
interface Split {
  readonly condition: number;
  readonly whenTrue: number;
  readonly whenFalse: number;
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
  private readonly explained: number[] = [];
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
    return this.solve(this.regions.add(region).index, mostConditions, 0);
  }

  private solve(region: number, most: number, depth: number): Tree | undefined {
    const known = this.trees[region];
    if (known !== undefined) return known.conditions <= most ? known : undefined;
    const failed = this.failed[region] ?? -1;
    if (failed >= most) return undefined;
    const leaf = failed === -1 ? this.leafFor(region) : -1;
    if (leaf !== -1) {
      const cost = this.problem.leafCosts[leaf] as number;
      return (this.trees[region] = { kind: "leaf", leaf, cost, conditions: 0 });
    }
    for (let total = Math.max(1, failed + 1); total <= most; total++) {
      const tree = this.split(region, total, depth);
      if (tree !== undefined) return (this.trees[region] = tree);
      if (this.stopped) return undefined;
      this.failed[region] = total;
    }
    this.failed[region] = most;
    return undefined;
  }

  /** The cheapest tree with so many conditions at most, the first of them one of the best splits. */
  private split(region: number, total: number, depth: number): Tree | undefined {
    const splits = (this.splits[region] ??= this.splitsOf(region));
    let best: Tree | undefined;
    const width = total === 1 ? splits.length : (BEAM[Math.min(depth, BEAM.length - 1)] as number);
    const rows = this.rowsIn(region);
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

  private splitsOf(region: number): readonly Split[] {
    const { conditions } = this.problem;
    const { words, regions } = this;
    const seen = new Set<number>();
    const found: Split[] = [];
    const count = Math.min(conditions.count, MOST_CONDITIONS);
    const whenTrue = new Int32Array(words);
    const whenFalse = new Int32Array(words);
    for (let c = 0; c < count; c++) {
      let some = 0;
      let others = 0;
      for (let w = 0; w < words; w++) {
        const bits = conditions.bits[c * words + w] as number;
        const own = regions.bits[region * words + w] as number;
        whenTrue[w] = own & bits;
        whenFalse[w] = own & ~bits;
        some |= own & bits;
        others |= own & ~bits;
      }
      if (some === 0 || others === 0) continue;
      const one = regions.add(whenTrue).index;
      const other = regions.add(whenFalse).index;
      // A condition and its opposite split alike.
      if (seen.has(one)) continue;
      seen.add(one);
      seen.add(other);
      if (!this.pay(SPLIT_PRICE)) {
        this.stopped = true;
        break;
      }
      const explained = this.explainedOf(one) + this.explainedOf(other);
      found.push({ condition: c, whenTrue: one, whenFalse: other, explained });
    }
    return found.sort((a, b) => b.explained - a.explained || a.condition - b.condition);
  }

  /** The cheapest leaf that is right on a whole region, or -1. */
  private leafFor(region: number): number {
    const { leaves } = this.problem;
    const { words, regions } = this;
    for (let leaf = 0; leaf < leaves.count; leaf++) {
      let missing = 0;
      for (let w = 0; w < words; w++) {
        const own = regions.bits[region * words + w] as number;
        missing |= own & ~(leaves.bits[leaf * words + w] as number);
      }
      if (missing === 0) return leaf;
    }
    return -1;
  }

  /** The most rows of a region that one leaf is right on. */
  private explainedOf(region: number): number {
    const known = this.explained[region];
    if (known !== undefined) return known;
    const { leaves } = this.problem;
    const { words, regions } = this;
    let most = 0;
    for (let leaf = 0; leaf < leaves.count; leaf++) {
      let rows = 0;
      for (let w = 0; w < words; w++) {
        const own = regions.bits[region * words + w] as number;
        rows += countBits(own & (leaves.bits[leaf * words + w] as number));
      }
      if (rows > most) most = rows;
    }
    this.pay(leaves.count / 128);
    return (this.explained[region] = most);
  }

  private rowsIn(region: number): number {
    const { words, regions } = this;
    let rows = 0;
    for (let w = 0; w < words; w++) rows += countBits(regions.bits[region * words + w] as number);
    return rows;
  }
}
