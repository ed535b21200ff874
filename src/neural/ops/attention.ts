import type * as tf from "@tensorflow/tfjs-core";
import { InternalError } from "../../support/internalError.ts";
import { composedAttention } from "./composedAttention.ts";
import { differentiable } from "./differentiable.ts";
import { requireShape } from "./requireShape.ts";
import { type OwnKernels, ownKernels, runOwn } from "./wasm/ownKernels.ts";

export interface AttentionOptions {
  readonly batch: number;
  readonly heads: number;
  /** Query i sees keys 0..i only. */
  readonly causal?: boolean | undefined;
  /** int32 [B]: keys at or after it are masked; below 1 it counts as 1, so that no row is empty. */
  readonly keyLengths?: tf.Tensor1D | undefined;
  /** [B or 1, H or 1, Tq, Tk], added to the scores before the softmax; has a gradient. */
  readonly bias?: tf.Tensor4D | undefined;
}

/** Sizes of one call: C = heads * size; queries = Tq, keys = Tk. */
export interface AttentionSizes {
  readonly batch: number;
  readonly heads: number;
  readonly queries: number;
  readonly keys: number;
  readonly size: number;
}

/**
 * Attention of several heads of a sequence to itself (Vaswani and others 2017, section 3.2), scores
 * divided by the root of the head's size.
 *
 * @param qkv [B * T, 3 C]: queries, keys and values side by side
 * @returns [B * T, C]
 */
export function selfAttention(qkv: tf.Tensor2D, options: AttentionOptions): tf.Tensor2D {
  const time = qkv.shape[0] / options.batch;
  const sizes = sizesOf(options, time, time, qkv.shape[1] / 3);
  requireShape("selfAttention: qkv", qkv, qkv.shape);
  return attend([qkv], sizes, options);
}

/**
 * Attention of several heads of one sequence to another.
 *
 * @param query [B * Tq, C]
 * @param keyValue [B * Tk, 2 C]: keys and values side by side
 * @returns [B * Tq, C]
 */
export function crossAttention(
  query: tf.Tensor2D,
  keyValue: tf.Tensor2D,
  options: AttentionOptions,
): tf.Tensor2D {
  const [queries, keys] = [query.shape[0] / options.batch, keyValue.shape[0] / options.batch];
  const sizes = sizesOf(options, queries, keys, query.shape[1]);
  requireShape("crossAttention: query", query, query.shape);
  requireShape("crossAttention: keyValue", keyValue, [keyValue.shape[0], 2 * query.shape[1]]);
  return attend([query, keyValue], sizes, options);
}

function sizesOf(
  { batch, heads, keyLengths, bias }: AttentionOptions,
  queries: number,
  keys: number,
  width: number,
): AttentionSizes {
  const sizes = { batch, heads, queries, keys, size: width / heads };
  for (const [name, value] of Object.entries(sizes)) {
    if (!Number.isInteger(value) || value < 1) {
      throw new InternalError(`attention: ${name} is ${value}`);
    }
  }
  if (keyLengths !== undefined) {
    requireShape("attention: keyLengths", keyLengths, [batch]);
    if (keyLengths.dtype !== "int32") throw new InternalError("attention: keyLengths not int32");
  }
  if (bias !== undefined) {
    const [ofBatch, ofHeads] = bias.shape;
    const full = [ofBatch === 1 ? 1 : batch, ofHeads === 1 ? 1 : heads, queries, keys];
    requireShape("attention: bias", bias, full);
  }
  return sizes;
}

/** `sources`: [qkv] or [query, keyValue]. */
function attend(
  sources: readonly tf.Tensor2D[],
  sizes: AttentionSizes,
  options: AttentionOptions,
): tf.Tensor2D {
  return ownKernels() === undefined
    ? composedAttention(sources, sizes, options)
    : ownAttention(sources, sizes, options);
}

function ownAttention(
  sources: readonly tf.Tensor2D[],
  sizes: AttentionSizes,
  options: AttentionOptions,
): tf.Tensor2D {
  const { batch, heads, queries, keys, size } = sizes;
  const { bias, keyLengths } = options;
  const [biasBatch, biasHeads] = bias === undefined ? [1, 1] : bias.shape;
  const counts = [batch, heads, queries, keys, size] as const;
  const width = heads * size;
  const scale = 1 / Math.sqrt(size);
  return differentiable(
    bias === undefined ? sources : [...sources, bias],
    () => {
      const [out, weights] = runOwn((own) => {
        const { kernels, at, make } = own;
        const y = make([batch * queries, width]);
        const p = make([batch, heads, queries, keys]);
        const { q, k, v, qRow, kvRow } = places(own, sources, width);
        const operands = [q, qRow, k, v, kvRow, at(y), width, at(p), scale] as const;
        const masks = [options.causal === true ? 1 : 0, at(keyLengths)] as const;
        const biases = [at(bias), biasBatch, biasHeads] as const;
        const { room } = scratchFor(own, sizes);
        kernels.attention(...counts, ...operands, ...masks, ...biases, room);
        return [y, p];
      }) as [tf.Tensor2D, tf.Tensor4D];
      return { value: out, saved: [weights, ...sources] };
    },
    (dy, [weights, ...kept]) =>
      runOwn((own) => {
        const { kernels, at, make } = own;
        const made = kept.map(({ shape }) => make(shape));
        const dBias = bias && make(bias.shape);
        const { q, k, v, qRow, kvRow } = places(own, kept, width);
        const to = places(own, made, width);
        const { room, scores } = scratchFor(own, sizes);
        const operands = [q, qRow, k, v, kvRow, at(dy), width, at(weights), scale] as const;
        const results = [to.q, to.k, to.v, at(dBias), biasBatch, biasHeads] as const;
        kernels.attentionGradient(...counts, ...operands, ...results, scores, room);
        return dBias === undefined ? made : [...made, dBias];
      }),
  );
}

/** Where queries, keys and values start, and how many elements their rows are apart. */
function places({ at }: OwnKernels, sources: readonly tf.TensorInfo[], width: number) {
  const bytes = 4 * width;
  const [first, second] = sources;
  const k = second === undefined ? at(first) + bytes : at(second);
  const [qRow, kvRow] = second === undefined ? [3 * width, 3 * width] : [width, 2 * width];
  return { q: at(first), k, v: k + bytes, qRow, kvRow };
}

/** Room for the products and for one head's [queries, keys] scores. */
function scratchFor({ kernels, scratch }: OwnKernels, { queries, keys, size }: AttentionSizes) {
  const productBytes = kernels.gemmScratchBytes(Math.max(queries, keys, size));
  const room = scratch(productBytes + 4 * queries * keys);
  return { room, scores: room + productBytes };
}
