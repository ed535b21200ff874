import { fieldOf, isCount, parsedJson } from "../../support/jsonObject.ts";
import { type Result, failure, success } from "../../support/result.ts";
import { readParameters, writeParameters } from "../nn/parameters.ts";
import {
  DESCRIPTION,
  type ModelDescription,
  describeModel,
  namedNumbers,
  readDescription,
  writeModel,
} from "../recognition/modelFile.ts";
import { modelShapes, shapeProblem } from "../recognition/modelShapes.ts";
import {
  type NamedNumbers,
  type Safetensors,
  numbersUnder,
  readSafetensors,
  writeSafetensors,
} from "../safetensors.ts";
import type { Position, Trainer } from "./trainer.ts";
import { type TrainingConfig, readTrainingConfig } from "./trainingConfig.ts";

/** Where a run is, besides its parameters; JSON in the file's metadata. */
export interface Progress {
  readonly config: TrainingConfig;
  /** Spec of the domain, as the command was given it. */
  readonly domain: string;
  readonly position: Position;
  /** Updates in all; null while that is not known yet (`--minutes`). */
  readonly steps: number | null;
  /** Milliseconds of training so far. */
  readonly elapsedMs: number;
  /** Training loss since the last validation: its sum, over so many updates. */
  readonly loss: { readonly sum: number; readonly updates: number };
  /** What the last validation told; null before the first. */
  readonly validated: Validated | null;
}

/** Losses that a validation tells, in nats a choice. */
export interface Validated {
  /** Mean training loss since the validation before. */
  readonly loss: number;
  /** Of dreams held out; null where the domain has none that are long enough. */
  readonly validation: number | null;
}

const PROGRESS = "training";
const PARAMETER = "parameter/";
const AVERAGE = "average/";
const OPTIMISER = "optimiser/";

/** All that a run needs to go on exactly where it is. */
export interface Checkpoint {
  readonly description: ModelDescription;
  readonly progress: Progress;
  readonly file: Safetensors;
}

/** The bytes of a checkpoint. */
export function writeCheckpoint(
  trainer: Trainer,
  progress: Progress,
  name: string,
  productions: readonly string[],
): Uint8Array {
  const { parameters } = trainer;
  const tensors = new Map<string, NamedNumbers>([
    ...namedNumbers(parameters, readParameters(parameters), PARAMETER),
    ...namedNumbers(parameters, trainer.average.save(), AVERAGE),
  ]);
  for (const [key, numbers] of trainer.optimiser.save().memory) {
    tensors.set(OPTIMISER + key, { shape: [numbers.length], numbers });
  }
  const description = describeModel(name, productions, trainer.config.model);
  const metadata = new Map([
    [DESCRIPTION, JSON.stringify(description)],
    [PROGRESS, JSON.stringify(progress)],
  ]);
  return writeSafetensors({ tensors, metadata });
}

/** The bytes of the model that a run has come to: the average of its parameters. */
export const trainedModel = (
  { parameters, average, config }: Trainer,
  name: string,
  productions: readonly string[],
): Uint8Array =>
  writeModel(
    describeModel(name, productions, config.model),
    namedNumbers(parameters, average.save()),
  );

/**
 * Reads a checkpoint from bytes of any content.
 *
 * @returns one sentence on what is wrong when it is none
 */
export function readCheckpoint(bytes: Uint8Array): Result<Checkpoint, string> {
  const read = readSafetensors(bytes);
  if (!read.ok) return read;
  const file = read.value;
  const described = readDescription(file.metadata.get(DESCRIPTION));
  if (!described.ok) return described;
  const progress = readProgress(file.metadata.get(PROGRESS));
  if (progress === undefined) return failure("it does not say where its training is");
  const { description, layout } = described.value;
  if (JSON.stringify(description.config) !== JSON.stringify(progress.config.model)) {
    return failure("its training is that of a model of another shape");
  }
  const shapes = modelShapes(description.config, layout);
  // Before memory is taken for what a description of a few bytes may ask for.
  const problem =
    shapeProblem(file.tensors, shapes, PARAMETER) ?? shapeProblem(file.tensors, shapes, AVERAGE);
  if (problem !== undefined) return failure(problem);
  return success({ description, progress, file });
}

/** Puts a new trainer where a checkpoint is. @returns the first thing that does not fit */
export function restoreTrainer(
  trainer: Trainer,
  { file, progress }: Checkpoint,
): Result<undefined, string> {
  const parameters = writeParameters(trainer.parameters, numbersUnder(file, PARAMETER));
  if (!parameters.ok) return parameters;
  const average = trainer.average.restore(numbersUnder(file, AVERAGE));
  if (!average.ok) return average;
  return trainer.optimiser.restore({
    steps: progress.position.step,
    memory: numbersUnder(file, OPTIMISER),
  });
}

function readProgress(text: string | undefined): Progress | undefined {
  const data = parsedJson(text ?? "");
  if (typeof data !== "object" || data === null) return undefined;
  const { domain, position, steps, elapsedMs } = data as Record<string, unknown>;
  const config = readTrainingConfig(fieldOf(data, "config"));
  const counts = ["step", "block", "batch"].map((name) => fieldOf(position, name));
  if (config === undefined || typeof domain !== "string") return undefined;
  if (![...counts, elapsedMs].every(isCount)) return undefined;
  if (steps !== null && !isCount(steps)) return undefined;
  const { loss, validated } = data as Record<string, unknown>;
  const [sum, updates] = [fieldOf(loss, "sum"), fieldOf(loss, "updates")];
  if (!isLoss(sum) || !isCount(updates) || !isValidated(validated)) return undefined;
  return {
    config,
    domain,
    position: position as Position,
    steps,
    elapsedMs: elapsedMs as number,
    loss: { sum, updates },
    validated,
  };
}

function isValidated(data: unknown): data is Validated | null {
  if (data === null) return true;
  const validation = fieldOf(data, "validation");
  return isLoss(fieldOf(data, "loss")) && (validation === null || isLoss(validation));
}

const isLoss = (value: unknown): value is number =>
  typeof value === "number" && Number.isFinite(value);
