import { isAdmissible } from "./admissible.ts";
import { type Domain, findPrimitive } from "../dsl/domain.ts";
import type { Primitive } from "../dsl/primitive.ts";
import { type Term, children, spine, splitLambdas } from "../dsl/term.ts";
import { isArrow, splitFunctionType } from "../dsl/type.ts";
import { compile } from "../interp/evaluate.ts";

/** The meaning of a primitive as a plain function; undefined is a fault. */
export type Callable = (...args: readonly unknown[]) => unknown;

/**
 * What the search calls for a primitive: its own `evaluate`, or for a definition a function made of
 * its body. A first-order body becomes straight-line code over the callables of its parts, so that
 * the engine can inline them; the code's text is made of our own names only.
 */
export function callableOf(primitive: Primitive, domain: Domain): Callable {
  if (primitive.body === undefined) return primitive.evaluate as Callable;
  // Kept, since definitions that each use the one before twice would be made 2^n times.
  let known = callables.get(domain);
  if (known === undefined) callables.set(domain, (known = new Map()));
  let callable = known.get(primitive);
  if (callable === undefined) {
    callable =
      (callsOf(primitive, domain) <= LONGEST_STRAIGHT_LINE
        ? straightLine(primitive, primitive.body, domain)
        : undefined) ?? interpreted(primitive, primitive.body, domain);
    known.set(primitive, callable);
  }
  return callable;
}

/**
 * Calls that one run of a definition may make when it is straight-line code, those of the definitions
 * it uses included. Straight-line code spends no fuel: what makes more is left to the reference
 * evaluator, which does.
 */
const LONGEST_STRAIGHT_LINE = 100;

/** Primitives and definitions that a run of a definition calls at most; Infinity when it is too many. */
export function callsOf(primitive: Primitive, domain: Domain): number {
  if (primitive.body === undefined) return 1;
  let counts = callCounts.get(domain);
  if (counts === undefined) callCounts.set(domain, (counts = new Map()));
  const known = counts.get(primitive);
  if (known !== undefined) return known;
  // While it is being counted: a definition that mentions itself has no end.
  counts.set(primitive, Infinity);
  const visit = (term: Term): number => {
    if (term.kind === "primitive") {
      const called = findPrimitive(domain, term.name);
      return called === undefined ? Infinity : callsOf(called, domain);
    }
    return children(term).reduce((sum, child) => sum + visit(child), 0);
  };
  const total = visit(primitive.body);
  const count = total <= LONGEST_STRAIGHT_LINE ? total : Infinity;
  counts.set(primitive, count);
  return count;
}

const callCounts = new WeakMap<Domain, Map<Primitive, number>>();

const callables = new WeakMap<Domain, Map<Primitive, Callable>>();

/** Runs the body by the reference evaluator, which wants functions of one argument at a time. */
function interpreted(primitive: Primitive, body: Term, domain: Domain): Callable {
  const evaluator = compile(body, domain);
  const parameters = splitFunctionType(primitive.type).parameters.map(
    (type) => splitFunctionType(type).parameters.length,
  );
  return (...args) =>
    evaluator.run(
      ...args.map((value, i) =>
        typeof value === "function" ? curried(value as Callable, parameters[i] as number) : value,
      ),
    );
}

function curried(fn: Callable, count: number, given: readonly unknown[] = []): unknown {
  return (value: unknown) =>
    given.length + 1 === count ? fn(...given, value) : curried(fn, count, [...given, value]);
}

function straightLine(primitive: Primitive, term: Term, domain: Domain): Callable | undefined {
  const { parameters } = splitFunctionType(primitive.type);
  const { count, body } = splitLambdas(term);
  if (count !== parameters.length || parameters.some(isArrow)) return undefined;
  const constants: unknown[] = [];
  const lines: string[] = [];
  let names = 0;

  /** Adds the lines that compute a term and returns the name of its value, or undefined if they cannot. */
  const emit = (t: Term): string | undefined => {
    const { head, arguments: args } = spine(t);
    if (head.kind === "variable" && args.length === 0 && head.index < count) {
      return `p${count - 1 - head.index}`;
    }
    if (head.kind === "literal" && args.length === 0) return `c${constants.push(head.value) - 1}`;
    if (head.kind !== "primitive") return undefined;
    const called = findPrimitive(domain, head.name);
    // A definition only knows those before it: the domain's own order ends the recursion.
    if (called === undefined || called.arity !== args.length || called === primitive)
      return undefined;
    if (splitFunctionType(called.type).parameters.some(isArrow)) return undefined;
    const result = `t${names++}`;
    lines.push(`let ${result};`);
    if (called.conditional === true) {
      const [condition, whenTrue, whenFalse] = args as [Term, Term, Term];
      const chosen = emit(condition);
      lines.push(`if (${chosen} === true) {`);
      const left = emit(whenTrue);
      lines.push(`${result} = ${left}; } else {`);
      const right = emit(whenFalse);
      lines.push(`${result} = ${right}; }`);
      return chosen === undefined || left === undefined || right === undefined ? undefined : result;
    }
    const values = args.map(emit);
    if (values.includes(undefined)) return undefined;
    const fn = constants.push(callableOf(called, domain)) - 1;
    lines.push(`${result} = c${fn}(${values.join(", ")});`);
    // What the reference evaluator takes for a fault must be one here.
    lines.push(`if (!admissible(${result})) return undefined;`);
    return result;
  };

  const value = emit(body);
  if (value === undefined) return undefined;
  // oxlint-disable-next-line typescript/no-implied-eval -- the text is ours: see above
  const make = new Function(
    "admissible",
    ...constants.map((_, i) => `c${i}`),
    `"use strict"; return (${parameters.map((_, i) => `p${i}`).join(", ")}) => {
      ${lines.join("\n")}
      return ${value};
    };`,
  ) as (...values: readonly unknown[]) => Callable;
  return make((result: unknown) => isAdmissible(result, domain.limits), ...constants);
}
