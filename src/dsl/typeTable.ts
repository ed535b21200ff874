import { type Type, constructorType, typeVariable } from "./type.ts";

/** A type of which there is one object only, so that equal types are the same. */
export interface InternedType {
  /** Place in its table. */
  readonly id: number;
  /** Id of the variable it is, or -1. */
  readonly variable: number;
  /** Name of the constructor; empty for a variable. */
  readonly name: string;
  readonly parts: readonly InternedType[];
  /** Has it no variables? */
  readonly ground: boolean;
}

/** The types of the variables in scope, innermost first; equal ones are the same object. */
export interface Environment {
  readonly id: number;
  /** Absent in the empty one. */
  readonly type?: InternedType;
  readonly outer?: Environment;
  readonly ground: boolean;
  /** Environments with one more variable, by the id of its type. */
  readonly extensions: Map<number, Environment>;
}

const NO_PARTS: readonly InternedType[] = [];
const ARROW = "->";
/** More types than fit into memory; two ids make one safe integer. */
export const ID_LIMIT = 2 ** 26;

export const isInternedArrow = (type: InternedType): boolean => type.name === ARROW;

/** Hash-consed types and environments, for walks that meet the same ones again and again. */
export class TypeTable {
  readonly empty: Environment = { id: 0, ground: true, extensions: new Map() };
  private environments = 1;
  private types = 0;
  private readonly variables: InternedType[] = [];
  /** By name, then by the ids of the parts. */
  private readonly constructors = new Map<string, Map<number | string, InternedType>>();

  variable(id: number): InternedType {
    let found = this.variables[id];
    if (found === undefined) {
      found = { id: this.types++, variable: id, name: "", parts: NO_PARTS, ground: false };
      this.variables[id] = found;
    }
    return found;
  }

  constructorOf(name: string, parts: readonly InternedType[]): InternedType {
    let ofName = this.constructors.get(name);
    if (ofName === undefined) this.constructors.set(name, (ofName = new Map()));
    const [first, second] = parts;
    const key =
      parts.length > 2
        ? parts.map(({ id }) => id).join()
        : ((first?.id ?? -1) + 1) * ID_LIMIT + (second?.id ?? -1) + 1;
    let found = ofName.get(key);
    if (found === undefined) {
      const ground = parts.every((part) => part.ground);
      found = { id: this.types++, variable: -1, name, parts, ground };
      ofName.set(key, found);
    }
    return found;
  }

  intern(type: Type): InternedType {
    return type.kind === "variable"
      ? this.variable(type.id)
      : this.constructorOf(
          type.name,
          type.arguments.map((part) => this.intern(part)),
        );
  }

  /** The type with other types for its variables; variables without an image stay. */
  map(type: InternedType, image: (variable: number) => InternedType): InternedType {
    if (type.ground) return type;
    if (type.variable !== -1) return image(type.variable);
    return this.constructorOf(
      type.name,
      type.parts.map((part) => this.map(part, image)),
    );
  }

  extend(outer: Environment, type: InternedType): Environment {
    let found = outer.extensions.get(type.id);
    if (found === undefined) {
      const ground = outer.ground && type.ground;
      found = { id: this.environments++, type, outer, ground, extensions: new Map() };
      outer.extensions.set(type.id, found);
    }
    return found;
  }
}

export function externType(type: InternedType): Type {
  return type.variable === -1
    ? constructorType(type.name, ...type.parts.map(externType))
    : typeVariable(type.variable);
}
