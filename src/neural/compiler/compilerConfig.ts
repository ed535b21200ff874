import { SLOTS, POSITIONS } from "./state.ts";
import { TOKENS } from "./tokens.ts";

/** Sizes of the program compiler. Plain data: a checkpoint holds it as JSON. */
export interface CompilerConfig {
  /** N, tokens in a program, those that do nothing among them. */
  readonly tokens: number;
  /** C, width of a state token; a multiple of the heads. */
  readonly width: number;
  /** H */
  readonly heads: number;
  /** k, layers of a step: one micro-operation each, so a program has k N of them. */
  readonly layers: number;
  /** F, hidden units of a layer's feed-forward. */
  readonly hidden: number;
  /** R, attention patterns of a layer that a micro-operation mixes. */
  readonly patterns: number;
  /** M, numbers in a micro-operation. */
  readonly microWidth: number;
  /** 1 when a step has arithmetic before its layers, else 0. */
  readonly arithmetic: number;
  /** 1 when a position knows its place in order, and from the end, in its slot, else 0. */
  readonly ranks: number;
  /** 1 when a bound may be copied from the state before, else 0. */
  readonly pointers: number;
  /** Layers of the network that reads programs. */
  readonly encoderLayers: number;
  /** Complex states of a channel in its state-space layers; 0 for attention. */
  readonly encoderStates: number;
  /** Layers of the network that writes programs. */
  readonly decoderLayers: number;
}

/** About 922,000 parameters. */
export const COMPILER: CompilerConfig = {
  tokens: 8,
  width: 64,
  heads: 4,
  layers: 4,
  hidden: 128,
  patterns: 24,
  microWidth: 64,
  arithmetic: 1,
  ranks: 1,
  pointers: 1,
  encoderLayers: 2,
  encoderStates: 0,
  decoderLayers: 1,
};

/** Numbers in the micro-operations of one token, one a layer: k M. */
export const microNumbers = ({ layers, microWidth }: CompilerConfig): number => layers * microWidth;

/** State tokens of a slot: its header, then its positions. */
export const SLOT_TOKENS: number = 1 + POSITIONS;
/** T, tokens of a state. */
export const STATE_TOKENS: number = SLOTS * SLOT_TOKENS;
/** Program tokens that there are. */
export const TOKEN_KINDS: number = TOKENS.length;
