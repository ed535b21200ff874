import type { Domain } from "../dsl/domain.ts";
import { printDatum, printValue } from "../dsl/printValue.ts";
import type { Type } from "../dsl/type.ts";
import type { Datum } from "../dsl/valueType.ts";
import { InternalError } from "../support/internalError.ts";
import { clip } from "./markup.ts";

/** A value as text of at most `length`, by its type where that is known; functions have no text of their own. */
export function valueText(
  value: unknown,
  type: Type | undefined,
  domain: Pick<Domain, "types">,
  length: number,
): string {
  if (holdsFunction(value)) return Array.isArray(value) ? "functions" : "a function";
  try {
    const known = type !== undefined && !holdsArrow(type);
    return clip(known ? printValue(value, type, domain) : printDatum(value as Datum), length);
  } catch (error) {
    if (error instanceof InternalError) throw error;
    // A type of the user's that cannot write its own value.
    return "a value without a text";
  }
}

const holdsFunction = (value: unknown): boolean =>
  typeof value === "function" || (Array.isArray(value) && value.some(holdsFunction));

const holdsArrow = (type: Type): boolean =>
  type.kind === "constructor" && (type.name === "->" || type.arguments.some(holdsArrow));
