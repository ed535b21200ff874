import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import { differentiable } from "../ops/differentiable.ts";
import { lookup } from "../ops/lookup.ts";
import type { StateLogits } from "./executor.ts";
import { ABSENT, HEADER, POSITIONS, SLOTS, SLOT_BYTES, STATE_BYTES, holdsRange } from "./state.ts";
import { STACK_DEPTH } from "./stacks.ts";

/** Bounds of one side that are said of a state. */
const BOUNDS_OF_STATE = STACK_DEPTH * POSITIONS;

/**
 * The probability that is given to bounds on the narrow side of the true one, mean over all bounds: 0 for
 * those of steps without ranges, and where there is no integer, which nothing is narrower than.
 *
 * @param before [M] states, one after another
 * @param after [M] states that the logits are to say
 */
export function narrowLoss(logits: StateLogits, before: Uint8Array, after: Uint8Array): Scalar {
  const rows: number[] = [];
  const lows: number[] = [];
  const highs: number[] = [];
  for (let state = 0, row = 0; state < after.length; state += STATE_BYTES, row += BOUNDS_OF_STATE) {
    if (!stateHoldsRange(before, state) && !stateHoldsRange(after, state)) continue;
    for (let i = 0; i < BOUNDS_OF_STATE; i++) {
      const slot = state + Math.floor(i / POSITIONS) * SLOT_BYTES;
      const at = slot + HEADER + 2 * (i % POSITIONS);
      if (after[at] === ABSENT) continue;
      rows.push(row + i);
      lows.push(after[at] as number);
      highs.push(after[at + 1] as number);
    }
  }
  if (rows.length === 0) return tf.scalar(0);
  return tf.tidy(() => {
    const chosen: Tensor1D = tf.tensor1d(rows, "int32");
    const said = tf.concat([lookup(logits.low, chosen), lookup(logits.high, chosen)], 0);
    const all = logits.low.shape[0] + logits.high.shape[0];
    return tf.div<Scalar>(massOf(said as Tensor2D, narrowBounds(lows, highs)), all);
  });
}

function stateHoldsRange(states: Uint8Array, state: number): boolean {
  for (let slot = 0; slot < SLOTS; slot++) {
    if (holdsRange(states, state + slot * SLOT_BYTES)) return true;
  }
  return false;
}

/** [least then greatest bounds, integers and absent]: 1 for those that are narrower than the true one. */
function narrowBounds(lows: readonly number[], highs: readonly number[]): Tensor2D {
  const width = ABSENT + 1;
  const narrow = new Float32Array((lows.length + highs.length) * width);
  for (const [i, low] of lows.entries()) narrow.fill(1, i * width + low + 1, (i + 1) * width);
  for (const [i, high] of highs.entries()) {
    const row = (lows.length + i) * width;
    narrow.fill(1, row, row + high);
    narrow[row + ABSENT] = 1;
  }
  return tf.tensor2d(narrow, [lows.length + highs.length, width]);
}

/** The sum over rows of the probability of what is marked 1. logits [R, N], marks [R, N] */
const massOf = (logits: Tensor2D, marks: Tensor2D): Scalar =>
  differentiable(
    [logits],
    () => {
      const probabilities: Tensor2D = tf.softmax(logits);
      const marked: Tensor2D = tf.mul(probabilities, marks);
      const masses: Tensor2D = tf.sum(marked, 1, true);
      const value: Scalar = tf.sum(masses);
      return { value, saved: [probabilities, marked, masses] as const };
    },
    (dy, [probabilities, marked, masses]) => [
      tf.mul(tf.sub(marked, tf.mul(probabilities, masses)), dy),
    ],
  );
