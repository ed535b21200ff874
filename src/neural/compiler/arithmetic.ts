import * as tf from "@tensorflow/tfjs-core";
import type { Rank, Tensor1D, Tensor2D, Variable } from "@tensorflow/tfjs-core";
import type { Rng } from "../../support/rng.ts";
import { normal } from "../nn/initialise.ts";
import { initLinear, linear, type LinearParameters } from "../nn/linear.ts";
import { linear as linearOperation } from "../ops/linear.ts";
import { differentiable } from "../ops/differentiable.ts";
import { readTensor } from "../nn/parameters.ts";
import { lookup } from "../ops/lookup.ts";
import { type CompilerConfig, STATE_TOKENS } from "./compilerConfig.ts";
import { NUMBERS, NUMBER_SCALE } from "./stateNumbers.ts";
import { PERIODS } from "./boundTable.ts";
import { BASE, INTEGERS } from "./state.ts";

/**
 * Arithmetic on the numbers of a state, outside the norms that a transformer puts around everything: a
 * micro-operation m sets a linear map of all bounds, the sum of m_i times a learned one, and each state
 * token is told two numbers of the result, with their sines and cosines. So a sum of six integers can be
 * exact before a layer reads it (linear units, as those of Trask and others 2018).
 */
export type ArithmeticParameters = {
  /** [numbers, T * 2 * M], what belongs to a number of the micro-operation innermost. */
  readonly maps: Variable<Rank.R2>;
  /** From what is known of two numbers to a state token. */
  readonly out: LinearParameters;
};

/** Numbers that each state token is told. */
export const TOLD = 2;
/** What is known of each of them. */
export const TOLD_FEATURES: number = 2 + 2 * PERIODS.length;
const MAP_DEVIATION = 0.02;
/** What a micro-operation counts: each update moves all M summands of a map's entry. */
const SHARE = 0.2;

export const initArithmetic = (
  rng: Rng,
  { microWidth, width }: CompilerConfig,
): ArithmeticParameters => ({
  maps: normal<Rank.R2>(rng, [NUMBERS, STATE_TOKENS * TOLD * microWidth], MAP_DEVIATION),
  out: initLinear(rng, { inputs: TOLD * TOLD_FEATURES, outputs: width }),
});

/** Radians for each unit of a scaled number, by period. */
const TURNS = Float32Array.from(PERIODS, (period) => (2 * Math.PI * NUMBER_SCALE) / period);
const LEAST = BASE / NUMBER_SCALE;
const GREATEST = (BASE + INTEGERS - 1) / NUMBER_SCALE;

/** What arithmetic makes of states. */
export interface ArithmeticResult {
  /** [B*T*2, 1] scaled numbers, before they saturate: a least and a greatest integer for each token. */
  readonly numbers: Tensor2D;
  /** [B*T, C], to be added to the state tokens. */
  readonly told: Tensor2D;
}

/**
 * @param state [B, numbers], as `stateNumbers` has them
 * @param micro [B, M]
 * @param through whether gradients go through what is told of the numbers
 */
export function arithmetic(
  p: ArithmeticParameters,
  state: Tensor2D,
  micro: Tensor2D,
  through = false,
): ArithmeticResult {
  const [batch, width] = micro.shape;
  const each = STATE_TOKENS * TOLD;
  const results = tf.reshape(linearOperation(state, p.maps), [batch * each, width]) as Tensor2D;
  const owner = Int32Array.from({ length: batch * each }, (_, row) => Math.floor(row / each));
  const weights = lookup(micro, tf.tensor1d(owner, "int32"));
  const numbers = linearOperation(tf.mul(results, weights) as Tensor2D, tf.fill([width, 1], SHARE));
  const known = tf.reshape((through ? features : constantFeatures)(numbers), [
    batch * STATE_TOKENS,
    TOLD * TOLD_FEATURES,
  ]) as Tensor2D;
  return { numbers, told: linear(p.out, known) };
}

/**
 * The linear map that a micro-operation sets, in integers rather than scaled: what `arithmetic` multiplies a
 * state's numbers by, before they saturate.
 *
 * @param micro [M]
 * @returns [T * 2, numbers]: for each result how much of each bound it takes, and last a constant
 */
export function arithmeticMap(p: ArithmeticParameters, micro: Float32Array): Float32Array {
  const maps = readTensor(p.maps);
  const results = STATE_TOKENS * TOLD;
  const map = new Float32Array(results * NUMBERS);
  for (let number = 0; number < NUMBERS; number++) {
    const unit = number === NUMBERS - 1 ? NUMBER_SCALE : 1;
    for (let result = 0; result < results; result++) {
      const at = (number * results + result) * micro.length;
      let sum = 0;
      for (const [m, weight] of micro.entries()) sum += weight * (maps[at + m] as number);
      map[result * NUMBERS + number] = SHARE * unit * sum;
    }
  }
  return map;
}

/** What is known of numbers, saturated. x [M, 1] -> [M, features] */
function features(x: Tensor2D): Tensor2D {
  const saturated = tf.minimum(tf.maximum(x, LEAST), GREATEST) as Tensor2D;
  const turns = tf.matMul(saturated, tf.tensor2d(TURNS, [1, PERIODS.length]));
  return tf.concat([saturated, tf.square(saturated), tf.sin(turns), tf.cos(turns)], 1) as Tensor2D;
}

/**
 * The same as constants. In training the maps learn from `arithmeticLoss` alone: gradients by the sines of
 * short periods point anywhere until a number is nearly right.
 */
const constantFeatures = (x: Tensor2D): Tensor2D =>
  differentiable(
    [x],
    () => ({ value: features(x), saved: [] as const }),
    () => [tf.zeros(x.shape)],
  );

/** How far numbers beyond the bounds still count as apart, so that the loss can bring them back. */
const BEYOND = 0.05;
/** Differences much smaller than this, one integer, count little. */
const SMOOTH = 0.5 / NUMBER_SCALE;

/**
 * Mean distance of the numbers of the stack's positions to the bounds of the next state, where there
 * are any: what the maps learn from directly.
 *
 * @param rows for each bound that is known the row of `numbers`
 * @param wanted the bounds there, scaled
 */
export function arithmeticLoss(numbers: Tensor2D, rows: Tensor1D, wanted: Tensor2D): tf.Scalar {
  return tf.tidy(() => {
    const found = lookup(numbers, rows);
    const inside = tf.minimum(tf.maximum(found, LEAST), GREATEST);
    const leaky = tf.add(inside, tf.mul(tf.sub(found, inside), BEYOND));
    const squares = tf.add(tf.square(tf.sub(leaky, wanted)), SMOOTH ** 2);
    return tf.mean<tf.Scalar>(tf.sub(tf.sqrt(squares), SMOOTH));
  });
}
