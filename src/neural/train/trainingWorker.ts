import { createHash } from "node:crypto";
import { createRng } from "../../support/rng.ts";
import { countParameters, readParameters } from "../nn/parameters.ts";
import { type GradientSlots, shardGradient, slotsIn, updateReplica } from "./batchGradient.ts";
import type { Replica } from "./replica.ts";

/** One worker's part in training: its replica, and the slots that all share. */
export interface TrainingWorker<Shard> {
  /** Gradients of some shards of a step into their slots; their losses come back. */
  differentiate(
    step: number,
    shards: readonly (readonly [index: number, shard: Shard])[],
  ): readonly (readonly [index: number, loss: number])[];
  /** Once all slots of the step are written; returns the norm of the gradients. */
  update(step: number, shares: readonly number[]): number;
  /** Hash of the parameters' bits. */
  digest(): string;
}

export function createTrainingWorker<Shard>(
  replica: Replica<Shard>,
  seed: number,
  maxShards: number,
  blocks: readonly [ArrayBufferLike, ArrayBufferLike],
): TrainingWorker<Shard> {
  const [even, odd] = [blocks[0], blocks[1]].map((block) => slotsIn(block, replica, maxShards)) as [
    GradientSlots,
    GradientSlots,
  ];
  const room = new Float32Array(countParameters(replica.parameters));
  const slotsOf = (step: number): GradientSlots => (step % 2 === 0 ? even : odd);
  const rng = createRng(seed);
  return {
    differentiate: (step, shards) =>
      shards.map(([index, shard]) => {
        const drawn = rng.fork(step).fork(index);
        return [index, shardGradient(replica, shard, drawn, slotsOf(step), index)] as const;
      }),
    update: (step, shares) => updateReplica(replica, slotsOf(step), shares, room),
    digest: () => {
      const hash = createHash("sha256");
      for (const [name, numbers] of readParameters(replica.parameters)) {
        hash.update(name).update(numbers);
      }
      return hash.digest("hex");
    },
  };
}
