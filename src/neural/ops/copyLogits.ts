import * as tf from "@tensorflow/tfjs-core";
import { InternalError } from "../../support/internalError.ts";
import { differentiable } from "./differentiable.ts";
import { requireShape } from "./requireShape.ts";

/**
 * Logits of a choice that is either made or copied from sources (pointer-generator, See, Liu and Manning
 * 2017): the logarithm of exp(own) plus the exp of the scores of all sources that hold the same choice.
 *
 * @param own [M, N]
 * @param scores [M, S]
 * @param held for each score which of the N choices its source holds; -1 for none
 * @returns [M, N]
 */
export function copyLogits(own: tf.Tensor2D, scores: tf.Tensor2D, held: Int32Array): tf.Tensor2D {
  const [rows, count] = own.shape;
  const sources = scores.shape[1];
  requireShape("copyLogits: scores", scores, [rows, sources]);
  if (held.length !== rows * sources) {
    throw new InternalError(`copyLogits: ${held.length} sources for ${rows * sources} scores`);
  }
  return differentiable(
    [own, scores],
    () => {
      // Of each logit what is its own, and what comes from each source.
      const ownShares = new Float32Array(rows * count).fill(1);
      const shares = new Float32Array(rows * sources);
      // Where no source holds a choice, its logit is its own score.
      const logits = Float32Array.from(own.dataSync());
      const ofSources = scores.dataSync();
      const sums = new Float64Array(count);
      for (let row = 0; row < rows; row++) {
        const [at, from] = [row * count, row * sources];
        let greatest = Number.NEGATIVE_INFINITY;
        for (let s = from; s < from + sources; s++) {
          const choice = held[s] as number;
          if (choice < 0) continue;
          greatest = Math.max(greatest, ofSources[s] as number, logits[at + choice] as number);
          sums[choice] = 0;
        }
        for (let s = from; s < from + sources; s++) {
          const choice = held[s] as number;
          if (choice < 0) continue;
          const raised = Math.exp((ofSources[s] as number) - greatest);
          shares[s] = raised;
          sums[choice] = (sums[choice] as number) + raised;
        }
        for (let s = from; s < from + sources; s++) {
          const choice = held[s] as number;
          if (choice < 0) continue;
          // The first source of a choice adds what is its own; a share below 1 tells the others.
          if (ownShares[at + choice] === 1) {
            const raised = Math.exp((logits[at + choice] as number) - greatest) + LEAST;
            const sum = (sums[choice] as number) + raised;
            sums[choice] = sum;
            ownShares[at + choice] = Math.min(raised / sum, BELOW_ONE);
            logits[at + choice] = greatest + Math.log(sum);
          }
          shares[s] = (shares[s] as number) / (sums[choice] as number);
        }
      }
      const value = tf.tensor2d(logits, [rows, count]);
      const saved = [
        tf.tensor2d(ownShares, [rows, count]),
        tf.tensor2d(shares, [rows, sources]),
      ] as const;
      return { value, saved };
    },
    (dy, [ownShares, shares]) => {
      const slopes = dy.dataSync();
      const gradient = Float32Array.from(shares.dataSync());
      for (let row = 0, s = 0; row < rows; row++) {
        for (let source = 0; source < sources; source++, s++) {
          const choice = held[s] as number;
          // The share of a source that holds nothing is 0.
          if (choice < 0) continue;
          gradient[s] = (gradient[s] as number) * (slopes[row * count + choice] as number);
        }
      }
      return [tf.mul(dy, ownShares), tf.tensor2d(gradient, [rows, sources])];
    },
  );
}

/** Keeps a logit finite whose own score and sources are far below others. */
const LEAST = 1e-30;
/** The greatest share that is not 1 in 32 bits. */
const BELOW_ONE = 1 - 2 ** -24;
