import { type Domain, findPrimitive } from "../dsl/domain.ts";
import type { Primitive } from "../dsl/primitive.ts";
import { type Term, spine } from "../dsl/term.ts";
import { type Type, isArrow, splitFunctionType } from "../dsl/type.ts";
import { InternalError } from "../support/internalError.ts";
import { weigh } from "./value.ts";

/** A compiled closed term. The reference for what programs mean; the search has a faster twin. */
export interface Evaluator {
  /**
   * The value of the term applied to inputs, or undefined for a fault. Functions are curried
   * JavaScript functions of one parameter, in the inputs (where they must be pure) as in the result,
   * which may be called after the run. Never throws, always ends (as far as primitives do).
   */
  run(...inputs: readonly unknown[]): unknown;
  /** Why the last run had no value. */
  lastFault(): Fault | undefined;
}

export type Fault =
  /** A primitive has no value on its arguments. */
  | { readonly kind: "primitive"; readonly name: string; readonly arguments: readonly unknown[] }
  /** A primitive's result is no value, or beyond the domain's limits. */
  | { readonly kind: "result"; readonly name: string; readonly arguments: readonly unknown[] }
  /** More function calls than the domain's fuel. */
  | { readonly kind: "fuel" }
  /** The program nests too deeply to run. */
  | { readonly kind: "depth" }
  /**
   * A hole has no value (`?`), nor has a name that the domain does not know, an argument that is no
   * value or one too many (`argument`), and a function from outside that gives none (`function`).
   */
  | { readonly kind: "unknown"; readonly name: string };

/** The values of the variables in scope, innermost first. */
export interface Frame {
  readonly value: unknown;
  readonly outer: Frame | undefined;
}

/** Undefined means that there is no value; `Machine.fault` says why. */
export type Code = (frame: Frame | undefined) => unknown;
type Curried = (argument: unknown) => unknown;

// Thrown through a primitive that goes on calling a function after the fuel ran out.
const OUT_OF_FUEL = Symbol("out of fuel");

/** Parts of a primitive's result that cost as much as one call, so that work is bounded, not only calls. */
const PARTS_PER_CALL = 1024;

/** Told of every part of a program that is evaluated, as that begins and ends; parts nest as they run. */
export interface Watcher {
  enter(term: Term, frame: Frame | undefined): void;
  /** `undefined`: the part that was entered last has no value. */
  leave(value: unknown): void;
}

interface Machine {
  readonly domain: Domain;
  readonly watcher: Watcher | undefined;
  readonly definitions: Map<string, Code>;
  readonly fuelPerRun: number;
  fuel: number;
  fault: Fault | undefined;
  running: boolean;
}

/**
 * Compiles a closed term into closures. Unknown names and holes are faults when they are reached.
 * Without a watcher watching costs nothing.
 */
export function compile(
  term: Term,
  domain: Domain,
  fuel = domain.limits.fuel,
  watcher?: Watcher,
): Evaluator {
  const machine: Machine = {
    domain,
    watcher,
    definitions: new Map(),
    fuelPerRun: fuel,
    fuel,
    fault: undefined,
    running: false,
  };
  const code = compileClosed(term, machine);
  return {
    run: (...inputs) =>
      enter(machine, () => {
        let value = code(undefined);
        for (const input of inputs) {
          if (value === undefined) return undefined;
          if (typeof value !== "function") return fail(machine, ARGUMENT_FAULT);
          value = (value as Curried)(
            typeof input === "function" ? adopt(input as Curried, machine) : input,
          );
        }
        return value;
      }),
    lastFault: () => machine.fault,
  };
}

/** `compile` and `run` in one step. */
export function evaluate(term: Term, inputs: readonly unknown[], domain: Domain): unknown {
  return compile(term, domain).run(...inputs);
}

const ARGUMENT_FAULT: Fault = { kind: "unknown", name: "argument" };
const FUNCTION_FAULT: Fault = { kind: "unknown", name: "function" };
const DEPTH_FAULT: Fault = { kind: "depth" };
const FUEL_FAULT: Fault = { kind: "fuel" };

/**
 * Runs code of the machine from outside. Inside a run (a primitive that itself runs this program) it
 * is part of that run: it has the same fuel, and its fault is a fault of the whole.
 */
function enter(machine: Machine, body: () => unknown): unknown {
  if (machine.running) return body();
  machine.running = true;
  machine.fuel = machine.fuelPerRun;
  machine.fault = undefined;
  try {
    const value = body();
    return machine.fault === undefined ? value : undefined;
  } catch (error) {
    if (error instanceof InternalError) throw error;
    // Anything else was thrown by a function of the user's.
    if (error === OUT_OF_FUEL) machine.fault = FUEL_FAULT;
    else if (isStackOverflow(error)) machine.fault = DEPTH_FAULT;
    else machine.fault ??= FUNCTION_FAULT;
    return undefined;
  } finally {
    machine.running = false;
  }
}

/** Compiles a term without free variables; one that nests too deeply to compile is a fault to run. */
function compileClosed(term: Term, machine: Machine): Code {
  try {
    return compileTerm(term, machine);
  } catch (error) {
    if (isStackOverflow(error)) return () => fail(machine, DEPTH_FAULT);
    throw error;
  }
}

function compileTerm(term: Term, machine: Machine): Code {
  const code = compilePart(term, machine);
  const { watcher } = machine;
  if (watcher === undefined) return code;
  return (frame) => {
    watcher.enter(term, frame);
    let value: unknown;
    try {
      value = code(frame);
    } finally {
      watcher.leave(value);
    }
    return value;
  };
}

function compilePart(term: Term, machine: Machine): Code {
  switch (term.kind) {
    case "variable":
      return compileVariable(term.index);
    case "literal": {
      const { value } = term;
      return () => value;
    }
    case "inline": {
      const body = compileTerm(term.body, machine);
      return () => body(undefined);
    }
    case "lambda": {
      const body = compileTerm(term.body, machine);
      return (outer) => closure(machine, (value) => body({ value, outer }));
    }
    case "hole":
      return () => fail(machine, { kind: "unknown", name: "?" });
    case "primitive":
      return compileCall(term.name, [], machine);
    case "application": {
      const { head, arguments: args } = spine(term);
      const codes = args.map((argument) => compileTerm(argument, machine));
      if (head.kind === "primitive") return compileCall(head.name, codes, machine);
      return applyAll(compileTerm(head, machine), codes);
    }
  }
}

/** Reads a variable by its index. */
export function compileVariable(index: number): Code {
  if (index === 0) return (frame) => frame?.value;
  if (index === 1) return (frame) => frame?.outer?.value;
  return (frame) => {
    let f = frame;
    for (let i = 0; i < index; i++) f = f?.outer;
    return f?.value;
  };
}

function applyAll(head: Code, args: readonly Code[]): Code {
  return (frame) => {
    let value = head(frame);
    for (const argument of args) {
      if (value === undefined) return undefined;
      const x = argument(frame);
      if (x === undefined) return undefined;
      value = (value as Curried)(x);
    }
    return value;
  };
}

/** A function value: pays for each call, takes faults through, and stops a caller that ignores them. */
function closure(machine: Machine, body: (argument: unknown) => unknown): Curried {
  const call = (argument: unknown): unknown => {
    // Called by someone who was handed it as a result.
    if (!machine.running) return enter(machine, () => call(argument));
    spend(1, machine);
    if (argument === undefined || machine.fault !== undefined) return fail(machine, ARGUMENT_FAULT);
    return body(argument);
  };
  return call;
}

/** A function from outside as a function value: what it throws is a fault, and so is what is no value. */
function adopt(fn: Curried, machine: Machine): Curried {
  return closure(machine, (argument) => {
    let result: unknown;
    try {
      result = fn(argument);
    } catch (error) {
      rethrowStop(error, machine);
    }
    if (machine.fault !== undefined) return undefined;
    return accept(result, machine)
      ? adoptParts(normal(result), machine)
      : fail(machine, FUNCTION_FAULT);
  });
}

/** The value with every function in it adopted. */
function adoptParts(value: unknown, machine: Machine): unknown {
  if (typeof value === "function") return adopt(value as Curried, machine);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((part) => adoptParts(part, machine));
  const fields = Object.entries(value).map(([key, part]) => [key, adoptParts(part, machine)]);
  return Object.fromEntries(fields);
}

function fail(machine: Machine, fault: Fault): undefined {
  // The first fault is the reason; later ones follow from it.
  machine.fault ??= fault;
  return undefined;
}

/** Is it a value within the limits? A large one costs fuel. */
function accept(value: unknown, machine: Machine): boolean {
  const parts = weigh(value, machine.domain.limits);
  spend(Math.floor(parts / PARTS_PER_CALL), machine);
  return parts > 0;
}

function spend(fuel: number, machine: Machine): void {
  machine.fuel -= fuel;
  if (machine.fuel < 0) {
    machine.fault ??= FUEL_FAULT;
    throw OUT_OF_FUEL;
  }
}

/** Adding 0 turns -0, which no value is, into 0. */
const normal = (value: unknown): unknown => (typeof value === "number" ? value + 0 : value);

/** Lets pass what ends the whole run, whoever throws or catches it on the way. */
function rethrowStop(error: unknown, machine: Machine): void {
  if (error === OUT_OF_FUEL) throw error;
  if (isStackOverflow(error)) {
    machine.fault ??= DEPTH_FAULT;
    throw error;
  }
}

function compileCall(name: string, args: readonly Code[], machine: Machine): Code {
  const primitive = findPrimitive(machine.domain, name);
  if (primitive === undefined) return () => fail(machine, { kind: "unknown", name });
  if (primitive.body !== undefined) {
    const definition = compileDefinition(primitive, primitive.body, machine);
    return args.length === 0 ? definition : applyAll(definition, args);
  }
  const { arity } = primitive;
  if (args.length > arity) {
    return applyAll(compileCall(name, args.slice(0, arity), machine), args.slice(arity));
  }
  if (args.length < arity) {
    const saturated = (given: readonly unknown[]): unknown => {
      if (given.length === arity) return callPrimitive(primitive, given, machine);
      return closure(machine, (argument) => saturated([...given, argument]));
    };
    return (frame) => {
      const given = evaluateAll(args, frame);
      return given === undefined ? undefined : saturated(given);
    };
  }
  if (primitive.conditional === true) {
    const [condition, whenTrue, whenFalse] = args as [Code, Code, Code];
    return (frame) => {
      const chosen = condition(frame);
      if (chosen === undefined) return undefined;
      return chosen === true ? whenTrue(frame) : whenFalse(frame);
    };
  }
  return (frame) => {
    const given = evaluateAll(args, frame);
    return given === undefined ? undefined : callPrimitive(primitive, given, machine);
  };
}

function evaluateAll(args: readonly Code[], frame: Frame | undefined): unknown[] | undefined {
  const values: unknown[] = [];
  for (const argument of args) {
    const value = argument(frame);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

/** Compiled when it is first run, once: a definition that mentions itself must not compile for ever. */
function compileDefinition(primitive: Primitive, body: Term, machine: Machine): Code {
  let code = machine.definitions.get(primitive.name);
  if (code === undefined) {
    let compiled: Code | undefined;
    // What is no function pays as its calls would: of definitions that each use the one before twice, the
    // last is 2^n values.
    const cost = body.kind === "lambda" ? 0 : 1;
    code = () => {
      spend(cost, machine);
      return (compiled ??= compileClosed(body, machine))(undefined);
    };
    machine.definitions.set(primitive.name, code);
  }
  return code;
}

function callPrimitive(
  primitive: Primitive,
  values: readonly unknown[],
  machine: Machine,
): unknown {
  const { parameters, makesFunctions } = functionShape(primitive);
  const args = values.map((value, index) => {
    const count = parameters[index] as number;
    return count === 0 ? value : uncurry(value as Curried, count, machine);
  });
  let result: unknown;
  let accepted = false;
  try {
    result = normal((primitive.evaluate as (...args: readonly unknown[]) => unknown)(...args));
    // Looking at a value may run code too, where a record has accessors.
    accepted = result !== undefined && accept(result, machine);
  } catch (error) {
    rethrowStop(error, machine);
    result = undefined;
  }
  if (machine.fault !== undefined) return undefined;
  if (!accepted) {
    const kind = result === undefined ? "primitive" : "result";
    return fail(machine, { kind, name: primitive.name, arguments: values });
  }
  return makesFunctions ? adoptParts(result, machine) : result;
}

/** Did this end because the stack was full? */
export const isStackOverflow = (error: unknown): boolean =>
  error instanceof RangeError && error.message.includes("call stack");

/**
 * A curried function value as a primitive wants it: a function of `count` parameters. Given fewer
 * arguments it gives a curried function of the rest, so that it may be kept as a value too.
 */
function uncurry(
  value: Curried,
  count: number,
  machine: Machine,
): (...args: readonly unknown[]) => unknown {
  return (...args) => {
    let result: unknown = value;
    for (let i = 0; i < count && i < args.length; i++) {
      const argument = normal(args[i]);
      // What a primitive hands to a function is checked as its results are: it may be anything.
      if (argument === undefined || !accept(argument, machine))
        return fail(machine, ARGUMENT_FAULT);
      result = (result as Curried)(argument);
      if (result === undefined) return undefined;
    }
    return result;
  };
}

export interface FunctionShape {
  /** For each parameter of a primitive how many parameters it has itself: 0 for plain values. */
  readonly parameters: readonly number[];
  /** Does the result's type hold functions, which the primitive may have made itself? */
  readonly makesFunctions: boolean;
}

/** How a primitive takes and gives functions. */
export function functionShape(primitive: Primitive): FunctionShape {
  let shape = shapes.get(primitive);
  if (shape === undefined) {
    const { parameters, result } = splitFunctionType(primitive.type);
    shape = {
      parameters: parameters.map((type) => splitFunctionType(type).parameters.length),
      makesFunctions: holdsFunction(result),
    };
    shapes.set(primitive, shape);
  }
  return shape;
}

const holdsFunction = (type: Type): boolean =>
  type.kind === "constructor" && (isArrow(type) || type.arguments.some(holdsFunction));

const shapes = new WeakMap<Primitive, FunctionShape>();
