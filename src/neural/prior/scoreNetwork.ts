import * as tf from "@tensorflow/tfjs-core";
import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import type { Rng } from "../../support/rng.ts";
import { type EncoderConfig, type EncoderParameters, encoder, initEncoder } from "../nn/encoder.ts";
import {
  type LearnedPositionsParameters,
  initLearnedPositions,
  learnedPositions,
} from "../nn/learnedPositions.ts";
import { initLinear, linear, type LinearParameters } from "../nn/linear.ts";
import { lookup } from "../ops/lookup.ts";
import type { Denoiser } from "./denoiser.ts";

/** Sizes of a score network over rows of N tokens. Plain data. */
export interface ScoreNetworkConfig {
  /** N, tokens in a row. */
  readonly tokens: number;
  /** Numbers in a token: a row has N times as many. */
  readonly numbers: number;
  /** C, a multiple of the heads. */
  readonly width: number;
  readonly heads: number;
  readonly layers: number;
  /** Deviation of the numbers of the data: about 1 when they are scaled to it. */
  readonly deviation: number;
}

export type ScoreNetworkParameters = {
  readonly into: LinearParameters;
  readonly positions: LearnedPositionsParameters;
  readonly noise: LinearParameters;
  readonly noiseOut: LinearParameters;
  readonly encoder: EncoderParameters;
  readonly out: LinearParameters;
};

/** Frequencies by which a noise level is told. */
const FREQUENCIES = [0.5, 1, 2, 4, 8];

const encoderOf = ({ width, heads, layers }: ScoreNetworkConfig): EncoderConfig => ({
  width,
  heads,
  layers,
  hidden: 2 * width,
});

export function initScoreNetwork(rng: Rng, config: ScoreNetworkConfig): ScoreNetworkParameters {
  const { tokens, numbers, width } = config;
  return {
    into: initLinear(rng, { inputs: numbers, outputs: width }),
    positions: initLearnedPositions(rng, { longest: tokens, width }),
    noise: initLinear(rng, { inputs: 1 + 2 * FREQUENCIES.length, outputs: width, before: "relu" }),
    noiseOut: initLinear(rng, { inputs: width, outputs: width }),
    encoder: initEncoder(rng, encoderOf(config)),
    out: initLinear(rng, { inputs: width, outputs: numbers }),
  };
}

/**
 * A denoiser for all noise levels: D(x; s) = c_skip x + c_out F(c_in x; ln(s) / 4), in which the network
 * F always reads and writes numbers of about unit deviation, and is asked for the noise where the noise
 * is small and for the data where it is great (Karras and others 2022, table 1).
 */
export const networkDenoiser =
  (p: ScoreNetworkParameters, config: ScoreNetworkConfig): Denoiser =>
  (x, sigma) =>
    tf.tidy(() => {
      const { skip, out, into } = preconditioning(sigma, config.deviation);
      return tf.add(
        tf.mul(x, skip),
        tf.mul(network(p, config, tf.mul(x, into), sigma), out),
      ) as Tensor2D;
    });

/** The factors of the preconditioning, each [B, 1]. sigma [B] */
export function preconditioning(
  sigma: Tensor1D,
  deviation: number,
): { readonly skip: Tensor2D; readonly out: Tensor2D; readonly into: Tensor2D } {
  const s = tf.reshape(sigma, [sigma.shape[0], 1]) as Tensor2D;
  const total = tf.add(tf.square(s), deviation ** 2);
  return {
    skip: tf.div(deviation ** 2, total),
    out: tf.div(tf.mul(s, deviation), tf.sqrt(total)),
    into: tf.div(1, tf.sqrt(total)),
  };
}

/** F. x [B, N * numbers], sigma [B] -> [B, N * numbers] */
function network(
  p: ScoreNetworkParameters,
  config: ScoreNetworkConfig,
  x: Tensor2D,
  sigma: Tensor1D,
): Tensor2D {
  const { tokens, numbers } = config;
  const batch = sigma.shape[0];
  const rows = tf.reshape(x, [batch * tokens, numbers]) as Tensor2D;
  const level = tf.reshape(tf.div(tf.log(sigma), 4), [batch, 1]) as Tensor2D;
  const turns = tf.matMul(level, tf.tensor2d(FREQUENCIES, [1, FREQUENCIES.length]));
  const features = tf.concat([level, tf.sin(turns), tf.cos(turns)], 1) as Tensor2D;
  const told = linear(p.noiseOut, linear(p.noise, features, "relu")); // [B, C]
  const owner = Int32Array.from({ length: batch * tokens }, (_, row) => Math.floor(row / tokens));
  const read = learnedPositions(p.positions, linear(p.into, rows), batch);
  const h = tf.add(read, lookup(told, tf.tensor1d(owner, "int32"))) as Tensor2D;
  const y = linear(p.out, encoder(p.encoder, encoderOf(config), h, { batch }));
  return tf.reshape(y, [batch, tokens * numbers]);
}
