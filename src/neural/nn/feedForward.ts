import * as tf from "@tensorflow/tfjs-core";
import type { Tensor2D } from "@tensorflow/tfjs-core";
import type { Rng } from "../../support/rng.ts";
import { gelu } from "./gelu.ts";
import { initLinear, linear, type LinearParameters } from "./linear.ts";

/**
 * What stands between the two linear maps.
 * - `relu`: max(0, x) (Vaswani and others 2017, section 3.3)
 * - `gelu`: x P(X <= x) (Hendrycks and Gimpel 2016); slow to compute in WebAssembly
 * - `glu`: (x W) sigmoid(x V) (Dauphin and others 2017; Shazeer 2020, section 2)
 * - `bilinear`: (x W) (x V) (Shazeer 2020, section 2)
 *
 * With as many parameters the last two have two thirds of the hidden width.
 */
export type FeedForwardKind = "relu" | "gelu" | "glu" | "bilinear";

/** into [C, F], out [F, C]; gate [C, F] in the kinds that multiply two maps. */
export type FeedForwardParameters = {
  readonly into: LinearParameters;
  readonly gate?: LinearParameters;
  readonly out: LinearParameters;
};

export interface FeedForwardSizes {
  readonly width: number;
  /** F */
  readonly hidden: number;
  readonly kind: FeedForwardKind;
}

export function initFeedForward(rng: Rng, sizes: FeedForwardSizes): FeedForwardParameters {
  const { width, hidden, kind } = sizes;
  const gated = kind === "glu" || kind === "bilinear";
  const map = { inputs: width, outputs: hidden };
  return {
    into: initLinear(rng, { ...map, before: gated ? "linear" : "relu" }),
    ...(gated ? { gate: initLinear(rng, map) } : {}),
    out: initLinear(rng, { inputs: hidden, outputs: width }),
  };
}

/** Each row on its own through a hidden layer. x [M, C] -> [M, C] */
export const feedForward = (
  p: FeedForwardParameters,
  kind: FeedForwardKind,
  x: Tensor2D,
): Tensor2D => tf.tidy(() => linear(p.out, hiddenLayer(p, kind, x)));

/** [M, C] -> [M, F] */
function hiddenLayer(p: FeedForwardParameters, kind: FeedForwardKind, x: Tensor2D): Tensor2D {
  switch (kind) {
    case "relu":
      return linear(p.into, x, "relu");
    case "gelu":
      return gelu(linear(p.into, x));
    case "glu":
      return tf.mul(linear(p.into, x), tf.sigmoid(linear(p.gate as LinearParameters, x)));
    case "bilinear":
      return tf.mul(linear(p.into, x), linear(p.gate as LinearParameters, x));
  }
}
