import { setImmediate } from "node:timers/promises";
import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor } from "@tensorflow/tfjs-core";
import type { Rng } from "../../support/rng.ts";
import { createAdam } from "../nn/adam.ts";
import { differentiate } from "../nn/differentiate.ts";
import { type ParameterTree, disposeParameters } from "../nn/parameters.ts";
import { cosineSchedule, warmUp } from "../nn/schedule.ts";

export interface FitOptions {
  readonly steps: number;
  readonly seed: number;
  /** Programs of one update. */
  readonly batch: number;
  readonly learningRate: number;
  readonly warmUpSteps: number;
}

/** The loss of one update. */
export interface Update {
  readonly loss: () => Scalar;
  /** Freed after the update. */
  readonly inputs?: readonly Tensor[];
}

/**
 * Trains a network, which is freed when the training is ended.
 *
 * @param rng the data of each update are drawn from a fork of it
 * @param draw makes an update
 * @param onStep told the loss of each update
 * @param signal ends it after the running update
 * @returns undefined when it was ended
 */
export async function fitNetwork<P extends ParameterTree>(
  network: P,
  rng: Rng,
  { steps, learningRate, warmUpSteps }: FitOptions,
  draw: (rng: Rng) => Update,
  onStep?: (step: number, loss: number) => void,
  signal?: AbortSignal,
): Promise<P | undefined> {
  const optimiser = createAdam(network, { clipNorm: 1, weightDecay: 0.01 });
  const cosine = cosineSchedule(learningRate, Math.max(1, steps - warmUpSteps), learningRate / 50);
  const schedule = warmUp(warmUpSteps, cosine);
  for (let step = 0; step < steps && signal?.aborted !== true; step++) {
    const { loss, inputs = [] } = draw(rng.fork(2).fork(step));
    const { value, gradients } = differentiate(network, loss);
    optimiser.update(gradients, schedule(step));
    onStep?.(step + 1, value.dataSync()[0] as number);
    tf.dispose([...inputs, value, ...gradients.filter((gradient) => gradient !== undefined)]);
    // Lets signals come in.
    await setImmediate();
  }
  optimiser.dispose();
  if (signal?.aborted !== true) return network;
  disposeParameters(network);
  return undefined;
}
