import { nearest } from "../support/nearest.ts";
import { type Result, failure, success } from "../support/result.ts";
import { type Domain, findPrimitive } from "./domain.ts";
import {
  type Hole,
  type Literal,
  type PrimitiveReference,
  type Term,
  type Variable,
  spine,
} from "./term.ts";
import {
  type Type,
  arrow,
  canonicalType,
  constructorType,
  isArrow,
  mapVariables,
  printType,
  typeVariable,
  typeVariables,
} from "./type.ts";
import { type Substitution, createSubstitution } from "./unify.ts";

/** Why a term has no type: the smallest subterm at fault, by identity, so that a parser can place it. */
export interface InferError {
  readonly term: Term;
  /** One sentence without a full stop. */
  readonly message: string;
  /** Types as text, named alike in both. */
  readonly expected?: string;
  readonly found?: string;
  readonly suggestion?: string;
}

export interface Inference {
  /** The principal type, its variables numbered from 0. */
  readonly type: Type;
  /** The type of each hole, left to right, in the numbering of `type`. */
  readonly holes: readonly { readonly hole: Hole; readonly type: Type }[];
  /**
   * With `everywhere`, the type of every part, by identity, in the numbering of `type`; a part that
   * stands in several places has that of one of them. Partial applications inside a call are no parts.
   */
  readonly parts?: ReadonlyMap<Term, Type>;
}

export interface InferOptions {
  /** A type the term must have; its variables are rigid: the term must be that general. */
  readonly expected?: Type;
  /** Types of the free variables, innermost first. Their variables are shared, not generalised. */
  readonly context?: readonly Type[];
  /** Tell the type of every part of the term. */
  readonly everywhere?: boolean;
}

interface Scope {
  readonly type: Type;
  readonly outer: Scope | undefined;
}

/**
 * Principal type of a term (Hindley 1969, Milner 1978; Damas and Milner 1982, algorithm J). `let` is
 * sugar for an applied lambda and does not generalise. What is known of a type is pushed down into
 * the term (Lee and Yi 1998, algorithm M), so that an error is found at the smallest subterm.
 */
export function infer(
  term: Term,
  domain: Domain,
  options: InferOptions = {},
): Result<Inference, InferError> {
  const context = options.context ?? [];
  const firstFree = 1 + Math.max(-1, ...[...context].flatMap(typeVariables));
  const inference: State = {
    domain,
    substitution: createSubstitution(firstFree),
    holes: [],
    parts: options.everywhere === true ? new Map() : undefined,
  };
  const { substitution, holes, parts } = inference;
  const scope = context.reduceRight<Scope | undefined>(
    (outer, type) => ({ type, outer }),
    undefined,
  );
  const expected =
    options.expected === undefined ? substitution.fresh() : rigid(canonicalType(options.expected));
  const error = check(term, expected, scope, inference);
  if (error !== undefined) return failure(error);
  const types = [expected, ...holes.map(({ type }) => type), ...(parts?.values() ?? [])];
  if (types.some((type) => substitution.isLarge(type, MAX_TYPE_SIZE))) {
    return failure({ term, message: TOO_LARGE });
  }
  // Numbered together with the holes, so that a variable means the same in both.
  const [type, ...others] = named(types.map((type) => substitution.resolve(type)));
  const partTypes = others.slice(holes.length);
  return success({
    type: type as Type,
    holes: holes.map(({ hole }, index) => ({ hole, type: others[index] as Type })),
    ...(parts === undefined
      ? {}
      : { parts: new Map([...parts.keys()].map((part, i) => [part, partTypes[i] as Type])) }),
  });
}

interface State {
  readonly domain: Domain;
  readonly substitution: Substitution;
  readonly holes: { hole: Hole; type: Type }[];
  readonly parts: Map<Term, Type> | undefined;
}

/** Types of more parts are refused; in a program that means something they have fewer than 100. */
const MAX_TYPE_SIZE = 1000;
const TOO_LARGE = "the type of this is too large";

/** Makes the term's type equal to the expected one, or says which subterm does not fit. */
function check(
  term: Term,
  expected: Type,
  scope: Scope | undefined,
  state: State,
): InferError | undefined {
  const { substitution } = state;
  state.parts?.set(term, expected);
  switch (term.kind) {
    case "lambda": {
      const wanted = substitution.find(expected);
      if (wanted.kind === "constructor" && !isArrow(wanted)) {
        const type = substitution.fresh();
        return check(term, type, scope, state) ?? mismatch(term, expected, type, state);
      }
      const fn = isArrow(wanted) ? wanted : arrow(substitution.fresh(), substitution.fresh());
      if (fn !== wanted) substitution.unify(wanted, fn);
      const [parameter, result] = fn.arguments as readonly [Type, Type];
      return check(term.body, result, { type: parameter, outer: scope }, state);
    }
    case "application": {
      // The whole spine at once: its depth is no stack, and an error can count the arguments.
      const { head, arguments: args } = spine(term);
      return checkCall(term, head, args, expected, scope, state);
    }
    case "inline":
      return check(term.body, expected, undefined, state);
    default: {
      const type = typeOfLeaf(term, scope, state);
      if ("message" in type) return type;
      return fit(term, expected, type, state);
    }
  }
}

function checkCall(
  term: Term,
  head: Term,
  args: readonly Term[],
  expected: Type,
  scope: Scope | undefined,
  state: State,
): InferError | undefined {
  const { substitution } = state;
  const [first, ...others] = args;
  if (head.kind === "lambda" && first !== undefined) {
    // A `let`: its value's type is known before its body is looked at.
    const value = substitution.fresh();
    const error = check(first, value, scope, state);
    if (error !== undefined) return error;
    const inner = { type: value, outer: scope };
    if (others.length === 0) return check(head.body, expected, inner, state);
    const fn = substitution.fresh();
    return (
      check(head.body, fn, inner, state) ??
      checkArguments(term, head, fn, others, expected, scope, state)
    );
  }
  const fn = substitution.fresh();
  return (
    check(head, fn, scope, state) ?? checkArguments(term, head, fn, args, expected, scope, state)
  );
}

function checkArguments(
  term: Term,
  head: Term,
  fn: Type,
  args: readonly Term[],
  expected: Type,
  scope: Scope | undefined,
  state: State,
): InferError | undefined {
  const { substitution } = state;
  const parameters: Type[] = [];
  let result = substitution.find(fn);
  for (const [index, argument] of args.entries()) {
    if (result.kind === "variable") {
      const next = arrow(substitution.fresh(), substitution.fresh());
      const unified = substitution.unify(result, next);
      if (!unified.ok) return { term: argument, message: TOO_LARGE };
      result = next;
    }
    if (!isArrow(result))
      return notAFunction(index === 0 ? head : argument, index, argument, result, state);
    parameters.push(result.arguments[0]);
    result = substitution.find(result.arguments[1]);
  }
  // The result first: what is wanted of it tells what the arguments must be.
  const fits = substitution.unify(expected, result);
  for (const [index, argument] of args.entries()) {
    const error = check(argument, parameters[index] as Type, scope, state);
    if (error !== undefined) return error;
  }
  return fits.ok ? undefined : mismatch(term, expected, result, state);
}

function typeOfLeaf(
  term: Variable | PrimitiveReference | Literal | Hole,
  scope: Scope | undefined,
  { domain, substitution, holes }: State,
): Type | InferError {
  switch (term.kind) {
    case "variable": {
      let entry = scope;
      for (let i = 0; i < term.index; i++) entry = entry?.outer;
      return entry?.type ?? { term, message: `variable $${term.index} is not bound by a lambda` };
    }
    case "primitive": {
      const primitive = findPrimitive(domain, term.name);
      if (primitive === undefined) return unknownName(term, term.name, domain);
      return substitution.instantiate(primitive.type);
    }
    case "literal":
      return substitution.instantiate(term.type);
    case "hole": {
      const type =
        term.type === undefined ? substitution.fresh() : substitution.instantiate(term.type);
      holes.push({ hole: term, type });
      return type;
    }
  }
}

export function unknownName(term: Term, name: string, domain: Domain): InferError {
  const names = [...domain.primitives.values()].flatMap((p) => [p.name, ...p.aliases]);
  const suggestion = nearest(name, names);
  return {
    term,
    message: `unknown name "${name}" in domain "${domain.name}"`,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

function notAFunction(
  term: Term,
  given: number,
  argument: Term,
  type: Type,
  state: State,
): InferError {
  const minus =
    argument.kind === "literal" && typeof argument.value === "number" && argument.value < 0
      ? "; a minus between two numbers has blanks on both sides"
      : "";
  return {
    term,
    message:
      given === 0
        ? `this is given an argument, but it is no function${minus}`
        : `too many arguments: the function takes ${given}${minus}`,
    ...(given === 0 ? { found: show([type], state)[0] as string } : {}),
  };
}

function fit(term: Term, expected: Type, found: Type, state: State): InferError | undefined {
  return state.substitution.unify(expected, found).ok
    ? undefined
    : mismatch(term, expected, found, state);
}

function mismatch(term: Term, expected: Type, found: Type, state: State): InferError {
  const { substitution } = state;
  // A failed unification may have bound parts; what is left of the types still differs, or is infinite.
  const again = substitution.unify(expected, found);
  const kind = again.ok ? "clash" : again.error.kind;
  if (kind === "large") return { term, message: TOO_LARGE };
  const types = [expected, found];
  const [e, f] = show(types, state) as [string, string];
  if (kind === "infinite") {
    return { term, message: "this would need an infinite type", expected: e, found: f };
  }
  const isLarge = types.some((type) => substitution.isLarge(type, MAX_TYPE_SIZE));
  const rigids = isLarge ? [] : types.flatMap((type) => rigidsIn(substitution.resolve(type)));
  const names = [...new Set(rigids)]
    .sort((a, b) => a - b)
    .map((id) => `\`${printType(typeVariable(id))}\``);
  const note =
    names.length === 0
      ? ""
      : `; ${names.join(" and ")} ${names.length === 1 ? "stands" : "stand"} for any type`;
  return { term, message: `the types do not fit${note}`, expected: e, found: f };
}

/** Types as text, their variables named alike. */
function show(types: readonly Type[], { substitution }: State): readonly string[] {
  if (types.some((type) => substitution.isLarge(type, MAX_TYPE_SIZE))) {
    return types.map(() => "a type too large to show");
  }
  return named(types.map((type) => substitution.resolve(type))).map(printType);
}

// No source text can write this name.
const RIGID = "\u0000rigid ";

/** Variables become constructors that equal nothing but themselves: the term must be that general. */
const rigid = (type: Type): Type => mapVariables(type, (id) => constructorType(`${RIGID}${id}`));

const rigidsIn = (type: Type): readonly number[] => {
  if (type.kind === "variable") return [];
  return type.name.startsWith(RIGID)
    ? [Number(type.name.slice(RIGID.length))]
    : type.arguments.flatMap(rigidsIn);
};

/** Rigid types as the variables they came from, and the others numbered after them from first to last. */
function named(types: readonly Type[]): readonly Type[] {
  const rigids = 1 + Math.max(-1, ...types.flatMap(rigidsIn));
  const numbers = new Map<number, number>();
  const visit = (type: Type): Type => {
    if (type.kind === "variable") {
      const number = numbers.get(type.id) ?? rigids + numbers.size;
      numbers.set(type.id, number);
      return typeVariable(number);
    }
    if (type.name.startsWith(RIGID)) return typeVariable(Number(type.name.slice(RIGID.length)));
    return type.arguments.length === 0
      ? type
      : constructorType(type.name, ...type.arguments.map(visit));
  };
  return types.map(visit);
}
