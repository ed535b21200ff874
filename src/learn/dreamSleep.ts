import type { Definition } from "../dsl/definition.ts";
import type { Domain } from "../dsl/domain.ts";
import type { Term } from "../dsl/term.ts";
import type { WeightedGrammar } from "../dsl/weightedGrammar.ts";
import type { Task } from "../tasks/task.ts";

/** What a guide is trained from. */
export interface DreamState {
  /** With the library among its primitives, and without what the run leaves out. */
  readonly domain: Domain;
  /** How the domain is loaded again elsewhere: a name, or a path from the working folder. */
  readonly spec: string;
  readonly library: readonly Definition[];
  readonly without: readonly string[];
  /** Solved tasks with their programs, to be replayed. */
  readonly solved: readonly { readonly task: Task; readonly programs: readonly Term[] }[];
  readonly seed: number;
  /** A folder of its own to write the checkpoint to. What is in it already is gone on from. */
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
  /** Is what was trained in a folder there still, as `weights` needs it? */
  isWhole(folder: string, domain: Domain): Promise<boolean>;
  /** What the trained guide in a folder says of tasks, in their order. */
  weights(
    folder: string,
    tasks: readonly Task[],
    domain: Domain,
  ): Promise<readonly WeightedGrammar[]>;
}
