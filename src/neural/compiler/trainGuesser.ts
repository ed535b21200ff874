import { setImmediate } from "node:timers/promises";
import * as tf from "@tensorflow/tfjs-core";
import { createRng } from "../../support/rng.ts";
import { createAdam } from "../nn/adam.ts";
import { differentiate } from "../nn/differentiate.ts";
import { disposeParameters } from "../nn/parameters.ts";
import { cosineSchedule, warmUp } from "../nn/schedule.ts";
import type { CompilerConfig } from "./compilerConfig.ts";
import { type GuesserParameters, guesserLoss, initGuesser } from "./guesser.ts";
import { inputSlot, randomInput } from "./inputs.ts";
import type { Program } from "./programPool.ts";
import { padded } from "./randomProgram.ts";
import { taskOfProgram } from "./refineTask.ts";
import { byOperations } from "./transitions.ts";

export interface GuesserOptions {
  readonly steps: number;
  readonly seed: number;
  /** Programs of one update. */
  readonly batch: number;
  /** Examples of each. */
  readonly examples: number;
  readonly learningRate: number;
  readonly warmUpSteps: number;
}

export const GUESSER: Omit<GuesserOptions, "steps" | "seed"> = {
  batch: 48,
  examples: 5,
  learningRate: 2e-3,
  warmUpSteps: 100,
};

/**
 * Trains the network that guesses from examples, on programs with inputs drawn anew each time.
 *
 * @param onStep told the loss of each update
 * @param signal ends it after the running update
 * @returns undefined when it was ended
 */
export async function trainGuesser(
  config: CompilerConfig,
  programs: readonly Program[],
  options: GuesserOptions,
  onStep?: (step: number, loss: number) => void,
  signal?: AbortSignal,
): Promise<GuesserParameters | undefined> {
  const { steps, learningRate, warmUpSteps, batch, examples } = options;
  const rng = createRng(options.seed);
  const p = initGuesser(rng.fork(1), config);
  const optimiser = createAdam(p, { clipNorm: 1, weightDecay: 0.01 });
  const cosine = cosineSchedule(learningRate, Math.max(1, steps - warmUpSteps), learningRate / 50);
  const schedule = warmUp(warmUpSteps, cosine);
  const groups = byOperations(programs).filter(({ length }) => length > 0);
  for (let step = 0; step < steps && signal?.aborted !== true; step++) {
    const drawn = rng.fork(2).fork(step);
    const chosen = Array.from({ length: batch }, () => {
      // Short programs are few: half of a batch has each number of operations as often.
      const group = drawn.integer(2) === 0 ? drawn.pick(groups) : programs;
      return padded(drawn.pick(group).tokens, config.tokens);
    });
    const tasks = chosen.map((tokens) =>
      taskOfProgram(
        tokens,
        Array.from({ length: examples }, () => inputSlot(randomInput(drawn, 2))),
      ),
    );
    const { value, gradients } = differentiate(p, () =>
      guesserLoss(p, config, tasks, Int32Array.from(chosen.flat())),
    );
    optimiser.update(gradients, schedule(step));
    onStep?.(step + 1, value.dataSync()[0] as number);
    tf.dispose([value, ...gradients.filter((gradient) => gradient !== undefined)]);
    // Lets signals come in.
    await setImmediate();
  }
  optimiser.dispose();
  if (signal?.aborted !== true) return p;
  disposeParameters(p);
  return undefined;
}
