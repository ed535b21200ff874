import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Tree,
  TreeLearner,
  type TreeProblem,
} from "../../../src/search/deduce/decisionTree.ts";
import { MaskTable, fullMask } from "../../../src/search/deduce/maskTable.ts";

const tableOf = (rows: number, masks: readonly number[]): MaskTable => {
  const table = new MaskTable(rows);
  for (const mask of masks) table.add(Int32Array.of(mask));
  return table;
};

const problemOf = (
  rows: number,
  leaves: readonly number[],
  conditions: readonly number[],
): TreeProblem => ({
  leaves: tableOf(rows, leaves),
  leafCosts: leaves.map((_, i) => 1 + i),
  conditions: tableOf(rows, conditions),
  conditionCosts: conditions.map((_, i) => 2 + i),
});

const problems = fc.integer({ min: 1, max: 6 }).chain((rows) => {
  const mask = fc.integer({ min: 0, max: 2 ** rows - 1 });
  return fc.record({
    rows: fc.constant(rows),
    leaves: fc.uniqueArray(mask, { maxLength: 5 }),
    conditions: fc.uniqueArray(mask, { maxLength: 6 }),
    most: fc.nat(4),
  });
});

/** The fewest conditions of any tree that is right on all rows of a region; more than `most` is Infinity. */
function fewest(
  region: number,
  most: number,
  leaves: readonly number[],
  conditions: readonly number[],
): number {
  if (leaves.some((leaf) => (region & ~leaf) === 0)) return 0;
  let least = Infinity;
  for (const condition of most > 0 ? conditions : []) {
    const whenTrue = fewest(region & condition, most - 1, leaves, conditions);
    const whenFalse = fewest(region & ~condition, most - 1, leaves, conditions);
    least = Math.min(least, 1 + whenTrue + whenFalse);
  }
  return least <= most ? least : Infinity;
}

/** The leaf that a row comes to. */
function leafAt(tree: Tree, row: number, conditions: readonly number[]): number {
  if (tree.kind === "leaf") return tree.leaf;
  const holds = (((conditions[tree.condition] as number) >> row) & 1) === 1;
  return leafAt(holds ? tree.whenTrue : tree.whenFalse, row, conditions);
}

const conditionsIn = (tree: Tree): number =>
  tree.kind === "leaf" ? 0 : 1 + conditionsIn(tree.whenTrue) + conditionsIn(tree.whenFalse);

const costOf = (tree: Tree, { leafCosts, conditionCosts }: TreeProblem): number =>
  tree.kind === "leaf"
    ? (leafCosts[tree.leaf] as number)
    : (conditionCosts[tree.condition] as number) +
      costOf(tree.whenTrue, { leafCosts, conditionCosts } as TreeProblem) +
      costOf(tree.whenFalse, { leafCosts, conditionCosts } as TreeProblem);

function expectRight(
  tree: Tree,
  rows: number,
  leaves: readonly number[],
  conditions: readonly number[],
): void {
  for (let row = 0; row < rows; row++) {
    const leaf = leaves[leafAt(tree, row, conditions)] as number;
    expect((leaf >> row) & 1, `row ${row}`).toBe(1);
  }
  const problem = problemOf(rows, leaves, conditions);
  expect(tree.conditions).toBe(conditionsIn(tree));
  expect(tree.cost).toBe(costOf(tree, problem));
}

describe("a tree learner", () => {
  test("finds a tree of the fewest conditions whenever there is one, right on every row", () => {
    fc.assert(
      fc.property(problems, ({ rows, leaves, conditions, most }) => {
        const learner = new TreeLearner(problemOf(rows, leaves, conditions), () => true);
        const tree = learner.learn(fullMask(rows), most);
        const least = fewest(2 ** rows - 1, most, leaves, conditions);
        expect(tree?.conditions ?? Infinity).toBe(least);
        if (tree !== undefined) expectRight(tree, rows, leaves, conditions);
      }),
      { numRuns: 1000 },
    );
  });

  test("remembers what it found and what it did not, and is no less right with more conditions", () => {
    fc.assert(
      fc.property(problems, ({ rows, leaves, conditions }) => {
        const learner = new TreeLearner(problemOf(rows, leaves, conditions), () => true);
        // Rising, falling, and a part of the rows in between.
        for (const most of [0, 1, 2, 4, 1, 3, 0, 4]) {
          const tree = learner.learn(fullMask(rows), most);
          const least = fewest(2 ** rows - 1, most, leaves, conditions);
          expect(tree?.conditions ?? Infinity).toBe(least);
          if (tree !== undefined) expectRight(tree, rows, leaves, conditions);
          learner.learn(Int32Array.of(2 ** (rows - 1) - 1), most);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("that may spend no more gives no wrong tree", () => {
    fc.assert(
      fc.property(problems, fc.nat(60), ({ rows, leaves, conditions, most }, effort) => {
        let left = effort;
        const learner = new TreeLearner(
          problemOf(rows, leaves, conditions),
          (work) => (left -= work) > 0,
        );
        const tree = learner.learn(fullMask(rows), most);
        if (tree === undefined) return;
        expect(tree.conditions).toBeLessThanOrEqual(most);
        expectRight(tree, rows, leaves, conditions);
      }),
      { numRuns: 1000 },
    );
  });

  test("takes the cheapest of the trees with one condition", () => {
    // The first condition is cheaper, but what it leaves to the dearest leaf is not.
    const problem = {
      ...problemOf(4, [0b0011, 0b0101, 0b1010, 0b1100], [0b0011, 0b0101]),
      leafCosts: [1, 2, 2, 9],
    };
    expect(new TreeLearner(problem, () => true).learn(fullMask(4), 3)).toMatchObject({
      kind: "choice",
      condition: 1,
      cost: 3 + 2 + 2,
      whenTrue: { leaf: 1 },
      whenFalse: { leaf: 2 },
    });
  });

  test("gives up a region that no leaf is right on", () => {
    const learner = new TreeLearner(
      problemOf(3, [0b001, 0b010], [0b001, 0b010, 0b100]),
      () => true,
    );
    expect(learner.learn(fullMask(3), 4)).toBeUndefined();
    expect(learner.learn(Int32Array.of(0b011), 4)).toMatchObject({ conditions: 1 });
  });

  test("splits more than 32 rows", () => {
    const rows = 70;
    const even = new Int32Array(3).fill(0x55555555);
    const odd = new Int32Array(3).fill(0xaaaaaaaa | 0);
    const leaves = new MaskTable(rows);
    const conditions = new MaskTable(rows);
    const full = fullMask(rows);
    leaves.add(even.map((word, w) => word & (full[w] as number)));
    leaves.add(odd.map((word, w) => word & (full[w] as number)));
    conditions.add(Int32Array.of(-1, 0, 0));
    conditions.add(odd.map((word, w) => word & (full[w] as number)));
    const problem = { leaves, leafCosts: [1, 1], conditions, conditionCosts: [1, 1] };
    const tree = new TreeLearner(problem, () => true).learn(full, 2);
    expect(tree).toMatchObject({ condition: 1, whenTrue: { leaf: 1 }, whenFalse: { leaf: 0 } });
  });
});
