import * as tf from "@tensorflow/tfjs-core";
import { type Rng, createRng } from "../../support/rng.ts";
import { shuffled } from "../../support/shuffled.ts";
import type { Optimiser } from "../nn/optimiser.ts";
import { createAdam } from "../nn/adam.ts";
import { differentiate } from "../nn/differentiate.ts";
import { type ParameterAverage, createAverage } from "../nn/ema.ts";
import { countParameters, disposeParameters } from "../nn/parameters.ts";
import { cosineSchedule, warmUp } from "../nn/schedule.ts";
import { disposeExamples, exampleBatch } from "../recognition/exampleBatch.ts";
import type { Layout } from "../recognition/layout.ts";
import {
  type ExampleBatch,
  type ModelParameters,
  type SiteBatch,
  initModel,
  predict,
  siteLoss,
} from "../recognition/model.ts";
import type { EncodedDream } from "./encodeDream.ts";
import { siteBatch } from "./siteBatch.ts";
import type { TrainingConfig } from "./trainingConfig.ts";

/** Where a training run is: with the parameters all that its next step depends on. */
export interface Position {
  readonly step: number;
  /** The block of dreams, and the batch in it that is next. */
  readonly block: number;
  readonly batch: number;
}

export interface StepReport {
  readonly step: number;
  /** Mean over the choices of a batch, in nats. */
  readonly loss: number;
  readonly gradientNorm: number;
  readonly learningRate: number;
}

/** Share of the highest learning rate that is left in the end. */
const LAST_RATE = 0.02;
/** Batches of this many are sorted by length before they are mixed: padding costs time. */
const WINDOW = 8;

/** The parameters of a run and what its optimiser remembers of them. */
export class Trainer {
  readonly config: TrainingConfig;
  readonly layout: Layout;
  readonly parameters: ModelParameters;
  readonly optimiser: Optimiser;
  readonly average: ParameterAverage;

  constructor(config: TrainingConfig, layout: Layout) {
    this.config = config;
    this.layout = layout;
    this.parameters = initModel(createRng(config.seed).fork(1), config.model, layout);
    const { weightDecay, clipNorm } = config;
    this.optimiser = createAdam(this.parameters, { weightDecay, clipNorm });
    this.average = createAverage(this.parameters, config.averageDecay);
  }

  /**
   * One update by a batch of dreams.
   *
   * @param steps updates in all, over which the learning rate falls; it does not matter while it rises
   */
  update(batch: readonly Shown[], steps: number): StepReport {
    const step = this.optimiser.steps;
    const { learningRate: rate, warmUpSteps } = this.config;
    const cosine = cosineSchedule(rate, Math.max(1, steps - warmUpSteps), rate * LAST_RATE);
    const learningRate = warmUp(warmUpSteps, cosine)(step);
    const { value, gradients } = this.withBatch(batch, (examples, sites) =>
      differentiate(this.parameters, () => this.loss(examples, sites)),
    );
    const norm = this.optimiser.update(gradients, learningRate);
    this.average.update();
    const loss = value.dataSync()[0] as number;
    tf.dispose([value, ...gradients.filter((gradient) => gradient !== undefined)]);
    return { step: step + 1, loss, gradientNorm: norm, learningRate };
  }

  /** Mean loss over dreams, by the averaged parameters. */
  validate(dreams: readonly EncodedDream[]): number {
    const { batch, examples } = this.config;
    let sum = 0;
    let count = 0;
    this.average.during(() => {
      for (let at = 0; at < dreams.length; at += batch) {
        const shown = dreams
          .slice(at, at + batch)
          .map((dream) => ({ dream, examples: dream.examples.slice(0, examples) }));
        const sites = shown.reduce((all, { dream }) => all + dream.labels.length, 0);
        const loss = this.withBatch(shown, (examplesBatch, sitesBatch) =>
          tf.tidy(() => this.loss(examplesBatch, sitesBatch).dataSync()[0] as number),
        );
        sum += loss * sites;
        count += sites;
      }
    });
    return sum / Math.max(1, count);
  }

  /** Numbers that are learned. */
  get size(): number {
    return countParameters(this.parameters);
  }

  dispose(): void {
    this.optimiser.dispose();
    this.average.dispose();
    disposeParameters(this.parameters);
  }

  private loss(examples: ExampleBatch, sites: SiteBatch): tf.Scalar {
    return siteLoss(predict(this.parameters, this.config.model, this.layout, examples), sites);
  }

  private withBatch<T>(
    batch: readonly Shown[],
    use: (examples: ExampleBatch, sites: SiteBatch) => T,
  ): T {
    const examples = exampleBatch(batch.map((one) => one.examples));
    const sites = siteBatch(
      batch.map(({ dream }) => dream),
      this.layout,
    );
    try {
      return use(examples, sites);
    } finally {
      disposeExamples(examples);
      tf.dispose(Object.values(sites));
    }
  }
}

/** A dream and the examples of it that are shown. */
export interface Shown {
  readonly dream: EncodedDream;
  readonly examples: readonly Uint16Array[];
}

/**
 * The batches that a block of dreams is shown in: each dream so many times, by other examples each
 * time, dreams of about one length together. What is left after the last whole batch is not shown, but
 * fewer dreams than a batch are a batch of their own.
 */
export function batchesOf(
  dreams: readonly EncodedDream[],
  { batch, examples, views }: TrainingConfig,
  rng: Rng,
): readonly (readonly Shown[])[] {
  const batches: (readonly Shown[])[] = [];
  for (let view = 0; view < views; view++) {
    const order = shuffled(dreams, rng).map((dream): Shown => {
      const least = Math.min(2, dream.examples.length);
      const count = least + rng.integer(Math.min(examples, dream.examples.length) - least + 1);
      return { dream, examples: shuffled(dream.examples, rng).slice(0, count) };
    });
    if (order.length > 0 && order.length < batch) batches.push(order);
    for (let at = 0; at < order.length; at += batch * WINDOW) {
      const window = order.slice(at, at + batch * WINDOW).sort((a, b) => longest(a) - longest(b));
      for (let from = 0; from + batch <= window.length; from += batch) {
        batches.push(window.slice(from, from + batch));
      }
    }
  }
  return shuffled(batches, rng);
}

const longest = ({ examples }: Shown): number => Math.max(...examples.map(({ length }) => length));
