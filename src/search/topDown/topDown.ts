// One class, although long: the queue, the hole at hand and the counts change together at each choice.
import type { Domain } from "../../dsl/domain.ts";
import type { Limits } from "../../dsl/limits.ts";
import type { Range } from "../../dsl/range.ts";
import type { Term } from "../../dsl/term.ts";
import { type Type, splitFunctionType } from "../../dsl/type.ts";
import type { WeightedGrammar } from "../../dsl/weightedGrammar.ts";
import { BOTTOM, contains, leq, meet } from "../../interp/ranges/lattice.ts";
import { equalValues } from "../../interp/value.ts";
import { Heap } from "../../support/heap.ts";
import { OUT_OF_MEMORY, type Row } from "../bottomUp.ts";
import { type SearchGrammar, type SearchProduction, UNREACHED } from "../searchGrammar.ts";
import type { Counts } from "../solveResult.ts";
import { type Choice, Choices } from "./choices.ts";
import { Evaluation, FAULT } from "./evaluation.ts";
import {
  type HolePath,
  type PartialNode,
  type Step,
  holeNode,
  leftmostHole,
  productionNode,
  toTerm,
  variableNode,
} from "./partialProgram.ts";
import { Behaviours, isExcludedByLaw, isShortenedByLaw } from "./redundancy.ts";
import { type Requirements, UNMET, requirementsOf } from "./requirements.ts";

export interface TopDownOptions {
  readonly grammar: SearchGrammar;
  /** What choices cost; all the same when absent. */
  readonly weights?: WeightedGrammar;
  /** The share of a choice that they do not decide; none when absent. */
  readonly mix?: number;
  /** The function's type, as the grammar was made for. */
  readonly request: Type;
  readonly domain: Domain;
  readonly rows: readonly Row[];
  /** What values candidates may have on the way. */
  readonly limits: Limits;
  /** Calls of functions in one run. */
  readonly fuel: number;
  readonly memoryBytes: number;
  readonly counts: Counts;
  /** Is a partial program pruned by its range? True when absent. */
  readonly forward?: boolean;
  /** Are holes narrowed by what the output must be? True when absent. */
  readonly backward?: boolean;
  /** Are programs skipped that a law or an equal subterm shows to be redundant? True when absent. */
  readonly redundancy?: boolean;
  /** A program whose values are the outputs on all rows. Throws to end the search. */
  readonly onMatch: (program: Term, cost: number) => void;
  /** All programs up to the cost of the last were compared. Throws to end the search. */
  readonly onLevel: (cost: number) => void;
  /** Called every few milliseconds. Throws to end the search. */
  readonly onCheck: (cost: number) => void;
  /** Candidates after which `onCheck` must be called. */
  readonly candidatesLeft: () => number;
  readonly clock: () => number;
}

/** A partial program in the queue, with the next choice to make at its leftmost hole. */
interface Open {
  readonly root: PartialNode;
  /** The least that the holes other than the leftmost cost. */
  readonly leastOthers: number;
  readonly sizeBytes: number;
  next: number;
  /** The least that a program costs which the next choice leads to. */
  bound: number;
  order: number;
}

/** What is known of an open program while choices are made in it. */
interface Site {
  readonly open: Open;
  readonly path: HolePath;
  readonly choices: readonly Choice[];
  /** By row, found when they are asked for. */
  readonly requirements: (Requirements | typeof UNMET)[];
}

/** Milliseconds between looks at the clock, roughly. */
const CHECK_MS = 4;
/** More lambda variables in scope than a bit mask has room for are not built. */
const MOST_LAMBDA_VARIABLES = 30;
/** Nodes above a hole at most. Only choices that cost nothing come near it. */
const MOST_DEPTH = 100;
/** Rows whose ranges are looked at: each further one tells less and costs as much. */
const MOST_RANGE_ROWS = 1;
/** Costs this close are of one level. */
const LEVEL = 1e-9;

/** How often a choice in a slot was made, its ranges looked at, and the program pruned by them. */
interface PruningRecord {
  seen: number;
  looks: number;
  pruned: number;
}

/** Looks that a choice in a slot gets before it is judged by its record. */
const TRIAL = 16;
/** A choice that ranges seldom prune is looked at once in so many times. */
const SELDOM = 16;

/** A look takes as long as several programs, so it must prune one in so many. */
const WORTHWHILE = 8;

/** Is it worth while to look at the ranges? A program that is not looked at is kept: nothing is lost. */
function isWorthwhile(record: PruningRecord): boolean {
  record.seen++;
  const isLookedAt =
    record.looks < TRIAL ||
    record.pruned * WORTHWHILE >= record.looks ||
    record.seen % SELDOM === 0;
  if (isLookedAt) record.looks++;
  return isLookedAt;
}

/** What becomes of a partial program: it is kept, or counted under one of the reasons why not. */
type Verdict =
  | "kept"
  | "complete"
  | "prunedForward"
  | "prunedBackward"
  | "skippedByLaw"
  | "equal"
  /** Whatever fills the hole, the program misses an output. */
  | "unmet";

/**
 * Best-first search over typed partial programs (Ellis and others 2021, with deductive pruning as in
 * Feser and others 2015): the leftmost hole of the partial program that can be completed most cheaply
 * is filled by its next choice. Programs are found in order of cost. A partial program is dropped when
 * its range misses an output, and a choice when it cannot give what the outputs, pushed down to the
 * hole, ask for.
 */
export class TopDown {
  /** The cost up to which every program was compared. */
  completedCost = 0;
  private readonly options: TopDownOptions;
  private readonly grammar: SearchGrammar;
  private readonly choices: Choices;
  private readonly evaluation: Evaluation;
  private readonly behaviours: Behaviours | undefined;
  private readonly queue = new Heap<Open>(
    (a, b) => a.bound < b.bound || (a.bound === b.bound && a.order < b.order),
  );
  private readonly filled = new Map<Choice, PartialNode>();
  private readonly records = new Map<string, PruningRecord>();
  private readonly parameters: readonly number[];
  private readonly outputs: readonly Range[];
  private readonly forward: boolean;
  private readonly backward: boolean;
  /** Rows on which ranges are looked at. */
  private readonly rangeRows: number;
  private queueBytes = 0;
  private order = 0;
  private untilCheck = 1;
  private checkInterval = 1;
  private checkedAt: number;
  private readonly near: { root: PartialNode; fits: number; order: number }[] = [];

  constructor(options: TopDownOptions) {
    const { grammar, rows } = options;
    this.options = options;
    this.grammar = grammar;
    this.forward = options.forward ?? true;
    this.backward = options.backward ?? true;
    this.choices = new Choices(grammar, options.weights, options.mix);
    this.evaluation = new Evaluation({
      grammar,
      domain: options.domain,
      rows: rows.map(({ inputs }) => inputs),
      inputTypes: splitFunctionType(options.request).parameters,
      limits: options.limits,
      fuel: options.fuel,
      forward: this.forward,
    });
    // Where a cost depends on the place, what replaces a subterm may cost more there.
    this.behaviours =
      options.redundancy === false || this.choices.contextual
        ? undefined
        : new Behaviours(this.evaluation, rows.length);
    this.parameters = grammar.parameters.map((of) => of ?? UNREACHED).reverse();
    this.outputs = rows.map(({ output }) => this.evaluation.rangeOfValue(output, grammar.start));
    this.rangeRows = Math.min(rows.length, MOST_RANGE_ROWS);
    this.checkedAt = options.clock();
  }

  /** Looks at programs until `onMatch` or `onCheck` ends it; returns when there are no more. */
  run(): void {
    const { start } = this.grammar;
    this.open(holeNode(start, 0), this.choices.least[start] as number);
    let level = 0;
    const complete = (): void => {
      this.completedCost = level;
      this.options.onLevel(level);
    };
    for (let best = this.queue.pop(); best !== undefined; best = this.queue.pop()) {
      if (best.bound > level + LEVEL) {
        complete();
        level = best.bound;
      }
      this.advance(best);
    }
    complete();
  }

  /** Makes the next choices of a program, as long as they cost the same. */
  private advance(open: Open): void {
    const path = leftmostHole(open.root, this.parameters, this.grammar);
    const site = { open, path, choices: this.choicesAt(path), requirements: [] };
    const { bound } = open;
    while (open.bound === bound) {
      this.count();
      const choice = site.choices[open.next] as Choice;
      open.next++;
      if (!this.expand(site, choice) || open.next >= site.choices.length) {
        this.queueBytes -= open.sizeBytes;
        return;
      }
      open.bound = this.boundOf(open, site.choices[open.next] as Choice);
    }
    this.enqueue(open);
  }

  private choicesAt(path: HolePath): readonly Choice[] {
    return this.choices.at(path.hole.nonterminal, path.context, path.place);
  }

  /** Programs that fit the most rows, best first. */
  nearest(): readonly Term[] {
    return this.near.map(({ root }) => toTerm(root, this.grammar));
  }

  private open(root: PartialNode, leastHoles: number): void {
    const path = leftmostHole(root, this.parameters, this.grammar);
    const [first] = this.choicesAt(path);
    if (first === undefined || path.steps.length > MOST_DEPTH) return;
    const leastOthers = leastHoles - (this.choices.least[path.hole.nonterminal] as number);
    // The nodes of the way are its own; the others are those of the program it was made from.
    const rangeBytes = this.forward || this.backward ? RANGE_BYTES * this.rangeRows : 0;
    const nodeBytes = NODE_BYTES + ROW_BYTES * this.outputs.length + rangeBytes;
    const sizeBytes = OPEN_BYTES + (path.steps.length + 1) * nodeBytes;
    const open: Open = { root, leastOthers, sizeBytes, next: 0, bound: 0, order: 0 };
    open.bound = this.boundOf(open, first);
    this.queueBytes += sizeBytes;
    this.enqueue(open);
  }

  private boundOf({ root, leastOthers }: Open, { cost, least }: Choice): number {
    return root.cost + leastOthers + cost + least;
  }

  private enqueue(open: Open): void {
    // Of equal bounds the one made last comes first: it is nearer to being complete.
    open.order = -++this.order;
    this.queue.push(open);
  }

  /** Fills the hole by a choice; false when no choice can complete the program. */
  private expand(site: Site, choice: Choice): boolean {
    const filled = this.fill(choice, site.path);
    const verdict = filled === undefined ? "kept" : this.look(filled, choice, site);
    if (verdict === "kept" || verdict === "complete") return true;
    const { counts } = this.options;
    if (verdict === "unmet") counts.prunedBackward++;
    else counts[verdict]++;
    return verdict !== "unmet";
  }

  /** Looks at the program whose leftmost hole is filled, and opens it when it is worth it. */
  private look(filled: PartialNode, choice: Choice, site: Site): Verdict {
    const { path, open } = site;
    const isComplete = open.root.holes === 1 && filled.holes === 0;
    if (isComplete) this.options.counts.complete++;
    const parent = path.steps.at(-1)?.node;
    if (this.behaviours !== undefined && parent !== undefined) {
      if (isShortenedByLaw(parent, filled, this.grammar)) return "skippedByLaw";
    }
    // To run a program that is complete takes less than to find out what its last hole must give.
    const record = isComplete ? undefined : this.recordOf(choice, path);
    const isWatched = record !== undefined && isWorthwhile(record);
    const fits = isWatched ? this.meetsNeed(filled, site) : "kept";
    if (fits !== "kept") {
      (record as PruningRecord).pruned++;
      return fits;
    }
    const nodes = rebuild(filled, path, this.grammar);
    const root = nodes[0] as PartialNode;
    if (isComplete) {
      this.compare(root);
      return "complete";
    }
    const redundancy = this.redundancyOf(nodes, path);
    if (redundancy !== "kept") return redundancy;
    const verdict = isWatched ? this.judge(nodes, site) : "kept";
    if (verdict === "kept") this.open(root, open.leastOthers + choice.least);
    else (record as PruningRecord).pruned++;
    return verdict;
  }

  /** How often ranges have pruned this choice in this slot. */
  private recordOf({ choice }: Choice, { place }: HolePath): PruningRecord {
    const key = `${place.parent} ${place.slot} ${choice}`;
    let record = this.records.get(key);
    if (record === undefined) this.records.set(key, (record = { seen: 0, looks: 0, pruned: 0 }));
    return record;
  }

  private requirementsAt(site: Site, row: number): Requirements | typeof UNMET {
    let known = site.requirements[row];
    if (known === undefined) {
      const output = this.outputs[row] as Range;
      known = this.backward ? requirementsOf(site.path, output, row, this.evaluation) : [output];
      site.requirements[row] = known;
    }
    return known;
  }

  /** What a choice puts into the hole; all holes for which it is the same choice share it. */
  private fill(choice: Choice, path: HolePath): PartialNode | undefined {
    let node = this.filled.get(choice);
    if (node === undefined) {
      node = this.make(choice, path);
      if (node !== undefined) this.filled.set(choice, node);
    }
    return node;
  }

  private make({ choice, cost }: Choice, path: HolePath): PartialNode | undefined {
    const { grammar } = this;
    const { lambdaDepth, hole, context } = path;
    if (choice < 0) {
      const level = context.length + choice;
      return variableNode(hole.nonterminal, level, this.parameters.length, cost);
    }
    const production = grammar.productions[choice] as SearchProduction;
    const deepest = Math.max(0, ...production.slots.map(({ parameters }) => parameters.length));
    if (lambdaDepth + deepest > MOST_LAMBDA_VARIABLES) return undefined;
    const children = production.slots.map(({ nonterminal, parameters }) =>
      holeNode(nonterminal, lambdaDepth + parameters.length),
    );
    return productionNode(choice, production, children, lambdaDepth, cost);
  }

  /** May what fills the hole give what the hole must, on all rows? */
  private meetsNeed(filled: PartialNode, site: Site): Verdict {
    if (!this.backward) return "kept";
    for (let row = 0; row < this.rangeRows; row++) {
      const needs = this.requirementsAt(site, row);
      if (needs === UNMET) return "unmet";
      const need = needs[site.path.steps.length];
      if (need === undefined) continue;
      if (filled.holes === 0) {
        const value = this.evaluation.valueOf(filled, row);
        if (value === FAULT || !contains(need, value)) return "prunedBackward";
      } else if (meet(this.evaluation.rangeOf(filled, row), need) === BOTTOM) {
        return "prunedBackward";
      }
    }
    return "kept";
  }

  /** Does a law or an equal subterm make one of the nodes that were completed just now redundant? */
  private redundancyOf(nodes: readonly PartialNode[], path: HolePath): Verdict {
    const { behaviours } = this;
    if (behaviours === undefined) return "kept";
    const { steps } = path;
    for (let i = steps.length; i > 0; i--) {
      const node = nodes[i] as PartialNode;
      if (node.holes > 0) break;
      const { slot } = steps[i - 1] as Step;
      if (isExcludedByLaw(nodes[i - 1] as PartialNode, slot, this.evaluation, this.grammar)) {
        return "skippedByLaw";
      }
      const inner = path.lambdaDepth - (steps[i]?.lambdaDepth ?? path.lambdaDepth);
      const scope = path.context.slice(inner).join();
      if (node.free === 0 && behaviours.isReplaced(node, scope)) return "equal";
    }
    return "kept";
  }

  /** Can the program still give the outputs? Looks at the nodes that changed, from the hole upwards. */
  private judge(nodes: readonly PartialNode[], site: Site): Verdict {
    if (!this.forward && !this.backward) return "kept";
    for (let row = 0; row < this.rangeRows; row++) {
      const needs = this.requirementsAt(site, row);
      if (needs === UNMET) return "unmet";
      for (let i = Math.min(needs.length, nodes.length) - 1; i >= 0; i--) {
        const node = nodes[i] as PartialNode;
        if (node.holes > 0 && !this.forward) break;
        const range = this.evaluation.rangeOf(node, row);
        if (range === BOTTOM || meet(range, needs[i] as Range) === BOTTOM) {
          return i === 0 || range === BOTTOM ? "prunedForward" : "prunedBackward";
        }
        const before = site.path.steps[i]?.node;
        // What is above depends on this node's range alone, as long as it is not complete.
        if (node.holes === 0 || before === undefined) continue;
        if (leq(this.evaluation.rangeOf(before, row), range)) break;
      }
    }
    return "kept";
  }

  private compare(root: PartialNode): void {
    const { rows, counts, onMatch } = this.options;
    let fits = 0;
    let faults = false;
    for (const [row, { output }] of rows.entries()) {
      const value = this.evaluation.valueOf(root, row);
      if (value === FAULT) faults = true;
      else if (equalValues(value, output)) fits++;
      // Near misses are worth a look only where they beat those known.
      if (row + 1 - fits > rows.length - this.fitsToBeat()) break;
    }
    if (faults) counts.faulty++;
    if (fits === rows.length) {
      onMatch(toTerm(root, this.grammar), root.cost);
      this.untilCheck = Math.max(1, Math.min(this.untilCheck, this.options.candidatesLeft()));
    } else if (fits > 0) this.remember(root, fits);
  }

  private fitsToBeat(): number {
    return this.near.length < NEAREST ? 1 : (this.near.at(-1) as { fits: number }).fits + 1;
  }

  private remember(root: PartialNode, fits: number): void {
    if (fits < this.fitsToBeat()) return;
    this.near.push({ root, fits, order: this.order });
    this.near.sort((a, b) => b.fits - a.fits || b.order - a.order);
    this.near.length = Math.min(this.near.length, NEAREST);
  }

  private count(): void {
    this.options.counts.candidates++;
    if (--this.untilCheck <= 0) this.check();
  }

  private check(): void {
    const { options } = this;
    if (this.queueBytes + (this.behaviours?.sizeBytes ?? 0) > options.memoryBytes) {
      throw OUT_OF_MEMORY;
    }
    const now = options.clock();
    const passed = now - this.checkedAt;
    this.checkedAt = now;
    options.onCheck(this.completedCost);
    const ideal = passed <= 0 ? Infinity : (this.checkInterval * CHECK_MS) / passed;
    this.checkInterval = Math.floor(Math.min(this.checkInterval * 2, Math.max(1, ideal), 8192));
    this.untilCheck = Math.max(1, Math.min(this.checkInterval, options.candidatesLeft()));
  }
}

const NEAREST = 3;
// What objects take in V8, with their arrays.
const NODE_BYTES = 200;
const ROW_BYTES = 24;
const RANGE_BYTES = 200;
const OPEN_BYTES = 100;

/** The nodes from the root to what fills the hole, the hole filled. */
function rebuild(
  filled: PartialNode,
  { steps }: HolePath,
  grammar: SearchGrammar,
): readonly PartialNode[] {
  const nodes = [filled];
  let below = filled;
  for (let i = steps.length - 1; i >= 0; i--) {
    const { node, slot, lambdaDepth } = steps[i] as Step;
    const children = node.children.with(slot, below);
    const production = grammar.productions[node.production] as SearchProduction;
    below = productionNode(node.production, production, children, lambdaDepth, node.own);
    nodes.push(below);
  }
  return nodes.reverse();
}
