import { type Domain, findPrimitive } from "./domain.ts";
import { shift } from "./shift.ts";
import { type Term, abstract, apply, spine, variable } from "./term.ts";
import { splitFunctionType } from "./type.ts";

/** Nodes that are made on the way to a normal form, at most. */
const MOST_NODES = 100_000;
/** Levels of a normal form, at most: who reads it goes down them by recursion. */
const MOST_LEVELS = 1_000;

/**
 * The beta-normal form of a typed term: no lambda is called. What is given a body in `bodies`, and
 * abstractions written where they are used, are written out.
 *
 * @param bodies closed terms by name
 * @returns undefined when the form is too large, as that of a few doublings can be
 */
export function betaNormal(
  term: Term,
  bodies: ReadonlyMap<string, Term> = new Map(),
): Term | undefined {
  let nodes = 0;
  const visit = (t: Term, level: number): Term | undefined => {
    if (++nodes > MOST_NODES || level > MOST_LEVELS) return undefined;
    let { head, arguments: args } = spine(t);
    for (;;) {
      if (head.kind === "inline") head = head.body;
      else if (head.kind === "primitive" && bodies.has(head.name)) {
        head = bodies.get(head.name) as Term;
      } else if (head.kind === "lambda" && args.length > 0) {
        nodes++;
        head = substitute(head.body, args[0] as Term);
        args = args.slice(1);
      } else if (head.kind === "application") {
        const inner = spine(head);
        head = inner.head;
        args = [...inner.arguments, ...args];
      } else break;
      if (nodes > MOST_NODES) return undefined;
    }
    if (head.kind === "lambda") {
      const body = visit(head.body, level + 1);
      return body === undefined ? undefined : { ...head, body };
    }
    const normal: Term[] = [];
    for (const argument of args) {
      const own = visit(argument, level + 1);
      if (own === undefined) return undefined;
      normal.push(own);
    }
    return apply(head, ...normal);
  };
  return visit(term, 0);
}

/** The body of a lambda with an argument for its variable. */
function substitute(body: Term, argument: Term, depth = 0): Term {
  switch (body.kind) {
    case "variable":
      if (body.index === depth) return shift(argument, depth);
      return body.index > depth ? variable(body.index - 1) : body;
    case "lambda":
      return { ...body, body: substitute(body.body, argument, depth + 1) };
    case "application":
      return {
        ...body,
        function: substitute(body.function, argument, depth),
        argument: substitute(body.argument, argument, depth),
      };
    case "inline":
    case "primitive":
    case "literal":
    case "hole":
      return body;
  }
}

/**
 * A beta-normal term with lambdas around every primitive that lacks arguments: `map (+ 1)` as
 * `map (\x -> 1 + x)`, and `map car` as `map (\xs -> car xs)`.
 */
export function etaLong(term: Term, domain: Domain): Term {
  if (term.kind === "lambda") return { ...term, body: etaLong(term.body, domain) };
  const { head, arguments: args } = spine(term);
  const long = args.map((argument) => etaLong(argument, domain));
  const found = head.kind === "primitive" ? findPrimitive(domain, head.name) : undefined;
  const lacking =
    found === undefined ? 0 : splitFunctionType(found.type).parameters.length - args.length;
  if (lacking <= 0) return apply(head, ...long);
  const raised = long.map((argument) => shift(argument, lacking));
  const own = Array.from({ length: lacking }, (_, i) => variable(lacking - 1 - i));
  return abstract(lacking, apply(head, ...raised, ...own));
}
