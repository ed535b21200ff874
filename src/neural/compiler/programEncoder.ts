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

/** The network that compiles: N tokens to k N micro-operations. */
export type ProgramEncoderParameters = {
  /** [token kinds, C] */
  readonly tokens: Variable<Rank.R2>;
  readonly positions: LearnedPositionsParameters;
  readonly context: EncoderParameters;
  readonly out: LinearParameters;
};

/**
 * How much of a micro-operation comes from the other tokens at first, for a program in the order in
 * which it runs, where little need.
 */
export const LITTLE_CONTEXT = 0.1;
/** The same for a program in the order in which it is written. */
export const FULL_CONTEXT = 1;

export function initProgramEncoder(rng: Rng, config: CompilerConfig): ProgramEncoderParameters {
  const { width, tokens } = config;
  return {
    tokens: normal<Rank.R2>(rng, [TOKEN_KINDS, width], 1),
    positions: initLearnedPositions(rng, { longest: tokens, width }),
    context: initEncoder(rng, encoderSizes(config)),
    out: initLinear(rng, { inputs: width, outputs: microNumbers(config) }),
  };
}

/**
 * The micro-operations of programs.
 *
 * @param programs [P, N] tokens, row-major
 * @param share how much of a micro-operation comes from the other tokens at first
 * @returns [P*N, k M]
 */
export function encodePrograms(
  p: ProgramEncoderParameters,
  config: CompilerConfig,
  programs: Int32Array,
  share: number = LITTLE_CONTEXT,
): Tensor2D {
  return tf.tidy(() =>
    encodeRows(p, config, lookup(p.tokens, tf.tensor1d(programs, "int32")), share),
  );
}

/** The same from the rows of the tokens, [P*N, C]. */
export function encodeRows(
  p: ProgramEncoderParameters,
  config: CompilerConfig,
  own: Tensor2D,
  share: number = LITTLE_CONTEXT,
): Tensor2D {
  const { tokens } = config;
  const batch = own.shape[0] / tokens;
  return tf.tidy(() => {
    const read = learnedPositions(p.positions, own, batch);
    const context = encoder(p.context, encoderSizes(config), read, { batch });
    return linear(p.out, tf.add(own, tf.mul(context, share)));
  });
}

/** The transformer over a program's tokens, or state-space layers. */
export const encoderSizes = (config: CompilerConfig): EncoderConfig => {
  const { width, heads, encoderLayers: layers, encoderStates: states } = config;
  return { width, heads, layers, hidden: 2 * width, states };
};
