import { type Term, variable } from "./term.ts";

/** Moves the free variables of a term `by` lambdas further out; `depth` lambdas around it are its own. */
export function shift(term: Term, by: number, depth = 0): Term {
  switch (term.kind) {
    case "variable":
      return term.index < depth ? term : variable(term.index + by);
    case "lambda":
      return { ...term, body: shift(term.body, by, depth + 1) };
    case "application":
      return {
        ...term,
        function: shift(term.function, by, depth),
        argument: shift(term.argument, by, depth),
      };
    case "inline":
    case "primitive":
    case "literal":
    case "hole":
      return term;
  }
}
