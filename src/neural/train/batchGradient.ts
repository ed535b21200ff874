import * as tf from "@tensorflow/tfjs-core";
import type { Rng } from "../../support/rng.ts";
import { differentiate } from "../nn/differentiate.ts";
import { countParameters, flattenParameters } from "../nn/parameters.ts";
import type { Replica } from "./replica.ts";

/** Gradients of the shards of one batch, each in a slot of memory that threads may share. */
export interface GradientSlots {
  /** [shards, numbers of all parameters] */
  readonly numbers: Float32Array;
  /** [shards, parameters]: 1 where the shard's loss depends on the parameter. */
  readonly used: Uint8Array;
}

/** Bytes of slots for so many shards: the numbers, then what is used. */
export function slotBytes(replica: Replica<never>, shards: number): number {
  const parameters = flattenParameters(replica.parameters).length;
  return shards * (4 * countParameters(replica.parameters) + parameters);
}

/** The slots in a block of `slotBytes`; as many as shards. */
export function slotsIn(
  block: ArrayBufferLike,
  replica: Replica<never>,
  shards: number,
): GradientSlots {
  const size = shards * countParameters(replica.parameters);
  return { numbers: new Float32Array(block, 0, size), used: new Uint8Array(block, 4 * size) };
}

/** Writes the gradients of one shard into its slot; returns its mean loss. */
export function shardGradient<Shard>(
  replica: Replica<Shard>,
  shard: Shard,
  rng: Rng,
  slots: GradientSlots,
  index: number,
): number {
  const parameters = flattenParameters(replica.parameters);
  const { value, gradients } = differentiate(replica.parameters, () => replica.loss(shard, rng));
  let offset = index * countParameters(replica.parameters);
  parameters.forEach(({ variable }, i) => {
    const gradient = gradients[i];
    slots.used[index * parameters.length + i] = gradient === undefined ? 0 : 1;
    if (gradient === undefined) slots.numbers.fill(0, offset, offset + variable.size);
    else slots.numbers.set(gradient.dataSync(), offset);
    offset += variable.size;
  });
  const loss = value.dataSync()[0] as number;
  tf.dispose([value, ...gradients.filter((gradient) => gradient !== undefined)]);
  return loss;
}

/**
 * Updates a replica by the mean of all shards' gradients.
 *
 * The sum runs over the shards in their order, in float32, so that its bits do not depend on who
 * computed which.
 *
 * @param shares each shard's part of the whole weight; their sum is 1
 * @param room for the sum: the numbers of all parameters
 * @returns the norm of all gradients together
 */
export function updateReplica(
  replica: Replica<never>,
  slots: GradientSlots,
  shares: readonly number[],
  room: Float32Array,
): number {
  const parameters = flattenParameters(replica.parameters);
  const size = room.length;
  shares.forEach((share, index) => {
    const from = slots.numbers.subarray(index * size, (index + 1) * size);
    if (index === 0) for (let i = 0; i < size; i++) room[i] = share * (from[i] as number);
    else for (let i = 0; i < size; i++) room[i] = (room[i] as number) + share * (from[i] as number);
  });
  let offset = 0;
  const gradients = parameters.map(({ variable }, i) => {
    const numbers = room.subarray(offset, offset + variable.size);
    offset += variable.size;
    const used = shares.some((_, index) => slots.used[index * parameters.length + i] === 1);
    return used ? tf.tensor(numbers, variable.shape) : undefined;
  });
  const norm = replica.update(gradients);
  tf.dispose(gradients.filter((gradient) => gradient !== undefined));
  return norm;
}
