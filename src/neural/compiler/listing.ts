import type { CompilerModel } from "./compilerFile.ts";
import { OPEN, SHUT } from "./gates.ts";
import { microOperations } from "./microOperations.ts";
import { TOKENS, type Token } from "./tokens.ts";

/** One micro-operation, for people: what it sets in its layer. */
export interface ListingRow {
  readonly token: string;
  /** From 1. */
  readonly layer: number;
  /** Gate of each head, from 0 (shut) to 2; 1 is neutral. */
  readonly heads: readonly number[];
  /** Hidden units whose gate is above 1.5, and below 0.5. */
  readonly open: number;
  readonly shut: number;
  /** The attention patterns that count most, with their weights. */
  readonly patterns: readonly { readonly pattern: number; readonly weight: number }[];
}

/** Patterns of a micro-operation that are listed. */
const PATTERNS = 3;

/** The micro-operations of a program of N tokens in postfix order. */
export const listing = (model: CompilerModel, tokens: readonly number[]): readonly ListingRow[] =>
  microOperations(model, tokens).map(({ token, layer, heads, units, patterns }) => ({
    token: (TOKENS[token] as Token).name,
    layer,
    heads: [...heads],
    open: units.filter((gate) => gate > OPEN).length,
    shut: units.filter((gate) => gate < SHUT).length,
    patterns: [...patterns]
      .map((weight, pattern) => ({ pattern, weight }))
      .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
      .slice(0, PATTERNS),
  }));
