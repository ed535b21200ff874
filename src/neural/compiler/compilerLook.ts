import * as tf from "@tensorflow/tfjs-core";
import { arithmeticMap } from "./arithmetic.ts";
import { chancesOf, softmaxOf } from "./certainty.ts";
import { readTensor } from "../nn/parameters.ts";
import { STATE_TOKENS, TOKEN_KINDS } from "./compilerConfig.ts";
import type { CompilerModel } from "./compilerFile.ts";
import { postfixCompiler } from "./evaluateCompiler.ts";
import {
  type MicroOperation,
  attentionBiases,
  microOperations,
  tokenOperations,
} from "./microOperations.ts";
import { decodeLogits } from "./programDecoder.ts";
import { NUMBERS } from "./stateNumbers.ts";
import { type TokenPair, centredCosines, tokenPairs, wholeTokens } from "./tokenKinship.ts";
import { NOP, TOKENS } from "./tokens.ts";

/** All that a program compiler shows of one program, without a run. */
export interface CompilerLook {
  /** Tokens of the program as its micro-operations stand for them; of those that do nothing the first. */
  readonly tokens: readonly TokenLook[];
  /** k, micro-operations of a token. */
  readonly layers: number;
  /** Names of the kinds of token, by number. */
  readonly kinds: readonly string[];
  /** [kinds, kinds] centred cosines of all micro-operations of a kind. */
  readonly cosines: readonly (readonly number[])[];
  /** The nearest pairs of kinds. */
  readonly pairs: readonly TokenPair[];
  /** Gates of the hidden units by layer: [kinds] of [F]. */
  readonly kindUnits: readonly (readonly Float32Array[])[];
}

/** One token of a program. */
export interface TokenLook {
  readonly token: number;
  /** From 1. */
  readonly place: number;
  /** One of each layer, or of the first few. */
  readonly layers: readonly LayerLook[];
  /** What the decoder takes the token for, given the true ones before it. */
  readonly readAs: readonly { readonly token: number; readonly probability: number }[];
  /** The map of its arithmetic, [results, numbers], where the network has one. */
  readonly arithmetic?: { readonly map: Float32Array; readonly numbers: number };
}

/** One micro-operation. */
export interface LayerLook {
  readonly operation: MicroOperation;
  /** [H] of [T, T], what is added to attention scores. */
  readonly attention: readonly Float32Array[];
  /** Kinds of token whose micro-operations of the layer are nearest, by centred cosines. */
  readonly nearest: readonly { readonly token: number; readonly cosine: number }[];
}

/** Neighbours and pairs that are named. */
const NEAREST = 3;
const PAIRS = 12;
/** A model may have more of all; no more of it is looked at. */
const MOST = { tokens: 16, layers: 4, heads: 8 } as const;

/** @param tokens N of them, in postfix order */
export function lookInto(model: CompilerModel, tokens: readonly number[]): CompilerLook {
  const { config, parameters } = model;
  const layers = Math.min(config.layers, MOST.layers);
  const kinds = tokenOperations(model);
  const whole = wholeTokens(kinds, config.layers);
  const cosines = centredCosines(whole, whole);
  const ofKinds = Array.from({ length: layers }, (_, index) =>
    kinds.filter(({ layer }) => layer === index + 1),
  );
  const shown = shownTokens(tokens);
  const operations = microOperations(model, tokens);
  const ofShown = shown.map((place) =>
    operations.slice(place * config.layers, place * config.layers + layers),
  );
  const biases = attentionBiases(model, ofShown.flat());
  const readAs = decoded(model, tokens);
  return {
    tokens: shown.map((place, at): TokenLook => {
      const own = ofShown[at] as readonly MicroOperation[];
      const { arithmetic } = parameters.executor;
      return {
        token: tokens[place] as number,
        place: place + 1,
        layers: own.map((operation, index): LayerLook => {
          const others = (ofKinds[index] as readonly MicroOperation[]).map(
            ({ numbers }) => numbers,
          );
          const [near = []] = centredCosines([operation.numbers], others);
          const size = STATE_TOKENS ** 2;
          return {
            operation,
            attention: Array.from({ length: Math.min(config.heads, MOST.heads) }, (_, head) =>
              (biases[at * layers + index] as Float32Array).slice(head * size, (head + 1) * size),
            ),
            nearest: near
              .map((cosine, token) => ({ token, cosine }))
              .sort((a, b) => b.cosine - a.cosine)
              .slice(0, NEAREST),
          };
        }),
        readAs: readAs(place),
        ...(arithmetic === undefined
          ? {}
          : {
              arithmetic: {
                map: arithmeticMap(arithmetic, (own[0] as MicroOperation).numbers),
                numbers: NUMBERS,
              },
            }),
      };
    }),
    layers: config.layers,
    kinds: TOKENS.map(({ name }) => name),
    cosines,
    pairs: tokenPairs(kinds, cosines).slice(0, PAIRS),
    kindUnits: ofKinds.map((of) => of.map(({ units }) => units)),
  };
}

/** Places of the tokens that are looked at, from 0. */
function shownTokens(tokens: readonly number[]): readonly number[] {
  const idle = tokens.indexOf(NOP);
  const places = [...tokens.keys()].filter((at) => tokens[at] !== NOP || at === idle);
  return places.slice(0, MOST.tokens);
}

/** What the decoder takes the tokens of a program for, by place from 0. */
function decoded(
  { parameters, config }: CompilerModel,
  tokens: readonly number[],
): (place: number) => TokenLook["readAs"] {
  const scores = tf.tidy(() => {
    const micro = postfixCompiler(parameters, config).compile([tokens]);
    return readTensor(decodeLogits(parameters.decoder, config, micro, Int32Array.from(tokens)));
  });
  return (place) =>
    chancesOf(
      softmaxOf(scores.subarray(place * TOKEN_KINDS, (place + 1) * TOKEN_KINDS)),
    ).likeliest.map(({ byte, probability }) => ({ token: byte, probability }));
}
