import { setImmediate } from "node:timers/promises";
import { join } from "node:path";
import { createRng } from "../../support/rng.ts";
import { writeAtomically } from "../../tasks/atomicFile.ts";
import { countParameters, disposeParameters } from "../nn/parameters.ts";
import { MODEL_FILE } from "../recognition/modelFolder.ts";
import { CHECKPOINT_FILE, LOG_FILE } from "../train/runFolder.ts";
import { TrainingLog } from "../train/trainingLog.ts";
import {
  type CompilerCheckpoint,
  trainerState,
  writeCompilerCheckpoint,
} from "./compilerCheckpoint.ts";
import { writeCompiler } from "./compilerFile.ts";
import { CompilerTrainer } from "./compilerTrainer.ts";
import type { CompilerTraining } from "./compilerTraining.ts";
import { DISTIL, distil } from "./distil.ts";
import { accuracyOf, postfixCompiler } from "./evaluateCompiler.ts";
import { distilledPrograms } from "./distilledPrograms.ts";
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
  /** Threads that train the three networks, this one among them; more than shards have nothing to do. */
  readonly threads: number;
  /** Steps between two checkpoints with a measurement on held-out programs. */
  readonly validateEvery: number;
  /** Ends the training after the running update, with a checkpoint; the last two phases begin anew. */
  readonly signal?: AbortSignal;
  /** Milliseconds from any fixed point. */
  readonly clock: () => number;
  readonly onEvent?: (event: TrainCompilerEvent) => void;
}

/**
 * What is told while training goes on; the log has one as JSON on each line, steps aside, and is the same
 * however often the training was interrupted, times aside.
 */
export type TrainCompilerEvent =
  | {
      readonly kind: "started";
      readonly step: number;
      readonly parameters: number;
      readonly programs: number;
    }
  | {
      readonly kind: "step";
      /** What is trained: the three networks, the compiler of source order, or the one that guesses. */
      readonly phase: "networks" | "source" | "guesser";
      /** Of the phase, as the others. */
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
  /** Updates of all phases so far, and the mean loss of the last ones. */
  | { readonly kind: "distilled" | "guesser"; readonly step: number; readonly loss: number };

/** Held-out programs of each number of operations in a validation. */
const VALIDATED = 40;

/**
 * Trains a program compiler, then distils the compiler of source order, and writes the model. For a seed
 * and a number of steps the result on one backend is the same to the bit, however many threads train and
 * however often it was interrupted and gone on with.
 *
 * @throws TrainingError when the checkpoint is of another model, or when a thread that trains has ended
 */
export async function trainCompiler(
  options: TrainCompilerOptions,
): Promise<{ readonly step: number; readonly interrupted: boolean }> {
  const { training, folder, clock, signal, checkpoint } = options;
  const { steps, seed, model: config } = training;
  const pool = programPool(createRng(seed), options.pool);
  const trainer = await CompilerTrainer.start(training, pool.training, {
    threads: options.threads,
    state: checkpoint && trainerState(checkpoint),
  });
  try {
    const started = clock() - (checkpoint?.progress.elapsedMs ?? 0);
    const elapsed = (): number => Math.round(clock() - started);
    const log = new TrainingLog(join(folder, LOG_FILE));
    let step = trainer.optimiser.steps;
    await log.open(step);
    const tell = async (event: TrainCompilerEvent): Promise<void> => {
      options.onEvent?.(event);
      // A log is of a training, however often it was gone on with.
      const again = event.kind === "started" && event.step > 0;
      if (event.kind !== "step" && !again) await log.write(event);
    };
    let { sum, updates } = checkpoint?.progress.loss ?? { sum: 0, updates: 0 };
    const save = (): Promise<void> => {
      const progress = { elapsedMs: elapsed(), loss: { sum, updates } };
      return writeAtomically(
        join(folder, CHECKPOINT_FILE),
        writeCompilerCheckpoint(trainer, progress),
      );
    };
    const parameters = countParameters(trainer.parameters);
    await tell({ kind: "started", step, parameters, programs: pool.training.length });
    while (step < steps && signal?.aborted !== true) {
      const report = await trainer.step();
      step = report.step;
      sum += report.loss;
      updates++;
      const { loss } = report;
      await tell({ kind: "step", phase: "networks", step, steps, loss, elapsedMs: elapsed() });
      if (step % options.validateEvery === 0 || step === steps) {
        const [values, ranges] = (["values", "ranges"] as const).map((kind) =>
          pool.heldOut.slice(1).map((programs) => {
            const some = programs.slice(0, VALIDATED);
            const compiled = postfixCompiler(trainer.parameters, config);
            return some.length === 0 ? 0 : accuracyOf(compiled, some, kind, createRng(7)).exact;
          }),
        ) as [number[], number[]];
        await tell({
          kind: "validation",
          step,
          steps,
          loss: sum / updates,
          values,
          ranges,
          learningRate: report.learningRate,
          elapsedMs: elapsed(),
        });
        sum = 0;
        updates = 0;
        await save();
      }
      // Lets signals come in.
      await setImmediate();
    }
    if (step < steps) {
      await save();
      return { step, interrupted: true };
    }
    const { distilSteps, guesserSteps } = options;
    const written = [
      ...pool.training,
      ...distilledPrograms(createRng(seed).fork(1), pool, options.pool),
    ];
    const ofSource = phaseOf("source", distilSteps, options);
    const distilling = { ...DISTIL, steps: distilSteps, seed };
    const { parameters: teacher } = trainer;
    const source = await distil(teacher, config, written, distilling, ofSource.take, signal);
    if (source === undefined) return { step, interrupted: true };
    try {
      await tell({ kind: "distilled", step: step + distilSteps, loss: ofSource.mean() });
      const ofGuesser = phaseOf("guesser", guesserSteps, options);
      const guessing = { ...GUESSER, steps: guesserSteps, seed };
      const guesser = await trainGuesser(config, pool.training, guessing, ofGuesser.take, signal);
      if (guesser === undefined) return { step, interrupted: true };
      const bytes = writeCompiler({ config, seed, parameters: teacher, source, guesser });
      disposeParameters(guesser);
      const all = step + distilSteps + guesserSteps;
      await tell({ kind: "guesser", step: all, loss: ofGuesser.mean() });
      await writeAtomically(join(folder, MODEL_FILE), bytes);
    } finally {
      disposeParameters(source);
    }
    return { step, interrupted: false };
  } finally {
    await trainer.close();
  }
}

/** Tells each update of a phase after the first, and keeps a running mean over about twenty of them. */
function phaseOf(
  phase: "source" | "guesser",
  steps: number,
  { clock, onEvent }: TrainCompilerOptions,
): { readonly take: (step: number, loss: number) => void; readonly mean: () => number } {
  const started = clock();
  let mean = 0;
  return {
    take: (step, loss) => {
      mean += (loss - mean) / Math.min(step, 20);
      const elapsedMs = Math.round(clock() - started);
      onEvent?.({ kind: "step", phase, step, steps, loss, elapsedMs });
    },
    mean: () => mean,
  };
}
