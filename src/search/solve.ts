import { withDefinitions } from "../dsl/definition.ts";
import type { Domain } from "../dsl/domain.ts";
import { type Term, children, splitLambdas } from "../dsl/term.ts";
import { type Type, isArrow, printType, splitFunctionType } from "../dsl/type.ts";
import { compile } from "../interp/evaluate.ts";
import { equalValues, isValue } from "../interp/value.ts";
import { createRng } from "../support/rng.ts";
import type { Example, Task } from "../tasks/task.ts";
import { BottomUp, type Counts, OUT_OF_MEMORY } from "./bottomUp.ts";
import { createReasoning } from "./deduce/reasoning.ts";
import { domainGrammar } from "./domainGrammar.ts";
import { fileGrammar } from "./fileGrammar.ts";
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
}

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
  /** The greatest cost up to which every candidate was built. */
  readonly completedCost: number;
  /** Programs that fit the most examples, best first, when the task was not solved. */
  readonly nearest: readonly { readonly program: Term; readonly fits: number }[];
}

export interface SolveResult {
  readonly stopReason: StopReason;
  /** One sentence on a task that cannot be solved as it stands. */
  readonly reason?: string;
  readonly solution?: Solution;
  readonly elapsedMs: number;
  readonly explanation: Explanation;
}

export interface SolveOptions {
  readonly budget: Budget;
  readonly seed: number;
  /** Milliseconds from any fixed point: `performance.now`. */
  readonly clock: () => number;
  /** Called now and then during the search. Returning true cancels it. */
  readonly onProgress?: (progress: { candidates: number; cost: number }) => boolean | undefined;
}

export type Solve = (task: Task, domain: Domain, options: SolveOptions) => SolveResult;

/** Examples that candidates are evaluated on at first; a counterexample joins them. */
const FIRST_ROWS = 8;
/** Candidates built after the first solution, to choose among solutions of the same cost. */
const GRACE = 20_000;

// How a round of the search ends.
const STOP = Symbol("stop");
const COUNTEREXAMPLE = Symbol("counterexample");

/**
 * Searches for the cheapest program that fits all examples of a task. The result depends on the
 * seed and, unless time or memory ends the search, on nothing else that varies between runs.
 */
export const solve: Solve = (task, taskDomain, options) => {
  const started = options.clock();
  const counts: Counts = { candidates: 0, equal: 0, faulty: 0, skippedByLaw: 0 };
  let completedCost = 0;
  const end = (
    stopReason: StopReason,
    more: { reason?: string; solution?: Solution; nearest?: Explanation["nearest"] } = {},
  ): SolveResult => ({
    stopReason,
    ...(more.reason === undefined ? {} : { reason: more.reason }),
    ...(more.solution === undefined ? {} : { solution: more.solution }),
    elapsedMs: options.clock() - started,
    explanation: { ...counts, completedCost, nearest: more.nearest ?? [] },
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

  for (;;) {
    let stopReason: StopReason | undefined;
    let counterexample = -1;
    const solutions: { readonly solution: Solution; readonly rank: number }[] = [];
    let candidatesEnd = mostCandidates;
    let search: BottomUp | undefined;
    const stop = (reason: StopReason): never => {
      stopReason = reason;
      throw STOP;
    };
    try {
      search = new BottomUp({
        grammar,
        rows: rows.map((row) => distinct[row] as Example),
        limits,
        fuel,
        memoryBytes: budget.memoryBytes ?? DEFAULT_MEMORY_BYTES,
        rng: createRng(options.seed),
        counts,
        clock: options.clock,
        reason: (workshop) =>
          createReasoning(workshop, {
            domain,
            rows: rows.map((row) => distinct[row] as Example),
            examples: distinct.length,
            deduction: true,
            conditionals: true,
          }),
        candidatesLeft: () => candidatesEnd - counts.candidates,
        onCheck: (cost) => {
          if (counts.candidates >= candidatesEnd) stop("candidates");
          if (options.clock() >= deadline) stop("timeout");
          const progress = { candidates: counts.candidates, cost };
          if (options.onProgress?.(progress) === true) stop("cancelled");
        },
        onLevel: () => {
          if (solutions.length > 0) stop("solved");
        },
        onMatch: (program, cost) => {
          const failing = firstFailing(program, distinct, domain);
          if (failing === -1) {
            solutions.push({ solution: { program, cost }, rank: rankOf(program, grammar) });
            candidatesEnd = Math.min(candidatesEnd, counts.candidates + GRACE);
          } else if (!rows.includes(failing) && solutions.length === 0) {
            counterexample = failing;
            throw COUNTEREXAMPLE;
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
    const [best] = solutions.sort((a, b) => a.solution.cost - b.solution.cost || a.rank - b.rank);
    if (best !== undefined) return end("solved", { solution: best.solution });
    if (stopReason !== undefined) {
      const nearest = (search?.nearest() ?? []).map((program) => ({
        program,
        fits: countFitting(program, task.examples, domain),
      }));
      return end(stopReason, { nearest: nearest.sort((a, b) => b.fits - a.fits) });
    }
    rows.push(counterexample);
  }
};

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

/** Index of the first example that a program does not fit by the reference evaluator, or -1. */
function firstFailing(program: Term, examples: readonly Example[], domain: Domain): number {
  const evaluator = compile(program, domain);
  return examples.findIndex(({ inputs, output }) => !equalValues(evaluator.run(...inputs), output));
}

function countFitting(program: Term, examples: readonly Example[], domain: Domain): number {
  const evaluator = compile(program, domain);
  return examples.filter(({ inputs, output }) => equalValues(evaluator.run(...inputs), output))
    .length;
}

/**
 * Which of two programs of one cost is more likely meant, less being better: first the one that uses
 * more of its parameters, then the one with fewer literals and other constants.
 */
function rankOf(program: Term, grammar: SearchGrammar): number {
  const arity = grammar.parameters.length;
  const used = new Set<number>();
  let constants = 0;
  const visit = (term: Term, depth: number): void => {
    if (term.kind === "variable" && term.index >= depth) used.add(term.index - depth);
    if (term.kind === "literal" || term.kind === "primitive") constants++;
    const inner = term.kind === "lambda" ? depth + 1 : depth;
    for (const child of children(term)) visit(child, inner);
  };
  let body = splitLambdas(program).body;
  for (let extra = splitLambdas(program).count; extra > arity; extra--) {
    body = { kind: "lambda", body };
  }
  visit(body, 0);
  return (arity - used.size) * 1000 + constants;
}
