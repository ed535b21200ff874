import type { Domain } from "../../dsl/domain.ts";
import { choicesOf } from "./choice.ts";
import { Conditions, Leaves } from "./conditionals.ts";
import { Deduction } from "./deduction.ts";
import { makeGoal } from "./goal.ts";
import type { Workshop } from "./workshop.ts";

export interface ReasoningOptions {
  readonly domain: Domain;
  /** The outputs wanted, by row of the root scope. */
  readonly wanted: readonly unknown[];
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

/** What finds programs beside the enumeration, from what the banks have so far. */
export interface Reasoning {
  /** Spends about so many candidates. */
  run(effort: number, candidates: number): void;
}

/** The reasoning that a task's grammar allows, or undefined when there is none. */
export function createReasoning(
  workshop: Workshop,
  options: ReasoningOptions,
): Reasoning | undefined {
  const { grammar } = workshop;
  const root = makeGoal(grammar.start, options.wanted, 0, workshop);
  if (root === undefined) return undefined;
  const deduction = new Deduction(workshop, root);
  const choices = options.conditionals ? choicesOf(grammar.start, grammar, options.domain) : [];
  const deduces = options.deduction && deduction.applicable;
  if (!deduces && choices.length === 0) return undefined;
  const conditions = new Conditions(workshop, choices);
  const leaves = new Map([[root, new Leaves(root, workshop)]]);
  // As many leaves as half of the examples would be a table of them.
  const mostConditions = Math.floor((options.examples + 1) / 2) - 1;

  const learn = (effort: number, candidates: number): void => {
    const most = Math.min(mostConditions, CONDITIONS_AFTER.filter((c) => c <= candidates).length);
    if (most < 1) return;
    let left = effort;
    let owed = 0;
    const pay = (work: number): boolean => {
      owed += work;
      if (owed >= 64) {
        const whole = Math.floor(owed);
        owed -= whole;
        left -= whole;
        workshop.pay(whole);
      }
      return left > 0;
    };
    conditions.sync();
    const inner = deduces
      ? deduction.pursued.filter((goal) => goal !== root && goal.nonterminal === root.nonterminal)
      : [];
    for (const goal of [root, ...inner.slice(0, MOST_INNER)]) {
      let known = leaves.get(goal);
      if (known === undefined) leaves.set(goal, (known = new Leaves(goal, workshop)));
      known.sync();
      const found = known.learn(conditions, most, pay);
      if (found !== undefined && found.conditions > 0) deduction.solved(goal, found);
      if (left <= 0) return;
    }
  };

  return {
    run: (effort, candidates) => {
      if (deduces) deduction.run(effort);
      if (choices.length > 0) learn(effort, candidates);
    },
  };
}
