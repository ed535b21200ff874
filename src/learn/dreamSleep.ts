import type { Domain } from "../dsl/domain.ts";
import type { WeightedGrammar } from "../dsl/weightedGrammar.ts";
import type { Task } from "../tasks/task.ts";
import type { TaskFrontier } from "./frontier.ts";

/** What a guide is trained from. */
export interface DreamState {
  /** From 1. */
  readonly iteration: number;
  /** With the library among its primitives. */
  readonly domain: Domain;
  /** Fitted to the frontiers: dreams are drawn from it. */
  readonly grammar: WeightedGrammar;
  /** Solved tasks with their programs, to be replayed. */
  readonly frontiers: readonly TaskFrontier[];
  /** Tasks learned from, for the kinds of inputs that they have. */
  readonly tasks: readonly Task[];
  readonly seed: number;
  /** A folder of its own to write the checkpoint to. What is in it already may be gone on from. */
  readonly folder: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DreamProgress) => void;
}

export interface DreamProgress {
  readonly step: number;
  readonly steps: number;
  readonly loss: number;
}

/**
 * Trains guides for the search and asks them. The result of `train` depends on the state and on nothing
 * else, so that a run that was cut short and resumed ends as it would have.
 */
export interface DreamSleep {
  /** Name and version of what is trained: a run is resumed only with the same. */
  readonly kind: string;
  /** Leaves a checkpoint in `state.folder`; tells undefined when it was stopped before. */
  train(state: DreamState): Promise<{ readonly loss: number } | undefined>;
  /** What the trained guide in a folder says of tasks, in their order. */
  weights(
    folder: string,
    tasks: readonly Task[],
    domain: Domain,
  ): Promise<readonly WeightedGrammar[]>;
}
