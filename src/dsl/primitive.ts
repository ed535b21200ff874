import { isPlainOperator } from "./lexer.ts";
import type { Law } from "./law.ts";
import type { Range } from "./range.ts";
import type { Term } from "./term.ts";
import { type Type, isArrow, splitFunctionType } from "./type.ts";
import { parseType } from "./parseType.ts";

/** A program and its value, both as source text: `["(+ 2 3)", "5"]`. The value `fault` says there is none. */
export type PrimitiveExample = readonly [program: string, value: string];

/** What an inverse gives when every value of the parameter will do: `0 * x` is 0. */
export const ANY: unique symbol = Symbol.for("synth: any value");

// Arguments are `never[]` so that a definition may annotate its own parameter types.
type Evaluate = (...args: never[]) => unknown;
type Transform = (...args: never[]) => Range;
type Refine = (out: never, ...args: never[]) => readonly (Range | undefined)[];
type Inverse = (out: never, ...others: never[]) => unknown;
type Faults = (...args: never[]) => boolean;

/**
 * The meaning of a primitive on words taken apart. A parameter of type `word` arrives as two signed
 * 32-bit integers, its low half and its high half; so does one whose type is a variable, which stands
 * for `word` here. Others arrive as `evaluate` gets them. The functions have a result for all
 * arguments, never throw, and depend on nothing else.
 */
export type Halves =
  /** For a result of type `word` or a variable: its halves, each a signed 32-bit integer. */
  | {
      readonly low: (...args: never[]) => number;
      readonly high: (...args: never[]) => number;
    }
  /** For a result of any other type: the value. */
  | { readonly value: (...args: never[]) => unknown };

/** What one writes to define a primitive; see docs/adding-a-domain.md. */
export interface PrimitiveDefinition {
  readonly name: string;
  /** Other names by which source text may call it, as older versions of a format do. */
  readonly aliases?: readonly string[];
  /** `int -> int -> int`; one lower-case letter is a type variable. */
  readonly type: string;
  readonly doc: string;
  readonly examples: readonly PrimitiveExample[];
  readonly laws?: readonly Law[];
  /**
   * The meaning on plain values: `number` (safe integers), `boolean`, `string`, arrays (lists and
   * pairs), `bigint` (64-bit words). A parameter of function type arrives as a plain function of as
   * many parameters as its type has. `undefined`, a thrown error and a value that is not of the
   * result type or beyond the limits all mean that there is no value: a fault.
   */
  readonly evaluate: Evaluate;
  /** When it faults on arguments within the limits: exactly then. Absent: never of itself. */
  readonly faults?: Faults;
  /**
   * Forward transformer: a range that holds `evaluate` of all values in the arguments' ranges. Never
   * called with BOTTOM. A function parameter arrives as a function on ranges; a transformer that calls
   * it must do so with ranges that hold all that `evaluate` calls it with, or not at all, because
   * holes in the function are narrowed for those. `"top"` says that nothing is known, and is counted
   * as imprecision.
   */
  readonly range: Transform | "top";
  /**
   * Backward transformer: given the range that the result must be in and the arguments' ranges, the
   * ranges that the arguments must be in (undefined: nothing new). Never loses a real solution. For a
   * function parameter a function range says what each call of it must give:
   * `Functions.constant(out.element)` for the function of `map`.
   */
  readonly refine?: Refine;
  /**
   * One entry a parameter: the exact value that parameter must have, given the result and the other
   * arguments in order; `ANY` when every value does; undefined when none does, or more than one and
   * none is canonical.
   */
  readonly inverse?: readonly (Inverse | null)[];
  /**
   * The same as `evaluate` on words as two halves, for the search: several times as fast, since no
   * bigint is made. Only for a primitive that never faults and takes no functions.
   */
  readonly halves?: Halves;
  /** Operator by which the readable syntax may write it between its two arguments: `>` for `gt?`. */
  readonly infix?: string;
  /** `bool -> a -> a -> a` that evaluates only the branch that the condition chooses. */
  readonly conditional?: boolean;
}

/** A defined primitive, its type parsed. */
export interface Primitive extends Omit<PrimitiveDefinition, "type" | "laws" | "aliases"> {
  readonly type: Type;
  readonly aliases: readonly string[];
  readonly laws: readonly Law[];
  /** Number of parameters: how many arrows `type` has at its top. */
  readonly arity: number;
  /** For a definition or a learned abstraction: the closed term it stands for. */
  readonly body?: Term;
}

/** Defines a primitive. Throws when the definition contradicts itself: it is code, not data. */
export function primitive(definition: PrimitiveDefinition): Primitive {
  const parsed = parseType(definition.type);
  const where = `primitive "${definition.name}"`;
  if (!parsed.ok) throw new Error(`${where}: type \`${definition.type}\`: ${parsed.error.message}`);
  const arity = splitFunctionType(parsed.value).parameters.length;
  if (definition.inverse !== undefined && definition.inverse.length !== arity) {
    throw new Error(`${where}: ${definition.inverse.length} inverses for ${arity} parameters`);
  }
  if (definition.infix !== undefined && arity !== 2) {
    throw new Error(`${where}: infix needs two parameters, its type has ${arity}`);
  }
  if (definition.infix !== undefined && !isPlainOperator(definition.infix)) {
    throw new Error(`${where}: \`${definition.infix}\` does not read as an operator`);
  }
  if (definition.conditional === true && arity !== 3) {
    throw new Error(`${where}: a conditional has a condition and two branches`);
  }
  if (definition.halves !== undefined) {
    const { parameters, result } = splitFunctionType(parsed.value);
    if (definition.faults !== undefined || parameters.some(isArrow)) {
      throw new Error(`${where}: halves are for what never faults and takes no functions`);
    }
    if (isWordLike(result) !== "low" in definition.halves) {
      throw new Error(
        `${where}: halves of a result that is a word are \`low\` and \`high\`, of another \`value\``,
      );
    }
  }
  return {
    ...definition,
    type: parsed.value,
    aliases: definition.aliases ?? [],
    laws: definition.laws ?? [],
    arity,
  };
}

/** Is a value of this type taken apart in `halves`? */
export const isWordLike = (type: Type): boolean => type.kind === "variable" || type.name === "word";
