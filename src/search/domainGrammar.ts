import type { Domain } from "../dsl/domain.ts";
import type { Primitive } from "../dsl/primitive.ts";
import { literal } from "../dsl/term.ts";
import {
  type Type,
  equalTypes,
  isArrow,
  mapVariables,
  printType,
  splitFunctionType,
  typeVariables,
} from "../dsl/type.ts";
import type { Example } from "../tasks/task.ts";
import { proposeConstants } from "../tasks/proposeConstants.ts";
import { callableOf } from "./callable.ts";
import {
  FOREIGN_TYPE_COST,
  LITERAL_COST,
  NESTED_LAMBDA_COST,
  PROPOSED_LITERAL_COST,
  VARIABLE_COST,
  callCost,
  literalCosts,
} from "./costs.ts";
import { wordCodeOf } from "./wordCode.ts";
import {
  type SearchGrammar,
  type SearchProduction,
  type Slot,
  productionsByResult,
  pruneGrammar,
} from "./searchGrammar.ts";

/** Types larger than this (or than the request's largest) are not built: `list (list int)` has size 3. */
const TYPE_SIZE = 3;
/** Types considered at most, smallest first: a domain of many constructors has no end of pairs. */
const MOST_TYPES = 64;

/**
 * The grammar of all programs of a request in a domain: the domain's primitives and literals at every
 * type that can be both made from the parameters and used for the result.
 *
 * @param request without type variables; its parameters are no functions
 */
export function domainGrammar(
  domain: Domain,
  request: Type,
  examples: readonly Example[] = [],
): SearchGrammar {
  const literalCost = literalCosts(examples);
  const { parameters, result } = splitFunctionType(request);
  const primitives = [...domain.primitives.values()].filter(
    ({ name }) => !domain.unsearched.has(name),
  );
  const types = typeUniverse(domain, primitives, [...parameters, result]);
  const numbers = new Map(types.map((type, index) => [printType(type), index]));
  const numberOf = (type: Type): number | undefined => numbers.get(printType(type));

  const natural = naturalTypes(primitives, [...parameters, result]);
  const foreign = (of: readonly Type[]): boolean =>
    of.some((type) => !natural.has(printType(type)));

  const productions: SearchProduction[] = [];
  for (const listed of domain.literals) {
    for (const type of instances(listed.type, types)) {
      const number = numberOf(type);
      if (number === undefined) continue;
      const penalty =
        literalCost(listed.value) - LITERAL_COST + (foreign([type]) ? FOREIGN_TYPE_COST : 0);
      const head = { kind: "literal", literal: listed } as const;
      const cost = LITERAL_COST + penalty;
      productions.push({ result: number, cost, penalty, head, slots: [] });
    }
  }
  for (const type of types) {
    const listed = domain.literals.filter((one) => equalTypes(one.type, type)).length;
    // What the domain lists comes first.
    for (const value of proposeConstants(type, domain, examples).slice(listed)) {
      const penalty =
        PROPOSED_LITERAL_COST - LITERAL_COST + (foreign([type]) ? FOREIGN_TYPE_COST : 0);
      const head = { kind: "literal", literal: literal(value, type) } as const;
      const cost = LITERAL_COST + penalty;
      productions.push({ result: numberOf(type) as number, cost, penalty, head, slots: [] });
    }
  }
  for (const primitive of primitives) {
    const evaluate = callableOf(primitive, domain);
    const head = {
      kind: "call",
      primitive,
      evaluate,
      words: wordCodeOf(primitive, domain),
    } as const;
    for (const type of instances(primitive.type, types)) {
      const shape = productionShape(type, numberOf);
      if (shape === undefined) continue;
      const penalty = foreign(plainTypes(type)) ? FOREIGN_TYPE_COST : 0;
      productions.push({ ...shape, cost: callCost(primitive) + penalty, penalty, head });
    }
  }
  const start = numberOf(result) as number;
  const own = productionsByResult(productions);
  const nonterminals = types.map((type, index) => ({
    name: printType(type),
    type,
    productions: own.get(index) ?? [],
    variableCost: VARIABLE_COST,
  }));
  return pruneGrammar({
    nonterminals,
    start,
    parameters: parameters.map(numberOf),
    productions,
    anyLiteral: true,
    nestedLambdaCost: NESTED_LAMBDA_COST,
    scale: 1,
  });
}

/** Result and slots of an instance, or undefined when one of its types is not among the numbered. */
function productionShape(
  type: Type,
  numberOf: (type: Type) => number | undefined,
): { result: number; slots: readonly Slot[] } | undefined {
  const { parameters, result } = splitFunctionType(type);
  const resultNumber = numberOf(result);
  if (resultNumber === undefined) return undefined;
  const slots: Slot[] = [];
  for (const parameter of parameters) {
    const inner = splitFunctionType(parameter);
    const numbers = [...inner.parameters, inner.result].map(numberOf);
    if (numbers.includes(undefined)) return undefined;
    const body = numbers.pop() as number;
    slots.push({ nonterminal: body, parameters: numbers as number[] });
  }
  return { result: resultNumber, slots };
}

/** The types in a function type that are no functions themselves: those of arguments, bound variables and results. */
function plainTypes(type: Type): readonly Type[] {
  return isArrow(type) ? type.arguments.flatMap(plainTypes) : [type];
}

const sizeOf = (type: Type): number =>
  type.kind === "variable" ? 1 : type.arguments.reduce((sum, part) => sum + sizeOf(part), 1);

const partsOf = (type: Type): readonly Type[] =>
  type.kind === "variable" ? [] : [type, ...type.arguments.flatMap(partsOf)];

/** Instances of one type that are considered at most. */
const MOST_INSTANCES = 20_000;

/**
 * Every way to put the types for the variables of a type; the type itself when it has none. Of many
 * variables only the smallest types are tried, so that there are no more than `MOST_INSTANCES`.
 */
function instances(type: Type, allTypes: readonly Type[]): readonly Type[] {
  const variables = typeVariables(type);
  const each = Math.floor(MOST_INSTANCES ** (1 / Math.max(1, variables.length)) + 1e-9);
  const types = allTypes.slice(0, Math.max(1, each));
  return variables.reduce<readonly Type[]>(
    (found, id) =>
      found.flatMap((t) =>
        types.map((image) =>
          mapVariables(t, (v) => (v === id ? image : { kind: "variable", id: v })),
        ),
      ),
    [type],
  );
}

/** All types of bounded size that instances of the primitives mention, the smallest first. */
function typeUniverse(
  domain: Domain,
  primitives: readonly Primitive[],
  request: readonly Type[],
): readonly Type[] {
  const bound = Math.max(TYPE_SIZE, ...request.map(sizeOf));
  const found = new Map<string, Type>();
  const add = (type: Type): boolean => {
    const key = printType(type);
    if (found.has(key) || found.size >= MOST_TYPES || sizeOf(type) > bound) return false;
    found.set(key, type);
    return true;
  };
  for (const type of request) partsOf(type).forEach(add);
  const schemes = [
    ...primitives.map(({ type }) => type),
    ...domain.literals.map(({ type }) => type),
  ];
  const patterns = new Map<string, Type>();
  for (const scheme of schemes) {
    for (const type of plainTypes(scheme)) {
      if (typeVariables(type).length === 0) partsOf(type).forEach(add);
      else if (type.kind === "constructor") patterns.set(printType(type), type);
    }
  }
  for (let changed = true; changed;) {
    changed = false;
    const known = [...found.values()].sort((a, b) => sizeOf(a) - sizeOf(b));
    for (const pattern of patterns.values()) {
      for (const type of instances(pattern, known)) changed = add(type) || changed;
    }
  }
  return [...found.values()].sort((a, b) => sizeOf(a) - sizeOf(b));
}

/** Types that a program of this request may well have inside: those of the request and of monomorphic primitives. */
function naturalTypes(
  primitives: readonly Primitive[],
  request: readonly Type[],
): ReadonlySet<string> {
  const natural = new Set<string>();
  for (const type of request) for (const part of partsOf(type)) natural.add(printType(part));
  for (const { type } of primitives) {
    if (typeVariables(type).length > 0) continue;
    for (const plain of plainTypes(type)) natural.add(printType(plain));
  }
  return natural;
}
