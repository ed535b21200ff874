import { BoundHeap } from "./boundHeap.ts";
import { createBounds } from "./bounds.ts";
import type { Costs } from "./costModel.ts";
import { createGrouper } from "./groupRows.ts";
import { type Match, type Rewriting, bestRewriting } from "./match.ts";
import { Paths, ROOT, STEP } from "./paths.ts";
import {
  type Argument,
  type Filled,
  type Holes,
  type Pattern,
  type Rows,
  type Uses,
  argumentsOf,
  rowsOf,
  select,
} from "./pattern.ts";
import { hasRedundant, inOneTask, isConstant } from "./redundancy.ts";
import { type Pruning, type SearchCounts, type SearchOptions, noCounts } from "./searchOptions.ts";
import { MANY_TASKS, type StepCorpus } from "./stepCorpus.ts";
import { NODE } from "./termTable.ts";

/** An abstraction that a step found, with its best rewriting. */
export interface Found {
  readonly match: Match;
  readonly rewriting: Rewriting;
  /** What it saves less what its body counts. */
  readonly utility: number;
  /** What its body costs; arguments cost nothing in it. */
  readonly bodyCost: number;
}

export interface StepSearch {
  /** The best abstractions, best first. Of equal ones, the one found first. */
  readonly found: readonly Found[];
  readonly counts: SearchCounts;
}

/** A way to fill the hole of a pattern. */
interface Expansion {
  readonly from: Rows;
  /** The rows that it matches; undefined: all. */
  readonly rows: Int32Array | undefined;
  readonly sumWhole: number;
  readonly holes: Holes | undefined;
  readonly uses: Uses | undefined;
  readonly bodyCost: number;
  readonly added: Argument | undefined;
  readonly filled: Filled;
}

/** A turn ends after so many expansions, or matches in them: some tenths of a second at most. */
const EXPANSIONS_A_TURN = 512;
const MATCHES_A_TURN = 500_000;
/** The rewriting of a partial body is computed when it visits at most so many nodes for each match. */
const NODES_A_MATCH = 2;

/**
 * The abstractions of greatest utility (Bowers and others 2023, sections 3 and 4): partial bodies are
 * completed hole by hole, those that could save most first, and given up when no completion can beat
 * what was found. Exact: of all abstractions that the options allow, that match in two tasks, and
 * whose arguments are not the same closed term everywhere, none has a greater utility.
 *
 * Yields from time to time, with what is best so far, so that a caller can show it or stop.
 *
 * @param accepts a last say on an abstraction, asked only about one that would be taken
 */
export function* searchAbstraction(
  corpus: StepCorpus,
  costs: Costs,
  options: SearchOptions,
  accepts: (match: Match) => boolean = () => true,
): Generator<StepSearch, StepSearch> {
  const { table, size, kind, left, right, open, cost, taskOf, labelOpen } = corpus;
  const maxArity = options.maxArity ?? 2;
  const wanted = options.candidates ?? 1;
  const does = (pruning: Pruning): boolean => options.without?.has(pruning) !== true;
  const takesConstant = options.constantArguments === true;
  const boundPrunes = does("upper-bound");
  const capturePrunes = !takesConstant && does("argument-capture");
  const redundancyPrunes = does("redundant-argument");
  const startsClosed = does("arity-zero");
  // It rests on the closed abstractions that the search starts with.
  const singleUsePrunes = !takesConstant && startsClosed && does("single-use");
  const takesSingleTask = options.allowSingleTask === true;

  const paths = new Paths();
  const bounds = createBounds(corpus, costs, options, paths);
  const group = createGrouper(corpus, bounds);
  const counts = noCounts();
  const queue = new BoundHeap<Pattern>();
  const found: Found[] = [];
  /** What the utility of an abstraction must exceed. */
  let cutoff = 0;

  const take = (match: Match, bodyCost: number): void => {
    counts.scored++;
    const rewriting = bestRewriting(match, corpus);
    const utility = bounds.utility(rewriting.saved, bodyCost);
    if (utility <= cutoff || !accepts(match)) return;
    let position = found.length;
    while (position > 0 && (found[position - 1] as Found).utility < utility) position--;
    found.splice(position, 0, { match, rewriting, utility, bodyCost });
    if (found.length > wanted) found.pop();
    if (found.length === wanted) cutoff = (found.at(-1) as Found).utility;
  };

  const takeClosed = (node: number): void => {
    const bodyCost = cost[node] as number;
    if (bounds.utility(bounds.whole[node] as number, bodyCost) <= cutoff) return;
    const places = Int32Array.of(node);
    const savings = bounds.savings(places, []);
    take({ body: node, arity: 0, places, given: [], depths: [], applied: [], savings }, bodyCost);
  };

  /** The closed subterms that could pay, those that could save most first: then few need a rewriting. */
  const closedOf = (nodes: Int32Array): Int32Array => {
    const limitOf = (node: number): number =>
      bounds.utility(bounds.whole[node] as number, cost[node] as number);
    return nodes
      .filter((node) => open[node] === 0 && limitOf(node) > cutoff)
      .filter((node) => takesSingleTask || taskOf[node] === MANY_TASKS)
      .sort((a, b) => limitOf(b) - limitOf(a) || a - b);
  };

  const takeComplete = (
    { places, arguments: args }: Rows,
    uses: Uses | undefined,
    savings: Float64Array,
    bodyCost: number,
  ): void => {
    const leaves = new Map<number, number>();
    for (let use = uses; use !== undefined; use = use.rest) {
      leaves.set(use.path, table.argument(use.argument));
    }
    take(
      {
        body: paths.replace(table, places[0] as number, leaves),
        arity: args.length,
        places,
        given: args.map(({ given }) => given),
        depths: args.map(({ path }) => paths.lambdas(path)),
        applied: args.map(({ path }) => paths.appliedTo(path)),
        savings,
      },
      bodyCost,
    );
  };

  /** Queues what a hole filled one way leaves, or takes it when it is complete. */
  const consider = (expansion: Expansion): void => {
    const { from, rows, holes, uses, bodyCost, added, filled } = expansion;
    const bound = bounds.utility(expansion.sumWhole, bodyCost);
    if (boundPrunes && bound <= cutoff) {
      counts.prunedByBound++;
      return;
    }
    const count = rows === undefined ? from.places.length : rows.length;
    const first = from.places[rows === undefined ? 0 : (rows[0] as number)] as number;
    // A closed abstraction does for a single closed subterm.
    if (singleUsePrunes && count === 1 && open[first] === 0) {
      counts.prunedBySingleUse++;
      return;
    }
    if (!takesSingleTask && inOneTask(from.places, rows, corpus)) {
      counts.prunedBySingleTask++;
      return;
    }
    const places = select(from.places, rows);
    const args = argumentsOf(from, rows, added);
    const savings = bounds.savings(places, args);
    const isComplete = holes === undefined;
    // Tighter than the published bound, by what the arguments leave. The queue is in the order of the
    // published one all the same: which of equal abstractions comes first depends on that order.
    const leastCost = bodyCost + (holes?.forced ?? 0);
    let limit = bounds.utility(bounds.sumSavings(places, savings), leastCost);
    if ((boundPrunes || isComplete) && limit <= cutoff) {
      counts.prunedByBound++;
      return;
    }
    if (capturePrunes || (isComplete && !takesConstant)) {
      if (args.some((argument) => isConstant(argument, corpus))) {
        counts.prunedByCapture++;
        return;
      }
    }
    if (redundancyPrunes && hasRedundant(args)) {
      counts.prunedByRedundancy++;
      return;
    }
    if (isComplete) {
      takeComplete({ places, arguments: args }, uses, savings, bodyCost);
      return;
    }
    if (boundPrunes && size - first <= NODES_A_MATCH * places.length) {
      const given = args.map((argument) => argument.given);
      const { saved } = bestRewriting({ places, given, savings }, corpus);
      limit = Math.min(limit, bounds.utility(saved, leastCost));
      if (limit <= cutoff) {
        counts.prunedByBound++;
        return;
      }
    }
    counts.queued++;
    queue.push({ bound, limit, bodyCost, holes, uses, from, rows, added, filled });
  };

  const start = startingPlaces(corpus, options);
  if (startsClosed) for (const node of closedOf(start)) takeClosed(node);
  const isFused = fusedTest(corpus, options);
  const scratch = new Int32Array(start.length);

  /** Fills the next hole of a pattern in every way there is, and says how often the pattern matches. */
  const expand = (pattern: Pattern): number => {
    const { bodyCost, uses } = pattern;
    const { path, rest } = pattern.holes;
    const from = rowsOf(pattern);
    const { places } = from;
    /** What stands in the hole, by row. */
    const nodes = nodesAt(pattern, places);
    const filled = { path, nodes };
    const lambdas = paths.lambdas(path);

    const { groups, left: leftOut } = group(nodes, places, boundPrunes ? cutoff : -Infinity);
    counts.prunedByBound += leftOut;
    for (const { label, rows, sumWhole } of groups) {
      if ((labelOpen[label] as number) > lambdas) {
        counts.prunedByFreeVariable++;
        continue;
      }
      const node = nodes[rows === undefined ? 0 : (rows[0] as number)] as number;
      let holes = rest;
      let own = cost[node] as number;
      if (kind[node] === NODE.lambda) {
        holes = holeBelow(path, STEP.body, nodes, rows, holes);
        own = costs.lambda;
      } else if (kind[node] === NODE.application) {
        holes = holeBelow(path, STEP.function, nodes, rows, holes);
        holes = holeBelow(path, STEP.argument, nodes, rows, holes);
        own = costs.application;
      }
      consider({
        from,
        rows,
        sumWhole,
        holes,
        uses,
        bodyCost: bodyCost + own,
        added: undefined,
        filled,
      });
    }

    // A body that is an argument and nothing else saves nothing.
    const isHead = options.curriedArguments === false && paths.appliedTo(path) > 0;
    if (path === ROOT || isHead) return places.length;
    const moved = lambdas === 0 ? nodes : nodes.map((node) => table.lower(node, lambdas));
    for (const [index, argument] of from.arguments.entries()) {
      const rows = rowsThat((row) => moved[row] === argument.moved[row], nodes);
      if (rows === undefined || rows.length > 0) {
        const more = { path, argument: index, rest: uses };
        const sumWhole = bounds.sumWhole(places, rows);
        consider({
          from,
          rows,
          sumWhole,
          holes: rest,
          uses: more,
          bodyCost,
          added: undefined,
          filled,
        });
      }
    }
    if (from.arguments.length >= maxArity) return places.length;
    const rows = isFused === undefined ? undefined : rowsThat(() => true, nodes);
    if (rows?.length === 0) return places.length;
    consider({
      from,
      rows,
      sumWhole: bounds.sumWhole(places, rows),
      holes: rest,
      uses: { path, argument: from.arguments.length, rest: uses },
      bodyCost,
      added: { path, moved: select(moved, rows), given: select(nodes, rows) },
      filled,
    });
    return places.length;
  };

  /** What stands in the next hole of a pattern: mostly, a part of what stood in the one filled last. */
  const nodesAt = ({ holes: { path }, filled, rows }: Pattern, places: Int32Array): Int32Array =>
    filled !== undefined && filled.path === paths.parent(path)
      ? paths.followLast(path, select(filled.nodes, rows), left, right)
      : paths.follow(path, places, left, right);

  /**
   * The hole a step below one that is filled, before others. Where all rows have one term in it, without
   * variables of the program, an argument would be the same closed term everywhere or would need a
   * variable of the body, and so would each in a part of it: the body must say it all.
   */
  const holeBelow = (
    path: number,
    step: number,
    nodes: Int32Array,
    rows: Int32Array | undefined,
    rest: Holes | undefined,
  ): Holes => {
    const below = paths.extend(path, step);
    const column = step === STEP.argument ? right : left;
    const count = rows === undefined ? nodes.length : rows.length;
    const at = (i: number): number => {
      const row = rows === undefined ? i : (rows[i] as number);
      return column[nodes[row] as number] as number;
    };
    const node = at(0);
    let isForced = !takesConstant && (open[node] as number) <= paths.lambdas(below);
    for (let i = 1; i < count && isForced; i++) isForced = at(i) === node;
    const own = isForced ? (cost[node] as number) : 0;
    return { path: below, rest, forced: own + (rest?.forced ?? 0) };
  };

  /** The rows of a hole that pass a test and may be an argument; undefined: all. */
  const rowsThat = (test: (row: number) => boolean, nodes: Int32Array): Int32Array | undefined => {
    let count = 0;
    for (let row = 0; row < nodes.length; row++) {
      if (test(row) && isFused?.(nodes[row] as number) !== true) scratch[count++] = row;
    }
    return count === nodes.length ? undefined : scratch.slice(0, count);
  };

  if (start.length > 0) {
    queue.push({
      bound: bounds.sumWhole(start, undefined),
      limit: Infinity,
      bodyCost: 0,
      holes: { path: ROOT, rest: undefined, forced: 0 },
      uses: undefined,
      from: { places: start, arguments: [] },
      rows: undefined,
      added: undefined,
      filled: undefined,
    });
  }
  let expansions = 0;
  let matches = 0;
  for (let pattern = queue.pop(); pattern !== undefined; pattern = queue.pop()) {
    if (boundPrunes && Math.min(pattern.bound, pattern.limit) <= cutoff) {
      counts.prunedByBound++;
      continue;
    }
    counts.expansions++;
    expansions++;
    matches += expand(pattern);
    if (expansions < EXPANSIONS_A_TURN && matches < MATCHES_A_TURN) continue;
    expansions = 0;
    matches = 0;
    yield { found, counts };
  }
  return { found, counts };
}

/** Must a subterm stay with what it is in? Undefined: none must. */
function fusedTest(
  { kind, right }: StepCorpus,
  { fusedTags }: SearchOptions,
): ((node: number) => boolean) | undefined {
  if (fusedTags === undefined) return undefined;
  return (node) => kind[node] === NODE.lambda && fusedTags.has(right[node] as number);
}

/** The subterms that a body may match as a whole. */
function startingPlaces(corpus: StepCorpus, options: SearchOptions): Int32Array {
  const { size, kind, left } = corpus;
  const { etaLong, curriedBodies } = options;
  const isFused = fusedTest(corpus, options);
  const excluded = new Uint8Array(size);
  for (let node = 0; node < size; node++) {
    if (kind[node] === NODE.application && (curriedBodies === false || etaLong === true)) {
      excluded[left[node] as number] = 1;
    }
    if (isFused?.(node) === true || (etaLong === true && kind[node] === NODE.lambda))
      excluded[node] = 1;
  }
  return Int32Array.from(excluded.keys()).filter((node) => excluded[node] === 0);
}
