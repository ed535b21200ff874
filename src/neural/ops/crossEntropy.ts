import * as tf from "@tensorflow/tfjs-core";
import { differentiable } from "./differentiable.ts";
import { oneHot } from "./oneHot.ts";
import { requireIds, requireShape } from "./requireShape.ts";
import { ownKernels, runOwn } from "./wasm/ownKernels.ts";

/** The score of a masked entry: the least float32, not -Infinity, which times 0 is NaN. */
const MASKED = -3.4028234663852886e38;

export interface CrossEntropyOptions {
  /** [M]: what each row counts; 1 if not given. The mean is divided by their sum over counted rows. */
  readonly weights?: tf.Tensor1D | undefined;
  /** [M, N], bool or float32: entries with 0 take no part in the softmax. */
  readonly mask?: tf.Tensor2D | undefined;
}

/**
 * Mean over counted rows of -log softmax(logits)[label]; 0 when no row counts.
 *
 * @param logits [M, N]
 * @param labels int32 [M]; a row with a negative label is not counted
 * @returns a scalar; beyond 1e30 when the label of a counted row is masked
 * @throws InternalError when a label is N or more
 */
export function crossEntropy(
  logits: tf.Tensor2D,
  labels: tf.Tensor1D,
  options: CrossEntropyOptions = {},
): tf.Scalar {
  const [m, n] = logits.shape;
  requireShape("crossEntropy: logits", logits, [m, n]);
  requireShape("crossEntropy: labels", labels, [m]);
  requireIds("crossEntropy: labels", labels, n, "negative too");
  const { weights } = options;
  if (weights !== undefined) requireShape("crossEntropy: weights", weights, [m]);
  if (options.mask !== undefined) requireShape("crossEntropy: mask", options.mask, [m, n]);
  const mask = options.mask && tf.cast(options.mask, "float32");
  const rule = ownKernels() === undefined ? composed : own;
  return rule(logits, labels, weights, mask);
}

function own(
  logits: tf.Tensor2D,
  labels: tf.Tensor1D,
  weights: tf.Tensor1D | undefined,
  mask: tf.Tensor2D | undefined,
): tf.Scalar {
  const [m, n] = logits.shape;
  return differentiable(
    [logits],
    () => {
      const [loss, weightSum, probabilities] = runOwn(({ kernels, at, make }) => {
        const made = [make([]), make([]), make([m, n])] as const;
        const [l, s, p] = [at(made[0]), at(made[1]), at(made[2])];
        kernels.crossEntropy(at(logits), at(labels), at(weights), at(mask), p, l, s, m, n);
        return made;
      }) as [tf.Scalar, tf.Scalar, tf.Tensor2D];
      const saved = [probabilities, labels, weightSum];
      return { value: loss, saved: weights === undefined ? saved : [...saved, weights] };
    },
    (dLoss, [probabilities, labelsKept, weightSum, weightsKept]) =>
      runOwn(({ kernels, at, make }) => {
        const dLogits = make([m, n]);
        const [p, l, w] = [at(probabilities), at(labelsKept), at(weightsKept)];
        kernels.crossEntropyGradient(p, l, w, at(weightSum), at(dLoss), at(dLogits), m, n);
        return [dLogits];
      }),
  );
}

function composed(
  logits: tf.Tensor2D,
  labels: tf.Tensor1D,
  weights: tf.Tensor1D | undefined,
  mask: tf.Tensor2D | undefined,
): tf.Scalar {
  return differentiable(
    [logits],
    () => {
      const counted = tf.cast(tf.greaterEqual(labels, 0), "float32");
      const share = weights === undefined ? counted : tf.mul(counted, weights);
      const total = tf.sum(share);
      // Without a counted row all shares are 0, and 0 / 1 is the mean.
      const divisor = tf.add(total, tf.cast(tf.equal(total, 0), "float32"));
      const part = tf.div(share, divisor);
      const chosen = oneHot(labels, logits.shape[1]);
      const open = mask && tf.notEqual(mask, 0);
      const scores = open === undefined ? logits : tf.where(open, logits, MASKED);
      const shifted = tf.sub(scores, tf.max(scores, -1, true));
      const raised = tf.exp(shifted);
      const sum = tf.sum(raised, -1, true);
      const probabilities = tf.div(raised, sum);
      const score = tf.sum(tf.mul(shifted, chosen), -1);
      const losses = tf.sub(tf.log(tf.squeeze(sum, [1])), score);
      const value: tf.Scalar = tf.sum(tf.mul(losses, part));
      return { value, saved: [probabilities, chosen, part] as const };
    },
    (dLoss, [probabilities, chosen, part]) => [
      tf.mul(tf.sub(probabilities, chosen), tf.expandDims(tf.mul(part, dLoss), 1)),
    ],
  );
}
