import * as tf from "@tensorflow/tfjs-core";
import type { Rank, Tensor1D, Tensor2D, Variable } from "@tensorflow/tfjs-core";
import type { Rng } from "../../support/rng.ts";
import { normal, uniform, zeros } from "../nn/initialise.ts";
import { initLayerNorm, layerNorm, type LayerNormParameters } from "../nn/layerNorm.ts";
import { initLinear, linear, type LinearParameters } from "../nn/linear.ts";
import { selfAttention } from "../ops/attention.ts";
import { linear as linearOperation } from "../ops/linear.ts";
import { lookup } from "../ops/lookup.ts";

/**
 * A transformer layer over a state whose work a micro-operation sets: scale and shift of both norms
 * (FiLM, Perez and others 2018), a gate for each head and each hidden unit, and the mixture of learned
 * attention patterns that is added to the scores. Its blocks are the same for all micro-operations.
 */
export type StepLayerParameters = {
  readonly attentionNorm: LayerNormParameters;
  /** [C, 3C] */
  readonly qkv: Variable<Rank.R2>;
  readonly out: LinearParameters;
  readonly forwardNorm: LayerNormParameters;
  readonly into: LinearParameters;
  readonly back: LinearParameters;
  /** [R, H*T*T] */
  readonly patterns: Variable<Rank.R2>;
  readonly control: ControlParameters;
};

/** Linear maps from a micro-operation [M] to what it sets. */
export type ControlParameters = {
  readonly attentionScale: LinearParameters;
  readonly attentionShift: LinearParameters;
  readonly forwardScale: LinearParameters;
  readonly forwardShift: LinearParameters;
  readonly heads: LinearParameters;
  readonly units: LinearParameters;
  readonly patterns: LinearParameters;
};

export interface StepLayerSizes {
  /** C, a multiple of the heads. */
  readonly width: number;
  /** H */
  readonly heads: number;
  /** F, hidden units. */
  readonly hidden: number;
  /** R */
  readonly patterns: number;
  /** M, numbers in a micro-operation. */
  readonly microWidth: number;
  /** T, tokens of a state. */
  readonly stateTokens: number;
}

/** So that micro-operations of deviation 1 begin by changing little. */
const CONTROL_DEVIATION = 0.05;
const PATTERN_DEVIATION = 0.5;

export function initStepLayer(rng: Rng, sizes: StepLayerSizes): StepLayerParameters {
  const { width, heads, hidden, patterns, microWidth, stateTokens } = sizes;
  const control = (outputs: number): LinearParameters => ({
    w: normal<Rank.R2>(rng, [microWidth, outputs], CONTROL_DEVIATION),
    b: zeros<Rank.R1>([outputs]),
  });
  return {
    attentionNorm: initLayerNorm(width),
    qkv: uniform<Rank.R2>(rng, [width, 3 * width], Math.sqrt(3 / width)),
    out: initLinear(rng, { inputs: width, outputs: width }),
    forwardNorm: initLayerNorm(width),
    into: initLinear(rng, { inputs: width, outputs: hidden, before: "relu" }),
    back: initLinear(rng, { inputs: hidden, outputs: width }),
    patterns: normal<Rank.R2>(rng, [patterns, heads * stateTokens ** 2], PATTERN_DEVIATION),
    control: {
      attentionScale: control(width),
      attentionShift: control(width),
      forwardScale: control(width),
      forwardShift: control(width),
      heads: control(heads),
      units: control(hidden),
      patterns: control(patterns),
    },
  };
}

/** What a micro-operation sets, one row for each: what a listing shows. */
export interface Control {
  /** [B, C] */
  readonly attentionScale: Tensor2D;
  readonly attentionShift: Tensor2D;
  readonly forwardScale: Tensor2D;
  readonly forwardShift: Tensor2D;
  /** [B, H], in 0..2; 1 is neutral. */
  readonly heads: Tensor2D;
  /** [B, F], in 0..2; 1 is neutral. */
  readonly units: Tensor2D;
  /** [B, R] */
  readonly patterns: Tensor2D;
}

/** micro [B, M] */
export function controlOf(p: ControlParameters, micro: Tensor2D): Control {
  const gates = (q: LinearParameters): Tensor2D => tf.mul(tf.sigmoid(linear(q, micro)), 2);
  return {
    attentionScale: tf.add(linear(p.attentionScale, micro), 1),
    attentionShift: linear(p.attentionShift, micro),
    forwardScale: tf.add(linear(p.forwardScale, micro), 1),
    forwardShift: linear(p.forwardShift, micro),
    heads: gates(p.heads),
    units: gates(p.units),
    patterns: linear(p.patterns, micro),
  };
}

/**
 * @param x [B*T, C]
 * @param micro [B, M], one micro-operation for each state
 * @param owner int32 [B*T]: the state of each row
 * @returns [B*T, C]
 */
export function stepLayer(
  p: StepLayerParameters,
  heads: number,
  x: Tensor2D,
  micro: Tensor2D,
  owner: Tensor1D,
): Tensor2D {
  const batch = micro.shape[0];
  const [rows, width] = x.shape;
  const time = rows / batch;
  return tf.tidy(() => {
    const control = controlOf(p.control, micro);
    // Looked up for each row: multiplying and differentiating rows of equal shape is the fast case.
    const spread = (ofState: Tensor2D): Tensor2D => lookup(ofState, owner);
    const normed = tf.add(
      tf.mul(layerNorm(p.attentionNorm, x), spread(control.attentionScale)),
      spread(control.attentionShift),
    ) as Tensor2D;
    const bias = tf.reshape(linearOperation(control.patterns, p.patterns), [
      batch,
      heads,
      time,
      time,
    ]) as tf.Tensor4D;
    const attended = selfAttention(linearOperation(normed, p.qkv), { batch, heads, bias });
    const headGates = linearOperation(control.heads, columnsOfHeads(heads, width)); // [B, C]
    const mixed: Tensor2D = tf.add(x, linear(p.out, tf.mul(attended, spread(headGates))));
    const normedAgain = tf.add(
      tf.mul(layerNorm(p.forwardNorm, mixed), spread(control.forwardScale)),
      spread(control.forwardShift),
    ) as Tensor2D;
    const hidden = tf.mul(linear(p.into, normedAgain, "relu"), spread(control.units)) as Tensor2D;
    return tf.add(mixed, linear(p.back, hidden));
  });
}

/** [H, C]: 1 where a column belongs to a head. */
const columnsOfHeads = (heads: number, width: number): Tensor2D => {
  const size = width / heads;
  const ones = new Float32Array(heads * width);
  for (let column = 0; column < width; column++) {
    ones[Math.floor(column / size) * width + column] = 1;
  }
  return tf.tensor2d(ones, [heads, width]);
};
