import { withDefinitions } from "../dsl/definition.ts";
import { type Domain, findPrimitive, withoutPrimitives } from "../dsl/domain.ts";
import { type Term, children } from "../dsl/term.ts";
import { type Type, isArrow, printType, splitFunctionType } from "../dsl/type.ts";
import { compile } from "../interp/evaluate.ts";
import { equalValues, isValue } from "../interp/value.ts";
import { createRng } from "../support/rng.ts";
import { countFitting } from "../tasks/fit.ts";
import type { Example, Task } from "../tasks/task.ts";
import { BottomUp, OUT_OF_MEMORY } from "./bottomUp.ts";
import { contradictionText } from "./contradictionText.ts";
import { createReasoning } from "./deduce/reasoning.ts";
import { valueBits } from "./descriptionLength.ts";
import { domainGrammar } from "./domainGrammar.ts";
import { type Guidance, guidanceOf } from "./guidance.ts";
import { fileGrammar } from "./fileGrammar.ts";
import { rankOf } from "./rank.ts";
import { distinctExamples, diverseRows } from "./rows.ts";
import type { SearchGrammar } from "./searchGrammar.ts";
import { definitionFuel, searchLimits } from "./searchLimits.ts";
import {
  ALL_TECHNIQUES,
  DEFAULT_GUIDE_MIX,
  DEFAULT_MEMORY_BYTES,
  type SolveOptions,
} from "./solveOptions.ts";
import {
  type Explanation,
  type Solution,
  type SolveResult,
  type StopReason,
  noCounts,
} from "./solveResult.ts";
import { TopDown } from "./topDown/topDown.ts";
import { weightedCosts } from "./weightedCosts.ts";

export type Solve = (task: Task, domain: Domain, options: SolveOptions) => SolveResult;

/** Examples that candidates are evaluated on at first; a counterexample joins them. */
const FIRST_ROWS = 8;
/** Counterexamples that join the rows at once, as a part of those that are there. */
const MORE_ROWS = 0.5;
/** How long a search settles when it is not told: a multiple of what the first solution took. */
const SETTLE_SHARE = 2;
const LEAST_SETTLE = 10_000;
const MOST_SETTLE = 500_000;
/** The same after a table of the examples, for something that is not. */
const TABLE_SHARE = 20;
const LEAST_TABLE = 500_000;
const MOST_TABLE = 4_000_000;
/** Longer, by so much at most, for a solution that is longer than the outputs it explains. */
const MOST_DOUBT = 10;

/** The part of the budget after which weights that found nothing have none left: the rest goes without. */
const GUIDED_SHARE = 0.5;

// How a round of the search ends.
const STOP = Symbol("stop");
const COUNTEREXAMPLE = Symbol("counterexample");

/**
 * Searches for the cheapest program that fits all examples of a task. The result depends on the
 * seed and, unless time or memory ends the search, on nothing else that varies between runs.
 */
export const solve: Solve = (task, taskDomain, options) => {
  const started = options.clock();
  const counts = noCounts();
  const techniques = { ...ALL_TECHNIQUES, ...options.techniques };
  let completedCost = 0;
  let firstMs: number | undefined;
  let firstCandidates: number | undefined;
  let restarts = 0;
  let searchedOn = 0;
  let guidance: Guidance = {};
  let guided = false;
  let guidedCandidates = 0;
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
    ...(firstCandidates === undefined ? {} : { firstCandidates }),
    ...(guidance.problem === undefined ? {} : { guideProblem: guidance.problem }),
    explanation: {
      ...counts,
      searchedOn,
      restarts,
      completedCost,
      guidedCandidates: guided ? counts.candidates : guidedCandidates,
      nearest: more.nearest ?? [],
    },
  });

  if (task.examples.length === 0) return end("no-examples");
  const { distinct, contradiction } = distinctExamples(task.examples);
  if (contradiction !== undefined) {
    return end("contradiction", { reason: contradictionText(contradiction, task, taskDomain) });
  }
  const domain = withoutPrimitives(
    withDefinitions(taskDomain, task.definitions),
    options.without ?? [],
  );
  const beyond = task.examples.findIndex(({ output }) => !isValue(output, domain.limits));
  if (beyond !== -1) {
    const reason = `the output of example ${beyond + 1} is beyond the limits of domain "${domain.name}"`;
    return end("unsupported", { reason });
  }
  const fuelled = { ...domain.limits, fuel: definitionFuel(domain.limits, distinct) };
  const built = grammarOf(task, { ...domain, limits: fuelled });
  if (typeof built === "string") return end("unsupported", { reason: built });
  if (options.guide !== undefined) guidance = guidanceOf(options.guide, task, domain);
  const mix = options.guideMix ?? (guidance.weights === undefined ? 0 : DEFAULT_GUIDE_MIX);
  const weights = guidance.weights ?? options.weights;
  guided = weights !== undefined;
  const weighted = weights === undefined ? built : weightedCosts(built, weights, mix);
  const { budget } = options;
  const { timeoutMs = Infinity } = budget;
  const mostCandidates = budget.candidates ?? Infinity;
  // Weights that are not quite trusted have a part of the budget only.
  const trust = mix > 0 ? GUIDED_SHARE : 1;
  const guidedEnd = Math.ceil(trust * mostCandidates);
  const { limits, fuel } = searchLimits(domain.limits, distinct, built);
  const rows = [...diverseRows(distinct, FIRST_ROWS)];

  let topDown = options.strategy === "top-down";
  const outputBits = distinct.reduce((sum, { output }) => sum + valueBits(output), 0);
  const bitsPerNode = Math.log2(2 + built.productions.length);

  // A program with branches that is longer than the outputs it explains: little but a table of them. It
  // is the answer only when nothing better turns up.
  let table: Solution | undefined;
  let tableEnd = Infinity;

  for (;;) {
    searchedOn = rows.length;
    let stopReason: StopReason | undefined;
    let counterexamples: readonly number[] = [];
    const solutions = new Map<string, Solution>();
    let best: Solution | undefined;
    let foundAt: number | undefined;
    const grammar = guided ? weighted : built;
    let candidatesEnd = Math.min(guided ? guidedEnd : mostCandidates, tableEnd);
    let search: BottomUp | TopDown | undefined;
    const stop = (reason: StopReason): never => {
      stopReason = reason;
      throw STOP;
    };
    const chosen = rows.map((row) => distinct[row] as Example);
    const common = {
      grammar,
      rows: chosen,
      limits,
      fuel,
      memoryBytes: budget.memoryBytes ?? DEFAULT_MEMORY_BYTES,
      counts,
      clock: options.clock,
      candidatesLeft: () => candidatesEnd - counts.candidates,
      onCheck: (cost: number) => {
        if (counts.candidates >= candidatesEnd) stop(best === undefined ? "candidates" : "solved");
        const share = guided && best === undefined ? trust : 1;
        if (options.clock() >= started + share * timeoutMs) stop("timeout");
        const progress = { candidates: counts.candidates, cost };
        if (options.onProgress?.(progress) === true) stop("cancelled");
      },
      onLevel: (cost: number) => {
        // All that is left costs more. By a guide's costs it may be the better explanation even so.
        const enough = !guided && solutions.size >= (options.top ?? 1);
        if (best !== undefined && cost >= best.cost && enough) stop("solved");
      },
      onMatch: (program: Term, cost: number) => {
        const text = JSON.stringify(program, (_, part: unknown) =>
          typeof part === "bigint" ? `#${part}` : part,
        );
        if (solutions.has(text)) return;
        const failing = failingExamples(program, distinct, domain, solutions.size > 0);
        if (failing.length === 0) {
          const arity = grammar.parameters.length;
          const rank = rankOf(bodyOf(program, arity), arity, domain);
          const bits = rank * bitsPerNode;
          const isTable = bits > outputBits && branches(program, domain);
          if (isTable && options.tables === false) return;
          firstMs ??= options.clock() - started;
          firstCandidates ??= counts.candidates;
          const solution: Solution = {
            program,
            cost,
            rank,
            ...(isTable ? { table: true } : {}),
          };
          if (options.settle === undefined && isTable) {
            // With something better in hand a table is of no use, nor worth more time.
            if (best !== undefined) return;
            if (table === undefined) {
              const more = TABLE_SHARE * counts.candidates;
              tableEnd = counts.candidates + Math.min(MOST_TABLE, Math.max(LEAST_TABLE, more));
              candidatesEnd = Math.min(mostCandidates, tableEnd);
            }
            if (table === undefined || isBetter(solution, table)) table = solution;
            return;
          }
          solutions.set(text, solution);
          if (best === undefined || isBetter(solution, best)) {
            best = solution;
            foundAt ??= counts.candidates;
            const settle = options.settle ?? settleTime(foundAt, bits, outputBits);
            candidatesEnd = Math.min(mostCandidates, foundAt + settle);
          }
        } else if (
          solutions.size === 0 &&
          table === undefined &&
          !failing.some((row) => rows.includes(row))
        ) {
          counterexamples = failing;
          throw COUNTEREXAMPLE;
        }
        // Else it computes something else by the reference, on a row that was searched on: no solution.
      },
    };
    try {
      search = topDown
        ? new TopDown({
            ...common,
            request: rigid(task.request),
            domain,
            ...(guided && weights !== undefined ? { weights, mix } : {}),
            forward: techniques.forward,
            backward: techniques.backward,
            redundancy: techniques.laws,
          })
        : new BottomUp({
            ...common,
            rng: createRng(options.seed),
            laws: techniques.laws,
            weighted: guided,
            reason: (workshop) =>
              createReasoning(workshop, {
                domain,
                rows: chosen,
                examples: distinct.length,
                deduction: techniques.deduction,
                conditionals: techniques.conditionals,
              }),
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
    if (
      guided &&
      trust < 1 &&
      (stopReason === "candidates" || stopReason === "timeout" || stopReason === "memory") &&
      counts.candidates < Math.min(mostCandidates, tableEnd) &&
      options.clock() < started + timeoutMs
    ) {
      guided = false;
      guidedCandidates = counts.candidates;
      topDown = options.strategy === "top-down";
      continue;
    }
    if (table !== undefined) return end("solved", { solutions: [table] });
    if (
      stopReason === "exhausted" &&
      !topDown &&
      options.strategy !== "bank" &&
      takesFunctions(grammar)
    ) {
      topDown = true;
      continue;
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
    restarts++;
  }
};

/** Candidates for which to go on after a solution that was found at some, given the bits of both. */
function settleTime(foundAt: number, programBits: number, outputBits: number): number {
  const doubt = Math.min(MOST_DOUBT, Math.max(1, (programBits / outputBits) ** 2));
  return Math.ceil(doubt * Math.min(MOST_SETTLE, Math.max(LEAST_SETTLE, SETTLE_SHARE * foundAt)));
}

/**
 * Has the program a conditional, perhaps within a definition?
 *
 * @param seen definitions that were looked into: each once, since they may call one another over and over
 */
function branches(term: Term, domain: Domain, seen = new Set<string>()): boolean {
  if (term.kind !== "primitive") {
    return children(term).some((child) => branches(child, domain, seen));
  }
  const primitive = findPrimitive(domain, term.name);
  if (primitive?.conditional === true) return true;
  if (primitive?.body === undefined || seen.has(primitive.name)) return false;
  seen.add(primitive.name);
  return branches(primitive.body, domain, seen);
}

/** Is there a call with a function argument? Only there does the bank leave out programs. */
const takesFunctions = ({ productions }: SearchGrammar): boolean =>
  productions.some(({ slots }) => slots.some(({ parameters }) => parameters.length > 0));

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

/**
 * Indices of the examples that a program does not fit by the reference evaluator.
 *
 * @param firstOnly whether one is enough
 */
function failingExamples(
  program: Term,
  examples: readonly Example[],
  domain: Domain,
  firstOnly = false,
): readonly number[] {
  const evaluator = compile(program, domain);
  const failing: number[] = [];
  for (const [index, { inputs, output }] of examples.entries()) {
    if (equalValues(evaluator.run(...inputs), output)) continue;
    failing.push(index);
    if (firstOnly) break;
  }
  return failing;
}
