import { setImmediate } from "node:timers/promises";
import { join } from "node:path";
import type { Definition } from "../../dsl/definition.ts";
import { Deriver } from "../../dsl/derivation.ts";
import type { Domain } from "../../dsl/domain.ts";
import { domainProductions, uniformGrammar } from "../../dsl/weightedGrammar.ts";
import { createRng } from "../../support/rng.ts";
import { writeAtomically } from "../../tasks/atomicFile.ts";
import { domainLayout, productionTexts } from "../recognition/fingerprint.ts";
import {
  type Checkpoint,
  type Progress,
  type Validated,
  restoreTrainer,
  trainedModel,
  writeCheckpoint,
} from "./checkpoint.ts";
import { DreamThreads } from "./dreamThreads.ts";
import type { Dream } from "./dreams.ts";
import { type EncodedDream, dreamEncoder } from "./encodeDream.ts";
import { MODEL_FILE } from "../recognition/modelFolder.ts";
import { CHECKPOINT_FILE, LOG_FILE } from "./runFolder.ts";
import { type Position, type StepReport, Trainer, batchesOf } from "./trainer.ts";
import type { TrainingConfig } from "./trainingConfig.ts";
import { TrainingError } from "./trainingError.ts";
import { TrainingLog } from "./trainingLog.ts";

/** Labels of the generators that mix blocks; other labels stand below. */
const FIRST_BLOCK_LABEL = 1_000;
/** The first steps are slower than the rest: their speed is not measured. */
const MEASURED_FROM = 20;

/** Blocks in a row without a dream after which it is the domain that has none. */
const MOST_EMPTY_BLOCKS = 8;

/** How long to train. */
export type Extent =
  | { readonly kind: "steps"; readonly steps: number }
  /** The number of steps is set by their speed when the learning rate begins to fall. */
  | { readonly kind: "minutes"; readonly minutes: number };

export interface TrainOptions {
  /** With `definitions`, and without what `without` names. */
  readonly domain: Domain;
  /** How the domain is loaded again, in threads: its name or its module's path. */
  readonly spec: string;
  readonly baseFolder: string;
  /** What the domain has besides what is loaded, such as a learned library. */
  readonly definitions?: readonly Definition[];
  /** Primitives that dreams do not use. */
  readonly without?: readonly string[];
  /** Solved tasks, shown once in every block of dreams (Ellis and others 2021, section 3: replays). */
  readonly replays?: readonly Dream[];
  readonly config: TrainingConfig;
  readonly extent: Extent;
  /** Where checkpoints, the model and the log are written. */
  readonly folder: string;
  /** Where to go on from; the beginning when absent. */
  readonly checkpoint?: Checkpoint;
  /** Threads that dream. */
  readonly threads: number;
  /** Ends the training after the running step, with a checkpoint. */
  readonly signal?: AbortSignal;
  /** Milliseconds from any fixed point. */
  readonly clock: () => number;
  readonly onEvent?: (event: TrainEvent) => void;
}

/** What is told while training goes on; the log has one as JSON on each line, steps aside. */
export type TrainEvent =
  | {
      readonly kind: "started";
      readonly step: number;
      readonly parameters: number;
      readonly validation: number;
    }
  | ({
      readonly kind: "step";
      readonly steps: number | undefined;
      readonly elapsedMs: number;
    } & StepReport)
  | ({
      readonly kind: "validation";
      readonly step: number;
      readonly steps: number;
      readonly learningRate: number;
      /** Dreams shown so far. */
      readonly dreams: number;
      readonly elapsedMs: number;
    } & Validated);

export interface TrainResult {
  readonly step: number;
  readonly steps: number;
  /** Was it ended before the last step? */
  readonly interrupted: boolean;
  /** Of the last validation; null before the first. */
  readonly validated: Validated | null;
}

/**
 * Trains a recognition model on dreams that threads make while it learns. For a seed, a domain and a
 * number of steps the result on one backend is the same to the bit, however many threads dream and
 * however often it was interrupted and gone on with.
 *
 * @throws TrainingError when the checkpoint is of another model, when the domain gives no dreams, or when
 *   a thread that dreams has ended
 */
export async function train(options: TrainOptions): Promise<TrainResult> {
  const { domain, config, extent, clock, signal, checkpoint } = options;
  const productions = productionTexts(domain);
  const trainer = new Trainer(config, domainLayout(domain));
  if (checkpoint !== undefined) {
    const restored = restoreTrainer(trainer, checkpoint);
    if (!restored.ok) {
      trainer.dispose();
      throw new TrainingError(`the checkpoint is not of this model: ${restored.error}`);
    }
  }
  const before = checkpoint?.progress;
  let steps = extent.kind === "steps" ? extent.steps : (before?.steps ?? undefined);
  const threads = new DreamThreads(
    {
      domain: options.spec,
      baseFolder: options.baseFolder,
      ...(options.definitions === undefined ? {} : { definitions: options.definitions }),
      ...(options.without === undefined ? {} : { without: options.without }),
      seed: config.seed,
      tokens: config.model.tokens,
      mostCalls: config.mostCalls,
    },
    options.threads,
  );
  const replays = encodedReplays(options);
  const log = new TrainingLog(join(options.folder, LOG_FILE));
  const block = (number: number): Promise<readonly EncodedDream[]> =>
    threads.chunks("training", number * config.blockChunks, (number + 1) * config.blockChunks);
  try {
    const started = clock() - (before?.elapsedMs ?? 0);
    let position: Position = before?.position ?? { step: 0, block: 0, batch: 0 };
    await log.open(position.step);
    const tell = async (event: TrainEvent): Promise<void> => {
      options.onEvent?.(event);
      // A log is of a training, however often it was gone on with.
      const again = event.kind === "started" && event.step > 0;
      if (event.kind !== "step" && !again) await log.write(event);
    };
    // Steps are counted on from where this run began or goes on.
    const measuredFrom = position.step + MEASURED_FROM;
    const setAt = Math.max(measuredFrom + MEASURED_FROM, config.warmUpSteps);
    let measured = started;
    let { sum, updates } = before?.loss ?? { sum: 0, updates: 0 };
    let validated = before?.validated ?? null;
    const done = (): boolean => position.step >= (steps ?? Infinity) || signal?.aborted === true;
    const save = async (): Promise<void> => {
      const progress: Progress = {
        config,
        domain: options.spec,
        position,
        steps: steps ?? null,
        elapsedMs: Math.round(clock() - started),
        loss: { sum, updates },
        validated,
      };
      const bytes = writeCheckpoint(trainer, progress, domain.name, productions);
      await writeAtomically(join(options.folder, CHECKPOINT_FILE), bytes);
      const model = trainedModel(trainer, domain.name, productions);
      await writeAtomically(join(options.folder, MODEL_FILE), model);
    };
    const aborted = abortionOf(signal);
    const held = await Promise.race([
      threads.chunks("validation", 0, config.validationChunks),
      aborted,
    ]);
    if (held === undefined) {
      await save();
      return { step: position.step, steps: steps ?? position.step, interrupted: true, validated };
    }
    await tell({
      kind: "started",
      step: position.step,
      parameters: trainer.size,
      validation: held.length,
    });
    let next = block(position.block);
    let emptyBlocks = 0;
    while (!done()) {
      const dreamt = await Promise.race([next, aborted]);
      if (dreamt === undefined) break;
      emptyBlocks = dreamt.length + replays.length === 0 ? emptyBlocks + 1 : 0;
      if (emptyBlocks === MOST_EMPTY_BLOCKS) {
        throw new TrainingError(
          `domain "${domain.name}" gives no programs to learn from: all that were made up fail, ignore their arguments or always give the same`,
        );
      }
      const dreams = [...dreamt, ...replays];
      next = block(position.block + 1);
      const rng = createRng(config.seed).fork(FIRST_BLOCK_LABEL + position.block);
      const batches = batchesOf(dreams, config, rng);
      for (const batch of batches.slice(position.batch)) {
        if (done()) break;
        if (position.step === measuredFrom) measured = clock();
        const report = trainer.update(batch, steps ?? Infinity);
        position = { ...position, step: report.step, batch: position.batch + 1 };
        if (extent.kind === "minutes" && steps === undefined && report.step === setAt) {
          const stepMs = (clock() - measured) / (setAt - measuredFrom);
          const leftMs = extent.minutes * 60_000 - (clock() - started);
          steps = report.step + Math.max(1, Math.floor(leftMs / stepMs));
        } else if (extent.kind === "minutes" && steps === undefined) {
          // Slower than that: the time is over before the speed is known.
          if (clock() - started >= extent.minutes * 60_000) steps = report.step;
        }
        sum += report.loss;
        updates++;
        const elapsedMs = clock() - started;
        await tell({ kind: "step", steps, elapsedMs, ...report });
        if (report.step % config.validateEvery === 0 || report.step === steps) {
          validated = {
            loss: sum / updates,
            validation: held.length === 0 ? null : trainer.validate(held),
          };
          await tell({
            kind: "validation",
            step: report.step,
            steps: steps ?? report.step,
            ...validated,
            learningRate: report.learningRate,
            dreams: report.step * config.batch,
            elapsedMs: Math.round(elapsedMs),
          });
          sum = 0;
          updates = 0;
          await save();
        }
        // Lets messages of the dreaming threads, and signals, come in.
        await setImmediate();
      }
      if (position.batch >= batches.length) {
        position = { step: position.step, block: position.block + 1, batch: 0 };
      }
    }
    const interrupted = position.step < (steps ?? Infinity);
    // One that was over already may have been gone on with because its model was lost.
    if (interrupted || position.step === before?.position.step) await save();
    return { step: position.step, steps: steps ?? position.step, interrupted, validated };
  } finally {
    await threads.close();
    trainer.dispose();
  }
}

/** Fulfilled, with nothing, when the signal says so. */
function abortionOf(signal: AbortSignal | undefined): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) resolve(undefined);
    signal?.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}

function encodedReplays({ replays = [], domain, config }: TrainOptions): readonly EncodedDream[] {
  const deriver = new Deriver(uniformGrammar(domainProductions(domain)));
  const encode = dreamEncoder(domain, deriver, domainLayout(domain), config.model.tokens);
  return replays.flatMap((replay) => encode(replay) ?? []);
}
