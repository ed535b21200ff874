import * as tf from "@tensorflow/tfjs-core";
import type { Tensor2D } from "@tensorflow/tfjs-core";
import type { Rng } from "../../support/rng.ts";
import { initLayerNorm, layerNorm, type LayerNormParameters } from "../nn/layerNorm.ts";
import { initLinear, linear, type LinearParameters } from "../nn/linear.ts";
import { lookup } from "../ops/lookup.ts";
import { type BoundTableParameters, boundLogits, boundRows, initBoundTable } from "./boundTable.ts";
import {
  type BoundOrder,
  GREATEST_ORDER,
  HIGH_ORDER,
  LEAST_ORDER,
  LOW_ORDER,
  cautiousBound,
} from "./cautiousBound.ts";
import { type CompilerConfig, STATE_TOKENS } from "./compilerConfig.ts";
import { type ArithmeticParameters, arithmetic, initArithmetic } from "./arithmetic.ts";
import { type PointerParameters, initPointers, pointerLogits } from "./pointers.ts";
import { NUMBERS } from "./stateNumbers.ts";
import { FAULTS, TYPES } from "./state.ts";
import {
  type StateEmbeddingParameters,
  initStateEmbedding,
  stateEmbedding,
} from "./stateEmbedding.ts";
import { LENGTHS, type StateIds, type StateLabels, stackRows } from "./stateIds.ts";
import { type StepLayerParameters, initStepLayer, stepLayer } from "./stepLayer.ts";

/** The network that makes one step of a program on a state: shared by all steps. */
export type ExecutorParameters = {
  readonly low: BoundTableParameters;
  readonly high: BoundTableParameters;
  readonly state: StateEmbeddingParameters;
  /** Absent without maps. */
  readonly arithmetic?: ArithmeticParameters;
  readonly layers: readonly StepLayerParameters[];
  readonly norm: LayerNormParameters;
  /** Absent where bounds are never copied. */
  readonly pointers?: PointerParameters;
  /** All fields of a header side by side. */
  readonly header: LinearParameters;
};

/** Sizes of a header's fields, in the order of `StateLogits`. */
const FIELD_SIZES = [TYPES, LENGTHS, LENGTHS, FAULTS];
/** Scores of all fields of a header. */
export const HEADER_SCORES: number = FIELD_SIZES.reduce((a, b) => a + b);

export function initExecutor(rng: Rng, config: CompilerConfig): ExecutorParameters {
  const { width, layers } = config;
  return {
    low: initBoundTable(rng, width),
    high: initBoundTable(rng, width),
    state: initStateEmbedding(rng, width, config.ranks === 1),
    ...(config.arithmetic === 1 ? { arithmetic: initArithmetic(rng, config) } : {}),
    layers: Array.from({ length: layers }, () =>
      initStepLayer(rng, { ...config, stateTokens: STATE_TOKENS }),
    ),
    norm: initLayerNorm(width),
    ...(config.pointers === 1 ? { pointers: initPointers(rng, config) } : {}),
    header: initLinear(rng, { inputs: width, outputs: HEADER_SCORES }),
  };
}

/** What the network says of the next state's stack; rows as in `StateLabels`. */
export interface StateLogits {
  readonly low: Tensor2D;
  readonly high: Tensor2D;
  readonly type: Tensor2D;
  readonly least: Tensor2D;
  readonly greatest: Tensor2D;
  readonly fault: Tensor2D;
  /** What arithmetic gave, one for each bound of each of [B, T] tokens. */
  readonly numbers: Tensor2D | undefined;
}

/** Zeros whose gradients are those of what the step before said of the states (`carry.ts`). */
export interface Carried {
  /** [B*T, C] */
  readonly embedding: Tensor2D;
  /** [B, numbers] */
  readonly numbers: Tensor2D;
}

/**
 * One step on each of B states.
 *
 * @param micro [B, k M]: the k micro-operations of the token that each state is to take
 * @param carried ties the states to the step that they come from, for gradients through several steps
 */
export function executeStep(
  p: ExecutorParameters,
  config: CompilerConfig,
  states: StateIds,
  micro: Tensor2D,
  carried?: Carried,
): StateLogits {
  const batch = micro.shape[0];
  const { microWidth } = config;
  return tf.tidy(() => {
    const low = boundRows(p.low);
    const high = boundRows(p.high);
    const owner = tf.tensor1d(ownerRows(batch), "int32");
    let x = stateEmbedding(p.state, low, high, states); // [B*T, C]
    if (carried !== undefined) x = tf.add(x, carried.embedding);
    let numbers: Tensor2D = tf.tensor2d(states.numbers, [batch, NUMBERS]);
    if (carried !== undefined) numbers = tf.add(numbers, carried.numbers);
    const first = tf.slice(micro, [0, 0], [batch, microWidth]);
    const read = p.arithmetic && arithmetic(p.arithmetic, numbers, first, carried !== undefined);
    if (read !== undefined) x = tf.add(x, read.told);
    for (const [i, layer] of p.layers.entries()) {
      const operation = tf.slice(micro, [0, i * microWidth], [batch, microWidth]);
      x = stepLayer(layer, config.heads, x, operation, owner);
    }
    const h = layerNorm(p.norm, x);
    const { headers, values } = stackRows(batch);
    const ofValues = lookup(h, tf.tensor1d(values, "int32"));
    const ofHeaders = linear(p.header, lookup(h, tf.tensor1d(headers, "int32")));
    const [type, least, greatest, fault] = tf.split(ofHeaders, FIELD_SIZES, 1) as [
      Tensor2D,
      Tensor2D,
      Tensor2D,
      Tensor2D,
    ];
    const own = [boundLogits(p.low, low, ofValues), boundLogits(p.high, high, ofValues)] as const;
    const last = tf.slice(micro, [0, (p.layers.length - 1) * microWidth], [batch, microWidth]);
    const seen = { tokens: h, values, micro: last, states, numbers: read?.numbers };
    const bounds = p.pointers === undefined ? own : pointerLogits(p.pointers, own, seen);
    return {
      low: bounds[0],
      high: bounds[1],
      type,
      least,
      greatest,
      fault,
      numbers: read?.numbers,
    };
  });
}

/** For each of [B, T] rows its state. */
const ownerRows = (batch: number): Int32Array =>
  Int32Array.from({ length: batch * STATE_TOKENS }, (_, row) => Math.floor(row / STATE_TOKENS));

/** The likeliest next states, as labels. */
export function likeliest(logits: StateLogits): StateLabels {
  const best = (scores: Tensor2D): Int32Array =>
    tf.tidy(() => Int32Array.from(tf.argMax(scores, 1).dataSync()));
  return {
    low: best(logits.low),
    high: best(logits.high),
    type: best(logits.type),
    least: best(logits.least),
    greatest: best(logits.greatest),
    fault: best(logits.fault),
  };
}

/**
 * The next states as labels: the likeliest ones, but where a state is of a run on ranges the bounds of
 * integers and of lengths that cost least (`cautiousBound.ts`).
 *
 * @param ranges for each state whether it is
 */
export function readCautiously(
  logits: StateLogits,
  ranges: readonly boolean[],
  caution: number,
): StateLabels {
  const labels = likeliest(logits);
  if (caution === 1 || !ranges.includes(true)) return labels;
  const read = (scores: Tensor2D, order: BoundOrder, into: Int32Array): void => {
    const numbers = scores.dataSync();
    const [rows, width] = scores.shape;
    const each = rows / ranges.length;
    for (const [state, isRange] of ranges.entries()) {
      for (let row = state * each; isRange && row < (state + 1) * each; row++) {
        into[row] = cautiousBound(numbers, row * width, order, caution);
      }
    }
  };
  read(logits.low, LOW_ORDER, labels.low);
  read(logits.high, HIGH_ORDER, labels.high);
  read(logits.least, LEAST_ORDER, labels.least);
  read(logits.greatest, GREATEST_ORDER, labels.greatest);
  return labels;
}
