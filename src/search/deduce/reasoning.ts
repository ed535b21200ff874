import type { Domain } from "../../dsl/domain.ts";
import { type Term, abstract } from "../../dsl/term.ts";
import { type Evaluator, compile } from "../../interp/evaluate.ts";
import { equalValues } from "../../interp/value.ts";
import type { Example } from "../../tasks/task.ts";
import { choicesOf } from "./choice.ts";
import { Conditions, Leaves } from "./conditionals.ts";
import { Deduction } from "./deduction.ts";
import { type Goal, makeGoal } from "./goal.ts";
import { inversionsOf } from "./inversions.ts";
import { addRow, countRows, rowsOf } from "./maskTable.ts";
import type { Found, Workshop } from "./workshop.ts";

export interface ReasoningOptions {
  readonly domain: Domain;
  /** What the rows of the root scope are. */
  readonly rows: readonly Example[];
  /** Different examples that the task has in all. */
  readonly examples: number;
  /** Sub-goals by inverses. */
  readonly deduction: boolean;
  /** Conditionals by decision trees. */
  readonly conditionals: boolean;
}

/** Candidates after which a tree may have so many conditions: before, few examples are told apart by luck. */
const CONDITIONS_AFTER = [1_000, 10_000, 50_000, 200_000, 500_000, 1_000_000, 2_000_000];
/** Goals within the task's goal for which trees are learned, those with the cheapest surroundings. */
const MOST_INNER = 12;
/** Conditions, the cheapest, on whose sides terms are deduced that need not be right on the other. */
const MOST_SIDES = 24;
/** A term that is right on fewer rows tells nothing. */
const LEAST_ROWS = 2;
/** One learning of trees spends no more, so that the regions it keeps are bounded. */
const MOST_TREE_EFFORT = 400_000;
const TREE_BYTES_PER_CANDIDATE = 128;
/** How the effort is divided when there are both inverses and conditionals. */
const SHARES = { goals: 0.35, sides: 0.25, trees: 0.4 };

/** What finds programs beside the enumeration, from what the banks have so far. */
export interface Reasoning {
  /**
   * Spends about so many candidates.
   *
   * @param candidates how many the search has had in all
   */
  run(effort: number, candidates: number): void;
}

/** The reasoning that a task's grammar allows, or undefined when there is none. */
export function createReasoning(
  workshop: Workshop,
  options: ReasoningOptions,
): Reasoning | undefined {
  const { grammar } = workshop;
  const wanted = options.rows.map(({ output }) => output);
  const allRows = Int32Array.from(options.rows.keys());
  const root = makeGoal(grammar.start, allRows, wanted, 0, workshop);
  if (root === undefined) return undefined;
  const inversions = inversionsOf(grammar);
  const choices = options.conditionals ? choicesOf(grammar.start, grammar, options.domain) : [];
  const deduces = options.deduction && (inversions[grammar.start] ?? []).length > 0;
  if (!deduces && choices.length === 0) return undefined;

  const evaluatorOf = (term: Term): Evaluator =>
    compile(abstract(grammar.parameters.length, term), options.domain);
  const hasValues = (term: Term, rows: Int32Array): boolean => {
    const evaluator = evaluatorOf(term);
    return rows.every((row) => evaluator.run(...(options.rows[row]?.inputs ?? [])) !== undefined);
  };
  const whole = new Deduction(
    workshop,
    root,
    inversions,
    ({ term, cost }) => workshop.emit(term, cost),
    hasValues,
  );
  const conditions = new Conditions(workshop, choices);
  const leaves = new Map<Goal, Leaves>();
  const leavesOf = (goal: Goal): Leaves => {
    let known = leaves.get(goal);
    if (known === undefined) leaves.set(goal, (known = new Leaves(goal, workshop)));
    known.sync();
    return known;
  };
  const sides = new Map<string, Deduction>();

  /** A term found for one side of a condition may be right beyond it. */
  const addLeaf = (found: Found): void => {
    const evaluator = evaluatorOf(found.term);
    const mask = new Int32Array(conditions.masks.words);
    for (const [row, { inputs, output }] of options.rows.entries()) {
      if (equalValues(evaluator.run(...inputs), output)) addRow(mask, row);
    }
    if (countRows(mask) > 0) leavesOf(root).addFound(found, mask);
  };

  /** Deduces terms for the sides of the cheapest conditions. */
  const deduceSides = (effort: number): void => {
    const known = leavesOf(root);
    for (let c = 0; c < Math.min(conditions.masks.count, MOST_SIDES); c++) {
      for (const side of conditions.sides(c)) {
        const key = side.join();
        if (sides.has(key) || countRows(side) < LEAST_ROWS) continue;
        const rows = rowsOf(side);
        const values = Array.from(rows, (row) => wanted[row]);
        const goal = makeGoal(grammar.start, rows, values, 0, workshop);
        if (goal !== undefined) {
          sides.set(key, new Deduction(workshop, goal, inversions, addLeaf, hasValues));
        }
      }
    }
    const open = [...sides].filter(
      ([key]) => !known.covers(Int32Array.from(key.split(","), Number)),
    );
    for (const [, deduction] of open) deduction.run(Math.max(500, effort / open.length));
  };

  const learn = (effort: number, most: number): void => {
    const bytes = TREE_BYTES_PER_CANDIDATE * Math.min(effort, MOST_TREE_EFFORT);
    workshop.take(bytes);
    learnTrees(Math.min(effort, MOST_TREE_EFFORT), most);
    workshop.take(-bytes);
  };

  const learnTrees = (effort: number, most: number): void => {
    let left = effort;
    let owed = 0;
    const pay = (work: number): boolean => {
      owed += work;
      if (owed >= 64) {
        const due = Math.floor(owed);
        owed -= due;
        left -= due;
        workshop.pay(due);
      }
      return left > 0;
    };
    const inner = whole.pursued.filter(
      (goal) =>
        goal !== root &&
        goal.nonterminal === root.nonterminal &&
        goal.rows.length === allRows.length,
    );
    for (const goal of [root, ...inner.slice(0, MOST_INNER)]) {
      const found = leavesOf(goal).learn(conditions, most, pay);
      if (found !== undefined && found.conditions > 0) whole.solved(goal, found);
      if (left <= 0) return;
    }
  };
  // As many leaves as half of the examples would be a table of them.
  const mostConditions = Math.floor((options.examples + 1) / 2) - 1;

  return {
    run: (effort, candidates) => {
      const most = Math.min(mostConditions, CONDITIONS_AFTER.filter((c) => c <= candidates).length);
      const learns = choices.length > 0 && most > 0;
      if (deduces) whole.run(effort * (learns ? SHARES.goals : 1));
      if (!learns) return;
      conditions.sync();
      if (deduces) deduceSides(effort * SHARES.sides);
      learn(effort * (deduces ? SHARES.trees : 1), most);
    },
  };
}
