import type { Domain } from "../dsl/domain.ts";
import type { Term } from "../dsl/term.ts";
import { compile } from "../interp/evaluate.ts";
import { equalValues } from "../interp/value.ts";
import type { Example } from "./task.ts";

/** Does a program give the output of every example, by the reference evaluator? */
export function fits(program: Term, examples: readonly Example[], domain: Domain): boolean {
  const evaluator = compile(program, domain);
  return examples.every(({ inputs, output }) => equalValues(evaluator.run(...inputs), output));
}

/** Of how many examples does a program give the output, by the reference evaluator? */
export function countFitting(program: Term, examples: readonly Example[], domain: Domain): number {
  const evaluator = compile(program, domain);
  return examples.filter(({ inputs, output }) => equalValues(evaluator.run(...inputs), output))
    .length;
}
