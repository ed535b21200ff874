import * as tf from "@tensorflow/tfjs-core";
import type { Rank, Scalar, Tensor1D, Tensor2D, Variable } from "@tensorflow/tfjs-core";
import type { Rng } from "../../support/rng.ts";
import { addPositions } from "../nn/addPositions.ts";
import { type EncoderConfig, type EncoderParameters, encoder, initEncoder } from "../nn/encoder.ts";
import { normal } from "../nn/initialise.ts";
import { initLinear, linear, type LinearParameters } from "../nn/linear.ts";
import { setPool } from "../nn/setPool.ts";
import { crossEntropy } from "../ops/crossEntropy.ts";
import { lookup } from "../ops/lookup.ts";
import { type BoundTableParameters, boundRows, initBoundTable } from "./boundTable.ts";
import { type CompilerConfig, SLOT_TOKENS, microNumbers } from "./compilerConfig.ts";
import { type Decompiled, decompile } from "./decompile.ts";
import {
  type ProgramDecoderParameters,
  decodeLogits,
  initProgramDecoder,
} from "./programDecoder.ts";
import { type RefineTask, resultType } from "./refineTask.ts";
import { FAULT, FAULTS, GREATEST, HEADER, POSITIONS, TYPE, TYPES } from "./state.ts";
import { LENGTHS, NO_VALUE } from "./stateIds.ts";

/**
 * The network that guesses micro-operations from examples: a transformer over the values of each example,
 * the mean of all of them, and a decoder that reads programs from what that gives for each place.
 */
export type GuesserParameters = {
  readonly bounds: BoundTableParameters;
  readonly type: Variable<Rank.R2>;
  readonly length: Variable<Rank.R2>;
  readonly fault: Variable<Rank.R2>;
  /** [2 slots of tokens, C] */
  readonly place: Variable<Rank.R2>;
  readonly encoder: EncoderParameters;
  readonly spread: LinearParameters;
  /** [N, 4C] */
  readonly positions: Variable<Rank.R2>;
  readonly out: LinearParameters;
  readonly decoder: ProgramDecoderParameters;
};

/** Tokens of an example: its input's slot, then its output's. */
export const EXAMPLE_TOKENS: number = 2 * SLOT_TOKENS;
const DEVIATION = 0.3;
const LAYERS = 3;
/** How much wider than a token the mean over all tokens is, which has to tell of all examples. */
export const GUESSER_SPREAD = 4;

/** The transformer over an example. */
export const guesserEncoder = ({ width, heads }: CompilerConfig): EncoderConfig => ({
  width,
  heads,
  layers: LAYERS,
  hidden: 2 * width,
});

export function initGuesser(rng: Rng, config: CompilerConfig): GuesserParameters {
  const { width, tokens } = config;
  const rows = (count: number): Variable<Rank.R2> =>
    normal<Rank.R2>(rng, [count, width], DEVIATION);
  return {
    bounds: initBoundTable(rng, width),
    type: rows(TYPES),
    length: rows(LENGTHS),
    fault: rows(FAULTS),
    place: rows(EXAMPLE_TOKENS),
    encoder: initEncoder(rng, guesserEncoder(config)),
    spread: initLinear(rng, { inputs: width, outputs: GUESSER_SPREAD * width, before: "relu" }),
    positions: normal<Rank.R2>(rng, [tokens, GUESSER_SPREAD * width], DEVIATION),
    out: initLinear(rng, { inputs: GUESSER_SPREAD * width, outputs: microNumbers(config) }),
    decoder: initProgramDecoder(rng, config),
  };
}

/**
 * Micro-operations for tasks of equally many examples.
 *
 * @returns [P*N, k M]
 */
function guessMicro(
  p: GuesserParameters,
  config: CompilerConfig,
  tasks: readonly RefineTask[],
): Tensor2D {
  const slots = tasks.flatMap(({ inputs, outputs }) =>
    inputs.flatMap((input, i) => [input, outputs[i] as Uint8Array]),
  );
  return tf.tidy(() => {
    const table = (t: Tensor2D, which: readonly number[]): Tensor2D => lookup(t, ids(which));
    // A slot's header stands with each of its tokens.
    const headers = (field: number): readonly number[] =>
      slots.flatMap((slot) => Array.from({ length: SLOT_TOKENS }, () => slot[field] as number));
    const values = slots.flatMap((slot) => [
      NO_VALUE,
      ...Array.from({ length: POSITIONS }, (_, i) => slot[HEADER + 2 * i] as number),
    ]);
    const parts = [
      table(boundRows(p.bounds), values),
      table(p.type, headers(TYPE)),
      table(p.length, headers(GREATEST)),
      table(p.fault, headers(FAULT)),
    ];
    const sum = parts.reduce((all, one) => tf.add(all, one));
    const batch = slots.length / 2;
    const read = encoder(p.encoder, guesserEncoder(config), addPositions(sum, p.place, batch), {
      batch,
    });
    const pooled = setPool(linear(p.spread, read, "relu"), tasks.length); // [P, 4C]
    const owners = tasks.flatMap((_, i) => Array.from({ length: config.tokens }, () => i));
    const places = tasks.flatMap(() => Array.from({ length: config.tokens }, (_, i) => i));
    return linear(p.out, tf.relu(tf.add(table(pooled, owners), table(p.positions, places))));
  });
}

const ids = (numbers: readonly number[]): Tensor1D => tf.tensor1d([...numbers], "int32");

/** Cross entropy of the tokens of programs, [P, N] in a row, given examples of each. */
export const guesserLoss = (
  p: GuesserParameters,
  config: CompilerConfig,
  tasks: readonly RefineTask[],
  programs: Int32Array,
): Scalar =>
  tf.tidy(() => {
    const micro = guessMicro(p, config, tasks);
    const logits = decodeLogits(p.decoder, config, micro, programs);
    return crossEntropy(logits, tf.tensor1d(programs, "int32"));
  });

/** Programs of the type that the examples have, likeliest first; at most `beam`. */
export function guess(
  p: GuesserParameters,
  config: CompilerConfig,
  task: RefineTask,
  beam: number,
): readonly Decompiled[] {
  const micro = guessMicro(p, config, [task]);
  const found = decompile(p.decoder, config, micro, beam, resultType(task));
  micro.dispose();
  return found;
}
