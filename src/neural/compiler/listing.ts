import * as tf from "@tensorflow/tfjs-core";
import { encodePrograms } from "./programEncoder.ts";
import type { CompilerModel } from "./compilerFile.ts";
import { controlOf } from "./stepLayer.ts";
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
export function listing(
  { config, parameters }: CompilerModel,
  tokens: readonly number[],
): readonly ListingRow[] {
  const { layers, microWidth, heads, hidden, patterns } = config;
  const rows: ListingRow[] = [];
  tf.tidy(() => {
    const micro = encodePrograms(parameters.encoder, config, Int32Array.from(tokens));
    for (const [index, layer] of parameters.executor.layers.entries()) {
      const own = tf.slice(micro, [0, index * microWidth], [tokens.length, microWidth]);
      const control = controlOf(layer.control, own);
      const ofHeads = control.heads.dataSync();
      const ofUnits = control.units.dataSync();
      const ofPatterns = control.patterns.dataSync();
      for (const [at, token] of tokens.entries()) {
        const units = [...ofUnits.subarray(at * hidden, (at + 1) * hidden)];
        const weights = [...ofPatterns.subarray(at * patterns, (at + 1) * patterns)];
        rows[at * layers + index] = {
          token: (TOKENS[token] as Token).name,
          layer: index + 1,
          heads: [...ofHeads.subarray(at * heads, (at + 1) * heads)],
          open: units.filter((gate) => gate > 1.5).length,
          shut: units.filter((gate) => gate < 0.5).length,
          patterns: weights
            .map((weight, pattern) => ({ pattern, weight }))
            .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
            .slice(0, PATTERNS),
        };
      }
    }
  });
  return rows;
}
