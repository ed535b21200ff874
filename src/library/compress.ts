import { InternalError } from "../support/internalError.ts";
import { type CostModel, costsOf } from "./costModel.ts";
import type { Corpus } from "./corpus.ts";
import { descriptionLength } from "./descriptionLength.ts";
import { inlineCalls } from "./inlineCalls.ts";
import { type Match, countCalls } from "./match.ts";
import { printNode } from "./printNode.ts";
import { proposeName } from "./proposeName.ts";
import { type Programs, rewrite } from "./rewrite.ts";
import { type Found, searchAbstraction } from "./searchAbstraction.ts";
import type { SearchCounts, SearchOptions } from "./searchOptions.ts";
import { type StepCorpus, stepCorpus } from "./stepCorpus.ts";
import { NODE, TermTable } from "./termTable.ts";

export interface CompressOptions extends SearchOptions {
  /** Abstractions to learn, one a step, at most; 3 when absent. */
  readonly iterations?: number;
  readonly costs?: CostModel;
  /** Abstractions are called this and a number; `fn_` when absent. */
  readonly prefix?: string;
  /**
   * When to stop before the iterations are done: `utility`, when no abstraction saves more than its
   * body costs (the default), or `description-length`, also when the next one would make the library
   * and the programs together longer in bits.
   */
  readonly stopWhen?: "utility" | "description-length";
  /** A last say on abstractions, such as that they must have a type. */
  readonly accepts?: (abstraction: Candidate) => boolean;
  /** Told of each abstraction that is taken, before the next one is looked for. */
  readonly onAbstraction?: (abstraction: Candidate, name: string) => void;
  /** Asked from time to time; true ends the search with what is best so far. */
  readonly shouldStop?: () => boolean;
}

/** An abstraction that is about to be taken. */
export interface Candidate {
  readonly table: TermTable;
  /** A node of the table, with `#0`, ... for the arguments. */
  readonly body: number;
  readonly arity: number;
}

/** A learned abstraction. */
export interface Abstraction {
  /** What the programs call it. */
  readonly name: string;
  /** A name that its body suggests, for people. */
  readonly proposedName: string;
  readonly arity: number;
  /** With `#0`, `#1`, ... for the arguments and earlier abstractions by name. */
  readonly body: string;
  readonly bodyCost: number;
  /** What it saved less what its body costs. */
  readonly utility: number;
  /** Of the programs, over the tasks, before and after it was learned. */
  readonly costBefore: number;
  readonly costAfter: number;
  /** Places that it matches, counted in every program. */
  readonly matches: number;
  /** Places where it is called after the step that learned it. */
  readonly calls: number;
  /** Earlier abstractions that the body calls. */
  readonly callees: readonly string[];
  /** False when the search for it was stopped: a better one may exist. */
  readonly optimal: boolean;
  /** The best of the step, this one first, when more than one were asked for. */
  readonly candidates: readonly { readonly body: string; readonly utility: number }[];
  readonly counts: SearchCounts;
}

/** What there is to tell of a compression that goes on. */
export interface Progress {
  readonly step: number;
  readonly abstractions: readonly Abstraction[];
  /** The best of the step so far. */
  readonly best: { readonly body: string; readonly utility: number } | undefined;
  readonly counts: SearchCounts;
}

export type CompressionStop = "iterations" | "no abstraction" | "description length" | "stopped";

export interface Compression {
  readonly originalCost: number;
  readonly finalCost: number;
  readonly abstractions: readonly Abstraction[];
  readonly original: readonly string[];
  readonly rewritten: readonly string[];
  /** By program, as in the corpus. */
  readonly taskOfProgram: readonly number[];
  readonly stop: CompressionStop;
  /** Of all steps, the last one too, in which nothing was found. */
  readonly counts: readonly SearchCounts[];
}

/** Learns abstractions from a corpus, one a step, each the best there is (Bowers and others 2023). */
export function compress(corpus: Corpus, options: CompressOptions = {}): Compression {
  const steps = compressing(corpus, options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** `compress` in turns: yields from time to time, so that a caller can show progress or stop it. */
export function* compressing(
  corpus: Corpus,
  options: CompressOptions = {},
): Generator<Progress, Compression> {
  const { taskOfProgram } = corpus;
  const costs = costsOf(options.costs);
  const iterations = options.iterations ?? 3;
  const abstractions: Abstraction[] = [];
  const bodies: Programs[] = [];
  const allCounts: SearchCounts[] = [];
  const nextName = namer(corpus, options.prefix ?? "fn_");
  const proposed = new Set<string>();
  // A search adds terms to the table; the caller's stays as it is.
  const table = new TermTable(corpus.table);
  let programs: Programs = { table, roots: corpus.table.copyInto(table, corpus.roots) };
  let stop: CompressionStop = "iterations";
  let state = stepCorpus(table, programs.roots, taskOfProgram, costs);
  const originalCost = state.totalCost;
  let bits = options.stopWhen === "description-length" ? descriptionLength([programs]) : 0;

  while (abstractions.length < iterations) {
    const search = searchAbstraction(state, costs, options, accepting(state, options));
    let result = search.next();
    let stopped = false;
    while (result.done !== true && !stopped) {
      const { found, counts } = result.value;
      const best = found[0];
      yield {
        step: abstractions.length,
        abstractions,
        best: best === undefined ? undefined : describe(best, state.table),
        counts,
      };
      stopped = options.shouldStop?.() === true;
      if (!stopped) result = search.next();
    }
    const { found, counts } = result.value;
    allCounts.push({ ...counts });
    const best = found[0];
    if (best === undefined) {
      stop = stopped ? "stopped" : "no abstraction";
      break;
    }
    const { match, rewriting } = best;
    const name = nextName();
    const rewritten = rewrite(state, match, rewriting, name, options.etaLong === true);
    const body = programOf(state.table, match.body);
    if (options.stopWhen === "description-length") {
      const after = descriptionLength([rewritten, ...bodies, body]);
      if (after >= bits) {
        stop = "description length";
        break;
      }
      bits = after;
    }
    verify(programs, rewritten, name, match, state.table, options.etaLong === true);
    options.onAbstraction?.({ table: state.table, body: match.body, arity: match.arity }, name);
    const costBefore = state.totalCost;
    const next = stepCorpus(rewritten.table, rewritten.roots, taskOfProgram, costs);
    if (costBefore - rewriting.saved !== next.totalCost) {
      throw new InternalError(`a rewriting with ${name} saves another cost than computed`);
    }
    const proposedName = proposeName(state.table, match.body, proposed);
    proposed.add(proposedName);
    abstractions.push({
      name,
      proposedName,
      arity: match.arity,
      body: printNode(state.table, match.body),
      bodyCost: best.bodyCost,
      utility: best.utility,
      costBefore,
      costAfter: next.totalCost,
      matches: match.places.reduce((sum, node) => sum + (state.paths[node] as number), 0),
      calls: countCalls(match, rewriting, state),
      callees: calleesOf(body, abstractions),
      optimal: !stopped,
      candidates: found.map((one) => describe(one, state.table)),
      counts: { ...counts },
    });
    bodies.push(body);
    programs = rewritten;
    state = next;
    if (!stopped) {
      yield { step: abstractions.length, abstractions, best: undefined, counts };
      stopped = options.shouldStop?.() === true;
    }
    if (stopped) {
      stop = "stopped";
      break;
    }
  }
  return {
    originalCost,
    finalCost: state.totalCost,
    abstractions,
    original: print(corpus),
    rewritten: print(programs),
    taskOfProgram,
    stop,
    counts: allCounts,
  };
}

const print = ({ table, roots }: Programs): string[] => roots.map((root) => printNode(table, root));

const describe = (
  { match, utility }: Found,
  table: TermTable,
): { body: string; utility: number } => ({ body: printNode(table, match.body), utility });

function accepting(
  { table }: StepCorpus,
  { accepts }: CompressOptions,
): ((match: Match) => boolean) | undefined {
  if (accepts === undefined) return undefined;
  return ({ body, arity }) => accepts({ table, body, arity });
}

/** A term of a large table in a table of its own. */
function programOf(table: TermTable, root: number): Programs {
  const own = new TermTable(table);
  return { table: own, roots: table.copyInto(own, [root]) };
}

function calleesOf({ table }: Programs, known: readonly Abstraction[]): string[] {
  const names = new Set<string>();
  for (let node = 0; node < table.size; node++) {
    if (table.kind(node) === NODE.primitive) names.add(table.name(table.left(node)));
  }
  return known.map(({ name }) => name).filter((name) => names.has(name));
}

/** Names that no program and no abstraction has yet. */
function namer({ table, known }: Corpus, prefix: string): () => string {
  const taken = new Set(known.map(({ name }) => name));
  for (let node = 0; node < table.size; node++) {
    if (table.kind(node) === NODE.primitive) taken.add(table.name(table.left(node)));
  }
  let number = 0;
  return () => {
    while (taken.has(`${prefix}${number}`)) number++;
    return `${prefix}${number++}`;
  };
}

/** Writing out the calls must give the programs back: then they mean what they meant. */
function verify(
  before: Programs,
  after: Programs,
  name: string,
  { arity, body }: Match,
  table: TermTable,
  etaLong: boolean,
): void {
  const target = new TermTable(table);
  const expected = before.table.copyInto(target, before.roots);
  const written = inlineCalls(after, { name, arity, body, table }, target, etaLong);
  if (expected.some((root, index) => root !== written[index])) {
    throw new InternalError(`a program with ${name} does not mean what it meant`);
  }
}
