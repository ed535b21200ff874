import { nearest } from "../support/nearest.ts";
import { isPlainName } from "./lexer.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";
import { parseType } from "./parseType.ts";
import type { Primitive } from "./primitive.ts";
import type { Arbitraries, Arbitrary } from "./range.ts";
import { type Literal, literal } from "./term.ts";
import { type Type, isArrow, isVariableName, printType } from "./type.ts";
import { readerOf } from "./typed.ts";
import type { Datum, ValueType } from "./valueType.ts";

/** A language: its types, its primitives, and what a search in it should know. */
export interface Domain {
  readonly name: string;
  readonly doc: string;
  /** By constructor name. */
  readonly types: ReadonlyMap<string, ValueType>;
  /** By name, in the order of definition; aliases are not in it (see `findPrimitive`). */
  readonly primitives: ReadonlyMap<string, Primitive>;
  /** Values that a search may use as leaves. */
  readonly literals: readonly Literal[];
  /**
   * Primitives that programs may use but that a search without a grammar of its own leaves out,
   * because the others say the same about as shortly: `>` where there is `<`.
   */
  readonly unsearched: ReadonlySet<string>;
  readonly limits: Limits;
  /**
   * What inputs of tasks look like here, by type constructor: the distribution that dreams draw
   * from. A type without an entry is drawn from its own `arbitrary`.
   */
  readonly inputs: ReadonlyMap<string, InputArbitrary>;
}

export type InputArbitrary = (
  fc: Arbitraries,
  parts: readonly Arbitrary<unknown>[],
) => Arbitrary<unknown>;

/** What one writes to define a domain; see docs/adding-a-domain.md. */
export interface DomainDefinition {
  readonly name: string;
  readonly doc: string;
  readonly types: readonly ValueType[];
  readonly primitives: readonly Primitive[];
  /** Literals by the type they have: `{ int: [0, 1], "list int": [[]] }`. */
  readonly literals?: { readonly [type: string]: readonly Datum[] };
  /** Names of primitives that a search need not try: see `Domain.unsearched`. */
  readonly unsearched?: readonly string[];
  readonly limits?: Partial<Limits>;
  readonly inputs?: { readonly [type: string]: InputArbitrary };
}

/** Defines a domain. Throws when the definition contradicts itself: it is code, not data. */
export function domain(definition: DomainDefinition): Domain {
  const where = `domain "${definition.name}"`;
  const types = new Map(definition.types.map((type) => [type.name, type]));
  for (const name of types.keys()) {
    if (!isPlainName(name) || isVariableName(name)) {
      throw new Error(`${where}: "${name}" is no name for a type; it would read as something else`);
    }
  }
  const primitives = new Map<string, Primitive>();
  const names = new Set<string>();
  for (const primitive of definition.primitives) {
    for (const name of [primitive.name, ...primitive.aliases]) {
      if (names.has(name)) throw new Error(`${where}: two primitives are called "${name}"`);
      names.add(name);
    }
    checkType(primitive.type, types, `${where}: primitive "${primitive.name}"`);
    primitives.set(primitive.name, primitive);
  }
  for (const name of definition.unsearched ?? []) {
    if (!primitives.has(name)) {
      throw new Error(`${where}: unsearched "${name}" is none of its primitives`);
    }
  }
  const empty: Domain = {
    name: definition.name,
    doc: definition.doc,
    types,
    primitives,
    literals: [],
    unsearched: new Set(definition.unsearched),
    limits: { ...DEFAULT_LIMITS, ...definition.limits },
    inputs: new Map(Object.entries(definition.inputs ?? {})),
  };
  const literals = Object.entries(definition.literals ?? {}).flatMap(([text, data]) => {
    const type = parseType(text);
    if (!type.ok) throw new Error(`${where}: literals of \`${text}\`: ${type.error.message}`);
    checkType(type.value, types, `${where}: literals`);
    const read = readerOf(type.value, empty);
    return data.map((datum) => {
      const value = read(datum);
      if (value === undefined) {
        throw new Error(`${where}: ${JSON.stringify(datum)} is no literal of type \`${text}\``);
      }
      return literal(value, type.value);
    });
  });
  return { ...empty, literals };
}

/** The primitive of that name or alias. */
export function findPrimitive(domain: Domain, name: string): Primitive | undefined {
  const direct = domain.primitives.get(name);
  if (direct !== undefined) return direct;
  for (const primitive of domain.primitives.values()) {
    if (primitive.aliases.includes(name)) return primitive;
  }
  return undefined;
}

/** The domain with more primitives, which replace those of the same name. */
export function extendDomain(domain: Domain, primitives: readonly Primitive[]): Domain {
  if (primitives.length === 0) return domain;
  for (const primitive of primitives) {
    const where = `domain "${domain.name}": primitive "${primitive.name}"`;
    checkType(primitive.type, domain.types, where);
  }
  return {
    ...domain,
    primitives: new Map([...domain.primitives, ...primitives.map((p) => [p.name, p] as const)]),
  };
}

/** The domain in which a search leaves out more primitives. Programs may still use them. */
export const withoutPrimitives = (domain: Domain, names: readonly string[]): Domain =>
  names.length === 0
    ? domain
    : { ...domain, unsearched: new Set([...domain.unsearched, ...names]) };

function checkType(type: Type, types: ReadonlyMap<string, ValueType>, where: string): void {
  const problem = typeProblem(type, types);
  if (problem !== undefined) {
    throw new Error(`${where}: type \`${printType(type)}\` ${problem.message}`);
  }
}

/** Why a type is not one of these: an unknown constructor or a wrong number of arguments. */
export function typeProblem(
  type: Type,
  types: ReadonlyMap<string, ValueType>,
): { message: string; name: string; suggestion?: string } | undefined {
  if (type.kind === "variable") return undefined;
  if (!isArrow(type)) {
    const record = types.get(type.name);
    if (record === undefined) {
      const suggestion = nearest(type.name, types.keys());
      return {
        message: `mentions the unknown type "${type.name}"`,
        name: type.name,
        ...(suggestion === undefined ? {} : { suggestion }),
      };
    }
    if (record.parameters !== type.arguments.length) {
      return {
        message: `applies "${type.name}" to ${type.arguments.length} types; it takes ${record.parameters}`,
        name: type.name,
      };
    }
  }
  for (const part of type.arguments) {
    const problem = typeProblem(part, types);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
