import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import { createAdam } from "../../../src/neural/nn/adam.ts";
import { differentiate } from "../../../src/neural/nn/differentiate.ts";
import type { Dropout } from "../../../src/neural/nn/dropout.ts";
import { createAverage } from "../../../src/neural/nn/ema.ts";
import {
  embedding,
  initEmbedding,
  type EmbeddingParameters,
} from "../../../src/neural/nn/embedding.ts";
import {
  encoder,
  initEncoder,
  type EncoderConfig,
  type EncoderParameters,
} from "../../../src/neural/nn/encoder.ts";
import { initLinear, linear, type LinearParameters } from "../../../src/neural/nn/linear.ts";
import {
  disposeParameters,
  readParameters,
  writeParameters,
} from "../../../src/neural/nn/parameters.ts";
import { cosineSchedule, warmUp } from "../../../src/neural/nn/schedule.ts";
import { crossEntropy } from "../../../src/neural/ops/crossEntropy.ts";
import { createRng, type Rng } from "../../../src/support/rng.ts";

beforeAll(() => loadBackend("wasm"));

// A language model of the blocks, whole: each token's successor from the tokens before it.

const VOCABULARY = 6;
const CONFIG: EncoderConfig = {
  width: 24,
  heads: 2,
  layers: 2,
  hidden: 32,
  feedForward: "glu",
  causal: true,
  rotary: true,
};

type Model = {
  readonly tokens: EmbeddingParameters;
  readonly encoder: EncoderParameters;
  readonly head: LinearParameters;
};

const initModel = (rng: Rng): Model => ({
  tokens: initEmbedding(rng, { count: VOCABULARY, width: CONFIG.width }),
  encoder: initEncoder(rng, CONFIG),
  head: initLinear(rng, { inputs: CONFIG.width, outputs: VOCABULARY }),
});

/** ids [B*T] -> logits of each position's next token [B*T, V] */
function model(p: Model, ids: Tensor1D, batch: number, dropout?: Dropout): Tensor2D {
  const x = embedding(p.tokens, ids); // [B*T, C]
  const h = encoder(p.encoder, CONFIG, x, { batch, dropout }); // [B*T, C]
  return linear(p.head, h); // [B*T, V]
}

// Its texts: a random word, and the word again.

const WORD = 4;
const BATCH = 16;

function drawTexts(rng: Rng): { readonly ids: Tensor1D; readonly next: Tensor1D } {
  const texts = Array.from({ length: BATCH }, () => {
    const word = Array.from({ length: WORD }, () => rng.integer(VOCABULARY));
    return [...word, ...word];
  });
  return {
    ids: tf.tensor1d(
      texts.flatMap((text) => text.slice(0, -1)),
      "int32",
    ),
    // The first word cannot be foretold: -1 is not counted.
    next: tf.tensor1d(
      texts.flatMap((text) => text.map((id, t) => (t < WORD ? -1 : id)).slice(1)),
      "int32",
    ),
  };
}

const STEPS = 150;
const schedule = warmUp(10, cosineSchedule(0.01, STEPS - 10, 0.0005));

interface Run {
  readonly losses: number[];
  readonly end: ReadonlyMap<string, Float32Array>;
  readonly correct: number;
}

/** Trains for some steps; with `interrupted`, everything is saved, thrown away and read back halfway. */
function train(steps: number, interrupted: boolean): Run {
  let p = initModel(createRng(1));
  let optimiser = createAdam(p, { weightDecay: 0.01, clipNorm: 1 });
  let average = createAverage(p, 0.9);
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    if (interrupted && step === Math.floor(steps / 2)) {
      const saved = [readParameters(p), optimiser.save(), average.save()] as const;
      optimiser.dispose();
      average.dispose();
      disposeParameters(p);
      p = initModel(createRng(2));
      optimiser = createAdam(p, { weightDecay: 0.01, clipNorm: 1 });
      average = createAverage(p, 0.9);
      const read = [
        writeParameters(p, saved[0]),
        optimiser.restore(saved[1]),
        average.restore(saved[2]),
      ];
      if (!read.every(({ ok }) => ok)) throw new Error("what was saved does not fit");
    }
    const rng = createRng(7).fork(step);
    const { ids, next } = drawTexts(rng);
    const { value, gradients } = differentiate(p, () =>
      crossEntropy(model(p, ids, BATCH, { rate: 0.02, rng }), next),
    );
    optimiser.update(gradients, schedule(step));
    average.update();
    losses.push(value.dataSync()[0] as number);
    tf.dispose([ids, next, value, gradients as Tensor1D[]]);
  }
  const { ids, next } = drawTexts(createRng(1234));
  const guesses = average.during(() =>
    tf.tidy(() =>
      tf
        .argMax(model(p, ids, BATCH), 1)
        .dataSync()
        .slice(),
    ),
  );
  const labels = next.dataSync();
  const counted = [...labels.keys()].filter((i) => (labels[i] as number) >= 0);
  const correct = counted.filter((i) => guesses[i] === labels[i]).length / counted.length;
  const end = readParameters(p);
  tf.dispose([ids, next]);
  optimiser.dispose();
  average.dispose();
  disposeParameters(p);
  return { losses, end, correct };
}

describe("a language model of the blocks", () => {
  test("learns to repeat a word, and leaves no tensors", () => {
    const before = tf.memory().numTensors;
    const { losses, correct } = train(STEPS, false);
    expect(losses[0]).toBeGreaterThan(1.5);
    expect(correct).toBe(1);
    expect(tf.memory().numTensors).toBe(before);
  });

  test("is what the page on networks shows", () => {
    const words = (text: string): string => text.replace(/\s+/g, " ");
    const source = words(readFileSync(import.meta.filename, "utf8"));
    const page = readFileSync("docs/networks.md", "utf8");
    const [, code = ""] = /```ts\n([\s\S]*?)```/.exec(page) ?? [];
    const parts = code.split("\n\n").map((part) => words(part).trim());
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.filter((part) => !source.includes(part))).toEqual([]);
  });

  test("saved, thrown away and read back halfway, it ends the same to the last bit", () => {
    const [through, resumed] = [train(12, false), train(12, true)];
    expect(resumed).toEqual(through);
  });
});
