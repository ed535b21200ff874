import type { Rank, Tensor2D, Variable } from "@tensorflow/tfjs-core";
import type { Rng } from "../../support/rng.ts";
import { linear as linearOperation } from "../ops/linear.ts";
import { kaiming, xavier, zeros } from "./initialise.ts";

/** w [inputs, outputs], b [outputs]. */
export type LinearParameters = { readonly w: Variable<Rank.R2>; readonly b?: Variable<Rank.R1> };

export interface LinearSizes {
  readonly inputs: number;
  readonly outputs: number;
  /** Whether a bias is added; default true. */
  readonly bias?: boolean;
  /** What follows decides how large the weights begin; default "linear". */
  readonly before?: "linear" | "relu";
}

export function initLinear(rng: Rng, sizes: LinearSizes): LinearParameters {
  const { inputs, outputs } = sizes;
  const w = sizes.before === "relu" ? kaiming(rng, inputs, outputs) : xavier(rng, inputs, outputs);
  return sizes.bias === false ? { w } : { w, b: zeros<Rank.R1>([outputs]) };
}

/** x w + b, then the activation. x [M, inputs] -> [M, outputs] */
export const linear = (p: LinearParameters, x: Tensor2D, activation?: "relu"): Tensor2D =>
  linearOperation(x, p.w, p.b, activation);
