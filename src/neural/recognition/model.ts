import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import type { Rng } from "../../support/rng.ts";
import { type EmbeddingParameters, embedding, initEmbedding } from "../nn/embedding.ts";
import { type EncoderConfig, type EncoderParameters, encoder, initEncoder } from "../nn/encoder.ts";
import { type LinearParameters, initLinear, linear } from "../nn/linear.ts";
import { setPool } from "../nn/setPool.ts";
import { crossEntropy } from "../ops/crossEntropy.ts";
import { lookup } from "../ops/lookup.ts";
import { VOCABULARY } from "../tokens/vocabulary.ts";
import type { Layout } from "./layout.ts";

/** The shape of a recognition model. Plain data: a checkpoint holds it as JSON. */
export interface ModelConfig {
  readonly encoder: EncoderConfig;
  /** Width of what a task is summed up in. */
  readonly summary: number;
  /** Tokens of an example at most. */
  readonly tokens: number;
}

/**
 * The parameters of a recognition model over a vocabulary of V rows and a grammar of R places and N
 * choices; C is the encoder's width, S the summary's.
 */
export type ModelParameters = {
  /** [V, C] */
  readonly features: EmbeddingParameters;
  readonly encoder: EncoderParameters;
  /** [C, S]: of an example. */
  readonly example: LinearParameters;
  /** [S, S]: of a task. */
  readonly task: LinearParameters;
  /** [S, N]: what is likely in any place. */
  readonly choice: LinearParameters;
  /** [S, R N]: what is likely in each place besides. */
  readonly place: LinearParameters;
};

export function initModel(rng: Rng, config: ModelConfig, layout: Layout): ModelParameters {
  const { width } = config.encoder;
  const { summary } = config;
  return {
    features: initEmbedding(rng, { count: VOCABULARY, width }),
    encoder: initEncoder(rng, config.encoder),
    example: initLinear(rng, { inputs: width, outputs: summary, before: "relu" }),
    task: initLinear(rng, { inputs: summary, outputs: summary, before: "relu" }),
    choice: initLinear(rng, { inputs: summary, outputs: layout.columns }),
    place: initLinear(rng, { inputs: summary, outputs: layout.rows * layout.columns }),
  };
}

/** Examples of several tasks as the network reads them. B tasks of E examples of T tokens. */
export interface ExampleBatch {
  readonly tasks: number;
  /** FEATURES of int32 [B E T]: rows of the vocabulary. */
  readonly features: readonly Tensor1D[];
  /** int32 [B E]: tokens of each example; 0 for one that a task does not have. */
  readonly lengths: Tensor1D;
  /** float32 [B E T]: 1 for a token, 0 for padding. */
  readonly tokens: Tensor1D;
  /** float32 [B E]: 1 for an example, 0 for padding. */
  readonly examples: Tensor1D;
}

/** What the network says of tasks. */
export interface Prediction {
  /** [B, N] */
  readonly choice: Tensor2D;
  /** [B R, N], added to the task's row of `choice`. */
  readonly place: Tensor2D;
}

/**
 * Reads each example by a transformer, takes the mean over its tokens, and the mean over the examples of
 * a task, whatever their order (Zaheer and others 2017); what is left says how likely each choice is in
 * each place (Ellis and others 2021, section 4: a bigram recognition model).
 */
export function predict(
  p: ModelParameters,
  config: ModelConfig,
  layout: Layout,
  batch: ExampleBatch,
): Prediction {
  const [count] = batch.lengths.shape;
  const parts = batch.features.map((ids) => embedding(p.features, ids));
  // [B E T, C]
  const x = parts.reduce((sum, part) => tf.add(sum, part));
  const read = encoder(p.encoder, config.encoder, x, { batch: count, keyLengths: batch.lengths });
  const example = linear(p.example, setPool(read, count, batch.tokens), "relu"); // [B E, S]
  const task = linear(p.task, setPool(example, batch.tasks, batch.examples), "relu"); // [B, S]
  const place = linear(p.place, task);
  return {
    choice: linear(p.choice, task),
    place: tf.reshape(place, [batch.tasks * layout.rows, layout.columns]),
  };
}

/** The choices that programs are made of. M of them. */
export interface SiteBatch {
  /** int32 [M]: the task. */
  readonly tasks: Tensor1D;
  /** int32 [M]: the task's number times R plus the row of the place. */
  readonly places: Tensor1D;
  /** int32 [M]: the column of what was chosen. */
  readonly labels: Tensor1D;
  /** [M, N]: 1 for what could be chosen there. */
  readonly possible: Tensor2D;
}

/** Mean over choices of -log p(chosen among what was possible). */
export function siteLoss(prediction: Prediction, sites: SiteBatch): Scalar {
  const logits = tf.add<Tensor2D>(
    lookup(prediction.choice, sites.tasks),
    lookup(prediction.place, sites.places),
  );
  return crossEntropy(logits, sites.labels, { mask: sites.possible });
}
