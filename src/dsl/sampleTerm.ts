import type { Rng } from "../support/rng.ts";
import { shuffled } from "../support/shuffled.ts";
import type { Domain } from "./domain.ts";
import { type Term, apply, lambda, literal, primitiveReference, variable } from "./term.ts";
import {
  type Type,
  constructorType,
  isArrow,
  splitFunctionType,
  typeVariable,
  typeVariables,
} from "./type.ts";
import { type Substitution, createSubstitution } from "./unify.ts";

export interface SampleOptions {
  /** Types of the free variables, innermost first; none when absent. */
  readonly context?: readonly Type[];
  /** Applications and lambdas inside one another, at most; 4 when absent. */
  readonly depth?: number;
}

/** Choices that are tried before a term is given up. */
const MAX_CHOICES = 2_000;

/**
 * A random term of a type, well-typed by construction: variables in scope, literals and primitives of
 * the domain, lambdas where functions are needed. Undefined when none of that depth is found. The
 * type may have variables, which the term then chooses freely.
 */
export function sampleTerm(
  rng: Rng,
  type: Type,
  domain: Domain,
  options: SampleOptions = {},
): Term | undefined {
  const context = options.context ?? [];
  const firstFree = 1 + Math.max(-1, ...[type, ...context].flatMap(typeVariables));
  const state: State = {
    rng,
    domain,
    substitution: createSubstitution(firstFree),
    ground: groundTypes(domain),
    choices: MAX_CHOICES,
  };
  return sample(type, [...context], options.depth ?? 4, state);
}

/** Types without variables or functions: each constructor of the domain, applied to simple ones. */
export function groundTypes(domain: Pick<Domain, "types">): readonly Type[] {
  const simple = [...domain.types.values()]
    .filter((record) => record.parameters === 0)
    .map((record) => constructorType(record.name));
  const [first] = simple;
  if (first === undefined) return [];
  const applied = [...domain.types.values()]
    .filter((record) => record.parameters > 0)
    .map((record) =>
      constructorType(
        record.name,
        ...Array.from({ length: record.parameters }, (_, i) => simple[i % simple.length] ?? first),
      ),
    );
  return [...simple, ...applied];
}

interface State {
  readonly rng: Rng;
  readonly domain: Domain;
  readonly substitution: Substitution;
  readonly ground: readonly Type[];
  choices: number;
}

/** A head that may stand at a place, with how many of its parameters are to be filled. */
interface Choice {
  readonly head: Term;
  readonly type: Type;
  /** Are the variables of `type` its own, to be renamed for each use? */
  readonly polymorphic: boolean;
}

function sample(
  goal: Type,
  context: readonly Type[],
  depth: number,
  state: State,
): Term | undefined {
  const { rng, substitution } = state;
  const type = substitution.resolve(goal);
  // Now and then a function is a primitive or a partial application rather than a lambda.
  if (isArrow(type) && (depth === 0 || rng.next() < 0.85)) {
    const [parameter, result] = type.arguments;
    const body = sample(result, [parameter, ...context], depth, state);
    return body === undefined ? undefined : lambda(body);
  }
  for (const choice of choices(context, depth, state)) {
    if (--state.choices < 0) return undefined;
    const mark = substitution.mark();
    const term = fill(choice, type, context, depth, state);
    if (term !== undefined) return term;
    substitution.undo(mark);
  }
  return undefined;
}

/** What may stand at a place, in a random order. */
function choices(
  context: readonly Type[],
  depth: number,
  { domain, rng }: State,
): readonly Choice[] {
  const variables = context.map((type, index): Choice => ({
    head: variable(index),
    type,
    polymorphic: false,
  }));
  const others: Choice[] = [];
  for (const { value, type } of domain.literals) {
    others.push({ head: literal(value, type), type, polymorphic: true });
  }
  for (const { name, type, arity } of domain.primitives.values()) {
    if (depth === 0 && arity > 0) continue;
    others.push({ head: primitiveReference(name), type, polymorphic: true });
  }
  // Variables are what makes a term say something, but deep down only: a root that is one says nothing.
  return rng.next() < (depth <= 1 ? 0.6 : 0.15)
    ? [...shuffled(variables, rng), ...shuffled(others, rng)]
    : shuffled([...variables, ...others], rng);
}

/** The head with as many arguments as make it a term of the goal. */
function fill(
  { head, type: declared, polymorphic }: Choice,
  goal: Type,
  context: readonly Type[],
  depth: number,
  state: State,
): Term | undefined {
  const { substitution, rng } = state;
  const type = substitution.resolve(polymorphic ? substitution.instantiate(declared) : declared);
  const { parameters, result: last } = splitFunctionType(type);
  for (let count = parameters.length; count >= 0; count--) {
    if (count > 0 && depth === 0) continue;
    const mark = substitution.mark();
    const result = parameters
      .slice(count)
      .reduceRight<Type>((rest, parameter) => constructorType("->", parameter, rest), last);
    if (substitution.unify(result, goal).ok) {
      const args: Term[] = [];
      for (const parameter of parameters.slice(0, count)) {
        ground(parameter, rng, state);
        const argument = sample(parameter, context, depth - 1, state);
        if (argument === undefined) break;
        args.push(argument);
      }
      if (args.length === count) return apply(head, ...args);
    }
    substitution.undo(mark);
  }
  return undefined;
}

/** Chooses types for the variables that the goal left open. */
function ground(type: Type, rng: Rng, { substitution, ground: types }: State): void {
  if (types.length === 0) return;
  for (const id of typeVariables(substitution.resolve(type))) {
    substitution.unify(typeVariable(id), rng.pick(types));
  }
}
