import { isAdmissible } from "./admissible.ts";
import { type Domain, findPrimitive } from "../dsl/domain.ts";
import type { Primitive } from "../dsl/primitive.ts";
import { type Term, children, spine, splitLambdas } from "../dsl/term.ts";
import { type Type, isArrow, splitFunctionType } from "../dsl/type.ts";
import { compile } from "../interp/evaluate.ts";

/** The meaning of a primitive as a plain function; undefined is a fault. */
export type Callable = (...args: readonly unknown[]) => unknown;

/**
 * What the search calls for a primitive: its own `evaluate`, or for a definition a function made of
 * its body, which becomes code over the callables of its parts, so that the engine can inline them.
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
 * Calls that a definition may have in it when it is made code, those of the definitions it uses
 * included. A call outside of lambdas spends no fuel there: what makes more of them is left to the
 * reference evaluator, where it does.
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

/** What is known of a variable while the text of a body is written. */
interface Name {
  readonly name: string;
  /** Parameters of the function that it is; 0 for a plain value. */
  readonly parameters: number;
}

/**
 * The body as JavaScript over the callables of its parts, its lambdas as JavaScript functions. The
 * code's text is made of our own names only. Undefined when it cannot be said so: where a function is
 * neither a parameter nor written out.
 */
function straightLine(primitive: Primitive, term: Term, domain: Domain): Callable | undefined {
  const { parameters } = splitFunctionType(primitive.type);
  const { count, body } = splitLambdas(term);
  if (count !== parameters.length || parameters.some(takesFunctions)) return undefined;
  const constants: unknown[] = [];
  let names = 0;
  let hasLambdas = false;

  /**
   * Adds the lines that compute a term and returns the name of its value, or undefined if they cannot.
   *
   * @param scope innermost first
   */
  const emit = (t: Term, scope: readonly Name[], lines: string[]): string | undefined => {
    const { head, arguments: args } = spine(t);
    if (head.kind === "literal" && args.length === 0) return `c${constants.push(head.value) - 1}`;
    if (head.kind === "variable") {
      const known = scope[head.index];
      if (known === undefined || known.parameters !== args.length) return undefined;
      if (args.length === 0) return known.name;
      const values = args.map((argument) => emit(argument, scope, lines));
      return values.includes(undefined) ? undefined : call(known.name, values, lines);
    }
    if (head.kind !== "primitive") return undefined;
    const called = findPrimitive(domain, head.name);
    // A definition only knows those before it: the domain's own order ends the recursion.
    if (called === undefined || called.arity !== args.length || called === primitive)
      return undefined;
    const wanted = splitFunctionType(called.type).parameters;
    if (wanted.some(takesFunctions)) return undefined;
    if (called.conditional === true) {
      const [condition, whenTrue, whenFalse] = args as [Term, Term, Term];
      const result = `t${names++}`;
      const chosen = emit(condition, scope, lines);
      lines.push(`let ${result};`, `if (${chosen} === true) {`);
      const left = emit(whenTrue, scope, lines);
      lines.push(`${result} = ${left}; } else {`);
      const right = emit(whenFalse, scope, lines);
      lines.push(`${result} = ${right}; }`);
      return chosen === undefined || left === undefined || right === undefined ? undefined : result;
    }
    const values = args.map((argument, index) => {
      const own = splitFunctionType(wanted[index] as Type).parameters.length;
      return own === 0 ? emit(argument, scope, lines) : emitFunction(argument, own, scope, lines);
    });
    if (values.includes(undefined)) return undefined;
    return call(`c${constants.push(callableOf(called, domain)) - 1}`, values, lines);
  };

  /** A call whose result is a value, or ends the function that it is in. */
  const call = (fn: string, values: readonly (string | undefined)[], lines: string[]): string => {
    const result = `t${names++}`;
    // What the reference evaluator takes for a fault must be one here, also one that a primitive ignores.
    lines.push(
      `const ${result} = normal(${fn}(${values.join(", ")}));`,
      `if (faulted || !admissible(${result})) { faulted = true; return undefined; }`,
    );
    return result;
  };

  const emitFunction = (
    t: Term,
    own: number,
    scope: readonly Name[],
    lines: string[],
  ): string | undefined => {
    if (t.kind === "variable") {
      const known = scope[t.index];
      return known?.parameters === own ? known.name : undefined;
    }
    const split = splitLambdas(t);
    if (split.count !== own) return undefined;
    hasLambdas = true;
    const bound = Array.from({ length: own }, () => `x${names++}`);
    const inner: string[] = [];
    const within = [...bound].reverse().map((name): Name => ({ name, parameters: 0 }));
    const value = emit(split.body, [...within, ...scope], inner);
    if (value === undefined) return undefined;
    const given = bound.map((name) => `!admissible(${name})`).join(" || ");
    const name = `f${names++}`;
    lines.push(
      `const ${name} = (${bound.join(", ")}) => {`,
      `if (faulted || --meter.fuel < 0 || ${given}) { faulted = true; return undefined; }`,
      ...inner,
      `return ${value};`,
      `};`,
    );
    return name;
  };

  const scope = parameters.map((type, index): Name => ({
    name: `p${index}`,
    parameters: splitFunctionType(type).parameters.length,
  }));
  const lines: string[] = [];
  const value = emit(body, [...scope].reverse(), lines);
  if (value === undefined) return undefined;
  const meter = meterOf(domain);
  // oxlint-disable-next-line typescript/no-implied-eval -- the text is ours: see above
  const make = new Function(
    "admissible",
    "normal",
    "meter",
    ...constants.map((_, i) => `c${i}`),
    `"use strict"; return (${parameters.map((_, i) => `p${i}`).join(", ")}) => {
      let faulted = false;
      ${lines.join("\n")}
      return ${value};
    };`,
  ) as (...values: readonly unknown[]) => Callable;
  const admissible = (result: unknown): boolean => isAdmissible(result, domain.limits);
  const run = make(admissible, normal, meter, ...constants);
  return hasLambdas ? metered(run, meter, domain.limits.fuel) : run;
}

/** Adding 0 turns -0, which no value is, into 0. */
const normal = (value: unknown): unknown => (typeof value === "number" ? value + 0 : value);

/** Has a type a parameter that is a function? */
const takesFunctions = (type: Type): boolean => splitFunctionType(type).parameters.some(isArrow);

/** Calls of lambdas that are left to whatever runs: a definition that loops may call others that do. */
interface Meter {
  fuel: number;
  running: boolean;
}

const meters = new WeakMap<Domain, Meter>();

function meterOf(domain: Domain): Meter {
  let meter = meters.get(domain);
  if (meter === undefined) meters.set(domain, (meter = { fuel: 0, running: false }));
  return meter;
}

/** The callable with fuel for each call from outside. */
const metered =
  (run: Callable, meter: Meter, fuel: number): Callable =>
  (...args) => {
    if (meter.running) return run(...args);
    meter.running = true;
    meter.fuel = fuel;
    try {
      return run(...args);
    } finally {
      meter.running = false;
    }
  };
