// A module that the threads of a training load: see `dataParallel.ts`.
import { createRng } from "../../support/rng.ts";
import { createAdam } from "../nn/adam.ts";
import type { Optimiser, OptimiserState } from "../nn/optimiser.ts";
import { disposeParameters, writeParameters } from "../nn/parameters.ts";
import type { Replica } from "../train/replica.ts";
import { TrainingError } from "../train/trainingError.ts";
import { type CompilerParameters, compilerLoss, initCompiler } from "./compilerModel.ts";
import type { CompilerShard } from "./compilerShards.ts";
import { type CompilerTraining, scheduleOf } from "./compilerTraining.ts";

/** A program compiler in training, as each thread has one. */
export interface CompilerReplica extends Replica<CompilerShard> {
  readonly parameters: CompilerParameters;
  readonly optimiser: Optimiser;
  dispose(): void;
}

export interface CompilerReplicaOptions {
  readonly training: CompilerTraining;
  /** Where to go on from; the beginning when absent. */
  readonly state?: CompilerReplicaState | undefined;
}

/** All that the next updates of a replica depend on besides their batches. */
export interface CompilerReplicaState {
  readonly parameters: ReadonlyMap<string, Float32Array>;
  readonly optimiser: OptimiserState;
}

/** @throws TrainingError when the state is one of another model */
export function createReplica({ training, state }: CompilerReplicaOptions): CompilerReplica {
  const { model, weightDecay, clipNorm } = training;
  const parameters = initCompiler(createRng(training.seed).fork(1), model);
  const optimiser = createAdam(parameters, { weightDecay, clipNorm });
  const schedule = scheduleOf(training);
  const dispose = (): void => {
    optimiser.dispose();
    disposeParameters(parameters);
  };
  if (state !== undefined) {
    const written = writeParameters(parameters, state.parameters);
    const restored = written.ok ? optimiser.restore(state.optimiser) : written;
    if (!restored.ok) {
      dispose();
      throw new TrainingError(`the checkpoint is not of this model: ${restored.error}`);
    }
  }
  return {
    parameters,
    optimiser,
    dispose,
    weight: ({ batch }) => batch.rows.length,
    loss: ({ batch, loss }, rng) => compilerLoss(parameters, model, batch, rng, loss),
    update: (gradients) => optimiser.update(gradients, schedule(optimiser.steps)),
  };
}
