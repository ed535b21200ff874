// The forward and the backward pass need each other (a condition that holds narrows what its branch
// sees; what a call must give depends on what its arguments can be), hence one file for both.
import { type Domain, findPrimitive } from "../dsl/domain.ts";
import type { Primitive } from "../dsl/primitive.ts";
import type { Range } from "../dsl/range.ts";
import {
  type Hole,
  type Term,
  apply,
  primitiveReference,
  spine,
  splitLambdas,
} from "../dsl/term.ts";
import { rangeOf, withinLimits } from "./rangeOf.ts";
import { type BooleanRange, Booleans } from "./ranges/booleans.ts";
import { Functions } from "./ranges/functionRange.ts";
import { BOTTOM, TOP, contains, join, leq, meet } from "./ranges/lattice.ts";
import { type ParameterSignature, restrict, signatureOf } from "./signature.ts";

/** The ranges of the variables in scope, innermost first. */
export interface AbstractFrame {
  readonly range: Range;
  readonly outer: AbstractFrame | undefined;
  /** Has the term no name for it? It is an argument beyond the term's own lambdas. */
  readonly implicit?: true;
}

export interface AbstractMachine {
  readonly domain: Domain;
  /** What is known of a hole before anything else is. */
  readonly holeRange: (hole: Hole) => Range;
  /** Ranges of definitions that have been evaluated. */
  readonly definitions: Map<string, Range>;
  /** Calls that may still be followed; after them everything is its type's top. */
  steps: number;
  /** Does the backward pass use what the forward pass finds? */
  readonly forward: boolean;
  readonly recorder?: Recorder;
}

/** Told the range of each application and each body of a function, as often as it is evaluated. */
export interface Recorder {
  record(term: Term, range: Range): void;
  /** Above 0 while the backward pass looks at parts in scopes that no run has. */
  paused: number;
}

/** Told by the backward pass what the values of a hole are in every run that fits. */
export type HoleSink = (
  hole: Hole,
  range: Range,
  scope: AbstractFrame | undefined,
  certain: boolean,
) => void;

/** A backward pass, or a part of one. */
export interface Pass {
  readonly machine: AbstractMachine;
  readonly sink: HoleSink | undefined;
  /**
   * Does every run evaluate the term at hand? What is narrowed inside a lambda says nothing of the
   * variables outside, because the lambda may never be called.
   */
  readonly certain: boolean;
}

type Scope = AbstractFrame | undefined;

/** The range of a term whose free variables are in `scope`: it holds the value of every run. */
export function evaluateRange(term: Term, scope: Scope, machine: AbstractMachine): Range {
  switch (term.kind) {
    case "variable":
      return lookUp(term.index, scope);
    case "literal":
      return rangeOf(term.value, term.type, machine.domain);
    case "hole":
      return machine.holeRange(term);
    case "inline":
      return evaluateRange(term.body, undefined, machine);
    case "lambda":
      return Functions.of((range) => {
        if (--machine.steps < 0) return TOP;
        const result = evaluateRange(term.body, { range, outer: scope }, machine);
        return recorded(term.body, result, machine);
      });
    case "primitive":
      return evaluateCall(term.name, [], scope, machine);
    case "application": {
      const { head, arguments: args } = spine(term);
      if (head.kind === "primitive") {
        return recorded(term, evaluateCall(head.name, args, scope, machine), machine);
      }
      // What fills a hole may be a conditional, which does not need all of its arguments.
      if (head.kind === "hole") return TOP;
      const fn = evaluateRange(head, scope, machine);
      return recorded(term, applyTo(fn, args, scope, machine), machine);
    }
  }
}

function recorded(term: Term, range: Range, { recorder }: AbstractMachine): Range {
  if (recorder?.paused === 0) recorder.record(term, range);
  return range;
}

function lookUp(index: number, scope: Scope): Range {
  let frame = scope;
  for (let i = 0; i < index; i++) frame = frame?.outer;
  return frame?.range ?? BOTTOM;
}

function applyTo(fn: Range, args: readonly Term[], scope: Scope, machine: AbstractMachine): Range {
  if (fn === BOTTOM || args.length === 0) return fn;
  return Functions.apply(fn, ...args.map((argument) => evaluateRange(argument, scope, machine)));
}

function evaluateCall(
  name: string,
  args: readonly Term[],
  scope: Scope,
  machine: AbstractMachine,
): Range {
  const primitive = findPrimitive(machine.domain, name);
  if (primitive === undefined) return BOTTOM;
  if (primitive.body !== undefined) {
    return applyTo(definitionRange(primitive, primitive.body, machine), args, scope, machine);
  }
  const { arity } = primitive;
  if (primitive.conditional === true && args.length >= 3) {
    const [condition, whenTrue, whenFalse, ...rest] = args as [Term, Term, Term, ...Term[]];
    const chosen = evaluateConditional(condition, whenTrue, whenFalse, scope, machine);
    return applyTo(chosen, rest, scope, machine);
  }
  const given = args.slice(0, arity).map((argument) => evaluateRange(argument, scope, machine));
  if (given.includes(BOTTOM)) return BOTTOM;
  const called = Functions.curry(arity - given.length, (...others) =>
    callRange(primitive, [...given, ...others], machine),
  );
  return applyTo(called, args.slice(arity), scope, machine);
}

function definitionRange(primitive: Primitive, body: Term, machine: AbstractMachine): Range {
  let range = machine.definitions.get(primitive.name);
  if (range === undefined) {
    // Found again while it is evaluated: it is defined by itself.
    machine.definitions.set(primitive.name, TOP);
    range = evaluateRange(body, undefined, machine);
    machine.definitions.set(primitive.name, range);
  }
  return range;
}

function evaluateConditional(
  condition: Term,
  whenTrue: Term,
  whenFalse: Term,
  scope: Scope,
  machine: AbstractMachine,
): Range {
  const chosen = evaluateRange(condition, scope, machine);
  if (chosen === BOTTOM) return BOTTOM;
  const { mayBeTrue, mayBeFalse } = asBooleans(chosen);
  if (!mayBeFalse) return evaluateRange(whenTrue, scope, machine);
  if (!mayBeTrue) return evaluateRange(whenFalse, scope, machine);
  const { recorder } = machine;
  const branch = (outcome: BooleanRange, term: Term): Range => {
    if (recorder !== undefined) recorder.paused++;
    const narrowed = narrow(condition, outcome, scope, {
      machine,
      sink: undefined,
      certain: false,
    });
    if (recorder !== undefined) recorder.paused--;
    return narrowed === IMPOSSIBLE ? BOTTOM : evaluateRange(term, narrowed, machine);
  };
  return join(branch(Booleans.TRUE, whenTrue), branch(Booleans.FALSE, whenFalse));
}

const asBooleans = (range: Range): BooleanRange => (Booleans.is(range) ? range : Booleans.TOP);

/** Told which ranges a transformer calls a function parameter with. */
type CallSink = (parameter: number, args: readonly Range[]) => void;

/** The range of a primitive on as many ranges as it has parameters, none of them BOTTOM. */
export function callRange(
  primitive: Primitive,
  ranges: readonly Range[],
  machine: AbstractMachine,
  record?: CallSink,
): Range {
  const { result } = signatureOf(primitive, machine.domain);
  if (--machine.steps < 0 || primitive.range === "top") return result;
  const given = argumentsOf(primitive, ranges, machine, record);
  if (given === undefined) return BOTTOM;
  const transform = primitive.range as (...args: readonly unknown[]) => Range;
  return withinLimits(restrict(transform(...given), result), machine.domain.limits);
}

/** Ranges as a transformer takes them: of the declared types, functions as plain functions on ranges. */
export function argumentsOf(
  primitive: Primitive,
  ranges: readonly Range[],
  machine: AbstractMachine,
  record?: CallSink,
): readonly unknown[] | undefined {
  const { parameters } = signatureOf(primitive, machine.domain);
  const given: unknown[] = [];
  for (const [index, parameter] of parameters.entries()) {
    const range = ranges[index] as Range;
    if (parameter.kind === "function") {
      given.push(functionOnRanges(range, parameter, machine, (args) => record?.(index, args)));
    } else {
      const restricted = restrict(range, parameter.top);
      if (restricted === BOTTOM) return undefined;
      given.push(restricted);
    }
  }
  return given;
}

function functionOnRanges(
  fn: Range,
  signature: Extract<ParameterSignature, { kind: "function" }>,
  machine: AbstractMachine,
  record: (args: readonly Range[]) => void,
): (...args: readonly Range[]) => Range {
  return (...args) => {
    // A transformer that passes too few knows nothing of the rest.
    const given = signature.parameters.map((top, i) => restrict(args[i] ?? TOP, top));
    if (given.includes(BOTTOM)) return BOTTOM;
    record(given);
    if (--machine.steps < 0) return signature.result;
    return restrict(Functions.apply(fn, ...given), signature.result);
  };
}

/** There is no run whose value is in the range asked for. */
export const IMPOSSIBLE = Symbol("impossible");

/**
 * The backward pass: narrows the variables in scope to what they are in the runs in which the term's
 * value is in `out`, and tells the sink the same of each hole.
 */
export function narrow(
  term: Term,
  out: Range,
  scope: Scope,
  pass: Pass,
): Scope | typeof IMPOSSIBLE {
  if (out === BOTTOM) return IMPOSSIBLE;
  const { machine, sink, certain } = pass;
  if (--machine.steps < 0) return scope;
  switch (term.kind) {
    case "variable":
      return narrowVariable(term.index, out, scope);
    case "literal":
      return contains(out, term.value) ? scope : IMPOSSIBLE;
    case "hole": {
      const range = restrict(machine.holeRange(term), out);
      sink?.(term, range, scope, certain);
      return range === BOTTOM ? IMPOSSIBLE : scope;
    }
    case "inline":
      return narrow(term.body, out, undefined, pass) === IMPOSSIBLE ? IMPOSSIBLE : scope;
    case "lambda": {
      const body: Scope = { range: TOP, outer: scope };
      narrow(term.body, Functions.apply(out, TOP), body, { ...pass, certain: false });
      return scope;
    }
    case "primitive":
      return narrowCall(term.name, [], out, scope, pass);
    case "application": {
      const { head, arguments: args } = spine(term);
      if (head.kind === "primitive") {
        return narrowCall(head.name, args, out, scope, pass);
      }
      if (head.kind === "lambda") {
        return narrowLet(head, scope, args, out, scope, pass);
      }
      if (head.kind === "inline") {
        return narrowLet(head.body, undefined, args, out, scope, pass);
      }
      if (head.kind === "hole") return narrow(head, TOP, scope, pass);
      const result = forward(term, scope, machine);
      if (restrict(result, out) === BOTTOM) return IMPOSSIBLE;
      return narrowAll([head, ...args], [], scope, pass);
    }
  }
}

function narrowVariable(index: number, out: Range, scope: Scope): Scope | typeof IMPOSSIBLE {
  const current = lookUp(index, scope);
  if (out === TOP || Functions.is(current) || Functions.is(out)) return scope;
  const narrowed = meet(current, out);
  if (narrowed === BOTTOM) return IMPOSSIBLE;
  return leq(current, narrowed) ? scope : replace(index, narrowed, scope);
}

function isImplicit(term: Term, scope: Scope): boolean {
  if (term.kind !== "variable") return false;
  let frame = scope;
  for (let i = 0; i < term.index; i++) frame = frame?.outer;
  return frame?.implicit === true;
}

function replace(index: number, range: Range, scope: Scope): Scope {
  if (scope === undefined) return undefined;
  return index === 0
    ? { ...scope, range }
    : { ...scope, outer: replace(index - 1, range, scope.outer) };
}

/** What the forward pass knows of a term, or what it can be seen to be without it. */
function forward(term: Term, scope: Scope, machine: AbstractMachine): Range {
  if (machine.forward) return evaluateRange(term, scope, machine);
  const known = term.kind !== "application" && term.kind !== "primitive" && term.kind !== "inline";
  return known ? evaluateRange(term, scope, machine) : TOP;
}

/** Narrows terms that are all evaluated in one scope, each to its range (TOP where there is none). */
function narrowAll(
  terms: readonly Term[],
  outs: readonly Range[],
  scope: Scope,
  pass: Pass,
): Scope | typeof IMPOSSIBLE {
  let narrowed = scope;
  for (const [index, term] of terms.entries()) {
    const next = narrow(term, outs[index] ?? TOP, narrowed, pass);
    if (next === IMPOSSIBLE) return IMPOSSIBLE;
    narrowed = next;
  }
  return narrowed;
}

function narrowCall(
  name: string,
  args: readonly Term[],
  out: Range,
  scope: Scope,
  pass: Pass,
): Scope | typeof IMPOSSIBLE {
  const { machine } = pass;
  const primitive = findPrimitive(machine.domain, name);
  if (primitive === undefined) return IMPOSSIBLE;
  if (primitive.body !== undefined) {
    return narrowLet(primitive.body, undefined, args, out, scope, pass);
  }
  if (args.length !== primitive.arity) {
    const term = apply(primitiveReference(name), ...args);
    if (restrict(forward(term, scope, machine), out) === BOTTOM) return IMPOSSIBLE;
  }
  // A conditional given fewer than its three arguments in the source evaluates all that it is given.
  const isLazy = primitive.conditional === true && args.length >= 3;
  if (isLazy && args.slice(0, 3).some((argument) => isImplicit(argument, scope))) {
    return narrowAll(args, [], scope, pass);
  }
  if (isLazy) {
    const [condition, whenTrue, whenFalse, ...rest] = args as [Term, Term, Term, ...Term[]];
    const chosen = rest.length === 0 ? out : TOP;
    const narrowed = narrowConditional(condition, whenTrue, whenFalse, chosen, scope, pass);
    return narrowed === IMPOSSIBLE ? IMPOSSIBLE : narrowAll(rest, [], narrowed, pass);
  }
  if (args.length !== primitive.arity) return narrowAll(args, [], scope, pass);
  const ranges = args.map((argument) => forward(argument, scope, machine));
  if (ranges.includes(BOTTOM)) return IMPOSSIBLE;
  const calls = new Map<number, readonly Range[]>();
  const result = callRange(primitive, ranges, machine, (parameter, given) => {
    const before = calls.get(parameter);
    calls.set(
      parameter,
      before === undefined ? given : given.map((r, i) => join(r, before[i] as Range)),
    );
  });
  const required = restrict(
    machine.forward ? result : signatureOf(primitive, machine.domain).result,
    out,
  );
  const given = argumentsOf(primitive, ranges, machine);
  if (required === BOTTOM || given === undefined) return IMPOSSIBLE;
  const refine = primitive.refine as
    ((out: Range, ...args: readonly unknown[]) => readonly (Range | undefined)[]) | undefined;
  const wanted = refine?.(required, ...given) ?? [];
  const { parameters } = signatureOf(primitive, machine.domain);
  let narrowed = scope;
  for (const [index, parameter] of parameters.entries()) {
    const argument = args[index] as Term;
    let next: Scope | typeof IMPOSSIBLE;
    if (parameter.kind === "function") {
      next = narrowFunction(argument, parameter, calls.get(index), wanted[index], narrowed, pass);
    } else {
      const need = restrict(given[index] as Range, wanted[index] ?? TOP);
      next = narrow(argument, need, narrowed, pass);
    }
    if (next === IMPOSSIBLE) return IMPOSSIBLE;
    narrowed = next;
  }
  return narrowed;
}

/**
 * A function given to a primitive. Its parameters are what the transformer called it with: a
 * transformer that calls a function at all does so for everything that `evaluate` calls it with.
 */
function narrowFunction(
  term: Term,
  signature: Extract<ParameterSignature, { kind: "function" }>,
  calls: readonly Range[] | undefined,
  wanted: Range | undefined,
  scope: Scope,
  pass: Pass,
): Scope | typeof IMPOSSIBLE {
  const parameters = calls ?? signature.parameters;
  let body = term;
  let inner = scope;
  for (const range of parameters) {
    // Partly or not at all a lambda: its parts are evaluated once, before any call.
    if (body.kind !== "lambda") return narrow(term, TOP, scope, pass);
    inner = { range, outer: inner };
    body = body.body;
  }
  const out = wanted === undefined ? TOP : Functions.apply(wanted, ...parameters);
  narrow(body, restrict(out, signature.result), inner, { ...pass, certain: false });
  return scope;
}

/** A closed or local function applied where it stands: its parameters are what its arguments must be. */
function narrowLet(
  fn: Term,
  fnScope: Scope,
  args: readonly Term[],
  out: Range,
  scope: Scope,
  pass: Pass,
): Scope | typeof IMPOSSIBLE {
  const { count } = splitLambdas(fn);
  const bound = Math.min(count, args.length);
  let body = fn;
  let inner = fnScope;
  for (const argument of args.slice(0, bound)) {
    const range = forward(argument, scope, pass.machine);
    if (range === BOTTOM) return IMPOSSIBLE;
    inner = { range, outer: inner };
    body = (body as Extract<Term, { kind: "lambda" }>).body;
  }
  const rest = args.slice(bound);
  const narrowed = narrow(body, rest.length === 0 ? out : TOP, inner, pass);
  if (narrowed === IMPOSSIBLE) return IMPOSSIBLE;
  const parameters: Range[] = [];
  let outer = narrowed;
  for (let i = 0; i < bound; i++) {
    parameters.unshift(outer?.range ?? TOP);
    outer = outer?.outer;
  }
  // A local function shares the scope of its arguments: what its body narrowed holds there too.
  const after = fnScope === undefined ? scope : outer;
  return narrowAll([...args.slice(0, bound), ...rest], parameters, after, pass);
}

function narrowConditional(
  condition: Term,
  whenTrue: Term,
  whenFalse: Term,
  out: Range,
  scope: Scope,
  pass: Pass,
): Scope | typeof IMPOSSIBLE {
  const { machine, certain } = pass;
  const chosen = forward(condition, scope, machine);
  if (chosen === BOTTOM) return IMPOSSIBLE;
  const { mayBeTrue, mayBeFalse } = asBooleans(chosen);
  const enter = (
    possible: boolean,
    outcome: BooleanRange,
    branch: Term,
  ): Scope | typeof IMPOSSIBLE => {
    if (!possible) return IMPOSSIBLE;
    const narrowed = narrow(condition, outcome, scope, { ...pass, sink: undefined });
    if (narrowed === IMPOSSIBLE) return IMPOSSIBLE;
    return restrict(forward(branch, narrowed, machine), out) === BOTTOM ? IMPOSSIBLE : narrowed;
  };
  const intoTrue = enter(mayBeTrue, Booleans.TRUE, whenTrue);
  const intoFalse = enter(mayBeFalse, Booleans.FALSE, whenFalse);
  const only = certain && (intoTrue === IMPOSSIBLE || intoFalse === IMPOSSIBLE);
  const fromTrue =
    intoTrue === IMPOSSIBLE
      ? IMPOSSIBLE
      : narrow(whenTrue, out, intoTrue, { ...pass, certain: only });
  const fromFalse =
    intoFalse === IMPOSSIBLE
      ? IMPOSSIBLE
      : narrow(whenFalse, out, intoFalse, { ...pass, certain: only });
  const outcome = Booleans.of(fromFalse !== IMPOSSIBLE, fromTrue !== IMPOSSIBLE);
  const after =
    fromTrue === IMPOSSIBLE
      ? fromFalse
      : fromFalse === IMPOSSIBLE
        ? fromTrue
        : joinScopes(fromTrue, fromFalse);
  if (after === IMPOSSIBLE) return IMPOSSIBLE;
  return narrow(condition, outcome, after, pass);
}

function joinScopes(a: Scope, b: Scope): Scope {
  if (a === b || a === undefined || b === undefined) return a;
  const range = a.range === b.range ? a.range : join(a.range, b.range);
  return { ...a, range, outer: joinScopes(a.outer, b.outer) };
}
