import type { Domain } from "../dsl/domain.ts";
import { type Inference, infer } from "../dsl/infer.ts";
import { type TypedTerm, parseTypedTerm } from "../dsl/parseTerm.ts";
import { type Term, apply } from "../dsl/term.ts";
import { InputError } from "./inputError.ts";

interface TypedProgram extends Inference {
  readonly term: Term;
}

/** Reads a program from the command line with its principal type, or throws an InputError. */
export function readProgram(text: string, domain: Domain): TypedProgram & TypedTerm {
  const parsed = parseTypedTerm(text, domain, { file: "<command line>" });
  if (!parsed.ok) throw new InputError(parsed.error);
  return { ...parsed.value.inference, ...parsed.value };
}

/**
 * A program applied to inputs, each a program of its own: a value, or anything that computes one. An
 * input that does not fit is named by its number.
 */
export function readApplication(
  program: string,
  inputs: readonly string[],
  domain: Domain,
): TypedProgram {
  let applied: TypedProgram = readProgram(program, domain);
  for (const [index, text] of inputs.entries()) {
    const input = readProgram(text, domain);
    const term = apply(applied.term, input.term);
    const inferred = infer(term, domain);
    if (!inferred.ok) {
      const { message, expected, found } = inferred.error;
      const types = expected === undefined ? "" : `: expected \`${expected}\`, found \`${found}\``;
      throw new InputError(`input ${index + 1}, ${text}: ${message}${types}`);
    }
    applied = { ...inferred.value, term };
  }
  return applied;
}
