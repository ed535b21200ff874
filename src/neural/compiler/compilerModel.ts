import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import type { Rng } from "../../support/rng.ts";
import { gaussian } from "../nn/initialise.ts";
import { crossEntropy } from "../ops/crossEntropy.ts";
import { lookup } from "../ops/lookup.ts";
import { arithmeticLoss } from "./arithmetic.ts";
import { narrowLoss } from "./narrowLoss.ts";
import { knownNumbers } from "./stateNumbers.ts";
import type { CompilerConfig } from "./compilerConfig.ts";
import {
  type ExecutorParameters,
  type StateLogits,
  executeStep,
  initExecutor,
} from "./executor.ts";
import {
  type ProgramDecoderParameters,
  decodeLogits,
  initProgramDecoder,
} from "./programDecoder.ts";
import {
  type ProgramEncoderParameters,
  encodePrograms,
  initProgramEncoder,
} from "./programEncoder.ts";
import { type StateLabels, stateIds, stateLabels } from "./stateIds.ts";
import type { TransitionBatch } from "./transitions.ts";

/** The three networks of the program compiler: compile, execute, decompile. */
export type CompilerParameters = {
  readonly encoder: ProgramEncoderParameters;
  readonly executor: ExecutorParameters;
  readonly decoder: ProgramDecoderParameters;
};

export const initCompiler = (rng: Rng, config: CompilerConfig): CompilerParameters => ({
  encoder: initProgramEncoder(rng.fork(1), config),
  executor: initExecutor(rng.fork(2), config),
  decoder: initProgramDecoder(rng.fork(3), config),
});

/** How the parts of the loss count. */
export interface CompilerLossOptions {
  /** Deviation of what is added to the micro-operations that the decoder reads, so that it forgives. */
  readonly noise: number;
  /** Of the fault field, against 1 for the other fields and the bounds. */
  readonly fault: number;
  /** Of the decoder's tokens. */
  readonly decoder: number;
  /** Of the distance of arithmetic's numbers to the next state's. */
  readonly arithmetic: number;
  /**
   * Of the probability of bounds that would make an interval narrower than it is, in steps on ranges
   * (`narrowLoss.ts`), against 1 for a bound's cross entropy: more gives wider ranges, 0 none of it.
   */
  readonly narrow: number;
}

export const COMPILER_LOSS: CompilerLossOptions = {
  noise: 0.1,
  fault: 0.3,
  decoder: 0.5,
  arithmetic: 1,
  narrow: 1,
};

/**
 * Mean loss of single steps: cross entropies of the bounds and of the header fields of the next state, of
 * the tokens that the decoder reads from the micro-operations, and the probability of bounds that are too
 * narrow.
 */
export function compilerLoss(
  p: CompilerParameters,
  config: CompilerConfig,
  batch: TransitionBatch,
  rng: Rng,
  options: CompilerLossOptions,
): Scalar {
  return tf.tidy(() => {
    const micro = encodePrograms(p.encoder, config, batch.programs); // [P*N, k M]
    const taken = lookup(micro, ids(batch.rows)); // [rows, k M]
    const logits = executeStep(p.executor, config, stateIds(batch.before), taken);
    const steps = stateLoss(logits, stateLabels(batch.after), options.fault);
    const { numbers } = logits;
    const known = knownNumbers(batch.after);
    const apart =
      numbers === undefined || known.rows.length === 0
        ? tf.scalar(0)
        : arithmeticLoss(
            numbers,
            ids(known.rows),
            tf.tensor2d(known.numbers, [known.rows.length, 1]),
          );
    const noisy = withNoise(micro, rng, options.noise);
    const tokens = decodeLogits(p.decoder, config, noisy, batch.programs);
    const decoded = crossEntropy(tokens, ids(batch.programs));
    const parts: readonly Scalar[] = [
      steps,
      tf.mul(apart, options.arithmetic),
      tf.mul(decoded, options.decoder),
      ...(options.narrow === 0
        ? []
        : [tf.mul<Scalar>(narrowLoss(logits, batch.before, batch.after), options.narrow)]),
    ];
    return parts.reduce((sum, part) => tf.add(sum, part));
  });
}

/** Cross entropies of all that is said of the next states, added. */
export function stateLoss(logits: StateLogits, labels: StateLabels, fault: number): Scalar {
  const parts = [
    crossEntropy(logits.low, ids(labels.low)),
    crossEntropy(logits.high, ids(labels.high)),
    crossEntropy(logits.type, ids(labels.type)),
    crossEntropy(logits.least, ids(labels.least)),
    crossEntropy(logits.greatest, ids(labels.greatest)),
    tf.mul<Scalar>(crossEntropy(logits.fault, ids(labels.fault)), fault),
  ];
  return parts.reduce((sum, part) => tf.add(sum, part));
}

const ids = (numbers: Int32Array): Tensor1D => tf.tensor1d(numbers, "int32");

/** Normal noise of a deviation, drawn row-major, the same on every backend. */
function withNoise(x: Tensor2D, rng: Rng, deviation: number): Tensor2D {
  if (deviation === 0) return x;
  const noise = Float32Array.from({ length: x.size }, () => deviation * gaussian(rng));
  return tf.add(x, tf.tensor2d(noise, x.shape));
}
