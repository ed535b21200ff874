import type { Token } from "../../dsl/valueType.ts";
import { contentOf, relationRows } from "./relations.ts";
import {
  fromEndRow,
  fromStartRow,
  identityRow,
  kindRow,
  marksRow,
  relationSegmentRow,
  segmentRow,
} from "./vocabulary.ts";

/**
 * An example as rows of the vocabulary, `FEATURES` for each token: one token for each input that tells
 * what it has to do with the output, then the inputs, then the output. Each token is marked with what
 * of it occurs on the other side, so that the network need not find that out.
 *
 * @param mostTokens of a longer example the middle of its longest values is left out
 * @returns a flat array, `FEATURES` rows for each token
 */
export function exampleRows(
  inputs: readonly (readonly Token[])[],
  output: readonly Token[],
  mostTokens: number,
): readonly number[] {
  const rows: number[] = [];
  const values = [...inputs, output];
  const most = longestPart(
    values.map(({ length }) => length),
    mostTokens - inputs.length,
  );
  for (const [argument, input] of inputs.entries()) {
    rows.push(...relationRows(input, output), relationSegmentRow(argument));
  }
  const given = sideOf(inputs);
  const made = sideOf([output]);
  for (const [index, tokens] of values.entries()) {
    const argument = index < inputs.length ? index : undefined;
    const other = argument === undefined ? given : made;
    const { counts } = sideOf([tokens]);
    const { length } = tokens;
    const head = length <= most ? length : Math.ceil((2 * most) / 3);
    const tail = length <= most ? length : length - (most - head);
    for (const [position, token] of tokens.entries()) {
      if (position >= head && position < tail) continue;
      rows.push(
        identityRow(token),
        kindRow(token),
        fromStartRow(position),
        fromEndRow(length - 1 - position),
        segmentRow(argument),
        marksRow(marks(token, position, tokens, other, counts)),
      );
    }
  }
  return rows;
}

/** What the values of one side have, brackets around them left out. */
interface Side {
  readonly values: readonly (readonly Token[])[];
  readonly counts: ReadonlyMap<Token, number>;
  readonly pairs: ReadonlySet<string>;
}

function sideOf(values: readonly (readonly Token[])[]): Side {
  const counts = new Map<Token, number>();
  const pairs = new Set<string>();
  for (const content of values.map(contentOf)) {
    for (const [index, token] of content.entries()) {
      counts.set(token, (counts.get(token) ?? 0) + 1);
      if (index > 0) pairs.add(pairKey(content[index - 1] as Token, token));
    }
  }
  return { values, counts, pairs };
}

const pairKey = (a: Token, b: Token): string => `${typeof a}${a} ${b}`;

function marks(
  token: Token,
  position: number,
  tokens: readonly Token[],
  other: Side,
  own: ReadonlyMap<Token, number>,
): number {
  const fromEnd = tokens.length - position;
  const next = tokens[position + 1];
  const near =
    typeof token === "number"
      ? other.counts.has(token + 1) || other.counts.has(token - 1)
      : other.counts.has(swapCase(token));
  return (
    (other.counts.has(token) ? 1 : 0) |
    (other.values.some((value) => value[position] === token) ? 2 : 0) |
    (other.values.some((value) => value[value.length - fromEnd] === token) ? 4 : 0) |
    (next !== undefined && other.pairs.has(pairKey(token, next)) ? 8 : 0) |
    ((own.get(token) ?? 0) > 1 ? 16 : 0) |
    (near ? 32 : 0)
  );
}

function swapCase(text: string): string {
  const upper = text.toUpperCase();
  return upper === text ? text.toLowerCase() : upper;
}

/** The greatest length at which values may be cut so that they fit into so many tokens together. */
function longestPart(lengths: readonly number[], total: number): number {
  let most = Math.max(1, ...lengths);
  const fits = (): boolean => lengths.reduce((sum, n) => sum + Math.min(n, most), 0) <= total;
  while (most > 1 && !fits()) most--;
  return most;
}
