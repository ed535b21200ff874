// A network small enough for tests: embedding, attention, classes. Runs in the threads of
// `dataParallel.built.test.ts`, so it is plain JavaScript on the compiled product.
import { isMainThread } from "node:worker_threads";
import * as tf from "@tensorflow/tfjs-core";
import { createAdam } from "../../../dist/neural/nn/adam.js";
import { selfAttention } from "../../../dist/neural/ops/attention.js";
import { crossEntropy } from "../../../dist/neural/ops/crossEntropy.js";
import { linear } from "../../../dist/neural/ops/linear.js";
import { lookup } from "../../../dist/neural/ops/lookup.js";
import { createRng } from "../../../dist/support/rng.js";

const [TOKENS, WIDTH, TIME] = [7, 6, 5];

/** `fault`: what goes wrong in the third step, in every thread but the first. */
export function createReplica({ fault }) {
  const rng = createRng(3);
  const variable = (...shape) =>
    tf.tidy(() =>
      tf.variable(
        tf.tensor(
          Float32Array.from(Array(shape.reduce((a, b) => a * b)), () => rng.next() - 0.5),
          shape,
        ),
      ),
    );
  const parameters = {
    table: variable(TOKENS, WIDTH),
    qkv: variable(WIDTH, 3 * WIDTH),
    classes: variable(WIDTH, TOKENS),
    unused: variable(3),
  };
  const adam = createAdam(parameters, { clipNorm: 1, weightDecay: 0.1 });
  return {
    parameters,
    weight: (shard) => shard.labels.filter((label) => label >= 0).length,
    loss: ({ tokens, labels }, random) => {
      if (adam.steps === 2 && !isMainThread && fault === "throw")
        throw new Error("a planted fault");
      if (adam.steps === 2 && !isMainThread && fault === "exit") process.exit(3);
      const batch = tokens.length / TIME;
      const noise = tf.tensor1d(tokens.map(() => random.integer(2)));
      const x = lookup(parameters.table, tf.tensor1d(tokens, "int32"));
      const seen = tf.mul(x, tf.expandDims(noise, 1));
      const y = selfAttention(linear(seen, parameters.qkv), { batch, heads: 2, causal: true });
      return crossEntropy(linear(y, parameters.classes), tf.tensor1d(labels, "int32"));
    },
    update: (gradients) => {
      if (gradients[3] !== undefined) throw new Error("a gradient of what no loss depends on");
      return adam.update(gradients, 0.05);
    },
  };
}

/** A batch of `shards` shards of different lengths, of which one counts nothing. */
export function drawBatch(rng, shards) {
  return Array.from({ length: shards }, (_, i) => {
    const tokens = Array.from({ length: TIME * (1 + (i % 3)) }, () => rng.integer(TOKENS));
    const labels = tokens.map((token, t) => (i === 1 || t % 4 === 3 ? -1 : (token + 1) % TOKENS));
    return { tokens, labels };
  });
}
