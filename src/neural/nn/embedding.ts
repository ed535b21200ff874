import type { Rank, Tensor1D, Tensor2D, Variable } from "@tensorflow/tfjs-core";
import type { Rng } from "../../support/rng.ts";
import { lookup } from "../ops/lookup.ts";
import { normal } from "./initialise.ts";

/** One row of `width` numbers for each of `count` ids: table [count, width]. */
export type EmbeddingParameters = { readonly table: Variable<Rank.R2> };

export interface EmbeddingSizes {
  readonly count: number;
  readonly width: number;
}

/** Normal with deviation 0.02 (Radford and others 2018, section 4.1). */
export const initEmbedding = (rng: Rng, { count, width }: EmbeddingSizes): EmbeddingParameters => ({
  table: normal<Rank.R2>(rng, [count, width], 0.02),
});

/** The rows of the ids. ids int32 [M] -> [M, width] */
export const embedding = (p: EmbeddingParameters, ids: Tensor1D): Tensor2D => lookup(p.table, ids);
