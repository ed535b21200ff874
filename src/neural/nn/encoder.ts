import * as tf from "@tensorflow/tfjs-core";
import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import type { Rng } from "../../support/rng.ts";
import { adaNorm } from "./adaNorm.ts";
import { attention, initAttention, type AttentionParameters } from "./attention.ts";
import { dropout, type Dropout } from "./dropout.ts";
import {
  feedForward,
  initFeedForward,
  type FeedForwardKind,
  type FeedForwardParameters,
} from "./feedForward.ts";
import { initLayerNorm, layerNorm, type LayerNormParameters } from "./layerNorm.ts";
import {
  residual,
  sublayerOrder,
  type NormPlacement,
  type ResidualOrder,
  type Sublayer,
} from "./residual.ts";
import { initStateSpace, stateSpace, type StateSpaceParameters } from "./stateSpace.ts";

/** A stack of transformer layers. Plain data: a checkpoint holds it as JSON. */
export interface EncoderConfig {
  /** C, a multiple of the heads. */
  readonly width: number;
  readonly heads: number;
  readonly layers: number;
  /** Hidden width of a feed-forward. */
  readonly hidden: number;
  /** Default "relu". */
  readonly feedForward?: FeedForwardKind;
  /** Default "layer". */
  readonly norm?: "layer" | "ada";
  /** Default "pre". */
  readonly placement?: NormPlacement;
  /** Default standard. */
  readonly order?: ResidualOrder;
  /** Whether a position sees only itself and those before it; default false. */
  readonly causal?: boolean;
  /** Whether attention knows positions by turning; default false. */
  readonly rotary?: boolean;
  /** Rank of a head's query-key form; default width / heads. */
  readonly rank?: number;
  /**
   * Complex states of a channel in a state-space layer, which then stands in the place of attention;
   * default 0, attention.
   */
  readonly states?: number;
}

/** A residual branch with its norm, which is absent when it has no parameters. */
export type SublayerParameters =
  | { readonly norm?: LayerNormParameters; readonly attention: AttentionParameters }
  | { readonly norm?: LayerNormParameters; readonly stateSpace: StateSpaceParameters }
  | { readonly norm?: LayerNormParameters; readonly feedForward: FeedForwardParameters };

export type EncoderParameters = {
  readonly sublayers: readonly SublayerParameters[];
  /** After the last sublayer, when norms stand before the branches. */
  readonly norm?: LayerNormParameters;
};

export interface EncoderOptions {
  /** B, how many sequences of equal length the rows are. */
  readonly batch: number;
  /** int32 [B]: positions at or after it are seen by none. */
  readonly keyLengths?: Tensor1D | undefined;
  /** Of each branch's result, in training. */
  readonly dropout?: Dropout | undefined;
}

export function initEncoder(rng: Rng, config: EncoderConfig): EncoderParameters {
  const { width, hidden, placement = "pre", feedForward: kind = "relu" } = config;
  const norm = (): { norm?: LayerNormParameters } =>
    config.norm === "ada" ? {} : { norm: initLayerNorm(width) };
  return {
    sublayers: sublayersOf(config).map((sublayer) =>
      sublayer.kind === "attention"
        ? { ...norm(), ...initMixer(rng, config) }
        : { ...norm(), feedForward: initFeedForward(rng, { width, hidden, kind }) },
    ),
    ...(placement === "pre" ? norm() : {}),
  };
}

const initMixer = (
  rng: Rng,
  config: EncoderConfig,
): { attention: AttentionParameters } | { stateSpace: StateSpaceParameters } => {
  const { width, causal, states = 0 } = config;
  return states === 0
    ? { attention: initAttention(rng, config) }
    : { stateSpace: initStateSpace(rng, { width, states, causal }) };
};

/** x [B*T, C] -> [B*T, C] */
export function encoder(
  p: EncoderParameters,
  config: EncoderConfig,
  x: Tensor2D,
  options: EncoderOptions,
): Tensor2D {
  const { heads, placement = "pre", feedForward: kind = "relu", causal, rotary } = config;
  const { dropout: drop, ...sequences } = options;
  const heed = { ...sequences, heads, causal, rotary };
  return tf.tidy(() => {
    let h = x;
    sublayersOf(config).forEach(({ scale }, i) => {
      const sublayer = p.sublayers[i] as SublayerParameters;
      const branch = (input: Tensor2D): Tensor2D => {
        if ("attention" in sublayer) return attention(sublayer.attention, input, heed);
        if ("stateSpace" in sublayer) return stateSpace(sublayer.stateSpace, input, options.batch);
        return feedForward(sublayer.feedForward, kind, input);
      };
      h = residual(
        placement,
        (input) => normalise(sublayer.norm, input),
        h,
        (input) => dropout(branch(input), drop),
        scale,
      );
    });
    return placement === "pre" ? normalise(p.norm, h) : h;
  });
}

const sublayersOf = (config: EncoderConfig): readonly Sublayer[] =>
  sublayerOrder(config.order ?? { kind: "standard" }, config.layers);

const normalise = (p: LayerNormParameters | undefined, x: Tensor2D): Tensor2D =>
  p === undefined ? adaNorm(x) : layerNorm(p, x);
