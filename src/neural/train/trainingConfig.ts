import type { ModelConfig } from "../recognition/model.ts";

/** All that a training run depends on besides its domain. Plain data: a checkpoint holds it as JSON. */
export interface TrainingConfig {
  readonly model: ModelConfig;
  readonly seed: number;
  /** Updates in all: the learning rate falls to its end over them. */
  readonly steps: number;
  /** Dreams of one update. */
  readonly batch: number;
  /** Examples of a dream that are shown, at most. */
  readonly examples: number;
  /** Times that a dream is shown, each time by other examples. */
  readonly views: number;
  /** Chunks that are mixed with each other. */
  readonly blockChunks: number;
  readonly learningRate: number;
  readonly warmUpSteps: number;
  readonly weightDecay: number;
  readonly clipNorm: number;
  /** Of the running average of the parameters, which is what is used in the end. */
  readonly averageDecay: number;
  /** Steps between two validations, with a checkpoint after each. */
  readonly validateEvery: number;
  readonly validationChunks: number;
}

export const DEFAULT_TRAINING: Omit<TrainingConfig, "steps" | "seed"> = {
  model: {
    encoder: { width: 64, heads: 4, layers: 2, hidden: 128 },
    summary: 96,
    tokens: 48,
  },
  batch: 64,
  examples: 4,
  views: 2,
  blockChunks: 64,
  learningRate: 2e-3,
  warmUpSteps: 100,
  weightDecay: 0.01,
  clipNorm: 1,
  averageDecay: 0.998,
  validateEvery: 250,
  validationChunks: 48,
};
