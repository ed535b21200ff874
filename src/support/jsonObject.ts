/** An object of a JSON text. Its keys are a stranger's: ask with `ownField` only. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Is it an object, and no list? */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The object's own field: never what it inherits, whatever the key. */
export const ownField = (item: JsonObject, key: string): unknown =>
  Object.hasOwn(item, key) ? item[key] : undefined;

/** The field of what JSON gave; undefined when that is no object or has no such field. */
export const fieldOf = (data: unknown, key: string): unknown =>
  isObject(data) ? ownField(data, key) : undefined;

/** Is it a whole number of at least 0 that is exact? */
export const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

/** Is it a time in milliseconds, and none so great that a sum of such is infinite? */
export const isDuration = (value: unknown): value is number =>
  typeof value === "number" && value >= 0 && value <= Number.MAX_SAFE_INTEGER;

/** What a text says as JSON; undefined when it is no JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
