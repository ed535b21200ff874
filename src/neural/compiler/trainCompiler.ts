import { setImmediate } from "node:timers/promises";
import { join } from "node:path";
import { createRng } from "../../support/rng.ts";
import { writeAtomically } from "../../tasks/atomicFile.ts";
import { countParameters, disposeParameters } from "../nn/parameters.ts";
import { MODEL_FILE } from "../recognition/modelFolder.ts";
import { CHECKPOINT_FILE, LOG_FILE } from "../train/runFolder.ts";
import { TrainingError } from "../train/trainingError.ts";
import { TrainingLog } from "../train/trainingLog.ts";
import {
  type CompilerCheckpoint,
  restoreCompilerTrainer,
  writeCompilerCheckpoint,
} from "./compilerCheckpoint.ts";
import { writeCompiler } from "./compilerFile.ts";
import { CompilerTrainer, type CompilerTraining } from "./compilerTrainer.ts";
import { DISTIL, distil } from "./distil.ts";
import { accuracyOf, postfixCompiler } from "./evaluateCompiler.ts";
import { type PoolOptions, programPool } from "./programPool.ts";
import { GUESSER, trainGuesser } from "./trainGuesser.ts";

export interface TrainCompilerOptions {
  /** Of a run that goes on, the checkpoint's, with another number of steps if wished. */
  readonly training: CompilerTraining;
  readonly pool: PoolOptions;
  /** Updates of the compiler of source order, after the training. */
  readonly distilSteps: number;
  /** Updates of the network that guesses from examples, after that. */
  readonly guesserSteps: number;
  /** Where the checkpoint, the model and the log are written. */
  readonly folder: string;
  /** Where to go on from; the beginning when absent. */
  readonly checkpoint?: CompilerCheckpoint;
  /** Steps between two checkpoints with a measurement on held-out programs. */
  readonly validateEvery: number;
  /** Ends the training after the running step, with a checkpoint. */
  readonly signal?: AbortSignal;
  /** Milliseconds from any fixed point. */
  readonly clock: () => number;
  readonly onEvent?: (event: TrainCompilerEvent) => void;
}

/** What is told while training goes on; the log has one as JSON on each line, steps aside. */
export type TrainCompilerEvent =
  | {
      readonly kind: "started";
      readonly step: number;
      readonly parameters: number;
      readonly programs: number;
    }
  | {
      readonly kind: "step";
      readonly step: number;
      readonly steps: number;
      readonly loss: number;
      readonly elapsedMs: number;
    }
  | {
      readonly kind: "validation";
      readonly step: number;
      readonly steps: number;
      /** Mean since the last one. */
      readonly loss: number;
      /** Of held-out programs of 2, 3, ... operations, runs that are right, on values and on ranges. */
      readonly values: readonly number[];
      readonly ranges: readonly number[];
      readonly learningRate: number;
      readonly elapsedMs: number;
    }
  /** The mean loss of its last updates. */
  | { readonly kind: "distilled" | "guesser"; readonly step: number; readonly loss: number };

/** Held-out programs of each number of operations in a validation. */
const VALIDATED = 40;

/**
 * Trains a program compiler, then distils the compiler of source order, and writes the model. For a seed
 * and a number of steps the result on one backend is the same to the bit, however often it was
 * interrupted and gone on with.
 */
export async function trainCompiler(
  options: TrainCompilerOptions,
): Promise<{ readonly step: number; readonly interrupted: boolean }> {
  const { training, folder, clock, signal, checkpoint } = options;
  const { steps, seed, model: config } = training;
  const pool = programPool(createRng(seed), options.pool);
  const trainer = new CompilerTrainer(training, pool.training);
  try {
    if (checkpoint !== undefined) {
      const restored = restoreCompilerTrainer(trainer, checkpoint);
      if (!restored.ok) {
        throw new TrainingError(`the checkpoint is not of this model: ${restored.error}`);
      }
    }
    const started = clock() - (checkpoint?.progress.elapsedMs ?? 0);
    const elapsed = (): number => Math.round(clock() - started);
    const log = new TrainingLog(join(folder, LOG_FILE));
    let step = trainer.optimiser.steps;
    await log.open(step);
    const tell = async (event: TrainCompilerEvent): Promise<void> => {
      options.onEvent?.(event);
      if (event.kind !== "step") await log.write(event);
    };
    const save = (): Promise<void> =>
      writeAtomically(join(folder, CHECKPOINT_FILE), writeCompilerCheckpoint(trainer, elapsed()));
    const parameters = countParameters(trainer.parameters);
    await tell({ kind: "started", step, parameters, programs: pool.training.length });
    let sum = 0;
    let count = 0;
    while (step < steps && signal?.aborted !== true) {
      const report = trainer.step();
      step = report.step;
      sum += report.loss;
      count++;
      await tell({ kind: "step", step, steps, loss: report.loss, elapsedMs: elapsed() });
      if (step % options.validateEvery === 0 || step === steps) {
        const [values, ranges] = (["values", "ranges"] as const).map((kind) =>
          pool.heldOut.slice(1).map((programs) => {
            const some = programs.slice(0, VALIDATED);
            const compiled = postfixCompiler(trainer.parameters, config);
            return some.length === 0 ? 0 : accuracyOf(compiled, some, kind, createRng(7)).exact;
          }),
        ) as [number[], number[]];
        const { learningRate } = report;
        const loss = sum / count;
        const elapsedMs = elapsed();
        await tell({
          kind: "validation",
          step,
          steps,
          loss,
          values,
          ranges,
          learningRate,
          elapsedMs,
        });
        sum = 0;
        count = 0;
        await save();
      }
      // Lets signals come in.
      await setImmediate();
    }
    if (step < steps) {
      await save();
      return { step, interrupted: true };
    }
    const last = meanOfLast();
    const distilled = { ...DISTIL, steps: options.distilSteps, seed };
    const source = distil(trainer.parameters, config, pool.training, distilled, last.take);
    await tell({ kind: "distilled", step, loss: last.mean() });
    const guessing = { ...GUESSER, steps: options.guesserSteps, seed };
    const guesser = trainGuesser(config, pool.training, guessing, last.take);
    await tell({ kind: "guesser", step, loss: last.mean() });
    const bytes = writeCompiler({ config, parameters: trainer.parameters, source, guesser });
    disposeParameters({ source, guesser });
    await writeAtomically(join(folder, MODEL_FILE), bytes);
    return { step, interrupted: false };
  } finally {
    trainer.dispose();
  }
}

/** A running mean over about twenty updates. */
function meanOfLast(): { readonly take: (step: number, loss: number) => void; mean(): number } {
  let mean = 0;
  return {
    take: (step, loss) => {
      mean += (loss - mean) / Math.min(step, 20);
    },
    mean: () => mean,
  };
}
