import * as tf from "@tensorflow/tfjs-core";
import type { Result } from "../../support/result.ts";
import { type Rng, createRng } from "../../support/rng.ts";
import { createAdam } from "../nn/adam.ts";
import { differentiate } from "../nn/differentiate.ts";
import type { Optimiser, OptimiserState } from "../nn/optimiser.ts";
import { disposeParameters, readParameters, writeParameters } from "../nn/parameters.ts";
import { type Schedule, warmUp } from "../nn/schedule.ts";
import type { CompilerConfig } from "./compilerConfig.ts";
import {
  type CompilerLossOptions,
  type CompilerParameters,
  COMPILER_LOSS,
  compilerLoss,
  initCompiler,
} from "./compilerModel.ts";
import { COMPILER } from "./compilerConfig.ts";
import { countSteps } from "./evaluateCompiler.ts";
import type { Program } from "./programPool.ts";
import { TOKENS } from "./tokens.ts";
import {
  KEEP_ALL,
  TRANSITIONS,
  type TransitionOptions,
  byOperations,
  drawTransitions,
} from "./transitions.ts";

/** All that a training run depends on besides its programs. Plain data. */
export interface CompilerTraining {
  readonly model: CompilerConfig;
  readonly loss: CompilerLossOptions;
  readonly data: TransitionOptions;
  readonly seed: number;
  /** Updates in all: the learning rate falls over the last of them. */
  readonly steps: number;
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
/** Into how many parts the programs of a batch are cut while all their transitions are kept. */
const UNADAPTED = 4;
/** How much of a running mean a new number replaces. */
const RENEWAL = 0.1;
/** A kind of token that is right more often than others is still kept this often. */
const LEAST_KEPT = 0.03;
/** A kind of token that is wrong as often as the mean is kept this often. */
const KEPT_AT_MEAN = 0.3;

/** Constant, then linear to the floor at the last step. */
export const trapezoid =
  (rate: number, steps: number, constantUntil: number): Schedule =>
  (step) => {
    const done = (step / Math.max(1, steps) - constantUntil) / (1 - constantUntil);
    return rate * (1 - (1 - FLOOR) * Math.min(1, Math.max(0, done)));
  };

export interface CompilerStep {
  readonly step: number;
  readonly loss: number;
  readonly gradientNorm: number;
  readonly learningRate: number;
  readonly transitions: number;
}

/** Where a training is. */
export interface CompilerTrainerState {
  readonly parameters: ReadonlyMap<string, Float32Array>;
  readonly optimiser: OptimiserState;
  /** For each kind of token how often it is wrong, a running mean. */
  readonly wrong: readonly number[];
  /** A running mean; undefined before the first update. */
  readonly meanLoss: number | undefined;
}

/**
 * Trains the program compiler on single steps, each from its true state before. Kinds of tokens that
 * are often wrong are drawn more often. Deterministic for a seed and a backend.
 */
export class CompilerTrainer {
  readonly config: CompilerTraining;
  readonly parameters: CompilerParameters;
  readonly optimiser: Optimiser;
  private readonly programs: readonly (readonly Program[])[];
  private readonly rng: Rng;
  private readonly schedule: Schedule;
  /** For each kind of token how often it is wrong, a running mean. */
  private readonly wrong: number[] = TOKENS.map(() => 1);
  private meanLoss = Number.POSITIVE_INFINITY;

  constructor(config: CompilerTraining, programs: readonly Program[]) {
    this.config = config;
    this.programs = byOperations(programs);
    this.rng = createRng(config.seed);
    this.parameters = initCompiler(this.rng.fork(1), config.model);
    const { weightDecay, clipNorm, learningRate, warmUpSteps, constantUntil, steps } = config;
    this.optimiser = createAdam(this.parameters, { weightDecay, clipNorm });
    this.schedule = warmUp(
      warmUpSteps,
      trapezoid(learningRate, Math.max(1, steps - warmUpSteps), constantUntil),
    );
  }

  /** One update. */
  step(): CompilerStep {
    const { config } = this;
    const step = this.optimiser.steps;
    const rng = this.rng.fork(2).fork(step);
    if (config.measureEvery > 0 && step % config.measureEvery === 0) this.measure(rng.fork(3));
    const data = this.adapts()
      ? config.data
      : { ...config.data, programs: Math.ceil(config.data.programs / UNADAPTED) };
    const batch = drawTransitions(rng.fork(4), this.programs, this.keep(), data);
    const noise = rng.fork(5);
    const { value, gradients } = differentiate(this.parameters, () =>
      compilerLoss(this.parameters, config.model, batch, noise, config.loss),
    );
    const learningRate = this.schedule(step);
    const gradientNorm = this.optimiser.update(gradients, learningRate);
    const loss = value.dataSync()[0] as number;
    tf.dispose([value, ...gradients.filter((gradient) => gradient !== undefined)]);
    this.meanLoss = Number.isFinite(this.meanLoss)
      ? this.meanLoss + RENEWAL * (loss - this.meanLoss)
      : loss;
    return { step: step + 1, loss, gradientNorm, learningRate, transitions: batch.rows.length };
  }

  /** For each kind of token how likely a transition is kept. */
  keep(): readonly number[] {
    if (!this.adapts()) return KEEP_ALL;
    const mean = this.wrong.reduce((sum, one) => sum + one, 0) / this.wrong.length;
    return this.wrong.map((one) =>
      Math.min(1, Math.max(LEAST_KEPT, (KEPT_AT_MEAN * one) / Math.max(mean, 1e-6))),
    );
  }

  /** A copy of all that the next updates depend on. */
  save(): CompilerTrainerState {
    return {
      parameters: readParameters(this.parameters),
      optimiser: this.optimiser.save(),
      wrong: [...this.wrong],
      meanLoss: Number.isFinite(this.meanLoss) ? this.meanLoss : undefined,
    };
  }

  /** Goes on from a saved state exactly. @returns the first thing that does not fit */
  restore(state: CompilerTrainerState): Result<undefined, string> {
    const parameters = writeParameters(this.parameters, state.parameters);
    if (!parameters.ok) return parameters;
    this.wrong.splice(0, this.wrong.length, ...state.wrong);
    this.meanLoss = state.meanLoss ?? Number.POSITIVE_INFINITY;
    return this.optimiser.restore(state.optimiser);
  }

  dispose(): void {
    this.optimiser.dispose();
    disposeParameters(this.parameters);
  }

  private adapts(): boolean {
    return this.config.measureEvery > 0 && this.meanLoss < this.config.adaptBelow;
  }

  private measure(rng: Rng): void {
    const { model, data } = this.config;
    const batch = drawTransitions(rng, this.programs, KEEP_ALL, data);
    const { made, right } = countSteps(this.parameters, model, batch);
    for (const [token, count] of made.entries()) {
      if (count === 0) continue;
      const wrong = 1 - (right[token] as number) / count;
      this.wrong[token] =
        (this.wrong[token] as number) + RENEWAL * (wrong - (this.wrong[token] as number));
    }
  }
}
