import { withDefinitions } from "../dsl/definition.ts";
import type { Domain } from "../dsl/domain.ts";
import type { Term } from "../dsl/term.ts";
import { type Type, isArrow, printType, splitFunctionType } from "../dsl/type.ts";
import { compile } from "../interp/evaluate.ts";
import { equalValues, isValue } from "../interp/value.ts";
import { createRng } from "../support/rng.ts";
import type { Example, Task } from "../tasks/task.ts";
import { BottomUp, type Counts, OUT_OF_MEMORY } from "./bottomUp.ts";
import { createReasoning } from "./deduce/reasoning.ts";
import { valueBits } from "./descriptionLength.ts";
import { domainGrammar } from "./domainGrammar.ts";
import { fileGrammar } from "./fileGrammar.ts";
import { rankOf } from "./rank.ts";
import { distinctExamples, diverseRows } from "./rows.ts";
import type { SearchGrammar } from "./searchGrammar.ts";
import { searchLimits } from "./searchLimits.ts";

/** What a search may spend on one task; the first limit reached stops it. */
export interface Budget {
  readonly timeoutMs?: number;
  /** Candidates built, duplicates and faulty ones included. */
  readonly candidates?: number;
  /** What the bank and its values may take; `DEFAULT_MEMORY_BYTES` when absent. */
  readonly memoryBytes?: number;
}

export const DEFAULT_MEMORY_BYTES = 2 ** 30;

export type StopReason =
  /** A program that fits all examples was found. */
  | "solved"
  | "timeout"
  | "candidates"
  | "memory"
  /** Every program of the language within the search's limits was tried. */
  | "exhausted"
  /** No program can do it: two examples have the same inputs and different outputs. */
  | "contradiction"
  /** The task has no examples. */
  | "no-examples"
  /** The task is none that this search can express; `SolveResult.reason` says why. */
  | "unsupported"
  /** The caller asked to stop. */
  | "cancelled";

export interface Solution {
  /** A closed term of the request's type. */
  readonly program: Term;
  readonly cost: number;
  /** How unlikely it is to be meant; smaller is better (`rankOf`). */
  readonly rank: number;
}

/** What a search may use; each can be switched off, so that its worth can be measured. */
export interface Techniques {
  /** Sub-goals by the inverses of primitives. */
  readonly deduction: boolean;
  /** Conditionals as decision trees over terms that are right on some examples. */
  readonly conditionals: boolean;
  /** Candidates that a law makes equal to others are not built. */
  readonly laws: boolean;
}

export const ALL_TECHNIQUES: Techniques = { deduction: true, conditionals: true, laws: true };

/** Why the search ended as it did, in numbers; plain data. */
export interface Explanation {
  /** Candidates built in all. */
  readonly candidates: number;
  /** Of those: equal in output to a cheaper one. */
  readonly equal: number;
  /** Of those: without a value on any example. */
  readonly faulty: number;
  /** Pairs or tuples not built because a law makes them equal to others. */
  readonly skippedByLaw: number;
  /** Of the candidates: sub-goals and trees that deduction tried. */
  readonly deduced: number;
  /** Examples that candidates were run on; the others only verify. */
  readonly searchedOn: number;
  /** Times the search began anew because a program failed on an example it had not been run on. */
  readonly restarts: number;
  /** The greatest cost up to which every candidate was built. */
  readonly completedCost: number;
  /** Programs that fit the most examples, best first, when the task was not solved. */
  readonly nearest: readonly { readonly program: Term; readonly fits: number }[];
}

export interface SolveResult {
  readonly stopReason: StopReason;
  /** One sentence on a task that cannot be solved as it stands. */
  readonly reason?: string;
  /** The best of `solutions`. */
  readonly solution?: Solution;
  /** Programs that fit all examples, best first; no more than `top`. */
  readonly solutions: readonly Solution[];
  readonly elapsedMs: number;
  /** When the first solution was found. */
  readonly firstMs?: number;
  readonly explanation: Explanation;
}

export interface SolveOptions {
  readonly budget: Budget;
  readonly seed: number;
  /** Milliseconds from any fixed point: `performance.now`. */
  readonly clock: () => number;
  /**
   * Candidates after the first solution for which the search goes on to find a likelier one; when
   * absent, twice as many as it took, within bounds. Worth five of a hundred tasks (bench suite
   * `generalise`).
   */
  readonly settle?: number;
  /** Solutions that are kept; 1 when absent. */
  readonly top?: number;
  /** Techniques that are switched off; all are on when absent. */
  readonly techniques?: Partial<Techniques>;
  /** Called now and then during the search. Returning true cancels it. */
  readonly onProgress?: (progress: { candidates: number; cost: number }) => boolean | undefined;
}

export type Solve = (task: Task, domain: Domain, options: SolveOptions) => SolveResult;

/** Examples that candidates are evaluated on at first; a counterexample joins them. */
const FIRST_ROWS = 8;
/** Counterexamples that join the rows at once, as a part of those that are there. */
const MORE_ROWS = 0.5;
/** How long a search settles when it is not told: a multiple of what the first solution took. */
const SETTLE_SHARE = 2;
const LEAST_SETTLE = 10_000;
const MOST_SETTLE = 500_000;
/** Longer, by so much at most, for a solution that is longer than the outputs it explains. */
const MOST_DOUBT = 10;

// How a round of the search ends.
const STOP = Symbol("stop");
const COUNTEREXAMPLE = Symbol("counterexample");

/**
 * Searches for the cheapest program that fits all examples of a task. The result depends on the
 * seed and, unless time or memory ends the search, on nothing else that varies between runs.
 */
export const solve: Solve = (task, taskDomain, options) => {
  const started = options.clock();
  const counts: Counts = { candidates: 0, equal: 0, faulty: 0, skippedByLaw: 0, deduced: 0 };
  const techniques = { ...ALL_TECHNIQUES, ...options.techniques };
  let completedCost = 0;
  let firstMs: number | undefined;
  let restarts = 0;
  let searchedOn = 0;
  const end = (
    stopReason: StopReason,
    more: {
      reason?: string;
      solutions?: readonly Solution[];
      nearest?: Explanation["nearest"];
    } = {},
  ): SolveResult => ({
    stopReason,
    ...(more.reason === undefined ? {} : { reason: more.reason }),
    ...(more.solutions?.[0] === undefined ? {} : { solution: more.solutions[0] }),
    solutions: more.solutions ?? [],
    elapsedMs: options.clock() - started,
    ...(firstMs === undefined ? {} : { firstMs }),
    explanation: { ...counts, searchedOn, restarts, completedCost, nearest: more.nearest ?? [] },
  });

  if (task.examples.length === 0) return end("no-examples");
  const { distinct, contradiction } = distinctExamples(task.examples);
  if (contradiction !== undefined) {
    const [a, b] = contradiction.map((example) => task.examples.indexOf(example) + 1);
    const reason = `examples ${a} and ${b} have the same inputs and different outputs`;
    return end("contradiction", { reason });
  }
  const domain = withDefinitions(taskDomain, task.definitions);
  const beyond = task.examples.findIndex(({ output }) => !isValue(output, domain.limits));
  if (beyond !== -1) {
    const reason = `the output of example ${beyond + 1} is beyond the limits of domain "${domain.name}"`;
    return end("unsupported", { reason });
  }
  const built = grammarOf(task, domain);
  if (typeof built === "string") return end("unsupported", { reason: built });
  const grammar = built;

  const { budget } = options;
  const deadline = budget.timeoutMs === undefined ? Infinity : started + budget.timeoutMs;
  const mostCandidates = budget.candidates ?? Infinity;
  const { limits, fuel } = searchLimits(domain.limits, distinct, grammar);
  const rows = [...diverseRows(distinct, FIRST_ROWS)];

  const outputBits = distinct.reduce((sum, { output }) => sum + valueBits(output), 0);
  const bitsPerNode = Math.log2(2 + grammar.productions.length);

  for (; ; restarts++) {
    searchedOn = rows.length;
    let stopReason: StopReason | undefined;
    let counterexamples: readonly number[] = [];
    const solutions = new Map<string, Solution>();
    let best: Solution | undefined;
    let foundAt: number | undefined;
    let candidatesEnd = mostCandidates;
    let search: BottomUp | undefined;
    const stop = (reason: StopReason): never => {
      stopReason = reason;
      throw STOP;
    };
    const chosen = rows.map((row) => distinct[row] as Example);
    try {
      search = new BottomUp({
        grammar,
        rows: chosen,
        limits,
        fuel,
        memoryBytes: budget.memoryBytes ?? DEFAULT_MEMORY_BYTES,
        rng: createRng(options.seed),
        counts,
        clock: options.clock,
        laws: techniques.laws,
        reason: (workshop) =>
          createReasoning(workshop, {
            domain,
            rows: chosen,
            examples: distinct.length,
            deduction: techniques.deduction,
            conditionals: techniques.conditionals,
          }),
        candidatesLeft: () => candidatesEnd - counts.candidates,
        onCheck: (cost) => {
          if (counts.candidates >= candidatesEnd)
            stop(best === undefined ? "candidates" : "solved");
          if (options.clock() >= deadline) stop("timeout");
          const progress = { candidates: counts.candidates, cost };
          if (options.onProgress?.(progress) === true) stop("cancelled");
        },
        onLevel: (cost) => {
          // All that is left costs more.
          if (best !== undefined && cost >= best.cost) stop("solved");
        },
        onMatch: (program, cost) => {
          const text = JSON.stringify(program, (_, part: unknown) =>
            typeof part === "bigint" ? `#${part}` : part,
          );
          if (solutions.has(text)) return;
          const failing = failingExamples(program, distinct, domain);
          if (failing.length === 0) {
            firstMs ??= options.clock() - started;
            const arity = grammar.parameters.length;
            const solution = { program, cost, rank: rankOf(bodyOf(program, arity), arity, domain) };
            solutions.set(text, solution);
            if (best === undefined || isBetter(solution, best)) {
              best = solution;
              foundAt ??= counts.candidates;
              const settle =
                options.settle ?? settleTime(foundAt, best.rank * bitsPerNode, outputBits);
              candidatesEnd = Math.min(mostCandidates, foundAt + settle);
            }
          } else if (solutions.size === 0) {
            counterexamples = failing.filter((row) => !rows.includes(row));
            if (counterexamples.length > 0) throw COUNTEREXAMPLE;
          }
          // Else it computes something else by the reference, on a row that was searched on: no solution.
        },
      });
      search.run();
      stopReason = "exhausted";
    } catch (error) {
      if (error === OUT_OF_MEMORY) stopReason = "memory";
      else if (error !== STOP && error !== COUNTEREXAMPLE) throw error;
    }
    completedCost = search?.completedCost ?? 0;
    if (solutions.size > 0) {
      const sorted = [...solutions.values()].sort((a, b) => (isBetter(a, b) ? -1 : 1));
      return end("solved", { solutions: sorted.slice(0, options.top ?? 1) });
    }
    if (stopReason !== undefined) {
      const nearest = (search?.nearest() ?? []).map((program) => ({
        program,
        fits: countFitting(program, task.examples, domain),
      }));
      return end(stopReason, { nearest: nearest.sort((a, b) => b.fits - a.fits) });
    }
    // A few at once: each time the search begins anew.
    const more = Math.max(1, Math.floor(rows.length * MORE_ROWS));
    const failing = counterexamples.map((row) => distinct[row] as Example);
    for (const index of diverseRows(failing, more)) rows.push(counterexamples[index] as number);
  }
};

/** Candidates for which to go on after a solution that was found at some, given the bits of both. */
function settleTime(foundAt: number, programBits: number, outputBits: number): number {
  const doubt = Math.min(MOST_DOUBT, Math.max(1, (programBits / outputBits) ** 2));
  return doubt * Math.min(MOST_SETTLE, Math.max(LEAST_SETTLE, SETTLE_SHARE * foundAt));
}

/** A likelier program, or of two that are alike in that the cheaper one. */
const isBetter = (a: Solution, b: Solution): boolean =>
  a.rank < b.rank || (a.rank === b.rank && a.cost < b.cost);

/** The body of a program under so many of its lambdas. */
function bodyOf(program: Term, count: number): Term {
  let body = program;
  for (let i = 0; i < count && body.kind === "lambda"; i++) body = body.body;
  return body;
}

/** The grammar to search, or why there is none. */
function grammarOf(task: Task, domain: Domain): SearchGrammar | string {
  const request = rigid(task.request);
  const { parameters, result } = splitFunctionType(request);
  for (const type of [...parameters, result]) {
    if (mentionsFunction(type)) {
      return `the request has a function inside: \`${printType(type)}\` has no values to compare`;
    }
  }
  if (task.grammar === undefined) return domainGrammar(domain, request, task.examples);
  const grammar = fileGrammar(task.grammar, domain, request, task.examples);
  return grammar.ok ? grammar.value : grammar.error;
}

/** A type variable of the request is a type of its own, of which nothing is known. */
function rigid(type: Type): Type {
  if (type.kind === "variable") {
    return { kind: "constructor", name: `${printType(type)} (any type)`, arguments: [] };
  }
  return { ...type, arguments: type.arguments.map(rigid) };
}

const mentionsFunction = (type: Type): boolean =>
  isArrow(type) || (type.kind === "constructor" && type.arguments.some(mentionsFunction));

/** Indices of the examples that a program does not fit by the reference evaluator. */
function failingExamples(
  program: Term,
  examples: readonly Example[],
  domain: Domain,
): readonly number[] {
  const evaluator = compile(program, domain);
  return examples.flatMap(({ inputs, output }, index) =>
    equalValues(evaluator.run(...inputs), output) ? [] : [index],
  );
}

const countFitting = (program: Term, examples: readonly Example[], domain: Domain): number =>
  examples.length - failingExamples(program, examples, domain).length;
