import type { Rank, Tensor2D, Variable } from "@tensorflow/tfjs-core";
import { layerNorm as layerNormOperation } from "../ops/layerNorm.ts";
import { filled, zeros } from "./initialise.ts";

/** gain [C], bias [C]. */
export type LayerNormParameters = {
  readonly gain: Variable<Rank.R1>;
  readonly bias: Variable<Rank.R1>;
};

export const initLayerNorm = (width: number): LayerNormParameters => ({
  gain: filled<Rank.R1>([width], 1),
  bias: zeros<Rank.R1>([width]),
});

/**
 * Each row brought to mean 0 and variance 1, then scaled and moved (Ba, Kiros and Hinton 2016).
 * x [M, C] -> [M, C]
 */
export const layerNorm = (p: LayerNormParameters, x: Tensor2D): Tensor2D =>
  layerNormOperation(x, p.gain, p.bias);
