import { type ModelConfig } from "../recognition/model.ts";
import { isModelConfig } from "../recognition/modelFile.ts";

/** All that a training run depends on besides its domain. Plain data: a checkpoint holds it as JSON. */
export interface TrainingConfig {
  readonly model: ModelConfig;
  readonly seed: number;
  /** Dreams of one update. */
  readonly batch: number;
  /** Examples of a dream that are shown, at most. */
  readonly examples: number;
  /** Times that a dream is shown, each time by other examples. */
  readonly views: number;
  /** Calls of functions that one enumeration of a dream may make: with few of them it ends early. */
  readonly mostCalls: number;
  /** Chunks of dreams that are mixed with each other. */
  readonly blockChunks: number;
  /** The highest; it rises to this over the first steps, then falls by a cosine. */
  readonly learningRate: number;
  readonly warmUpSteps: number;
  readonly weightDecay: number;
  readonly clipNorm: number;
  /** Of the running average of the parameters, which is what is used in the end. */
  readonly averageDecay: number;
  /** Steps from one validation, and the checkpoint after it, to the next. */
  readonly validateEvery: number;
  readonly validationChunks: number;
}

export const DEFAULT_TRAINING: Omit<TrainingConfig, "seed"> = {
  model: {
    encoder: { width: 64, heads: 4, layers: 2, hidden: 128 },
    summary: 96,
    tokens: 64,
  },
  batch: 64,
  examples: 5,
  views: 2,
  mostCalls: 1e9,
  blockChunks: 64,
  learningRate: 2e-3,
  warmUpSteps: 100,
  weightDecay: 0.01,
  clipNorm: 1,
  averageDecay: 0.999,
  validateEvery: 250,
  validationChunks: 48,
};

/** Greatest values that a file may ask for. */
const MOST: Readonly<Record<Exclude<keyof TrainingConfig, "model" | "seed">, number>> = {
  batch: 4_096,
  examples: 64,
  views: 64,
  mostCalls: 1e12,
  blockChunks: 4_096,
  learningRate: 1,
  warmUpSteps: 1_000_000,
  weightDecay: 1,
  clipNorm: 1e6,
  averageDecay: 1,
  validateEvery: 1_000_000,
  validationChunks: 4_096,
};

const WHOLE: ReadonlySet<string> = new Set([
  "batch",
  "examples",
  "views",
  "mostCalls",
  "blockChunks",
  "warmUpSteps",
  "validateEvery",
  "validationChunks",
]);

/** The configuration that data of any shape are, or undefined. */
export function readTrainingConfig(data: unknown): TrainingConfig | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  const record = data as Readonly<Record<string, unknown>>;
  const good = Object.entries(MOST).every(([key, most]) => {
    const value = record[key];
    if (typeof value !== "number" || !(value >= 0 && value <= most)) return false;
    return !WHOLE.has(key) || (Number.isSafeInteger(value) && value >= 1);
  });
  const { model, seed } = record;
  if (!good || !isModelConfig(model) || !Number.isSafeInteger(seed)) return undefined;
  return { ...(record as unknown as TrainingConfig) };
}
