// One state: goals, what was tried of each, and the terms found, which each step below moves forward.
import { type Term, apply, primitiveReference } from "../../dsl/term.ts";
import type { Bank } from "../bank.ts";
import type { SearchProduction } from "../searchGrammar.ts";
import { BankIndex } from "./bankIndex.ts";
import { Goal, type Use, lookUp, makeGoal } from "./goal.ts";
import { type Inversion, inversionsOf, inverted } from "./inversions.ts";
import { type Found, type Workshop, foundIn, valueAt, writeCell } from "./workshop.ts";

/** Goals that are pursued at most: chains like `a ++ (b ++ ...)` have many beginnings. */
const MOST_GOALS = 600;
/** Sub-goals of one production and slot of a goal that are pursued; more are looked up only. */
const MOST_PURSUED = 64;
/** Terms tried in a slot beside the one that is deduced, cheapest first. */
const MOST_TERMS = 40_000;
/** The same where two slots are filled: for the first and the second. */
const MOST_FIRST = 800;
const MOST_SECOND = 150;
/** For goals within goals. */
const INNER_SHARE = 0.25;
/** Solutions dearer than the best by more are not reported. */
const SLACK = 6;

interface PairState {
  /** Groups of the other slot's bank that were tried on the first row. */
  tested: number;
  /** Groups that passed, and how many of their terms were tried. */
  readonly live: { readonly group: readonly number[]; done: number }[];
  pursued: number;
}

interface TripleState {
  first: number;
  second: number;
  pursued: number;
}

/**
 * Deduction beside the bank (Albarghouthi and others 2013, section 4; Polozov and Gulwani 2015): from
 * the outputs wanted downward, a production whose primitive has an inverse turns a goal into goals
 * for one of its slots, the others being filled from the bank. A goal that is in the bank is solved;
 * so is whatever it was needed for. Goals with the same values are one, so that chains of a free
 * monoid (`str.++`, `append`, `cons`) form a graph whose nodes are remainders.
 */
export class Deduction {
  readonly root: Goal;
  private readonly workshop: Workshop;
  private readonly inversions: readonly (readonly Inversion[])[];
  private readonly goals = new Map<string, Goal>();
  private readonly order: Goal[] = [];
  private readonly pairs = new Map<Goal, Map<Inversion, PairState>>();
  private readonly triples = new Map<Goal, Map<Inversion, TripleState>>();
  private readonly unary = new Map<Goal, Set<Inversion>>();
  private readonly indexes = new Map<number, BankIndex>();
  private left = 0;

  constructor(workshop: Workshop, root: Goal) {
    this.workshop = workshop;
    this.inversions = inversionsOf(workshop.grammar);
    this.root = root;
    this.order.push(root);
    this.goals.set(keyOf(root), root);
  }

  /** Is there anything to deduce with? */
  get applicable(): boolean {
    return (this.inversions[this.root.nonterminal] ?? []).length > 0;
  }

  /** Goals of the root's nonterminal, the cheapest surroundings first. */
  get pursued(): readonly Goal[] {
    return this.order;
  }

  /** Goes on for about so many candidates. */
  run(effort: number): void {
    this.left = effort;
    for (const goal of this.order) if (goal !== this.root) this.retry(goal);
    // Goals that are added on the way are reached in the same pass.
    for (let i = 0; i < this.order.length && this.left > 0; i++) {
      this.expand(this.order[i] as Goal);
    }
    this.order.sort((a, b) => a.before - b.before);
  }

  /** Records a term for a goal, and what follows for all goals that it was needed for. */
  solved(goal: Goal, found: Found): void {
    if (goal === this.root) {
      if (found.cost > (goal.best?.cost ?? Infinity) + SLACK) return;
      if (goal.best === undefined || found.cost < goal.best.cost) goal.best = found;
      this.workshop.emit(found.term, found.cost);
      return;
    }
    if (goal.best !== undefined && goal.best.cost <= found.cost) return;
    goal.best = found;
    for (const use of goal.uses) this.follow(use, found);
  }

  /** Is a goal of these values solved by now? Otherwise it is pursued from now on, if there is room. */
  indexOf(nonterminal: number): BankIndex {
    let index = this.indexes.get(nonterminal);
    if (index === undefined) {
      index = new BankIndex(this.workshop.bankOf(nonterminal));
      this.indexes.set(nonterminal, index);
    }
    index.sync();
    return index;
  }

  private retry(goal: Goal): void {
    if (goal.best !== undefined) return;
    this.pay(1);
    const found = lookUp(goal, this.workshop);
    if (found !== undefined) this.solved(goal, found);
  }

  private follow({ parent, production, slot, others }: Use, found: Found): void {
    const { head, cost } = this.production(production);
    if (head.kind !== "call") return;
    let total = cost;
    const args: Term[] = [];
    for (let i = 0; i < others.length; i++) {
      const part = i === slot ? found : (others[i] as Found);
      total += part.cost;
      args.push(part.term);
    }
    this.solved(parent, { term: apply(primitiveReference(head.primitive.name), ...args), cost: total });
  }

  private expand(goal: Goal): void {
    for (const inversion of this.inversions[goal.nonterminal] ?? []) {
      if (this.left <= 0) return;
      if (inversion.others.length === 0) this.expandUnary(goal, inversion);
      else if (inversion.others.length === 1) this.expandPair(goal, inversion);
      else this.expandTriple(goal, inversion);
    }
  }

  private expandUnary(goal: Goal, inversion: Inversion): void {
    const done = entry(this.unary, goal, () => new Set());
    if (done.has(inversion)) return;
    done.add(inversion);
    this.pay(1);
    const values: unknown[] = [];
    for (const out of goal.values) {
      const value = inverted(inversion, out);
      if (value === undefined) return;
      values.push(value);
    }
    this.reach(goal, inversion, [], values, true);
  }

  private expandPair(goal: Goal, inversion: Inversion): void {
    const state = entry(entry(this.pairs, goal, () => new Map()), inversion, () => ({
      tested: 0,
      live: [],
      pursued: 0,
    })) as PairState;
    const [other] = inversion.others as [number];
    const index = this.indexOf(this.slotOf(inversion.production, other));
    const { bank } = index;
    const { store } = this.workshop;
    const out = goal.values;
    for (; state.tested < index.groups.length; state.tested++) {
      if (this.left <= 0) return;
      const group = index.groups[state.tested] as readonly number[];
      this.pay(1);
      const given = valueAt(bank, group[0] as number, 0, store);
      if (given === undefined || inverted(inversion, out[0], given) === undefined) continue;
      state.live.push({ group, done: 0 });
    }
    const values: unknown[] = [];
    for (const live of state.live) {
      while (live.done < live.group.length) {
        const term = live.group[live.done] as number;
        if (term >= MOST_TERMS) break;
        if (this.left <= 0) return;
        live.done++;
        this.pay(1);
        const pursue = state.pursued < MOST_PURSUED;
        if (!this.invertPair(goal, inversion, bank, term, pursue, values)) continue;
        if (this.reach(goal, inversion, [term], values, pursue)) state.pursued++;
      }
    }
  }

  /** Fills `values` with what the slot must have, given a term in the other. */
  private invertPair(
    goal: Goal,
    inversion: Inversion,
    bank: Bank,
    term: number,
    pursue: boolean,
    values: unknown[],
  ): boolean {
    const { store } = this.workshop;
    const target = this.slotOf(inversion.production, inversion.slot);
    const index = pursue ? undefined : this.indexOf(target);
    for (let row = 0; row < goal.values.length; row++) {
      const given = valueAt(bank, term, row, store);
      if (given === undefined) return false;
      const value = inverted(inversion, goal.values[row], given);
      if (value === undefined) return false;
      values[row] = value;
      if (index === undefined) continue;
      if (!writeCell(index.bank.column, index.bank.lanes, row, value, store, "find")) return false;
      if (row === 1 && !index.mayHave(index.bank.column)) return false;
    }
    return true;
  }

  private expandTriple(goal: Goal, inversion: Inversion): void {
    const state = entry(entry(this.triples, goal, () => new Map()), inversion, () => ({
      first: 0,
      second: 0,
      pursued: 0,
    })) as TripleState;
    const [a, b] = inversion.others as [number, number];
    const first = this.workshop.bankOf(this.slotOf(inversion.production, a));
    const second = this.workshop.bankOf(this.slotOf(inversion.production, b));
    const share = goal === this.root ? 1 : INNER_SHARE;
    const firstEnd = Math.min(first.count, Math.ceil(MOST_FIRST * share));
    const secondEnd = Math.min(second.count, Math.ceil(MOST_SECOND * share));
    if (firstEnd < 1.3 * state.first && secondEnd < 1.3 * state.second) {
      if (firstEnd < MOST_FIRST * share || state.first === firstEnd) return;
    }
    const { store } = this.workshop;
    const values: unknown[] = [];
    const rows = goal.values.length;
    for (let i = 0; i < firstEnd; i++) {
      const x = valueAt(first, i, 0, store);
      for (let j = i < state.first ? state.second : 0; j < secondEnd; j++) {
        const y = valueAt(second, j, 0, store);
        if (x === undefined || y === undefined) continue;
        values[0] = inverted(inversion, goal.values[0], x, y);
        if (values[0] === undefined) continue;
        let row = 1;
        for (; row < rows; row++) {
          const given = valueAt(first, i, row, store);
          const other = valueAt(second, j, row, store);
          if (given === undefined || other === undefined) break;
          const value = inverted(inversion, goal.values[row], given, other);
          if (value === undefined) break;
          values[row] = value;
        }
        if (row < rows) continue;
        if (this.reach(goal, inversion, [i, j], values, state.pursued < MOST_PURSUED)) {
          state.pursued++;
        }
      }
      this.pay(secondEnd);
    }
    state.first = Math.max(state.first, firstEnd);
    state.second = Math.max(state.second, secondEnd);
  }

  /**
   * The slot must have these values: looks for them, and pursues them as a goal of their own.
   *
   * @param others terms in the other slots' banks, in order
   * @returns whether it became a goal
   */
  private reach(
    goal: Goal,
    inversion: Inversion,
    others: readonly number[],
    values: readonly unknown[],
    pursue: boolean,
  ): boolean {
    const { workshop } = this;
    const target = this.slotOf(inversion.production, inversion.slot);
    const bank = workshop.bankOf(target);
    let stored = true;
    for (const [row, value] of values.entries()) {
      if (!writeCell(bank.column, bank.lanes, row, value, workshop.store, "find")) {
        stored = false;
        break;
      }
    }
    const term = stored ? bank.findColumn() : -1;
    if (term === -1 && (!pursue || this.order.length >= MOST_GOALS)) return false;
    const { slots, cost } = this.production(inversion.production);
    const filled: (Found | undefined)[] = slots.map(() => undefined);
    for (const [i, slot] of inversion.others.entries()) {
      const from = workshop.bankOf(this.slotOf(inversion.production, slot));
      filled[slot] = foundIn(workshop, from, others[i] as number);
    }
    const use: Use = {
      parent: goal,
      production: inversion.production,
      slot: inversion.slot,
      others: filled,
    };
    if (term !== -1) {
      this.follow(use, foundIn(workshop, bank, term));
      return false;
    }
    const before = filled.reduce((sum, part) => sum + (part?.cost ?? 0), goal.before + cost);
    const fresh = makeGoal(target, values, before, workshop);
    if (fresh === undefined) return false;
    const key = keyOf(fresh);
    const known = this.goals.get(key);
    const sub = known ?? fresh;
    if (sub === goal) return false;
    sub.before = Math.min(sub.before, before);
    sub.uses.push(use);
    if (known !== undefined) {
      if (known.best !== undefined) this.follow(use, known.best);
      return false;
    }
    this.goals.set(key, sub);
    this.order.push(sub);
    return true;
  }

  private pay(candidates: number): void {
    this.left -= candidates;
    this.workshop.pay(candidates);
  }

  private production(number: number): SearchProduction {
    return this.workshop.grammar.productions[number] as SearchProduction;
  }

  private slotOf(production: number, slot: number): number {
    return this.production(production).slots[slot]?.nonterminal as number;
  }
}

const keyOf = (goal: Goal): string => `${goal.nonterminal}:${goal.column.join()}`;

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
