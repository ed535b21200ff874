// One state: goals, what was tried of each, and the terms found, which each step below moves forward.
import { type Term, apply, literal, primitiveReference } from "../../dsl/term.ts";
import { ANY } from "../../dsl/primitive.ts";
import { printType } from "../../dsl/type.ts";
import { equalValues } from "../../interp/value.ts";
import type { Bank } from "../bank.ts";
import { PROPOSED_LITERAL_COST } from "../costs.ts";
import { valueBits } from "../descriptionLength.ts";
import type { SearchProduction } from "../searchGrammar.ts";
import { BankView } from "./bankView.ts";
import { type Goal, type Use, makeGoal } from "./goal.ts";
import { FAULT } from "../valueStore.ts";
import { type Inversion, inverted } from "./inversions.ts";
import { type Found, type Workshop, foundIn, valueAt, writeCell } from "./workshop.ts";

/** Goals that are pursued at most, of the first one's nonterminal and of others. */
const MOST_GOALS = 600;
/** Sub-goals of one production and slot of a goal that are pursued; more are looked up only. */
const MOST_PURSUED = 64;
/** Terms tried, cheapest first, in the first of two slots that are filled. */
const MOST_TERMS = 40_000;
/** The same in the second. */
const MOST_SECOND = 150;
/** The part of what is left to spend that one production may take where two slots are filled. */
const TRIPLE_SHARE = 0.2;
/** The same where almost any term in the other slot leaves a goal, as with sums: chains are then hopeless. */
const MOST_PURSUED_IF_DENSE = 8;
/** What an inverse of words costs beside one of other values: they are made from their halves. */
const WORD_PRICE = 4;
/** Memory of a goal, of each value in it, and of each term that a view knows, estimated. */
const GOAL_BYTES = 1000;
const VALUE_BYTES = 48;
const VIEWED_BYTES = 64;
/** Rows that must want one value before it is taken for a constant. */
const LEAST_CONSTANT_ROWS = 3;
/** Types whose literals may be deduced, and what JavaScript calls their values. */
const PLAIN_TYPES: ReadonlyMap<string, string> = new Map([
  ["int", "number"],
  ["string", "string"],
  ["word", "bigint"],
]);
/** Sets of rows, smaller than all, for which columns are looked up. */
const MOST_ROW_SETS = 48;
const NO_ROWS = new Int32Array(0);
/** Terms found that cost more than the best by more are not given away. */
const SLACK = 6;

interface PairState {
  /** Groups of the other slot's bank that were tried on the first row. */
  tested: number;
  /** Groups that passed, and how many of their terms were tried. */
  readonly live: { readonly group: readonly number[]; done: number }[];
  /** Terms that were tried on all rows, and those of them that left a goal. */
  tried: number;
  passed: number;
  pursued: number;
}

/** Values that a slot must have on some rows; on the others any will do. */
interface Wanted {
  readonly rows: Int32Array;
  readonly values: readonly unknown[];
}

interface TripleState {
  /** Terms of the first slot that were tried, each with so many of the second. */
  first: number;
  second: number;
  pursued: number;
}

/**
 * Deduction beside the bank (Polozov and Gulwani 2015): from values wanted downward, a production whose
 * primitive has an inverse turns a goal into goals for one of its slots, the others being filled from
 * the bank. A goal that is in the bank is solved, and so is whatever it was needed for. Goals with the
 * same values are one, so that chains of a free monoid (`str.++`, `append`, `cons`) form a graph whose
 * nodes are remainders.
 */
export class Deduction {
  readonly root: Goal;
  private readonly workshop: Workshop;
  private readonly inversions: readonly (readonly Inversion[])[];
  private readonly onFound: (found: Found) => void;
  private readonly hasValues: (term: Term, rows: Int32Array) => boolean;
  private readonly goals = new Map<string, Goal>();
  private order: Goal[] = [];
  private others = 0;
  private readonly unary = new Map<Goal, Set<Inversion>>();
  private readonly pairs = new Map<Goal, Map<Inversion, PairState>>();
  private readonly triples = new Map<Goal, Map<Inversion, TripleState>>();
  /** By rows and nonterminal. */
  private readonly views = new Map<Int32Array, Map<number, BankView>>();
  private readonly rowSets = new Map<string, Int32Array>();
  private readonly free = new Map<Int32Array, Int32Array>();
  private left = 0;

  /**
   * @param root what is wanted
   * @param onFound a term for the root
   * @param hasValues runs a term on some rows: has it a value on each?
   */
  constructor(
    workshop: Workshop,
    root: Goal,
    inversions: readonly (readonly Inversion[])[],
    onFound: (found: Found) => void,
    hasValues: (term: Term, rows: Int32Array) => boolean,
  ) {
    this.workshop = workshop;
    this.inversions = inversions;
    this.onFound = onFound;
    this.hasValues = hasValues;
    this.root = root;
    this.order.push(root);
    this.goals.set(keyOf(root), root);
  }

  /** The goals in order of what stands around them, cheapest first; the root is the first. */
  get pursued(): readonly Goal[] {
    return this.order;
  }

  /** Goes on for about so many candidates. */
  run(effort: number): void {
    this.left = effort;
    for (const goal of this.order) this.retry(goal);
    // Goals that are added on the way are reached in the same pass.
    for (let i = 0; i < this.order.length && this.left > 0; i++) {
      this.expand(this.order[i] as Goal);
    }
    this.order.sort((a, b) => a.before - b.before);
  }

  /** Records a term for a goal, and what follows for all goals that it was needed for. */
  solved(goal: Goal, found: Found): void {
    if (goal === this.root) {
      if (found.cost > (goal.best?.cost ?? Infinity) + SLACK * this.workshop.grammar.scale) return;
      if (goal.best === undefined || found.cost < goal.best.cost) goal.best = found;
      this.onFound(found);
      return;
    }
    if (goal.best !== undefined && goal.best.cost <= found.cost) return;
    goal.best = found;
    for (const use of goal.uses) this.follow(use, found);
  }

  private viewOf(nonterminal: number, rows: Int32Array): BankView {
    const ofRows = entry(this.views, rows, () => new Map<number, BankView>());
    const view = entry(
      ofRows,
      nonterminal,
      () => new BankView(this.workshop.bankOf(nonterminal), rows, this.root.rows),
    );
    const fresh = view.sync();
    if (fresh > 0) this.workshop.take(VIEWED_BYTES * fresh);
    this.pay(fresh >> 3);
    return view;
  }

  private retry(goal: Goal): void {
    if (goal.best !== undefined) return;
    this.pay(1);
    const view = this.viewOf(goal.nonterminal, goal.rows);
    view.column.set(goal.column);
    const term = view.find();
    const found =
      term === -1
        ? this.constantFor(goal.nonterminal, goal.rows, goal.values)
        : foundIn(this.workshop, view.bank, term);
    if (found !== undefined) this.solved(goal, found);
  }

  /** A term for a goal makes one for its parent, if that has a value where the parent wants any. */
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
    const term = apply(primitiveReference(head.primitive.name), ...args);
    const free = this.freeRows(parent);
    if (free.length > 0) {
      if (parent.best !== undefined && parent.best.cost <= total) return;
      this.pay(1);
      if (!this.hasValues(term, free)) return;
    }
    this.solved(parent, { term, cost: total });
  }

  /**
   * The rows of the root on which any value of a goal will do. It must have one there: what is around it
   * has none otherwise.
   */
  private freeRows({ rows }: Goal): Int32Array {
    if (rows.length === this.root.rows.length) return NO_ROWS;
    return entry(this.free, rows, () => this.root.rows.filter((row) => !rows.includes(row)));
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
    const wanted = this.wantedBy(goal, (at) => inverted(inversion, goal.values[at]));
    if (wanted !== undefined) this.reach(goal, inversion, [], wanted, true);
  }

  /** What each row of a goal wants of a slot; undefined when one cannot be had, or all will do. */
  private wantedBy(goal: Goal, wants: (at: number) => unknown): Wanted | undefined {
    const values: unknown[] = [];
    let free = 0;
    for (let at = 0; at < goal.rows.length; at++) {
      const value = wants(at);
      if (value === undefined) return undefined;
      if (value === ANY) free++;
      values.push(value);
    }
    if (free === 0) return { rows: goal.rows, values };
    if (free === values.length) return undefined;
    const rows = this.rowSet(goal.rows.filter((_, at) => values[at] !== ANY));
    return rows === undefined
      ? undefined
      : { rows, values: values.filter((value) => value !== ANY) };
  }

  /** The one array for these rows; undefined when there are too many such sets. */
  private rowSet(rows: Int32Array): Int32Array | undefined {
    const key = rows.join();
    const known = this.rowSets.get(key);
    if (known !== undefined || this.rowSets.size >= MOST_ROW_SETS) return known;
    this.rowSets.set(key, rows);
    return rows;
  }

  private expandPair(goal: Goal, inversion: Inversion): void {
    const ofGoal = entry(this.pairs, goal, () => new Map<Inversion, PairState>());
    const state = entry(ofGoal, inversion, () => ({
      tested: 0,
      live: [],
      tried: 0,
      passed: 0,
      pursued: 0,
    }));
    const [other] = inversion.others as [number];
    const view = this.viewOf(this.slotOf(inversion.production, other), goal.rows);
    const { bank, groups } = view;
    if (bank.lanes === 2) {
      for (; state.tested < view.known && this.left > 0; state.tested++) {
        this.tryPair(goal, inversion, bank, state.tested, state);
      }
      return;
    }
    const { store } = this.workshop;
    const row = goal.rows[0] as number;
    const tryTerms = (live: PairState["live"][number]): void => {
      for (; live.done < live.group.length && this.left > 0; live.done++) {
        this.tryPair(goal, inversion, bank, live.group[live.done] as number, state);
      }
    };
    for (const live of state.live) tryTerms(live);
    for (; state.tested < groups.length && this.left > 0; state.tested++) {
      const group = groups[state.tested] as readonly number[];
      this.pay(1);
      const given = valueAt(bank, group[0] as number, row, store);
      if (given === undefined || inverted(inversion, goal.values[0], given) === undefined) continue;
      const live = { group, done: 0 };
      state.live.push(live);
      // At once: a large bank has more groups than can be tested at a time.
      tryTerms(live);
    }
  }

  /** With this term in the other slot, what must be in the inversion's? */
  private tryPair(
    goal: Goal,
    inversion: Inversion,
    bank: Bank,
    term: number,
    state: PairState,
  ): void {
    this.pay(bank.lanes === 2 ? WORD_PRICE : 1);
    const { store } = this.workshop;
    const target = this.viewOf(this.slotOf(inversion.production, inversion.slot), goal.rows);
    const dense = state.tried >= 16 && state.passed > state.tried / 2;
    const most = dense ? MOST_PURSUED_IF_DENSE : MOST_PURSUED;
    const pursue = state.pursued < most && this.hasRoom(inversion);
    let filterable = false;
    const wanted = this.wantedBy(goal, (at) => {
      const given = valueAt(bank, term, goal.rows[at] as number, store);
      if (given === undefined) return undefined;
      const value = inverted(inversion, goal.values[at], given);
      // The filter is over the first two rows: both must want a value.
      if (at === 0) filterable = value !== ANY;
      if (pursue || value === ANY || value === undefined) return value;
      // What no term has, and will not be pursued, need not be worked out on all rows.
      const { column } = target;
      const known = writeCell(column, target.bank.lanes, at, value, store, "find");
      return !known || (at === 1 && filterable && !target.mayHave()) ? undefined : value;
    });
    if (pursue) state.tried++;
    if (wanted === undefined) return;
    if (pursue) state.passed++;
    if (this.reach(goal, inversion, [term], wanted, pursue)) state.pursued++;
  }

  private expandTriple(goal: Goal, inversion: Inversion): void {
    const ofGoal = entry(this.triples, goal, () => new Map<Inversion, TripleState>());
    const state = entry(ofGoal, inversion, () => ({ first: 0, second: 0, pursued: 0 }));
    const [a, b] = inversion.others as [number, number];
    const first = this.workshop.bankOf(this.slotOf(inversion.production, a));
    const second = this.workshop.bankOf(this.slotOf(inversion.production, b));
    const { store } = this.workshop;
    const secondEnd = Math.min(second.count, MOST_SECOND);
    if (secondEnd > 1.5 * state.second) {
      // A new sweep, with more terms in the second slot.
      state.first = 0;
      state.second = secondEnd;
    }
    const enough = this.left - Math.max(1000, this.left * TRIPLE_SHARE);
    const firstEnd = Math.min(first.count, MOST_TERMS);
    for (; state.first < firstEnd && this.left > enough; state.first++) {
      this.pay(Math.max(1, state.second));
      for (let j = 0; j < state.second; j++) {
        const wanted = this.wantedBy(goal, (at) => {
          const row = goal.rows[at] as number;
          const x = valueAt(first, state.first, row, store);
          const y = valueAt(second, j, row, store);
          if (x === undefined || y === undefined) return undefined;
          return inverted(inversion, goal.values[at], x, y);
        });
        if (wanted === undefined) continue;
        const pursue = state.pursued < MOST_PURSUED && this.hasRoom(inversion);
        if (this.reach(goal, inversion, [state.first, j], wanted, pursue)) state.pursued++;
      }
    }
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
    { rows, values }: Wanted,
    pursue: boolean,
  ): boolean {
    const { workshop } = this;
    const free = this.freeRows(goal);
    const valued = inversion.others.every((slot, i) =>
      workshop.bankOf(this.slotOf(inversion.production, slot)).hasValues(others[i] as number, free),
    );
    if (!valued) return false;
    const target = this.slotOf(inversion.production, inversion.slot);
    const view = this.viewOf(target, rows);
    const { lanes } = view.bank;
    const stored = values.every((value, at) =>
      writeCell(view.column, lanes, at, value, workshop.store, "find"),
    );
    const term = stored ? view.find() : -1;
    const constant = term === -1 ? this.constantFor(target, rows, values) : undefined;
    if (term === -1 && constant === undefined && !pursue) return false;
    const { slots, cost } = this.production(inversion.production);
    const filled: (Found | undefined)[] = slots.map(() => undefined);
    for (const [i, slot] of inversion.others.entries()) {
      const from = workshop.bankOf(this.slotOf(inversion.production, slot));
      filled[slot] = foundIn(workshop, from, others[i] as number);
    }
    const { production, slot } = inversion;
    const use: Use = { parent: goal, production, slot, others: filled };
    if (term !== -1 || constant !== undefined) {
      this.follow(use, constant ?? foundIn(workshop, view.bank, term));
      return false;
    }
    const before = filled.reduce((sum, part) => sum + (part?.cost ?? 0), goal.before + cost);
    const fresh = makeGoal(target, rows, values, before, workshop);
    if (fresh === undefined) return false;
    const key = keyOf(fresh);
    const known = this.goals.get(key);
    const sub = known ?? fresh;
    if (sub === goal || sub === this.root) return false;
    sub.before = Math.min(sub.before, before);
    sub.uses.push(use);
    if (known !== undefined) {
      if (known.best !== undefined) this.follow(use, known.best);
      return false;
    }
    workshop.take(GOAL_BYTES + VALUE_BYTES * values.length);
    this.goals.set(key, sub);
    this.order.push(sub);
    if (target !== this.root.nonterminal) this.others++;
    return true;
  }

  /** A literal for a goal that wants one value on all rows, where any literal is allowed. */
  private constantFor(
    nonterminal: number,
    rows: Int32Array,
    [first, ...others]: readonly unknown[],
  ): Found | undefined {
    const { grammar, store } = this.workshop;
    if (!grammar.anyLiteral || rows.length < LEAST_CONSTANT_ROWS) return undefined;
    const type = grammar.nonterminals[nonterminal]?.type;
    // An inverse may be wrong: what it gives need not be of the type, or a value at all.
    if (type === undefined || PLAIN_TYPES.get(printType(type)) !== typeof first) return undefined;
    if (!others.every((value) => equalValues(value, first))) return undefined;
    const id = store.encode(first);
    if (id === FAULT) return undefined;
    const value = store.decode(id);
    return {
      term: literal(value, type),
      cost: (PROPOSED_LITERAL_COST + valueBits(value) / 8) * this.workshop.grammar.scale,
    };
  }

  private hasRoom(inversion: Inversion): boolean {
    const other = this.slotOf(inversion.production, inversion.slot) !== this.root.nonterminal;
    return (other ? this.others : this.order.length - this.others) < MOST_GOALS;
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

const keyOf = (goal: Goal): string =>
  `${goal.nonterminal}:${goal.rows.join()}:${goal.column.join()}`;

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
