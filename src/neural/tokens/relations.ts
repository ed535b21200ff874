import type { Token } from "../../dsl/valueType.ts";
import { differenceRow, relationRow } from "./vocabulary.ts";

/** Longer values are compared by their beginnings only. */
const LONGEST = 256;

/**
 * What an input and the output have to do with each other, as rows of the vocabulary: properties that
 * hold or do not, of their tokens in order (Odena and Sutton 2020 call such a signature; theirs is
 * searched for, this one is fixed).
 */
export function relationRows(input: readonly Token[], output: readonly Token[]): readonly number[] {
  const a = contentOf(input);
  const b = contentOf(output);
  const { within, sameItems } = bags(a, b);
  const reverseWithin = bags(b, a).within;
  const sets = bits([
    equal(a, b),
    within,
    reverseWithin,
    sameItems,
    b.every((token) => a.includes(token)),
    a.every((token) => !b.includes(token)),
  ]);
  const parts = bits([
    startsWith(a, b),
    endsWith(a, b),
    startsWith(b, a),
    endsWith(b, a),
    isSubsequence(b, a),
    a.length > 1 && equal([...a].reverse(), b),
  ]);
  const left = a.filter((token) => typeof token === "number");
  const right = b.filter((token) => typeof token === "number");
  const aligned = left.length === right.length && left.length > 0;
  const pairs = aligned ? left.map((x, i) => (right[i] as number) - x) : [];
  const pointwise = bits([
    aligned && pairs.every((d) => d >= 0),
    aligned && pairs.every((d) => d <= 0),
    aligned && pairs.every((d) => d === pairs[0]),
    aligned && pairs.some((d) => d === 0),
    right.length > 0 && right.every((y, i) => i === 0 || y >= (right[i - 1] as number)),
    right.length > 0 && right.every((y) => y === right[0]),
  ]);
  const only = right.length === 1 ? right[0] : undefined;
  const single = bits([
    only !== undefined && only === a.length,
    only !== undefined && only === left[0],
    only !== undefined && only === left.at(-1),
    only !== undefined && only === Math.max(...left),
    only !== undefined && only === Math.min(...left),
    only !== undefined && only === left.reduce((sum, x) => sum + x, 0),
  ]);
  const scalar = left.length === 1 && right.length === 1;
  const difference = scalar ? (right[0] as number) - (left[0] as number) : b.length - a.length;
  return [
    differenceRow(difference),
    relationRow(0, sets),
    relationRow(1, parts),
    relationRow(2, pointwise),
    relationRow(3, single),
  ];
}

/** The tokens within the outermost brackets or quotes. */
export function contentOf(tokens: readonly Token[]): readonly Token[] {
  const closed = tokens.length > 1 && CLOSING.get(tokens[0] as Token) === tokens.at(-1);
  return tokens.slice(closed ? 1 : 0, closed ? -1 : undefined).slice(0, LONGEST);
}

const CLOSING: ReadonlyMap<Token, Token> = new Map([
  ["[", "]"],
  ["{", "}"],
  ['"', '"'],
]);

const bits = (facts: readonly boolean[]): number =>
  facts.reduce((word, fact, bit) => word | (fact ? 1 << bit : 0), 0);

const equal = (a: readonly Token[], b: readonly Token[]): boolean =>
  a.length === b.length && a.every((token, i) => token === b[i]);

const startsWith = (a: readonly Token[], b: readonly Token[]): boolean =>
  b.length <= a.length && b.every((token, i) => token === a[i]);

const endsWith = (a: readonly Token[], b: readonly Token[]): boolean =>
  b.length <= a.length && b.every((token, i) => token === a[a.length - b.length + i]);

function isSubsequence(part: readonly Token[], whole: readonly Token[]): boolean {
  let next = 0;
  for (const token of whole) if (next < part.length && token === part[next]) next++;
  return next === part.length;
}

/** Has `a` every token of `b` as often as `b`; and no others? */
function bags(
  a: readonly Token[],
  b: readonly Token[],
): { readonly within: boolean; readonly sameItems: boolean } {
  const counts = new Map<Token, number>();
  for (const token of a) counts.set(token, (counts.get(token) ?? 0) + 1);
  let within = true;
  for (const token of b) {
    const left = (counts.get(token) ?? 0) - 1;
    counts.set(token, left);
    if (left < 0) within = false;
  }
  return { within, sameItems: within && a.length === b.length };
}
