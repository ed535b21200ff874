import { setImmediate } from "node:timers/promises";
import * as tf from "@tensorflow/tfjs-core";
import type { Scalar } from "@tensorflow/tfjs-core";
import { createRng } from "../../support/rng.ts";
import { createAdam } from "../nn/adam.ts";
import { differentiate } from "../nn/differentiate.ts";
import { disposeParameters } from "../nn/parameters.ts";
import { cosineSchedule, warmUp } from "../nn/schedule.ts";
import type { CompilerConfig } from "./compilerConfig.ts";
import type { CompilerParameters } from "./compilerModel.ts";
import type { Compiled } from "./evaluateCompiler.ts";
import {
  FULL_CONTEXT,
  type ProgramEncoderParameters,
  encodePrograms,
  initProgramEncoder,
} from "./programEncoder.ts";
import type { Program } from "./programPool.ts";
import { padded } from "./randomProgram.ts";
import { sourceOrder } from "./sourceOrder.ts";

export interface DistilOptions {
  readonly steps: number;
  readonly seed: number;
  /** Programs of one update. */
  readonly batch: number;
  readonly learningRate: number;
  readonly warmUpSteps: number;
}

export const DISTIL: Omit<DistilOptions, "steps" | "seed"> = {
  batch: 64,
  learningRate: 2e-3,
  warmUpSteps: 100,
};

/**
 * Trains a compiler that reads programs as they are written to give the micro-operations that the
 * trained one gives for the same programs in the order in which they run (distillation, Hinton and
 * others 2015). Nothing is executed and the trained networks stay as they are.
 *
 * @param onStep told the mean squared error of each update
 * @param signal ends it after the running update
 * @returns undefined when it was ended
 */
export async function distil(
  teacher: CompilerParameters,
  config: CompilerConfig,
  programs: readonly Program[],
  options: DistilOptions,
  onStep?: (step: number, loss: number) => void,
  signal?: AbortSignal,
): Promise<ProgramEncoderParameters | undefined> {
  const rng = createRng(options.seed);
  const student = initProgramEncoder(rng.fork(1), config);
  const optimiser = createAdam(student, { clipNorm: 1, weightDecay: 0.01 });
  const { steps, learningRate, warmUpSteps } = options;
  const cosine = cosineSchedule(learningRate, Math.max(1, steps - warmUpSteps), learningRate / 50);
  const schedule = warmUp(warmUpSteps, cosine);
  for (let step = 0; step < steps && signal?.aborted !== true; step++) {
    const drawn = rng.fork(2).fork(step);
    const chosen = Array.from({ length: options.batch }, () =>
      padded(drawn.pick(programs).tokens, config.tokens),
    );
    const wanted = tf.tidy(() =>
      encodePrograms(teacher.encoder, config, Int32Array.from(chosen.flat())),
    );
    const { value, gradients } = differentiate(student, () =>
      tf.tidy((): Scalar => {
        const source = Int32Array.from(chosen.flatMap((tokens) => [...sourceOrder(tokens)]));
        const found = encodePrograms(student, config, source, FULL_CONTEXT);
        return tf.mean(tf.square(tf.sub(found, wanted)));
      }),
    );
    optimiser.update(gradients, schedule(step));
    onStep?.(step + 1, value.dataSync()[0] as number);
    tf.dispose([wanted, value, ...gradients.filter((gradient) => gradient !== undefined)]);
    // Lets signals come in.
    await setImmediate();
  }
  optimiser.dispose();
  if (signal?.aborted !== true) return student;
  disposeParameters(student);
  return undefined;
}

/** The compiler that reads programs in the order in which they are written. */
export const sourceCompiler = (
  student: ProgramEncoderParameters,
  p: CompilerParameters,
  config: CompilerConfig,
): Compiled => ({
  compile: (programs) =>
    encodePrograms(
      student,
      config,
      Int32Array.from(programs.flatMap((tokens) => [...sourceOrder(tokens)])),
      FULL_CONTEXT,
    ),
  executor: p.executor,
  config,
});
