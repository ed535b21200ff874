import type { Rng } from "../../support/rng.ts";
import type { CompilerLossOptions } from "./compilerModel.ts";
import type { Program } from "./programPool.ts";
import { knownNumbers } from "./stateNumbers.ts";
import { type TransitionBatch, type TransitionOptions, drawTransitions } from "./transitions.ts";

/** A part of a batch, and how the parts of the loss count in it. */
export interface CompilerShard {
  readonly batch: TransitionBatch;
  readonly loss: CompilerLossOptions;
}

/**
 * Draws a batch in so many shards, of about as many programs each, by a generator each.
 *
 * @param byOperations programs of 1, 2, ... operations
 * @param keep for each kind of token how likely a transition of it is kept
 * @param data of the whole batch
 */
export function drawShards(
  rng: Rng,
  byOperations: readonly (readonly Program[])[],
  keep: readonly number[],
  data: TransitionOptions,
  count: number,
  loss: CompilerLossOptions,
): readonly CompilerShard[] {
  const shards = Math.min(count, data.programs);
  const batches = Array.from({ length: shards }, (_, i) => {
    const programs = Math.floor((data.programs + i) / shards);
    return drawTransitions(rng.fork(i), byOperations, keep, { ...data, programs });
  });
  return shardsOf(batches, loss);
}

/**
 * Parts of one batch as shards that weigh as many as their transitions. What is a mean over something
 * else, over numbers that are known or over tokens of programs, counts more where a shard has more of it
 * for each transition, so that the mean of the shards' losses is the loss of the batch in one.
 */
export function shardsOf(
  batches: readonly TransitionBatch[],
  loss: CompilerLossOptions,
): readonly CompilerShard[] {
  const transitions = sharesOf(batches.map(({ rows }) => rows.length));
  const numbers = sharesOf(batches.map(({ after }) => knownNumbers(after).rows.length));
  const tokens = sharesOf(batches.map(({ programs }) => programs.length));
  return batches.map((batch, i) => {
    const share = transitions[i] as number;
    const arithmetic = (loss.arithmetic * (numbers[i] as number)) / share;
    const decoder = (loss.decoder * (tokens[i] as number)) / share;
    return { batch, loss: { ...loss, arithmetic, decoder } };
  });
}

function sharesOf(counts: readonly number[]): readonly number[] {
  const all = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / Math.max(1, all));
}
