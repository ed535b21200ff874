import * as tf from "@tensorflow/tfjs-core";
import type { Rank, Tensor2D, Tensor3D, Variable } from "@tensorflow/tfjs-core";
import type { Rng } from "../../support/rng.ts";
import { normal } from "../nn/initialise.ts";
import { initLinear, linear, type LinearParameters } from "../nn/linear.ts";
import { copyLogits } from "../ops/copyLogits.ts";
import { lookup } from "../ops/lookup.ts";
import { linear as linearOperation } from "../ops/linear.ts";
import { TOLD } from "./arithmetic.ts";
import { type CompilerConfig, STATE_TOKENS } from "./compilerConfig.ts";
import { ABSENT, BASE, INTEGERS, POSITIONS } from "./state.ts";
import type { StateIds } from "./stateIds.ts";
import { NUMBER_SCALE } from "./stateNumbers.ts";
import { STACK_DEPTH } from "./stacks.ts";

/**
 * A bound of the next state may be copied: each has a pointer to all bounds of its side in the state
 * before, to the next integers inside of them, and to the number that arithmetic told it
 * (pointer-generator, See, Liu and Manning 2017). So what moves elements, takes the least of some, or cuts
 * intervals off where a comparison is strict, learns where a bound comes from, not what each integer is.
 */
export type PointerParameters = {
  /** From a position to its two pointers, for its least and its greatest integer. */
  readonly query: LinearParameters;
  /** From a state token to what its two bounds are found by. */
  readonly key: LinearParameters;
  /** From a state token to how much more the integers next to its bounds score than these. */
  readonly next: LinearParameters;
  /** [R, 2 * V * T]: patterns of scores that a micro-operation mixes. */
  readonly patterns: Variable<Rank.R2>;
  readonly mixture: LinearParameters;
  /** From a position to the scores of its two numbers; absent without arithmetic. */
  readonly number?: LinearParameters;
};

/** V, positions of the stack. */
const VALUES = STACK_DEPTH * POSITIONS;
/** Least and greatest integers. */
export const SIDES = 2;
/** Numbers by which a pointer finds a bound. */
export const POINTER_WIDTH = 32;
const DEVIATION = 0.02;

/** Scores of a pattern. */
export const POINTER_SCORES: number = SIDES * VALUES * STATE_TOKENS;

export function initPointers(
  rng: Rng,
  { width, microWidth, patterns, arithmetic }: CompilerConfig,
): PointerParameters {
  const both = { inputs: width, outputs: SIDES * POINTER_WIDTH };
  return {
    query: initLinear(rng, both),
    key: initLinear(rng, both),
    next: initLinear(rng, { inputs: width, outputs: SIDES }),
    patterns: normal<Rank.R2>(rng, [patterns, POINTER_SCORES], DEVIATION),
    mixture: initLinear(rng, { inputs: microWidth, outputs: patterns }),
    ...(arithmetic === 1 ? { number: initLinear(rng, { inputs: width, outputs: SIDES }) } : {}),
  };
}

/** What pointers read, of B states. */
export interface PointerInputs {
  /** [B*T, C], the state tokens after the last layer. */
  readonly tokens: Tensor2D;
  /** Rows of the stack's positions among them, [B*V]. */
  readonly values: Int32Array;
  /** [B, M], the last micro-operation. */
  readonly micro: Tensor2D;
  readonly states: StateIds;
  /** [B*T*2, 1], what arithmetic told, if there is any. */
  readonly numbers: Tensor2D | undefined;
}

/** Scores of a position's least and greatest integers: [B*V, integers and absent] each. */
export type BoundLogits = readonly [low: Tensor2D, high: Tensor2D];

/** @param own scores without copying */
export function pointerLogits(
  p: PointerParameters,
  own: BoundLogits,
  { tokens, values, micro, states, numbers }: PointerInputs,
): BoundLogits {
  const batch = micro.shape[0];
  const ofValues = lookup(tokens, tf.tensor1d(values, "int32"));
  const queries = linear(p.query, ofValues);
  const keys = linear(p.key, tokens);
  const next = linear(p.next, tokens);
  const pattern = linearOperation(linear(p.mixture, micro), p.patterns);
  const ofNumbers = p.number && linear(p.number, ofValues);
  const told = numbers?.dataSync();
  /** Of columns side by side the half of one side. */
  const half = (x: Tensor2D, side: number, shape: [number, number, number]): Tensor3D => {
    const [rows, columns] = x.shape;
    const width = columns / SIDES;
    return tf.reshape(tf.slice(x, [0, side * width], [rows, width]), shape);
  };
  const ofSide = (logits: Tensor2D, side: number): Tensor2D => {
    const found = tf.matMul(
      half(queries, side, [batch, VALUES, POINTER_WIDTH]),
      half(keys, side, [batch, STATE_TOKENS, POINTER_WIDTH]),
      false,
      true,
    );
    const scores = tf.add(
      tf.div(found, Math.sqrt(POINTER_WIDTH)),
      half(pattern, side, [batch, VALUES, STATE_TOKENS]),
    ); // [B, V, T]
    const inside = tf.add(scores, half(next, side, [batch, 1, STATE_TOKENS]));
    const parts: Tensor2D[] = [scores, inside].map((part) =>
      tf.reshape(part, [batch * VALUES, STATE_TOKENS]),
    );
    if (ofNumbers !== undefined) {
      parts.push(tf.slice(ofNumbers, [0, side], [batch * VALUES, 1]));
    }
    const held = heldBounds(side === 0 ? states.low : states.high, side, values, told);
    return copyLogits(logits, tf.concat(parts, 1), held);
  };
  return [ofSide(own[0], 0), ofSide(own[1], 1)];
}

/**
 * The bounds that a side's pointers point to: of each of [B*V] positions those of the state's tokens, the
 * integers next to them inside, and the number told. -1 where there is none.
 */
function heldBounds(
  bounds: Int32Array,
  side: number,
  values: Int32Array,
  told: ArrayLike<number> | undefined,
): Int32Array {
  const width = 2 * STATE_TOKENS + (told === undefined ? 0 : 1);
  const held = new Int32Array(values.length * width);
  const inward = side === 0 ? 1 : -1;
  const holdState = (state: number, at: number): void => {
    for (let token = 0; token < STATE_TOKENS; token++) {
      const bound = bounds[state + token] as number;
      const next = bound + inward;
      held[at + token] = bound > ABSENT ? -1 : bound;
      held[at + STATE_TOKENS + token] = bound >= ABSENT || next < 0 || next === ABSENT ? -1 : next;
    }
  };
  for (let row = 0; row < values.length; row++) {
    const at = row * width;
    // All positions of a state have the same tokens to point to.
    if (row % VALUES > 0) held.copyWithin(at, at - width, at);
    else holdState(Math.floor(row / VALUES) * STATE_TOKENS, at);
    if (told === undefined) continue;
    held[at + width - 1] = nearestBound(told[(values[row] as number) * TOLD + side] as number);
  }
  return held;
}

/** The integer that is nearest to a scaled number, saturated. */
const nearestBound = (number: number): number =>
  Math.max(0, Math.min(Math.round(number * NUMBER_SCALE) - BASE, INTEGERS - 1));
