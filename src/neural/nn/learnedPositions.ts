import * as tf from "@tensorflow/tfjs-core";
import type { Rank, Tensor2D, Variable } from "@tensorflow/tfjs-core";
import { InternalError } from "../../support/internalError.ts";
import type { Rng } from "../../support/rng.ts";
import { addPositions } from "./addPositions.ts";
import { normal } from "./initialise.ts";

/** One row for each position: table [longest, C]. */
export type LearnedPositionsParameters = { readonly table: Variable<Rank.R2> };

export interface LearnedPositionsSizes {
  /** The longest sequence that can be read. */
  readonly longest: number;
  readonly width: number;
}

/** Normal with deviation 0.02, as the embedding that it is added to. */
export const initLearnedPositions = (
  rng: Rng,
  { longest, width }: LearnedPositionsSizes,
): LearnedPositionsParameters => ({ table: normal<Rank.R2>(rng, [longest, width], 0.02) });

/**
 * Adds to each row its position's learned code (Gehring and others 2017, section 3.1).
 * x [B*T, C] -> [B*T, C]
 */
export function learnedPositions(
  p: LearnedPositionsParameters,
  x: Tensor2D,
  batch: number,
): Tensor2D {
  const [rows, width] = x.shape;
  const length = rows / batch;
  if (length > p.table.shape[0]) {
    throw new InternalError(`${length} positions where ${p.table.shape[0]} were learned`);
  }
  return tf.tidy(() => addPositions(x, tf.slice(p.table, [0, 0], [length, width]), batch));
}
