import { type Rng, createRng } from "../../support/rng.ts";
import type { Optimiser } from "../nn/optimiser.ts";
import { readParameters } from "../nn/parameters.ts";
import { type DataParallel, startDataParallel } from "../train/dataParallel.ts";
import type { CompilerParameters } from "./compilerModel.ts";
import {
  type CompilerReplica,
  type CompilerReplicaState,
  createReplica,
} from "./compilerReplica.ts";
import { type CompilerShard, drawShards } from "./compilerShards.ts";
import { type CompilerTraining, scheduleOf } from "./compilerTraining.ts";
import { countSteps } from "./evaluateCompiler.ts";
import type { Program } from "./programPool.ts";
import { TOKENS } from "./tokens.ts";
import { KEEP_ALL, byOperations, drawTransitions } from "./transitions.ts";

/** Into how many parts the programs of a batch are cut while all their transitions are kept. */
const UNADAPTED = 4;
/** How much of a running mean a new number replaces. */
const RENEWAL = 0.1;
/** A kind of token that is right more often than others is still kept this often. */
const LEAST_KEPT = 0.03;
/** A kind of token that is wrong as often as the mean is kept this often. */
const KEPT_AT_MEAN = 0.3;

export interface CompilerStep {
  readonly step: number;
  readonly loss: number;
  readonly gradientNorm: number;
  readonly learningRate: number;
  readonly transitions: number;
}

/** Where a training is. */
export interface CompilerTrainerState extends CompilerReplicaState {
  /** For each kind of token how often it is wrong, a running mean. */
  readonly wrong: readonly number[];
  /** A running mean; undefined before the first update. */
  readonly meanLoss: number | undefined;
}

export interface CompilerTrainerOptions {
  /** How many compute, this thread among them; 1 when absent. The result does not depend on it. */
  readonly threads?: number;
  /** Where to go on from; the beginning when absent. */
  readonly state?: CompilerTrainerState | undefined;
}

/**
 * Trains the program compiler on single steps, each from its true state before. Kinds of tokens that
 * are often wrong are drawn more often. Deterministic for a seed and a backend, whatever the threads.
 */
export class CompilerTrainer {
  readonly config: CompilerTraining;
  private readonly training: DataParallel<CompilerShard, CompilerReplica>;
  private readonly programs: readonly (readonly Program[])[];
  private readonly rng: Rng;
  /** For each kind of token how often it is wrong, a running mean. */
  private readonly wrong: number[];
  private meanLoss: number;

  /** @throws TrainingError when the state is one of another model */
  static async start(
    config: CompilerTraining,
    programs: readonly Program[],
    { threads = 1, state }: CompilerTrainerOptions = {},
  ): Promise<CompilerTrainer> {
    const { seed, shards: maxShards } = config;
    const training = await startDataParallel(
      {
        createReplica,
        module: new URL("compilerReplica.js", import.meta.url).href,
        options: {
          training: config,
          state: state && { parameters: state.parameters, optimiser: state.optimiser },
        },
      },
      { workers: threads, maxShards, seed, firstStep: state?.optimiser.steps ?? 0 },
    );
    return new CompilerTrainer(config, programs, training, state);
  }

  private constructor(
    config: CompilerTraining,
    programs: readonly Program[],
    training: DataParallel<CompilerShard, CompilerReplica>,
    state: CompilerTrainerState | undefined,
  ) {
    this.config = config;
    this.training = training;
    this.programs = byOperations(programs);
    this.rng = createRng(config.seed);
    this.wrong = [...(state?.wrong ?? TOKENS.map(() => 1))];
    this.meanLoss = state?.meanLoss ?? Number.POSITIVE_INFINITY;
  }

  get parameters(): CompilerParameters {
    return this.training.replica.parameters;
  }

  get optimiser(): Optimiser {
    return this.training.replica.optimiser;
  }

  /** One update. @throws TrainingError when a thread has ended */
  async step(): Promise<CompilerStep> {
    const { config } = this;
    const step = this.optimiser.steps;
    const rng = this.rng.fork(2).fork(step);
    if (config.measureEvery > 0 && step % config.measureEvery === 0) this.measure(rng.fork(3));
    const data = this.adapts()
      ? config.data
      : { ...config.data, programs: Math.ceil(config.data.programs / UNADAPTED) };
    const shards = drawShards(
      rng.fork(4),
      this.programs,
      this.keep(),
      data,
      config.shards,
      config.loss,
    );
    const { loss, gradientNorm, weight } = await this.training.step(shards);
    const learningRate = scheduleOf(config)(step);
    this.meanLoss = Number.isFinite(this.meanLoss)
      ? this.meanLoss + RENEWAL * (loss - this.meanLoss)
      : loss;
    return { step: step + 1, loss, gradientNorm, learningRate, transitions: weight };
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

  /** Ends the other threads and frees the memory of this one. */
  async close(): Promise<void> {
    await this.training.close();
    this.training.replica.dispose();
  }

  private adapts(): boolean {
    return this.config.measureEvery > 0 && this.meanLoss < this.config.adaptBelow;
  }

  private measure(rng: Rng): void {
    const { model, data } = this.config;
    const batch = drawTransitions(rng, this.programs, KEEP_ALL, data);
    // By the likeliest states: what is sampled does not depend on how ranges are read.
    const { made, right } = countSteps(this.parameters, model, batch, { caution: 1 });
    for (const [token, count] of made.entries()) {
      if (count === 0) continue;
      const wrong = 1 - (right[token] as number) / count;
      this.wrong[token] =
        (this.wrong[token] as number) + RENEWAL * (wrong - (this.wrong[token] as number));
    }
  }
}
