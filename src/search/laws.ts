import type { Law } from "../dsl/law.ts";
import { parsedJson } from "../support/jsonObject.ts";
import type { SearchProduction } from "./searchGrammar.ts";
import { FAULT, type ValueStore } from "./valueStore.ts";

/**
 * For each slot of a production up to two values that a law forbids there: with the unit of an
 * identity law the call is its other argument, with an absorbing value it is that value.
 */
export function forbiddenValues(
  { head, slots }: SearchProduction,
  store: ValueStore,
): (readonly [number, number])[] {
  if (head.kind !== "call" || slots.length !== 2) return [];
  const left: number[] = [];
  const right: number[] = [];
  for (const law of head.primitive.laws) {
    const value = forbiddenBy(law);
    if (value === undefined) continue;
    const id = store.encode(value.value);
    if (id === FAULT) continue;
    if (value.side !== "right") left.push(id);
    if (value.side !== "left") right.push(id);
  }
  return [
    [left[0] ?? FAULT, left[1] ?? FAULT],
    [right[0] ?? FAULT, right[1] ?? FAULT],
  ];
}

/** The value with which a law makes a call of two arguments needless, and on which side. */
export function forbiddenBy(
  law: Law,
): { value: unknown; side: "left" | "right" | "both" } | undefined {
  if (typeof law === "string") return undefined;
  switch (law.kind) {
    case "identity":
    case "absorbing": {
      const value = literalValue(law.value);
      return value === undefined ? undefined : { value, side: law.side };
    }
    case "free-monoid": {
      const value = literalValue(law.unit);
      return value === undefined ? undefined : { value, side: "both" };
    }
    case "equation":
      return undefined;
  }
}

/** The value of a literal's text as far as JSON and words write it; undefined for a longer program. */
function literalValue(text: string): unknown {
  if (/^#x[0-9a-fA-F]{1,16}$/.test(text)) return BigInt(`0x${text.slice(2)}`);
  if (/^#b[01]{1,64}$/.test(text)) return BigInt(`0b${text.slice(2)}`);
  return parsedJson(text);
}
