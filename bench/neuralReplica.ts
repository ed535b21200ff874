// The model whose training step the suite `neural` measures, as a module that training workers load.
import * as tf from "@tensorflow/tfjs-core";
import { createAdam } from "../src/neural/nn/adam.ts";
import { embedding, initEmbedding } from "../src/neural/nn/embedding.ts";
import { type EncoderConfig, encoder, initEncoder } from "../src/neural/nn/encoder.ts";
import { initLearnedPositions, learnedPositions } from "../src/neural/nn/learnedPositions.ts";
import { initLinear, linear } from "../src/neural/nn/linear.ts";
import { crossEntropy } from "../src/neural/ops/crossEntropy.ts";
import type { Replica } from "../src/neural/train/replica.ts";
import { createRng } from "../src/support/rng.ts";

/** Sequences of one length, one after the other; each token's label. */
export interface Shard {
  readonly tokens: Int32Array;
  readonly labels: Int32Array;
}

export const TIME = 64;
export const BATCH = 32;
const VOCABULARY = 128;
export const CONFIG = {
  width: 128,
  heads: 4,
  layers: 4,
  hidden: 512,
} as const satisfies EncoderConfig;

export function createReplica(): Replica<Shard> {
  const rng = createRng(1);
  const parameters = {
    tokens: initEmbedding(rng, { count: VOCABULARY, width: CONFIG.width }),
    positions: initLearnedPositions(rng, { longest: TIME, width: CONFIG.width }),
    encoder: initEncoder(rng, CONFIG),
    classes: initLinear(rng, { inputs: CONFIG.width, outputs: VOCABULARY }),
  };
  const adam = createAdam(parameters, { clipNorm: 1 });
  return {
    parameters,
    weight: ({ labels }) => labels.length,
    loss: ({ tokens, labels }) => {
      const batch = tokens.length / TIME;
      const x = embedding(parameters.tokens, tf.tensor1d(tokens, "int32"));
      const placed = learnedPositions(parameters.positions, x, batch);
      const y = encoder(parameters.encoder, CONFIG, placed, { batch });
      return crossEntropy(linear(parameters.classes, y), tf.tensor1d(labels, "int32"));
    },
    update: (gradients) => adam.update(gradients, 1e-3),
  };
}

/** A batch in equal shards; the label of a token is a fixed function of it. */
export function drawBatch(shards: number): readonly Shard[] {
  const rng = createRng(2);
  return Array.from({ length: shards }, () => {
    const tokens = Int32Array.from({ length: (BATCH / shards) * TIME }, () =>
      rng.integer(VOCABULARY),
    );
    return { tokens, labels: tokens.map((token) => (token * 7 + 3) % VOCABULARY) };
  });
}
