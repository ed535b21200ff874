import { list } from "../../src/domains/list/list.ts";
import type { Domain } from "../../src/dsl/domain.ts";
import { printSexpr } from "../../src/dsl/printSexpr.ts";
import { compile } from "../../src/interp/evaluate.ts";
import { equalValues } from "../../src/interp/value.ts";
import type { Term } from "../../src/dsl/term.ts";
import { solve } from "../../src/search/solve.ts";
import type { Budget, SolveOptions } from "../../src/search/solveOptions.ts";
import type { SolveResult } from "../../src/search/solveResult.ts";
import type { Task } from "../../src/tasks/task.ts";
import { typeOf } from "../dsl/parsed.ts";

export type Io = readonly (readonly [inputs: readonly unknown[], output: unknown])[];

/** A task of a request and examples, of the list domain when nothing else is said. */
export const taskOf = (request: string, io: Io, more: Partial<Task> = {}): Task => ({
  name: "test",
  file: "test.synth",
  domain: "list",
  request: typeOf(request),
  examples: io.map(([inputs, output]) => ({ inputs, output })),
  holdout: [],
  definitions: [],
  ...more,
});

/** Solves with a budget in candidates only, so that no test depends on the machine. */
export const search = (
  task: Task,
  of: Domain = list,
  budget: Budget = { candidates: 300_000 },
  more: Partial<SolveOptions> = {},
): SolveResult => solve(task, of, { budget, seed: 1, clock: () => 0, ...more });

export const sexpr = ({ solution }: SolveResult): string | undefined =>
  solution === undefined ? undefined : printSexpr(solution.program);

/** Does a program fit all examples, by the reference evaluator? */
export function fits(program: Term, { examples }: Pick<Task, "examples">, of: Domain): boolean {
  const evaluator = compile(program, of);
  return examples.every(({ inputs, output }) => equalValues(evaluator.run(...inputs), output));
}
