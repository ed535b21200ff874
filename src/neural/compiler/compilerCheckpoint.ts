import { fieldOf, isCount, isObject, ownField, parsedJson } from "../../support/jsonObject.ts";
import { type Result, failure, success } from "../../support/result.ts";
import { namedNumbers } from "../recognition/modelFile.ts";
import { shapeProblem } from "../recognition/modelShapes.ts";
import {
  type NamedNumbers,
  numbersUnder,
  readSafetensors,
  writeSafetensors,
} from "../safetensors.ts";
import type { CompilerTrainer, CompilerTrainerState } from "./compilerTrainer.ts";
import { COMPILER_TRAINING, type CompilerTraining } from "./compilerTraining.ts";
import type { CompilerConfig } from "./compilerConfig.ts";
import { isConfig } from "./compilerFile.ts";
import { COMPILER_LOSS } from "./compilerModel.ts";
import { compilerShapes } from "./compilerShapes.ts";
import { TOKENS } from "./tokens.ts";
import { TRANSITIONS } from "./transitions.ts";

/** Where a run is, besides its numbers; JSON in the file's metadata. */
export interface CompilerProgress {
  readonly training: CompilerTraining;
  readonly step: number;
  readonly wrong: readonly number[];
  readonly meanLoss: number | undefined;
  /** Milliseconds of training so far. */
  readonly elapsedMs: number;
  /** Training loss since the last validation: its sum, over so many updates. */
  readonly loss: { readonly sum: number; readonly updates: number };
}

/** All that a run needs to go on exactly where it is. */
export interface CompilerCheckpoint {
  readonly progress: CompilerProgress;
  readonly parameters: ReadonlyMap<string, Float32Array>;
  readonly memory: ReadonlyMap<string, Float32Array>;
}

const FORMAT = "synth program compiler training 3";
const DESCRIPTION = "synth";
const PARAMETER = "parameter/";
const OPTIMISER = "optimiser/";

/** The bytes of a checkpoint. */
export function writeCompilerCheckpoint(
  trainer: CompilerTrainer,
  { elapsedMs, loss }: Pick<CompilerProgress, "elapsedMs" | "loss">,
): Uint8Array {
  const { parameters, optimiser, wrong, meanLoss } = trainer.save();
  const tensors = new Map<string, NamedNumbers>(
    namedNumbers(trainer.parameters, parameters, PARAMETER),
  );
  for (const [name, numbers] of optimiser.memory) {
    tensors.set(OPTIMISER + name, { shape: [numbers.length], numbers });
  }
  const { steps: step } = optimiser;
  const progress: CompilerProgress = {
    training: trainer.config,
    step,
    wrong,
    meanLoss,
    elapsedMs,
    loss,
  };
  const description = JSON.stringify({ format: FORMAT, ...progress });
  return writeSafetensors({ tensors, metadata: new Map([[DESCRIPTION, description]]) });
}

/**
 * Reads a checkpoint from bytes of any content.
 *
 * @returns one sentence on what is wrong when it is none
 */
export function readCompilerCheckpoint(bytes: Uint8Array): Result<CompilerCheckpoint, string> {
  const read = readSafetensors(bytes);
  if (!read.ok) return read;
  const { tensors, metadata } = read.value;
  const data = parsedJson(metadata.get(DESCRIPTION) ?? "");
  const format = fieldOf(data, "format");
  if (format !== FORMAT) return failure(`it is no "${FORMAT}"`);
  const progress = readProgress(data);
  if (progress === undefined) return failure("it does not say where its training is");
  const problem = shapeProblem(tensors, checkpointShapes(progress.training.model));
  if (problem !== undefined) return failure(problem);
  return success({
    progress,
    parameters: numbersUnder(read.value, PARAMETER),
    memory: numbersUnder(read.value, OPTIMISER),
  });
}

/** What tensors a checkpoint has: a trainer takes memory for as many numbers. */
const checkpointShapes = (config: CompilerConfig): ReadonlyMap<string, readonly number[]> =>
  new Map(
    compilerShapes(config).flatMap(([name, shape]) => {
      const numbers = [shape.reduce((product, n) => product * n, 1)];
      return [
        [PARAMETER + name, shape],
        [`${OPTIMISER}${name}:mean`, numbers],
        [`${OPTIMISER}${name}:square`, numbers],
      ] as const;
    }),
  );

/** Where the training of a checkpoint is. */
export const trainerState = ({
  progress,
  parameters,
  memory,
}: CompilerCheckpoint): CompilerTrainerState => ({
  parameters,
  optimiser: { steps: progress.step, memory },
  wrong: progress.wrong,
  meanLoss: progress.meanLoss,
});

function readProgress(data: unknown): CompilerProgress | undefined {
  if (!isObject(data)) return undefined;
  const { training, step, wrong, meanLoss, elapsedMs } = data;
  if (!isTraining(training) || !isCount(step) || !isNumber(elapsedMs)) return undefined;
  if (!Array.isArray(wrong) || wrong.length !== TOKENS.length || !wrong.every(isNumber)) {
    return undefined;
  }
  if (meanLoss !== undefined && !isNumber(meanLoss)) return undefined;
  const [sum, updates] = [fieldOf(data["loss"], "sum"), fieldOf(data["loss"], "updates")];
  if (!isNumber(sum) || !isCount(updates)) return undefined;
  return { training, step, wrong, meanLoss, elapsedMs, loss: { sum, updates } };
}

/** The most programs of a batch that are drawn: a description of a few bytes could ask for all memory. */
const MOST_PROGRAMS = 4096;
/** The most parts of a batch: each takes as much memory as the parameters. */
const MOST_SHARDS = 64;

function isTraining(data: unknown): data is CompilerTraining {
  if (!isObject(data)) return false;
  const { model, loss, data: drawn, ...rest } = data;
  const { model: _, loss: __, data: ___, ...others } = COMPILER_TRAINING;
  if (!isConfig(model) || !hasNumbers(loss, COMPILER_LOSS)) return false;
  const { operations: _operations, ...counts } = TRANSITIONS;
  if (!hasNumbers(drawn, counts) || !isObject(drawn)) return false;
  const weights = drawn["operations"];
  if (!Array.isArray(weights) || weights.length > 64 || !weights.every(isNumber)) return false;
  if (
    !isCount(drawn["programs"]) ||
    drawn["programs"] < 1 ||
    drawn["programs"] > MOST_PROGRAMS ||
    drawn["tokens"] !== model.tokens
  )
    return false;
  const { shards } = rest;
  if (!isCount(shards) || shards < 1 || shards > MOST_SHARDS) return false;
  const whole = ["steps", "seed", "warmUpSteps", "measureEvery"];
  return hasNumbers(rest, others) && whole.every((name) => isCount(ownField(rest, name)));
}

const isNumber = (value: unknown): value is number =>
  typeof value === "number" && Number.isFinite(value) && value >= 0;

const hasNumbers = (data: unknown, names: object): boolean =>
  isObject(data) && Object.keys(names).every((name) => isNumber(data[name]));
