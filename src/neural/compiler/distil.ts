import * as tf from "@tensorflow/tfjs-core";
import type { Scalar } from "@tensorflow/tfjs-core";
import { type Rng, createRng } from "../../support/rng.ts";
import type { CompilerConfig } from "./compilerConfig.ts";
import type { CompilerParameters } from "./compilerModel.ts";
import type { Compiled } from "./evaluateCompiler.ts";
import { type FitOptions, type Update, fitNetwork } from "./fitNetwork.ts";
import {
  FULL_CONTEXT,
  type ProgramEncoderParameters,
  encodePrograms,
  initProgramEncoder,
} from "./programEncoder.ts";
import type { Program } from "./programPool.ts";
import { padded } from "./randomProgram.ts";
import { sourceOrder } from "./sourceOrder.ts";

export const DISTIL: Omit<FitOptions, "steps" | "seed"> = {
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
  options: FitOptions,
  onStep?: (step: number, loss: number) => void,
  signal?: AbortSignal,
): Promise<ProgramEncoderParameters | undefined> {
  const rng = createRng(options.seed);
  const student = initProgramEncoder(rng.fork(1), config);
  const draw = (drawn: Rng): Update => {
    const chosen = Array.from({ length: options.batch }, () =>
      padded(drawn.pick(programs).tokens, config.tokens),
    );
    const wanted = tf.tidy(() =>
      encodePrograms(teacher.encoder, config, Int32Array.from(chosen.flat())),
    );
    const loss = (): Scalar =>
      tf.tidy((): Scalar => {
        const source = Int32Array.from(chosen.flatMap((tokens) => [...sourceOrder(tokens)]));
        const found = encodePrograms(student, config, source, FULL_CONTEXT);
        return tf.mean(tf.square(tf.sub(found, wanted)));
      });
    return { loss, inputs: [wanted] };
  };
  return fitNetwork(student, rng, options, draw, onStep, signal);
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
