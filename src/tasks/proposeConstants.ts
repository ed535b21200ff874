import type { Domain } from "../dsl/domain.ts";
import { type Type, equalTypes, printType } from "../dsl/type.ts";
import { equalValues } from "../interp/value.ts";
import type { Example } from "./task.ts";

/** Constants beyond these are too many to search with: each is a leaf everywhere. */
const MOST_DELIMITERS = 12;
const MOST_PHRASES = 6;
const MOST_NUMBERS = 3;
/** Of a long text only the beginning is looked at, and of many examples the first. */
const LONGEST_TEXT = 2_000;
/** Characters of a text that are looked at for phrases. */
const LONGEST_PHRASED = 200;
const MOST_EXAMPLES = 50;

/**
 * Constants worth trying where any constant of a type is allowed: the domain's literals of it, and of
 * what recurs in the examples the rest. For strings the characters that are neither letters nor
 * digits, commonest first, and the longest phrases that all outputs share; for integers those that
 * occur in half of the outputs.
 */
export function proposeConstants(
  type: Type,
  domain: Domain,
  examples: readonly Example[],
): readonly unknown[] {
  const known = domain.literals
    .filter((literal) => equalTypes(literal.type, type))
    .map(({ value }) => value);
  const considered = examples.slice(0, MOST_EXAMPLES);
  const proposed = proposals(printType(type), considered);
  return [
    ...known,
    ...proposed.filter((value) => !known.some((other) => equalValues(other, value))),
  ];
}

function proposals(type: string, examples: readonly Example[]): readonly unknown[] {
  if (type === "int") return recurringNumbers(examples);
  return type === "string" ? [...delimiters(examples), ...sharedPhrases(examples)] : [];
}

function delimiters(examples: readonly Example[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { inputs, output } of examples) {
    for (const text of [...inputs, output].flatMap(textsIn)) {
      for (const [delimiter] of text.matchAll(/[^\p{L}\p{N}]/gu)) {
        counts.set(delimiter, (counts.get(delimiter) ?? 0) + 1);
      }
    }
  }
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, MOST_DELIMITERS)
    .map(([delimiter]) => delimiter);
}

/** Pieces of two characters or more that every output has, none within another, longest first. */
function sharedPhrases(examples: readonly Example[]): readonly string[] {
  const outputs = [...new Set(examples.flatMap(({ output }) => textsIn(output)))];
  const [first, ...others] = outputs.map((text) => Array.from(text).slice(0, LONGEST_PHRASED));
  if (first === undefined || others.length === 0) return [];
  const texts = others.map((characters) => characters.join(""));
  const shared: string[] = [];
  let end = 0;
  for (let start = 0; start < first.length; start++) {
    // The longest shared piece from here; it ends no earlier than the one from the character before.
    let reach = Math.max(end, start);
    while (
      reach < first.length &&
      texts.every((text) => text.includes(first.slice(start, reach + 1).join("")))
    ) {
      reach++;
    }
    if (reach > end && reach - start > 1) shared.push(first.slice(start, reach).join(""));
    end = reach;
  }
  return [...new Set(shared)]
    .filter((phrase) => !shared.some((other) => other !== phrase && other.includes(phrase)))
    .sort((a, b) => b.length - a.length)
    .slice(0, MOST_PHRASES);
}

/** Integers other than 0, 1 and -1 that half of the outputs have somewhere, and three at least. */
function recurringNumbers(examples: readonly Example[]): readonly number[] {
  const counts = new Map<number, number>();
  for (const { output } of examples) {
    for (const n of new Set(numbersIn(output))) counts.set(n, (counts.get(n) ?? 0) + 1);
  }
  return [...counts]
    .filter(([n, count]) => Math.abs(n) > 1 && count >= Math.max(3, examples.length / 2))
    .sort(([a, m], [b, n]) => n - m || Math.abs(a) - Math.abs(b) || a - b)
    .slice(0, MOST_NUMBERS)
    .map(([n]) => n);
}

const textsIn = (value: unknown): readonly string[] =>
  (partsOf(value, "string") as string[]).map((text) =>
    // A character that is cut in two is left out.
    text.length > LONGEST_TEXT ? text.slice(0, LONGEST_TEXT).replace(/[\ud800-\udbff]$/, "") : text,
  );
const numbersIn = (value: unknown): readonly number[] => partsOf(value, "number") as number[];

function partsOf(value: unknown, kind: "string" | "number", depth = 0): readonly unknown[] {
  if (typeof value === kind) return [value];
  if (!Array.isArray(value) || depth > 8) return [];
  return value.slice(0, 256).flatMap((part) => partsOf(part, kind, depth + 1));
}
