import * as tf from "@tensorflow/tfjs-core";
import type { Tensor2D } from "@tensorflow/tfjs-core";
import { readTensor } from "../nn/parameters.ts";
import type { CompilerModel } from "./compilerFile.ts";
import { encodePrograms, encodeRows } from "./programEncoder.ts";
import { controlOf } from "./stepLayer.ts";
import { TOKENS } from "./tokens.ts";

/** One micro-operation, and what it sets in its layer. */
export interface MicroOperation {
  /** The number of its token. */
  readonly token: number;
  /** Place of the token in the program, and the layer, both from 1. */
  readonly place: number;
  readonly layer: number;
  /** [M], the micro-operation itself. */
  readonly numbers: Float32Array;
  /** [H] and [F]: gates of heads and hidden units, from 0 (shut) to 2; 1 is neutral. */
  readonly heads: Float32Array;
  readonly units: Float32Array;
  /** [R], weights of the attention patterns. */
  readonly patterns: Float32Array;
}

/** The micro-operations of a program of N tokens in postfix order: those of the first token, then the next. */
export const microOperations = (
  model: CompilerModel,
  tokens: readonly number[],
): readonly MicroOperation[] =>
  settings(model, tokens, ({ config, parameters }) =>
    encodePrograms(parameters.encoder, config, Int32Array.from(tokens)),
  );

/** Those that each kind of token has by itself, without a program around it. */
export const tokenOperations = (model: CompilerModel): readonly MicroOperation[] =>
  settings(model, [...TOKENS.keys()], ({ config, parameters: { encoder } }) => {
    // A multiple of N rows, of which those beyond the tokens are left out.
    const missing = (config.tokens - (TOKENS.length % config.tokens)) % config.tokens;
    const own = tf.pad(encoder.tokens, [
      [0, missing],
      [0, 0],
    ]) as Tensor2D;
    return encodeRows(encoder, config, own, 0);
  });

/** @param compile gives [rows, k M], at least as many rows as tokens */
function settings(
  model: CompilerModel,
  tokens: readonly number[],
  compile: (model: CompilerModel) => Tensor2D,
): readonly MicroOperation[] {
  const { layers, microWidth } = model.config;
  const all: MicroOperation[] = [];
  tf.tidy(() => {
    const micro = compile(model);
    for (const [index, layer] of model.parameters.executor.layers.entries()) {
      const own = tf.slice(micro, [0, index * microWidth], [tokens.length, microWidth]);
      const control = controlOf(layer.control, own);
      const rowsOf = (tensor: Tensor2D): ((at: number) => Float32Array) => {
        const numbers = readTensor(tensor);
        const width = tensor.shape[1];
        return (at) => numbers.slice(at * width, (at + 1) * width);
      };
      const [numbers, heads, units, patterns] = [
        rowsOf(own),
        rowsOf(control.heads),
        rowsOf(control.units),
        rowsOf(control.patterns),
      ];
      for (const [at, token] of tokens.entries()) {
        all[at * layers + index] = {
          token,
          place: at + 1,
          layer: index + 1,
          numbers: numbers(at),
          heads: heads(at),
          units: units(at),
          patterns: patterns(at),
        };
      }
    }
  });
  return all;
}

/**
 * What micro-operations add to the attention scores of their layers, one after another: the mixtures of
 * learned patterns.
 *
 * @returns [H, T, T] each, the token that attends before the one attended to
 */
export function attentionBiases(
  { parameters }: CompilerModel,
  operations: readonly MicroOperation[],
): readonly Float32Array[] {
  const learned = parameters.executor.layers.map((layer) => readTensor(layer.patterns));
  return operations.map(({ layer, patterns }) => {
    const of = learned[layer - 1] as Float32Array;
    const size = of.length / patterns.length;
    const sum = new Float32Array(size);
    for (const [r, weight] of patterns.entries()) {
      for (let i = 0; i < size; i++) {
        sum[i] = (sum[i] as number) + weight * (of[r * size + i] as number);
      }
    }
    return sum;
  });
}
