import * as tf from "@tensorflow/tfjs-core";
import type { Rank, Tensor2D, Variable } from "@tensorflow/tfjs-core";
import type { Rng } from "../../support/rng.ts";
import { linear as linearOperation } from "../ops/linear.ts";
import { normal, zeros } from "../nn/initialise.ts";
import { initLinear, linear, type LinearParameters } from "../nn/linear.ts";
import { ABSENT, BASE, INTEGERS } from "./state.ts";
import { BOUNDS } from "./stateIds.ts";

/**
 * One row of width C for each bound: a learned one, and a linear map of what is known of the integer.
 * The same rows read bounds and score them, so that what the network says is in the terms in which it
 * listens.
 */
export type BoundTableParameters = {
  /** [bounds, C] */
  readonly learned: Variable<Rank.R2>;
  /** [features, C] */
  readonly features: Variable<Rank.R2>;
  /** Before a state token is compared to the rows. */
  readonly out: LinearParameters;
  /** [integers and absent] */
  readonly bias: Variable<Rank.R1>;
};

/** Periods of the sines and cosines of an integer. */
export const PERIODS: readonly number[] = [2, 4, 8, 16, 32, 64, 128];
/** Numbers that are known of an integer. */
export const BOUND_FEATURES: number = 4 + 2 * PERIODS.length;
/** What an integer is divided by so that it is about 1. */
const SCALE = 32;

/** [bounds, features], row-major. */
const FEATURE_ROWS: Float32Array = (() => {
  const rows = Array.from({ length: BOUNDS }, (_, bound) => {
    const x = bound + BASE;
    const known = bound < INTEGERS;
    const waves = PERIODS.flatMap((period) => {
      const turn = (2 * Math.PI * x) / period;
      return [Math.sin(turn), Math.cos(turn)];
    });
    const all = [x / SCALE, (x / SCALE) ** 2, Math.sign(x), ...waves].map((f) => (known ? f : 0));
    return [...all, bound === ABSENT ? 1 : 0];
  });
  return Float32Array.from(rows.flat());
})();

const DEVIATION = 0.3;

export const initBoundTable = (rng: Rng, width: number): BoundTableParameters => ({
  learned: normal<Rank.R2>(rng, [BOUNDS, width], DEVIATION),
  features: normal<Rank.R2>(rng, [BOUND_FEATURES, width], DEVIATION),
  out: initLinear(rng, { inputs: width, outputs: width }),
  bias: zeros<Rank.R1>([ABSENT + 1]),
});

/** All rows. -> [bounds, C] */
export const boundRows = (p: BoundTableParameters): Tensor2D =>
  tf.tidy(() => {
    const features = tf.tensor2d(FEATURE_ROWS, [BOUNDS, BOUND_FEATURES]);
    return tf.add(p.learned, linearOperation(features, p.features));
  });

/** How well each integer, or none, fits. h [M, C], rows as `boundRows` -> logits [M, integers and absent] */
export const boundLogits = (p: BoundTableParameters, rows: Tensor2D, h: Tensor2D): Tensor2D =>
  tf.tidy(() => {
    const width = rows.shape[1];
    // So that logits begin with a deviation of about 1.
    const scored = tf.div(tf.slice(rows, [0, 0], [ABSENT + 1, width]), Math.sqrt(width));
    return linearOperation(linear(p.out, h), tf.transpose(scored) as Tensor2D, p.bias);
  });
