import { shift } from "../dsl/shift.ts";
import { type Term, abstract, apply, lambda, spine, splitLambdas, variable } from "../dsl/term.ts";

/**
 * The program with the functions that its lambdas contain written as such: in the body of a function
 * argument, what depends on just one of the function's variables becomes a call of a lambda, so that
 * `\x rest -> cons (x + 1) rest` is `\x rest -> cons ((\y -> y + 1) x) rest`. Such a program means
 * what it meant. A pattern cannot take out `x + 1`, whose variable is bound within the pattern, but
 * it can take out the lambda: so `map` is found in folds. It is one step of the inverse of beta
 * reduction by which DreamCoder refactors programs (Ellis and others 2021, section 3).
 *
 * @param program closed, beta-normal and eta-long
 */
export function exposeFunctions(program: Term): Term {
  const { count, body } = splitLambdas(program);
  return abstract(count, visit(body, 0));
}

/** @param own how many of the variables, from 0 up, are of the function that is looked into; 0: none */
function visit(term: Term, own: number): Term {
  if (term.kind === "lambda") {
    const { count, body } = splitLambdas(term);
    return abstract(count, visit(body, count));
  }
  const { head, arguments: args } = spine(term);
  if (args.length === 0) return term;
  return apply(
    head,
    ...args.map((argument) => {
      if (argument.kind === "lambda") return visit(argument, 0);
      const used = variablesBelow(argument, own);
      const [only] = used;
      if (only === undefined || used.size > 1 || argument.kind === "variable") {
        return visit(argument, own);
      }
      // Inside, the variable is the lambda's; all others are one lambda further out.
      return apply(lambda(visit(replaced(shift(argument, 1), only + 1), 0)), variable(only));
    }),
  );
}

/** Free variables of a term with an index below a bound. */
function variablesBelow(term: Term, bound: number): ReadonlySet<number> {
  const found = new Set<number>();
  const look = (t: Term, depth: number): void => {
    if (t.kind === "variable") {
      if (t.index >= depth && t.index - depth < bound) found.add(t.index - depth);
    } else if (t.kind === "lambda") look(t.body, depth + 1);
    else if (t.kind === "application") {
      look(t.function, depth);
      look(t.argument, depth);
    }
  };
  look(term, 0);
  return found;
}

/** The term with variable 0 for another free variable. */
function replaced(term: Term, index: number, depth = 0): Term {
  switch (term.kind) {
    case "variable":
      return term.index === index + depth ? variable(depth) : term;
    case "lambda":
      return { ...term, body: replaced(term.body, index, depth + 1) };
    case "application":
      return apply(replaced(term.function, index, depth), replaced(term.argument, index, depth));
    case "inline":
    case "primitive":
    case "literal":
    case "hole":
      return term;
  }
}
