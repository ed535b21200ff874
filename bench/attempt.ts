import { withDefinitions } from "../src/dsl/definition.ts";
import type { Domain } from "../src/dsl/domain.ts";
import { printTerm } from "../src/dsl/printTerm.ts";
import type { Term } from "../src/dsl/term.ts";
import { solve } from "../src/search/solve.ts";
import type { Budget, SolveOptions } from "../src/search/solveOptions.ts";
import type { StopReason } from "../src/search/solveResult.ts";
import { fits } from "../src/tasks/fit.ts";
import type { Task } from "../src/tasks/task.ts";
import { processorClock } from "./statistics.ts";
import type { SuiteOptions } from "./suite.ts";

/** What a search did with a task; plain data. */
export interface Attempt {
  readonly task: string;
  readonly stopReason: StopReason;
  readonly solved: boolean;
  /** Does the program fit all of the holdout? Undefined: there is none. */
  readonly generalised: boolean | undefined;
  readonly program: string | undefined;
  readonly candidates: number;
  /** Processor time until the search ended, and until it had its first solution. */
  readonly elapsedMs: number;
  readonly firstMs: number | undefined;
  /** Candidates when it had its first solution. */
  readonly firstCandidates: number | undefined;
}

const CANDIDATES = 200_000;

/** The budget that the options ask for: so many candidates when they set no limit. */
export function budgetOf(options: SuiteOptions, usual = CANDIDATES): Budget {
  const { timeoutMs, candidates, memoryBytes } = options;
  return {
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(candidates !== undefined
      ? { candidates }
      : timeoutMs === undefined
        ? { candidates: usual }
        : {}),
    memoryBytes,
  };
}

/** The budget in words. */
export const budgetText = ({ timeoutMs, candidates }: Budget): string =>
  [
    ...(candidates === undefined ? [] : [`${candidates.toLocaleString("en")} candidates`]),
    ...(timeoutMs === undefined ? [] : [`${timeoutMs / 1000} s of a processor`]),
  ].join(", ") + " a task";

/** Searches for one task in this thread. The budget's time is that of a processor. */
export function attempt(
  task: Task,
  domains: ReadonlyMap<string, Domain>,
  settings: Omit<SolveOptions, "seed" | "clock">,
): Attempt & { readonly term: Term | undefined } {
  const domain = domains.get(task.domain);
  if (domain === undefined) throw new Error(`domain "${task.domain}" is not loaded`);
  const result = solve(task, domain, { ...settings, seed: 1, clock: processorClock() });
  const term = result.solution?.program;
  return {
    task: task.name,
    stopReason: result.stopReason,
    solved: term !== undefined,
    generalised:
      task.holdout.length === 0
        ? undefined
        : term !== undefined && fits(term, task.holdout, withDefinitions(domain, task.definitions)),
    program: term === undefined ? undefined : printTerm(term, domain),
    candidates: result.explanation.candidates,
    elapsedMs: result.elapsedMs,
    firstMs: result.firstMs,
    firstCandidates: result.firstCandidates,
    term,
  };
}

/** `7 of 9`: those that generalise, of all that could show it; nothing when none could. */
export function generalisedText(attempts: readonly Attempt[]): string {
  const telling = attempts.filter(({ generalised }) => generalised !== undefined);
  if (telling.length === 0) return "";
  return `${telling.filter(({ generalised }) => generalised).length} of ${telling.length}`;
}
