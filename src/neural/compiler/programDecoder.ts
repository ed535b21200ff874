import * as tf from "@tensorflow/tfjs-core";
import type { Rank, Tensor2D, Variable } from "@tensorflow/tfjs-core";
import type { Rng } from "../../support/rng.ts";
import { type EncoderConfig, type EncoderParameters, encoder, initEncoder } from "../nn/encoder.ts";
import { normal } from "../nn/initialise.ts";
import {
  type LearnedPositionsParameters,
  initLearnedPositions,
  learnedPositions,
} from "../nn/learnedPositions.ts";
import { initLinear, linear, type LinearParameters } from "../nn/linear.ts";
import { lookup } from "../ops/lookup.ts";
import { type CompilerConfig, TOKEN_KINDS, microNumbers } from "./compilerConfig.ts";

/** The network that decompiles: k N micro-operations to N tokens, each given those before it. */
export type ProgramDecoderParameters = {
  /** [token kinds + 1, C]: the last row stands before the first token. */
  readonly tokens: Variable<Rank.R2>;
  readonly micro: LinearParameters;
  readonly positions: LearnedPositionsParameters;
  readonly context: EncoderParameters;
  readonly out: LinearParameters;
};

/** The row that stands before the first token. */
const START = TOKEN_KINDS;

/** The transformer over the tokens so far. */
export const decoderSizes = ({
  width,
  heads,
  decoderLayers: layers,
}: CompilerConfig): EncoderConfig => ({
  width,
  heads,
  layers,
  hidden: 2 * width,
  causal: true,
});

export function initProgramDecoder(rng: Rng, config: CompilerConfig): ProgramDecoderParameters {
  const { width, tokens } = config;
  return {
    tokens: normal<Rank.R2>(rng, [TOKEN_KINDS + 1, width], 0.3),
    micro: initLinear(rng, { inputs: microNumbers(config), outputs: width }),
    positions: initLearnedPositions(rng, { longest: tokens, width }),
    context: initEncoder(rng, decoderSizes(config)),
    out: initLinear(rng, { inputs: width, outputs: TOKEN_KINDS }),
  };
}

/**
 * Scores of the tokens of programs, each given its micro-operations and all before it.
 *
 * @param micro [P*N, k M]
 * @param programs [P, N] tokens, of which each is used for those after it only
 * @returns logits [P*N, token kinds]
 */
export function decodeLogits(
  p: ProgramDecoderParameters,
  config: CompilerConfig,
  micro: Tensor2D,
  programs: Int32Array,
): Tensor2D {
  const { tokens } = config;
  const batch = programs.length / tokens;
  return tf.tidy(() => {
    const before = programs.map((_, i) => (i % tokens === 0 ? START : (programs[i - 1] as number)));
    const known = lookup(p.tokens, tf.tensor1d(before, "int32"));
    const x = learnedPositions(p.positions, tf.add(known, linear(p.micro, micro)), batch);
    return linear(p.out, encoder(p.context, decoderSizes(config), x, { batch }));
  });
}
