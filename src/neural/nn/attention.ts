import * as tf from "@tensorflow/tfjs-core";
import type { Rank, Tensor2D, Variable } from "@tensorflow/tfjs-core";
import { InternalError } from "../../support/internalError.ts";
import type { Rng } from "../../support/rng.ts";
import {
  crossAttention as crossOperation,
  selfAttention as selfOperation,
  type AttentionOptions,
} from "../ops/attention.ts";
import { linear as linearOperation } from "../ops/linear.ts";
import { uniform } from "./initialise.ts";
import { initLinear, linear, type LinearParameters } from "./linear.ts";
import { rotate } from "./rotaryPositions.ts";

/*
 * Multi-head attention (Vaswani and others 2017, section 3.2.2) in which a head's query and key are the
 * two factors of one bilinear form of low rank: score(i, j) = x_i A y_j / sqrt(R), A = left right^T,
 * left and right [C, R] (Elhage and others 2021, "query-key circuit"). So they have no biases: a key's
 * adds the same to all scores of a row, which the softmax takes away; with a query's the score would be
 * no form. A value's bias reaches the result as a constant, which the output's bias already is.
 */

/** qkv [C, 2 H R + C]: for all heads left, right, value; out [C, C]. */
export type AttentionParameters = {
  readonly qkv: Variable<Rank.R2>;
  readonly out: LinearParameters;
};

/** query [C, H R]; keyValue [D, H R + C] with D the width of the memory; out [C, C]. */
export type CrossAttentionParameters = {
  readonly query: Variable<Rank.R2>;
  readonly keyValue: Variable<Rank.R2>;
  readonly out: LinearParameters;
};

export interface AttentionSizes {
  /** C, a multiple of the heads. */
  readonly width: number;
  readonly heads: number;
  /** R, the rank of a head's query-key form; default and at most C / H. */
  readonly rank?: number;
}

export interface SelfAttentionOptions extends AttentionOptions {
  /** Whether positions turn queries and keys (`rotaryPositions.ts`). */
  readonly rotary?: boolean | undefined;
}

export function initAttention(rng: Rng, sizes: AttentionSizes): AttentionParameters {
  const { width, heads } = sizes;
  const rank = rankOf(sizes);
  return {
    qkv: projection(rng, width, 2 * heads * rank + width),
    out: initLinear(rng, { inputs: width, outputs: width }),
  };
}

export function initCrossAttention(
  rng: Rng,
  sizes: AttentionSizes & { readonly memoryWidth?: number },
): CrossAttentionParameters {
  const { width, heads, memoryWidth = width } = sizes;
  const rank = rankOf(sizes);
  return {
    query: projection(rng, width, heads * rank),
    keyValue: projection(rng, memoryWidth, heads * rank + width),
    out: initLinear(rng, { inputs: width, outputs: width }),
  };
}

function rankOf({ width, heads, rank = width / heads }: AttentionSizes): number {
  if (width % heads !== 0) throw new InternalError(`width ${width} for ${heads} heads`);
  if (!Number.isInteger(rank) || rank < 1 || rank > width / heads) {
    throw new InternalError(`a form of rank ${rank} in a head of width ${width / heads}`);
  }
  return rank;
}

/** As `xavier` for a square matrix, whatever the number of columns: each factor is one of its own. */
const projection = (rng: Rng, inputs: number, outputs: number): Variable<Rank.R2> =>
  uniform<Rank.R2>(rng, [inputs, outputs], Math.sqrt(3 / inputs));

/** Every position attends to the positions of its own sequence. x [B*T, C] -> [B*T, C] */
export function attention(
  p: AttentionParameters,
  x: Tensor2D,
  options: SelfAttentionOptions,
): Tensor2D {
  const { rotary = false, ...rest } = options;
  const { batch, heads } = options;
  const width = x.shape[1];
  return tf.tidy(() => {
    const weights = widen(p.qkv, { width, heads, factors: 2, values: width }); // [C, 3C]
    const qkv = linearOperation(x, weights); // [B*T, 3C]
    const turned = rotary
      ? rotate(qkv, { batch, headWidth: width / heads, columns: 2 * width })
      : qkv;
    return linear(p.out, selfOperation(turned, rest)); // [B*T, C]
  });
}

/** Every position of x attends to its sequence's memory. x [B*T, C], memory [B*S, D] -> [B*T, C] */
export function crossAttention(
  p: CrossAttentionParameters,
  x: Tensor2D,
  memory: Tensor2D,
  options: Omit<AttentionOptions, "causal">,
): Tensor2D {
  const width = x.shape[1];
  return tf.tidy(() => {
    const columns = { width, heads: options.heads, factors: 1 };
    const query = linearOperation(x, widen(p.query, { ...columns, values: 0 })); // [B*T, C]
    const keys = widen(p.keyValue, { ...columns, values: width }); // [D, 2C]
    const keyValue = linearOperation(memory, keys); // [B*S, 2C]
    return linear(p.out, crossOperation(query, keyValue, options));
  });
}

/**
 * The form of a head, [C, C]: score(i, j) = x_i form x_j^T before bias, mask and turning.
 * What a head looks for can be read from it, which left and right alone do not show: (left M) and
 * (right M^-T) are the same head for every M.
 */
export function queryKeyForm(p: AttentionParameters, heads: number, head: number): Tensor2D {
  const width = p.qkv.shape[0];
  const rank = (p.qkv.shape[1] - width) / (2 * heads);
  return tf.tidy(() => {
    const left = tf.slice(p.qkv, [0, head * rank], [width, rank]);
    const right = tf.slice(p.qkv, [0, (heads + head) * rank], [width, rank]);
    return tf.div(tf.matMul(left, tf.transpose(right)), Math.sqrt(rank));
  });
}

interface Columns {
  readonly width: number;
  readonly heads: number;
  /** How many factors of width H R come first. */
  readonly factors: number;
  /** How many columns of values follow. */
  readonly values: number;
}

/**
 * The operations take queries and keys of C / H columns a head and divide scores by sqrt(C / H). Factors
 * of lower rank get columns of zeros, and the scale of their own rank.
 * w [D, factors H R + values] -> [D, factors C + values]
 */
function widen(w: Tensor2D, { width, heads, factors, values }: Columns): Tensor2D {
  const inputs = w.shape[0];
  const headWidth = width / heads;
  const rank = (w.shape[1] - values) / (factors * heads);
  if (rank === headWidth) return w;
  const narrow = tf.slice(w, [0, 0], [inputs, factors * heads * rank]);
  const padded = tf.pad(tf.reshape(narrow, [inputs, factors * heads, rank]), [
    [0, 0],
    [0, 0],
    [0, headWidth - rank],
  ]);
  const scaled = tf.mul(tf.reshape(padded, [inputs, factors * width]), (headWidth / rank) ** 0.25);
  if (values === 0) return scaled as Tensor2D;
  return tf.concat(
    [scaled as Tensor2D, tf.slice(w, [0, factors * heads * rank], [inputs, values])],
    1,
  );
}
