import { type Term, abstract, children, splitLambdas } from "../../dsl/term.ts";
import { printType, type Type } from "../../dsl/type.ts";
import { valueKey } from "../../interp/value.ts";

/** The primitives and literals that a program has, as texts. */
export function headsOf(term: Term): ReadonlySet<string> {
  const heads = new Set<string>();
  const visit = (part: Term): void => {
    if (part.kind === "primitive") heads.add(part.name);
    else if (part.kind === "literal") heads.add(literalKey(part));
    children(part).forEach(visit);
  };
  visit(term);
  return heads;
}

const literalKey = ({ value, type }: { value: unknown; type: Type }): string =>
  `${valueKey(value)} : ${printType(type)}`;

/** Does a program of so many parameters use each of them? */
export function usesAll(program: Term, arity: number): boolean {
  const { count, body } = splitLambdas(program);
  if (count < arity) return true;
  const used = new Set<number>();
  const visit = (term: Term, depth: number): void => {
    if (term.kind === "variable" && term.index >= depth) used.add(term.index - depth);
    for (const child of children(term)) visit(child, term.kind === "lambda" ? depth + 1 : depth);
  };
  visit(body, count - arity);
  return used.size === arity;
}

/** Is there a conditional within a lambda below the program's own parameters? */
export function decidesInLoop(program: Term, conditional: (name: string) => boolean): boolean {
  const visit = (term: Term, inside: boolean): boolean => {
    if (term.kind === "primitive") return inside && conditional(term.name);
    return children(term).some((child) => visit(child, inside || term.kind === "lambda"));
  };
  return visit(splitLambdas(program).body, false);
}

/** Has a program, below its own parameters, a lambda whose parameter is not used? */
export function hasIdleParameter(program: Term, arity: number): boolean {
  const { count, body } = splitLambdas(program);
  // For each lambda around a part, outermost first: is its parameter used?
  const used: boolean[] = Array.from({ length: Math.min(arity, count) }, () => true);
  let idle = false;
  const visit = (term: Term): void => {
    if (term.kind === "variable") used[used.length - 1 - term.index] = true;
    if (term.kind !== "lambda") return children(term).forEach(visit);
    used.push(false);
    visit(term.body);
    if (used.pop() === false) idle = true;
  };
  visit(abstract(count - used.length, body));
  return idle;
}
