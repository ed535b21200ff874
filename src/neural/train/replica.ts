import type { Scalar, Tensor } from "@tensorflow/tfjs-core";
import type { Rng } from "../../support/rng.ts";
import type { ParameterTree } from "../nn/parameters.ts";

/**
 * A model in training, of which every worker of `dataParallel` holds one. All start equal and stay
 * equal to the bit: whatever changes the parameters must depend on nothing but the arguments here.
 */
export interface Replica<Shard> {
  readonly parameters: ParameterTree;
  /** What the shard's loss is the mean over, usually its counted tokens; 0 for a shard without any. */
  weight(shard: Shard): number;
  /**
   * Mean loss of a shard, differentiable by the parameters.
   *
   * @param rng the same for the same step and place in the batch, whoever computes it
   */
  loss(shard: Shard, rng: Rng): Scalar;
  /**
   * Changes the parameters by the gradients of the whole batch's mean loss, in the order of
   * `flattenParameters`; `undefined` where the loss of no shard depends on a parameter.
   *
   * @returns the norm of all gradients together
   */
  update(gradients: readonly (Tensor | undefined)[]): number;
}

/** How the workers come by their replicas, which must start equal: made of the same options. */
export interface ReplicaSource<Shard, Options, R extends Replica<Shard>> {
  /** Makes this thread's replica: what `module` exports by this name. */
  readonly createReplica: ReplicaModule<Shard, Options, R>["createReplica"];
  /** Address (`file:` URL) of the compiled module, for the other threads. */
  readonly module: string;
  /** Plain data, copied for each thread. Holds the state to go on from. */
  readonly options: Options;
}

/** What the module of a `ReplicaSource` exports. */
export interface ReplicaModule<
  Shard,
  Options = unknown,
  R extends Replica<Shard> = Replica<Shard>,
> {
  createReplica(options: Options): R | Promise<R>;
}
