// One search is one state: banks, scopes, kernels and counts that the loop below moves forward
// together. What can stand alone does so in the files it imports.
import type { Limits } from "../dsl/limits.ts";
import { type Term, abstract } from "../dsl/term.ts";
import type { Rng } from "../support/rng.ts";
import { Bank, type MemoryMeter } from "./bank.ts";
import { type BodyCall, createBodyCall } from "./body.ts";
import { type Lanes, columnLanes } from "./columnLanes.ts";
import {
  type Block,
  type Kernel,
  NO_LAWS,
  type Target,
  createConditionalKernel,
  createKernel,
  shapeLaws,
} from "./kernel.ts";
import { buildTerm, extractTerm } from "./extractTerm.ts";
import { forbiddenValues } from "./laws.ts";
import type { Reasoning } from "./deduce/reasoning.ts";
import type { Workshop } from "./deduce/workshop.ts";
import { type Machine, idleMachine } from "./machine.ts";
import type { Counts } from "./solveResult.ts";
import { sampleCalls } from "./sampleCalls.ts";
import { type Scope, createScope } from "./scope.ts";
import {
  type SearchGrammar,
  type SearchNonterminal,
  type SearchProduction,
  type Slot,
  type Surcharge,
  UNREACHED,
  hasConditional,
  isConditional,
  leastCosts,
  surchargeOf,
} from "./searchGrammar.ts";
import { FAULT, ValueStore } from "./valueStore.ts";

/** Stands for all variables where productions go by number. */
const VARIABLES = -1;

const NO_SURCHARGES: readonly (Surcharge | undefined)[] = [];

/** Lambdas within lambdas within lambdas are not built. */
const MOST_LAMBDAS = 2;

export interface Row {
  readonly inputs: readonly unknown[];
  readonly output: unknown;
}

export interface BottomUpOptions {
  readonly grammar: SearchGrammar;
  readonly rows: readonly Row[];
  readonly limits: Limits;
  /** Calls of functions in one run. */
  readonly fuel: number;
  readonly memoryBytes: number;
  readonly rng: Rng;
  readonly counts: Counts;
  /** A program whose values are the outputs on all rows. Throws to end the search. */
  readonly onMatch: (program: Term, cost: number) => void;
  /** All programs up to a cost were compared. Throws to end the search. */
  readonly onLevel: (cost: number) => void;
  /** Called every few milliseconds. Throws to end the search. */
  readonly onCheck: (cost: number) => void;
  /** Candidates after which `onCheck` must be called. */
  readonly candidatesLeft: () => number;
  readonly clock: () => number;
  /** Are candidates that laws make equal to others left out? */
  readonly laws: boolean;
  /** Do costs come from weights? */
  readonly weighted?: boolean;
  /** Makes what finds programs from the banks beside the enumeration, if anything does. */
  readonly reason?: (workshop: Workshop) => Reasoning | undefined;
}

/** Thrown when the bank would outgrow its memory. */
export const OUT_OF_MEMORY = Symbol("out of memory");

/** Reasoning goes on each time when the candidates enumerated have grown by this share. */
const REASONING_STEP = 0.25;
/** What reasoning may spend in all: so much for each candidate enumerated, and this to begin with. */
const REASONING_SHARE = 1;
const FIRST_EFFORT = 1_000;
/** The same where costs come from weights: what they make likely is mostly found with less than that. */
const FIRST_EFFORT_WEIGHTED = 100;
/** Less is not worth the beginning. */
const LEAST_EFFORT = 250;

/** Milliseconds between looks at the clock, roughly. */
const CHECK_MS = 4;

/**
 * Bottom-up enumeration in order of cost with observational equivalence (Albarghouthi et al. 2013;
 * Udupa et al. 2013): of the terms that agree on every row only the cheapest is kept. A level of a
 * bank is filled when something asks for it, from the goal downwards.
 *
 * One class in one file, although long: what fills a level, what a kernel reports to and what counts
 * the work share their state at every candidate.
 */
export class BottomUp {
  /** The cost up to which every program was built. */
  completedCost = 0;
  /** Terms kept, in all banks. */
  terms = 0;
  private readonly options: BottomUpOptions;
  private readonly grammar: SearchGrammar;
  private readonly store: ValueStore;
  private readonly machine: Machine = idleMachine();
  private readonly least: readonly number[];
  private readonly lanes: readonly Lanes[];
  private readonly root: Scope;
  private readonly goal: Bank;
  private readonly target: Target;
  private readonly kernels: (Kernel | undefined)[] = [];
  private readonly calls: (readonly (BodyCall | undefined)[] | undefined)[] = [];
  private readonly forbidden: readonly (readonly [number, number])[][];
  private readonly kids: Int32Array;
  /** May a root term be without a value on some row? Only a conditional can mend that. */
  private readonly partial: boolean;
  private bankBytes = 0;
  private readonly meter: MemoryMeter = {
    has: (bytes) => this.bankBytes + this.store.sizeBytes + bytes <= this.options.memoryBytes,
    take: (bytes) => {
      if (bytes > 0 && !this.meter.has(bytes)) throw OUT_OF_MEMORY;
      this.bankBytes += bytes;
    },
  };
  private untilCheck = 1;
  private checkInterval = 1;
  private checkedAt: number;
  // What the running kernel builds.
  private out: Bank;
  private cost = 0;
  private production = 0;
  private arity = 0;
  /** What the running production's terms cost more as the whole body than in the goal's bank. */
  private surcharge = 0;
  /** Are they built for the goal's bank before they were compared with the target? */
  private early = false;
  /** By root, variables first: the cost up to which the goal's terms were compared on their own. */
  private readonly compared: Int32Array;
  /**
   * Are the goal's candidates compared with the target only? That comes first at every cost; their
   * columns are needed when a higher cost builds on them, and most searches end before that.
   */
  private scan = false;
  private readonly near: { term: number; fits: number }[] = [];
  private greatestCost = 0;
  private readonly reasoning: Reasoning | undefined;
  /** Candidates enumerated in this search after which reasoning goes on. */
  private reasonAt: number;
  private readonly firstEffort: number;
  private reasoned = 0;
  /** Candidates before this search. */
  private readonly startedAt: number;
  private isReasoning = false;

  constructor(options: BottomUpOptions) {
    this.options = options;
    const { grammar, rows } = options;
    this.grammar = grammar;
    this.store = new ValueStore(options.limits);
    this.least = leastCosts(grammar);
    this.lanes = columnLanes(grammar);
    this.partial = hasConditional(grammar);
    const stride = Math.max(1, ...grammar.productions.map(({ slots }) => slots.length));
    this.kids = new Int32Array(stride);
    this.compared = new Int32Array(grammar.productions.length + 1);
    const arity = grammar.parameters.length;
    const environments = new Int32Array(rows.length * arity);
    for (const [r, { inputs }] of rows.entries()) {
      for (let i = 0; i < arity; i++) {
        environments[r * arity + arity - 1 - i] = this.store.encode(inputs[i]);
      }
    }
    const context = grammar.parameters.map((of) => of ?? UNREACHED).reverse();
    this.root = createScope(undefined, context, arity, environments, Int32Array.from(rows.keys()));
    this.forbidden = options.laws
      ? grammar.productions.map((p) => forbiddenValues(p, this.store))
      : [];
    this.goal = this.bankOf(this.root, grammar.start);
    const { lanes } = this.goal;
    const column = new Int32Array(rows.length * lanes);
    this.target = {
      values: rows.map(({ output }) => output),
      column,
      reachable: rows.map(({ output }, row) => {
        const id = this.store.encode(output);
        return this.store.put(id, column, row, lanes) && id !== FAULT;
      }),
    };
    this.out = this.goal;
    this.checkedAt = options.clock();
    this.startedAt = options.counts.candidates;
    this.firstEffort = options.weighted === true ? FIRST_EFFORT_WEIGHTED : FIRST_EFFORT;
    this.reasonAt = this.firstEffort;
    this.reasoning = options.reason?.({
      grammar,
      store: this.store,
      root: this.root,
      bankOf: (nonterminal) => this.bankOf(this.root, nonterminal),
      pay: (candidates) => this.pay(candidates),
      take: (bytes) => this.meter.take(bytes),
      emit: (body, at) => {
        options.onMatch(this.program(body), at);
        this.heed();
      },
    });
  }

  /** Builds programs until `onMatch` or `onCheck` ends it; returns when there are no more. */
  run(): void {
    const { productions, nonterminals, surcharges } = this.grammar;
    const places = [surcharges?.start, ...(surcharges?.slots.flat() ?? [])];
    const costs = [
      ...nonterminals.map(({ variableCost }) => variableCost),
      ...productions.map((production) => production.cost),
    ];
    const mostCost =
      Math.max(...costs.filter((one) => one < Infinity)) +
      Math.max(0, ...places.map((place) => place?.values.at(-1) ?? 0));
    const mostSlots = this.kids.length;
    // However long the way from the goal to a bank, it costs no more than this in all.
    const way = nonterminals.length * (MOST_LAMBDAS + 1) * mostCost * (mostSlots + 1);
    let cost = 0;
    do {
      cost++;
      if (this.reasoning !== undefined) {
        // What is built on the goal's own terms must have them at hand.
        this.ensure(this.root, this.grammar.start, cost - 1);
        this.reason();
      }
      this.fillLevel(this.root, this.grammar.start, this.goal, cost, true);
      this.completedCost = cost;
      this.options.onLevel(cost);
    } while (cost <= mostCost + mostSlots * this.greatestCost + way);
  }

  /**
   * All programs up to a cost, of those with equal values on all rows the first built, in order of
   * cost.
   */
  enumerate(cost: number): readonly { readonly program: Term; readonly cost: number }[] {
    this.ensure(this.root, this.grammar.start, cost);
    return Array.from({ length: this.goal.count }, (_, term) => ({
      program: this.program(extractTerm(this.grammar, this.root, this.goal, term)),
      cost: this.goal.costOf(term),
    }));
  }

  /** Terms that fit the most rows, best first. */
  nearest(): readonly Term[] {
    return this.near.map(({ term }) =>
      this.program(extractTerm(this.grammar, this.root, this.goal, term)),
    );
  }

  private bankOf(scope: Scope, nonterminal: number): Bank {
    let bank = scope.banks[nonterminal];
    if (bank === undefined) {
      bank = new Bank(scope.rows, this.lanesOf(nonterminal), this.kids.length, this.meter);
      scope.banks[nonterminal] = bank;
    }
    return bank;
  }

  private lanesOf(nonterminal: number): Lanes {
    return this.lanes[nonterminal] ?? 1;
  }

  private childOf(scope: Scope, parameters: readonly number[]): Scope {
    const key = parameters.join();
    let child = scope.children.get(key);
    if (child === undefined) {
      const { grammar, store, machine } = this;
      const rng = this.options.rng.fork(scope.depth * 1000 + scope.children.size);
      const samples = sampleCalls(scope, parameters, { grammar, store, machine, rng });
      const context = [...[...parameters].reverse(), ...scope.context];
      child = createScope(
        scope,
        context,
        parameters.length,
        samples.environments,
        samples.parentRows,
      );
      scope.children.set(key, child);
    }
    return child;
  }

  /** Fills the bank of a nonterminal up to a cost. */
  private ensure(scope: Scope, nonterminal: number, cost: number): void {
    const bank = this.bankOf(scope, nonterminal);
    while (bank.completed < cost) {
      this.fillLevel(scope, nonterminal, bank, bank.completed + 1, false);
      bank.completed++;
    }
  }

  private fillLevel(
    scope: Scope,
    nonterminal: number,
    bank: Bank,
    cost: number,
    scan: boolean,
  ): void {
    const { productions, variableCost } = this.grammar.nonterminals[
      nonterminal
    ] as SearchNonterminal;
    const ofVariables = this.costWithin(bank, cost, VARIABLES, scan);
    if (ofVariables === variableCost) {
      scope.context.forEach((of, i) => {
        if (of === nonterminal) this.leaf(scope, bank, ofVariables, -1 - i, i, scan);
      });
    }
    for (const number of productions) {
      const own = this.costWithin(bank, cost, number, scan);
      if (own === undefined) continue;
      const production = this.grammar.productions[number] as SearchProduction;
      if (production.slots.length > 0) {
        this.fillProduction(scope, bank, own, number, production, scan);
      } else if (production.cost === own) {
        const { head } = production;
        if (head.kind === "parameter") {
          this.leaf(scope, bank, own, number, scope.context.length - 1 - head.position, scan);
        } else this.constant(bank, own, number, production, scan);
      }
    }
  }

  /**
   * What terms of a root cost within the bank when they cost so much where they are asked for: the goal's
   * terms may cost more as the whole body than inside it. A term that is built for the inside before it
   * is its turn as a body is compared with the target then.
   *
   * @param root a production, or `VARIABLES`
   * @returns undefined when they were compared before
   */
  private costWithin(bank: Bank, cost: number, root: number, scan: boolean): number | undefined {
    const start = this.grammar.surcharges?.start;
    if (!scan || start === undefined) return cost;
    const own = cost - surchargeOf(start, root);
    if (own <= bank.completed) return undefined;
    this.compared[root + 1] = own;
    return own;
  }

  /** A term that is a variable. */
  private leaf(
    scope: Scope,
    bank: Bank,
    cost: number,
    number: number,
    index: number,
    scan: boolean,
  ): void {
    const width = scope.context.length;
    this.begin(bank, cost, number, 0, scan);
    this.settle((r) => scope.environments[r * width + index] as number);
  }

  private constant(
    bank: Bank,
    cost: number,
    number: number,
    { head }: SearchProduction,
    scan: boolean,
  ): void {
    let id = FAULT;
    if (head.kind === "literal") id = this.store.encode(head.literal.value);
    else if (head.kind === "call") {
      try {
        const value = head.evaluate();
        id = value === undefined ? FAULT : this.store.encode(value);
      } catch {
        id = FAULT;
      }
    }
    this.begin(bank, cost, number, 0, scan);
    this.settle(() => id);
  }

  private begin(bank: Bank, cost: number, number: number, arity: number, scan: boolean): void {
    this.out = bank;
    this.cost = cost;
    this.production = number;
    this.arity = arity;
    this.scan = scan;
    const start = bank === this.goal ? this.grammar.surcharges?.start : undefined;
    const root = Math.max(VARIABLES, number);
    this.surcharge = surchargeOf(start, number);
    this.early = start !== undefined && !scan && cost > (this.compared[root + 1] as number);
  }

  /** Offers the candidate whose values have these ids. */
  private settle(idOf: (row: number) => number): void {
    const { store, out, target } = this;
    const { column, rows, lanes } = out;
    let whole = true;
    for (let row = 0; row < rows; row++) whole = store.put(idOf(row), column, row, lanes) && whole;
    if (this.scan && !(whole && column.every((value, i) => value === target.column[i])))
      this.count();
    else if (!whole || out.columnIsFaulty()) this.reject();
    else if (this.scan) this.match();
    else this.added(out.add(this.cost, this.production, this.kids, 0));
  }

  private fillProduction(
    scope: Scope,
    bank: Bank,
    cost: number,
    number: number,
    production: SearchProduction,
    scan: boolean,
  ): void {
    const { slots } = production;
    const nested = scope.depth > 0 && slots.some((slot) => slot.parameters.length > 0);
    const nesting = nested ? this.grammar.nestedLambdaCost * scope.depth : 0;
    const left = cost - production.cost - nesting;
    const surcharges = this.grammar.surcharges?.slots[number] ?? NO_SURCHARGES;
    let leastTotal = 0;
    for (let i = 0; i < slots.length; i++) {
      const { nonterminal } = slots[i] as Slot;
      leastTotal += (this.least[nonterminal] as number) + (surcharges[i]?.values[0] ?? 0);
    }
    if (left < leastTotal) return;
    for (const slot of slots) {
      if (slot.parameters.length > 0 && scope.depth >= MOST_LAMBDAS) return;
    }
    const banks: Bank[] = [];
    const scopes: Scope[] = [];
    for (const [i, slot] of slots.entries()) {
      const spare = left - leastTotal + (this.least[slot.nonterminal] as number);
      const at = slot.parameters.length === 0 ? scope : this.childOf(scope, slot.parameters);
      this.ensure(at, slot.nonterminal, spare);
      scopes[i] = at;
      banks[i] = at.banks[slot.nonterminal] as Bank;
      if (banks[i].count === 0) return;
    }
    const kernel = this.kernelOf(number, production, scopes, banks);
    this.begin(bank, cost, number, slots.length, scan);
    const low = new Int32Array(slots.length);
    const high = new Int32Array(slots.length);
    const { commutative } = this.options.laws ? shapeLaws(production) : NO_LAWS;
    const block: {
      -readonly [K in keyof Block]: Block[K];
    } = {
      rows: scope.rows,
      out: bank,
      banks,
      low,
      high,
      strict: scope.parent === undefined && !this.partial,
      target: scan ? this.target : undefined,
      symmetric: false,
      forbidden: this.forbiddenTerms(number, banks),
    };
    const last = slots.length - 1;
    /** Fills slot i, and those after it, with the terms from `start` on of a cost in the slot. */
    const fill = (i: number, start: number, end: number, remaining: number): void => {
      low[i] = start;
      high[i] = end;
      if (i < last) return combine(i + 1, remaining);
      if (commutative) {
        // Both orders of the children are built as one: the earlier term first.
        if ((low[0] as number) > start)
          return this.skip(((high[0] as number) - (low[0] as number)) * (end - start));
        block.symmetric = low[0] === start;
      }
      kernel(block);
      this.flush();
    };
    const combine = (i: number, remaining: number): void => {
      const source = banks[i] as Bank;
      const surcharge = surcharges[i];
      if (i === last) {
        if (surcharge === undefined) {
          const level = source.levelOf(remaining);
          if (level === -1) return;
          fill(i, source.starts[level] as number, source.endOfLevel(level), 0);
          return;
        }
        for (const extra of surcharge.values) {
          const level = source.levelOf(remaining - extra);
          if (level !== -1) fillRuns(i, source, level, surcharge, extra, 0);
        }
        return;
      }
      for (let level = 0; level < source.costs.length; level++) {
        const rest = remaining - (source.costs[level] as number);
        if (rest <= 0) break;
        if (surcharge === undefined) {
          fill(i, source.starts[level] as number, source.endOfLevel(level), rest);
          continue;
        }
        for (const extra of surcharge.values) {
          if (rest > extra) fillRuns(i, source, level, surcharge, extra, rest - extra);
        }
      }
    };
    /** Fills slot i with the terms of a level that cost so much more there. */
    const fillRuns = (
      i: number,
      source: Bank,
      level: number,
      surcharge: Surcharge,
      extra: number,
      remaining: number,
    ): void => {
      const { runProductions, runStarts } = source;
      const end = source.endOfRuns(level);
      let from = -1;
      for (let run = source.firstRuns[level] as number; run < end; run++) {
        const fits = surchargeOf(surcharge, runProductions[run] as number) === extra;
        const start = runStarts[run] as number;
        if (fits && from === -1) from = start;
        else if (!fits && from !== -1) {
          fill(i, from, start, remaining);
          from = -1;
        }
      }
      if (from !== -1) fill(i, from, source.endOfLevel(level), remaining);
    };
    combine(0, left);
  }

  private kernelOf(
    number: number,
    production: SearchProduction,
    scopes: readonly Scope[],
    banks: readonly Bank[],
  ): Kernel {
    const { head, slots } = production;
    let calls = this.calls[number];
    if (calls === undefined) {
      const context = { ...this.options, store: this.store, machine: this.machine };
      calls = slots.map(({ parameters }, i) =>
        parameters.length === 0
          ? undefined
          : createBodyCall(parameters.length, scopes[i] as Scope, banks[i] as Bank, context),
      );
      this.calls[number] = calls;
    }
    for (const [i, call] of calls.entries()) {
      if (call === undefined) continue;
      call.scope = scopes[i] as Scope;
      call.bank = banks[i] as Bank;
    }
    let kernel = this.kernels[number];
    if (kernel === undefined) {
      if (head.kind !== "call") throw new TypeError("only a call has slots");
      const sink = {
        kids: this.kids,
        offer: () => this.offer(),
        reject: () => this.reject(),
        miss: () => this.count(),
        skip: (count: number) => this.skip(count),
      };
      kernel = isConditional(head.primitive)
        ? createConditionalKernel(sink)
        : createKernel(
            this.options.laws ? shapeLaws(production) : NO_LAWS,
            number,
            this.grammar,
            head.evaluate,
            calls,
            this.store,
            this.machine,
            this.options.fuel,
            sink,
            this.lanes,
          );
      this.kernels[number] = kernel;
    }
    return kernel;
  }

  /** The terms that laws forbid as children, in the banks they would come from. */
  private forbiddenTerms(number: number, banks: readonly Bank[]): Int32Array {
    const terms = new Int32Array(banks.length * 2).fill(-1);
    for (const [i, pair] of (this.forbidden[number] ?? []).entries()) {
      for (const [j, id] of pair.entries()) {
        if (id !== FAULT) terms[2 * i + j] = this.findConstant(banks[i] as Bank, id);
      }
    }
    return terms;
  }

  /** The term of a bank with that value in every row, or -1. */
  private findConstant(bank: Bank, id: number): number {
    for (let row = 0; row < bank.rows; row++) {
      if (!this.store.put(id, bank.column, row, bank.lanes)) return -1;
    }
    return bank.findColumn();
  }

  /** Calls of functions that candidates were run with: work, as candidates are, but all of one size. */
  get functionCalls(): number {
    return this.machine.calls;
  }

  private reject(): void {
    if (!this.scan) this.options.counts.faulty++;
    this.count();
  }

  private skip(count: number): void {
    this.options.counts.skippedByLaw += count;
  }

  private count(): void {
    // The goal's other candidates were counted when they met the target.
    if (this.scan || this.early || this.out !== this.goal) this.options.counts.candidates++;
    if (--this.untilCheck <= 0) this.check();
  }

  private check(): void {
    const { options } = this;
    if (this.bankBytes + this.store.sizeBytes > options.memoryBytes) throw OUT_OF_MEMORY;
    const now = options.clock();
    const passed = now - this.checkedAt;
    this.checkedAt = now;
    options.onCheck(this.completedCost);
    if (this.enumerated() >= this.reasonAt) this.reason();
    const ideal = passed <= 0 ? Infinity : (this.checkInterval * CHECK_MS) / passed;
    this.checkInterval = Math.floor(Math.min(this.checkInterval * 2, Math.max(1, ideal), 8192));
    this.untilCheck = this.checkInterval;
    this.heed();
  }

  /** Candidates that this search built itself. */
  private enumerated(): number {
    return this.options.counts.candidates - this.startedAt - this.reasoned;
  }

  /** Looks at the clock no later than something is due. */
  private heed(): void {
    const { candidatesLeft } = this.options;
    const idle = this.reasoning === undefined || this.isReasoning;
    const untilReason = idle ? Infinity : this.reasonAt - this.enumerated();
    this.untilCheck = Math.max(1, Math.min(this.untilCheck, candidatesLeft(), untilReason));
  }

  private pay(price: number): void {
    // Work that costs more than is left is not done.
    const candidates = Math.min(price, Math.max(1, this.options.candidatesLeft()));
    this.options.counts.candidates += candidates;
    this.options.counts.deduced += candidates;
    this.reasoned += candidates;
    this.untilCheck -= candidates;
    if (this.untilCheck <= 0) this.check();
  }

  /** Lets the reasoning go on from what the banks have by now. It may run amid a level. */
  private reason(): void {
    const { reasoning } = this;
    if (reasoning === undefined || this.isReasoning) return;
    const enumerated = this.enumerated();
    const effort = Math.floor(this.firstEffort + REASONING_SHARE * enumerated - this.reasoned);
    this.reasonAt = Math.ceil(enumerated * (1 + REASONING_STEP)) + this.firstEffort;
    if (effort < LEAST_EFFORT) {
      this.heed();
      return;
    }
    const kids = this.kids.slice();
    const column = this.out.column.slice();
    this.isReasoning = true;
    reasoning.run(effort, this.options.counts.candidates);
    this.isReasoning = false;
    this.kids.set(kids);
    this.out.column.set(column);
    // While it ran, when the next turn is due did not count.
    this.heed();
    // Amid reasoning nothing looked at when the next is due.
    this.heed();
  }

  /** A candidate of a kernel. */
  private offer(): void {
    if (this.scan) this.match();
    else if (this.out.wait(this.kids, this.arity)) this.flush();
  }

  /** Adds the candidates that wait. */
  private flush(): void {
    const bank = this.out;
    bank.lookUpWaiting();
    for (let i = 0; i < bank.waitingCount; i++) {
      this.added(bank.addWaiting(i, this.cost, this.production, this.arity));
    }
    bank.waitingCount = 0;
  }

  private added(term: number): void {
    if (term === -1) this.options.counts.equal++;
    else {
      this.terms++;
      if (this.cost > this.greatestCost) this.greatestCost = this.cost;
      if (this.out === this.goal) this.rank(term);
    }
    this.count();
    if (this.early && term !== -1) this.compare(term);
  }

  /** The candidate has the target's values. */
  private match(): void {
    this.count();
    // An output that is no value by the domain's limits matches nothing.
    if (this.target.reachable.includes(false)) return;
    const children = Array.from(this.kids);
    const body = buildTerm(
      this.grammar,
      this.root,
      this.production,
      (slot) => children[slot] as number,
    );
    this.options.onMatch(this.program(body), this.cost + this.surcharge);
    this.heed();
  }

  /** Compares a term of the goal with the target that was not when its production was. */
  private compare(term: number): void {
    const { goal, target } = this;
    const { values, width } = goal;
    for (let i = 0; i < width; i++) {
      if (values[term * width + i] !== target.column[i]) return;
    }
    if (target.reachable.includes(false)) return;
    const body = extractTerm(this.grammar, this.root, goal, term);
    this.options.onMatch(this.program(body), this.cost + this.surcharge);
    this.heed();
  }

  private rank(term: number): void {
    const { goal, near } = this;
    const { column, reachable } = this.target;
    const { lanes, values } = goal;
    const start = term * goal.rows * lanes;
    let fits = 0;
    for (let row = 0; row < goal.rows; row++) {
      const at = row * lanes;
      const fitsRow =
        values[start + at] === column[at] &&
        (lanes === 1 || values[start + at + 1] === column[at + 1]);
      if (fitsRow && reachable[row] === true) fits++;
    }
    if (fits === 0) return;
    if (near.length === 3 && (near[2] as { fits: number }).fits >= fits) return;
    near.push({ term, fits });
    near.sort((a, b) => b.fits - a.fits || a.term - b.term);
    near.length = Math.min(near.length, 3);
  }

  private program(body: Term): Term {
    return abstract(this.grammar.parameters.length, body);
  }
}
