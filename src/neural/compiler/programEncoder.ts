import * as tf from "@tensorflow/tfjs-core";
import type { Rank, Tensor2D, Variable } from "@tensorflow/tfjs-core";
import type { Rng } from "../../support/rng.ts";
import { type EncoderParameters, encoder, initEncoder } from "../nn/encoder.ts";
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
  const { width, heads, encoderLayers: layers, tokens } = config;
  return {
    tokens: normal<Rank.R2>(rng, [TOKEN_KINDS, width], 1),
    positions: initLearnedPositions(rng, { longest: tokens, width }),
    context: initEncoder(rng, { width, heads, layers, hidden: 2 * width }),
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
  const { width, heads, encoderLayers: layers, tokens } = config;
  const batch = programs.length / tokens;
  return tf.tidy(() => {
    const own = lookup(p.tokens, tf.tensor1d(programs, "int32")); // [P*N, C]
    const read = learnedPositions(p.positions, own, batch);
    const sizes = { width, heads, layers, hidden: 2 * width };
    const context = encoder(p.context, sizes, read, { batch });
    return linear(p.out, tf.add(own, tf.mul(context, share)));
  });
}
