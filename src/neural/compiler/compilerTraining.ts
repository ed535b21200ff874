import { type Schedule, warmUp } from "../nn/schedule.ts";
import { COMPILER, type CompilerConfig } from "./compilerConfig.ts";
import { COMPILER_LOSS, type CompilerLossOptions } from "./compilerModel.ts";
import { TRANSITIONS, type TransitionOptions } from "./transitions.ts";

/** All that a training run depends on besides its programs. Plain data. */
export interface CompilerTraining {
  readonly model: CompilerConfig;
  readonly loss: CompilerLossOptions;
  readonly data: TransitionOptions;
  readonly seed: number;
  /** Updates in all: the learning rate falls over the last of them. */
  readonly steps: number;
  /** Parts of a batch, and so the most threads that have something to do. The result depends on it. */
  readonly shards: number;
  readonly learningRate: number;
  readonly warmUpSteps: number;
  /** Share of the steps after which the learning rate falls. */
  readonly constantUntil: number;
  readonly weightDecay: number;
  readonly clipNorm: number;
  /** Steps between two measurements of which tokens are hard; 0 for never. */
  readonly measureEvery: number;
  /**
   * Tokens are sampled by how hard they are once the mean loss is below this; until then a batch has a
   * quarter of its programs, since all transitions of them are kept.
   */
  readonly adaptBelow: number;
}

export const COMPILER_TRAINING: Omit<CompilerTraining, "steps" | "seed"> = {
  model: COMPILER,
  loss: COMPILER_LOSS,
  data: TRANSITIONS,
  shards: 2,
  learningRate: 3e-3,
  warmUpSteps: 100,
  constantUntil: 0.3,
  weightDecay: 0.01,
  clipNorm: 1,
  measureEvery: 40,
  adaptBelow: 0.6,
};

/** Where the learning rate ends, as a share of its greatest. */
const FLOOR = 0.02;

/** Constant, then linear to the floor at the last step. */
export const trapezoid =
  (rate: number, steps: number, constantUntil: number): Schedule =>
  (step) => {
    const done = (step / Math.max(1, steps) - constantUntil) / (1 - constantUntil);
    return rate * (1 - (1 - FLOOR) * Math.min(1, Math.max(0, done)));
  };

/** The learning rate of each step of a training. */
export const scheduleOf = ({
  learningRate,
  warmUpSteps,
  constantUntil,
  steps,
}: CompilerTraining): Schedule =>
  warmUp(warmUpSteps, trapezoid(learningRate, Math.max(1, steps - warmUpSteps), constantUntil));
