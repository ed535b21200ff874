import type { Datum, Token } from "../../dsl/valueType.ts";

/** Deeper data are cut off: a network reads no further either. */
const DEEPEST = 16;

/**
 * Plain data as tokens: numbers and booleans one each, texts their characters between quotes, words 16
 * hexadecimal digits, lists and records their parts between brackets.
 *
 * @param known tokens of parts that are to be read otherwise
 */
export function datumTokens(
  datum: Datum,
  known?: ReadonlyMap<Datum, readonly Token[]>,
): readonly Token[] {
  const tokens: Token[] = [];
  const visit = (part: Datum, depth: number): void => {
    switch (typeof part) {
      case "number":
        return void tokens.push(part);
      case "boolean":
        return void tokens.push(part ? "true" : "false");
      case "string":
        return void tokens.push('"', ...Array.from(part), '"');
      case "bigint":
        return void tokens.push(...Array.from(part.toString(16).padStart(16, "0")));
      default: {
        if (part === null || depth === DEEPEST) return void tokens.push("null");
        const own = known?.get(part);
        if (own !== undefined) {
          for (const token of own) tokens.push(token);
        } else if (Array.isArray(part)) {
          tokens.push("[");
          for (const element of part as readonly Datum[]) visit(element, depth + 1);
          tokens.push("]");
        } else {
          tokens.push("{");
          for (const [key, field] of Object.entries(part)) {
            tokens.push(key);
            visit(field as Datum, depth + 1);
          }
          tokens.push("}");
        }
      }
    }
  };
  visit(datum, 0);
  return tokens;
}
