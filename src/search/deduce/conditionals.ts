// Leaves and conditions of one goal, and the trees made of them: what is known grows with the banks.
import { type Term, apply, primitiveReference } from "../../dsl/term.ts";
import type { Bank } from "../bank.ts";
import type { SearchProduction } from "../searchGrammar.ts";
import type { Choice } from "./choice.ts";
import { type Tree, TreeLearner } from "./decisionTree.ts";
import type { Goal } from "./goal.ts";
import { MaskTable, addRow, fullMask } from "./maskTable.ts";
import { type Found, type Workshop, foundIn, valueAt } from "./workshop.ts";

/** Leaves and conditions kept at most. */
const MOST_LEAVES = 2000;
const MOST_CONDITIONS = 20_000;
/** To compare a term of a bank with what is wanted costs an eighth of what it costs to build one. */
const TERMS_PER_CANDIDATE_LOG2 = 3;

/** Tests of rows by terms of the banks, shared by all goals of a nonterminal. */
export class Conditions {
  readonly masks: MaskTable;
  readonly costs: number[] = [];
  private readonly workshop: Workshop;
  private readonly choices: readonly Choice[];
  private readonly terms: { readonly choice: Choice; readonly term: number }[] = [];
  private readonly known: number[];
  private readonly scratch: Int32Array;

  constructor(workshop: Workshop, choices: readonly Choice[]) {
    this.workshop = workshop;
    this.choices = choices;
    this.known = choices.map(() => 0);
    this.masks = new MaskTable(workshop.root.rows);
    this.scratch = new Int32Array(this.masks.words);
  }

  /** Takes in the terms that came since. */
  sync(): void {
    for (const [i, choice] of this.choices.entries()) {
      const bank = this.bankOf(choice);
      const before = this.known[i] as number;
      let at = before;
      for (; at < bank.count && this.masks.count < MOST_CONDITIONS; at++) {
        this.take(choice, bank, at);
      }
      this.known[i] = at;
      this.workshop.pay((at - before) >> TERMS_PER_CANDIDATE_LOG2);
    }
  }

  private take(choice: Choice, bank: Bank, term: number): void {
    const { scratch, masks, workshop } = this;
    scratch.fill(0);
    const { testHalves } = choice;
    for (let row = 0; row < bank.rows; row++) {
      const at = 2 * (term * bank.rows + row);
      const holds =
        bank.lanes === 2 && testHalves !== undefined
          ? testHalves(bank.values[at] as number, bank.values[at + 1] as number)
          : holdsFor(choice, valueAt(bank, term, row, workshop.store));
      if (holds === undefined) return;
      if (holds) addRow(scratch, row);
    }
    if (!masks.add(scratch).fresh) return;
    const { cost } = workshop.grammar.productions[choice.production] as SearchProduction;
    this.terms.push({ choice, term });
    this.costs.push(cost + bank.costOf(term));
  }

  /** The rows on which a condition holds, and those on which it does not. */
  sides(condition: number): readonly [Int32Array, Int32Array] {
    const { words, bits, rows } = this.masks;
    const holds = bits.slice(condition * words, (condition + 1) * words);
    return [holds, fullMask(rows).map((word, w) => word & ~(holds[w] as number))];
  }

  /** The choice between two terms by a condition. */
  choose(condition: number, whenTrue: Term, whenFalse: Term): Term {
    const { choice, term } = this.terms[condition] as (typeof this.terms)[number];
    const { head } = this.workshop.grammar.productions[choice.production] as SearchProduction;
    const args: Term[] = [];
    args[choice.condition] = foundIn(this.workshop, this.bankOf(choice), term).term;
    args[choice.whenTrue] = whenTrue;
    args[choice.whenFalse] = whenFalse;
    const name = head.kind === "call" ? head.primitive.name : "";
    return apply(primitiveReference(name), ...args);
  }

  private bankOf({ production, condition }: Choice): Bank {
    const { slots } = this.workshop.grammar.productions[production] as SearchProduction;
    return this.workshop.bankOf(slots[condition]?.nonterminal as number);
  }
}

function holdsFor(choice: Choice, value: unknown): boolean | undefined {
  try {
    return value === undefined ? undefined : choice.test(value);
  } catch {
    return undefined;
  }
}

/** What is known of one goal for decision trees: terms that are right on some of its rows. */
export class Leaves {
  readonly goal: Goal;
  readonly masks: MaskTable;
  readonly costs: number[] = [];
  private readonly terms: (number | Found)[] = [];
  private readonly workshop: Workshop;
  private readonly scratch: Int32Array;
  private known = 0;

  constructor(goal: Goal, workshop: Workshop) {
    this.goal = goal;
    this.workshop = workshop;
    this.masks = new MaskTable(workshop.root.rows);
    this.scratch = new Int32Array(this.masks.words);
  }

  /** Takes in the terms that came since. */
  sync(): void {
    const { column } = this.goal;
    const bank = this.workshop.bankOf(this.goal.nonterminal);
    const { rows, lanes, values } = bank;
    const { scratch, known: before } = this;
    for (; this.known < bank.count && this.terms.length < MOST_LEAVES; this.known++) {
      let any = false;
      const at = this.known * rows * lanes;
      for (let row = 0; row < rows; row++) {
        let same = true;
        for (let lane = row * lanes; lane < (row + 1) * lanes; lane++) {
          if (values[at + lane] !== column[lane]) same = false;
        }
        if (!same) continue;
        if (!any) scratch.fill(0);
        any = true;
        addRow(scratch, row);
      }
      if (any) this.add(this.known, bank.costOf(this.known));
    }
    this.workshop.pay((this.known - before) >> TERMS_PER_CANDIDATE_LOG2);
  }

  /** Adds a term that is right on the rows of `mask`. */
  addFound(found: Found, mask: Int32Array): void {
    this.scratch.set(mask);
    this.add(found, found.cost);
  }

  /** Is a leaf right on all these rows? */
  covers(mask: Int32Array, mostCost = Infinity): boolean {
    const { words, bits, count } = this.masks;
    for (let leaf = 0; leaf < count; leaf++) {
      if ((this.costs[leaf] as number) > mostCost) continue;
      let missing = 0;
      for (let w = 0; w < words; w++) {
        missing |= (mask[w] as number) & ~(bits[leaf * words + w] as number);
      }
      if (missing === 0) return true;
    }
    return false;
  }

  private add(term: number | Found, cost: number): void {
    const { masks, scratch } = this;
    // One that is right wherever this one is, and cheaper, makes it useless.
    if (this.covers(scratch, cost) || !masks.add(scratch).fresh) return;
    this.terms.push(term);
    this.costs.push(cost);
  }

  /** The cheapest tree of the fewest conditions that is right on all rows. */
  learn(
    conditions: Conditions,
    mostConditions: number,
    pay: (work: number) => boolean,
  ): (Found & { readonly conditions: number }) | undefined {
    const learner = new TreeLearner(
      {
        leaves: this.masks,
        leafCosts: this.costs,
        conditions: conditions.masks,
        conditionCosts: conditions.costs,
      },
      pay,
    );
    const tree = learner.learn(fullMask(this.masks.rows), mostConditions);
    if (tree === undefined) return undefined;
    return { term: this.build(tree, conditions), cost: tree.cost, conditions: tree.conditions };
  }

  private build(tree: Tree, conditions: Conditions): Term {
    if (tree.kind === "choice") {
      const whenTrue = this.build(tree.whenTrue, conditions);
      return conditions.choose(tree.condition, whenTrue, this.build(tree.whenFalse, conditions));
    }
    const leaf = this.terms[tree.leaf] as number | Found;
    return typeof leaf === "number"
      ? foundIn(this.workshop, this.workshop.bankOf(this.goal.nonterminal), leaf).term
      : leaf.term;
  }
}
