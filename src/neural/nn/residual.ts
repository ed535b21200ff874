import * as tf from "@tensorflow/tfjs-core";
import type { Tensor2D } from "@tensorflow/tfjs-core";

/**
 * Where a residual branch is normalised: `pre` x + f(norm(x)), which trains without warm-up, or `post`
 * norm(x + f(x)), the original (Xiong and others 2020).
 */
export type NormPlacement = "pre" | "post";

/** Adds a branch f, scaled, to x. x [M, C] -> [M, C] */
export const residual = (
  placement: NormPlacement,
  norm: (x: Tensor2D) => Tensor2D,
  x: Tensor2D,
  f: (x: Tensor2D) => Tensor2D,
  scale = 1,
): Tensor2D =>
  tf.tidy(() => {
    const branch = f(placement === "pre" ? norm(x) : x);
    const sum: Tensor2D = tf.add(x, scale === 1 ? branch : tf.mul(branch, scale));
    return placement === "pre" ? sum : norm(sum);
  });

/** What a residual branch computes, and what its result is multiplied by. */
export interface Sublayer {
  readonly kind: "attention" | "feedForward";
  readonly scale: number;
}

/**
 * In which order attention and feed-forward follow each other.
 * - `standard`: attention, feed-forward, in turn (Vaswani and others 2017)
 * - `macaron`: each layer's attention between two feed-forwards of half weight (Lu and others 2019)
 * - `sandwich`: as `standard`, with the first feed-forwards of `coefficient` layers moved to the end, so
 *   that the model begins with attention and ends with feed-forward alone (Press, Smith and Levy 2020)
 */
export type ResidualOrder =
  | { readonly kind: "standard" }
  | { readonly kind: "macaron" }
  | { readonly kind: "sandwich"; readonly coefficient: number };

/** The sublayers of a stack of layers, first to last. */
export function sublayerOrder(order: ResidualOrder, layers: number): readonly Sublayer[] {
  const repeat = (times: number, ...part: readonly Sublayer[]): readonly Sublayer[] =>
    Array.from({ length: times }, () => part).flat();
  const attention: Sublayer = { kind: "attention", scale: 1 };
  const feedForward: Sublayer = { kind: "feedForward", scale: 1 };
  switch (order.kind) {
    case "standard":
      return repeat(layers, attention, feedForward);
    case "macaron": {
      const half: Sublayer = { kind: "feedForward", scale: 0.5 };
      return repeat(layers, half, attention, half);
    }
    case "sandwich": {
      const moved = Math.min(order.coefficient, layers);
      return [
        ...repeat(moved, attention),
        ...repeat(layers - moved, attention, feedForward),
        ...repeat(moved, feedForward),
      ];
    }
  }
}
