import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import type { StateLogits } from "../../../src/neural/compiler/executor.ts";
import { inputSlot } from "../../../src/neural/compiler/inputs.ts";
import { narrowLoss } from "../../../src/neural/compiler/narrowLoss.ts";
import * as S from "../../../src/neural/compiler/state.ts";
import { STACK_DEPTH } from "../../../src/neural/compiler/stacks.ts";
import { trace } from "../../../src/neural/compiler/trace.ts";
import { createRng } from "../../../src/support/rng.ts";
import { tokenNumber } from "../../../src/neural/compiler/tokens.ts";

beforeAll(() => loadBackend("wasm"));

/** [-2..3, 4, 7..9?] */
const RANGE = Uint8Array.from([
  S.LIST,
  2,
  3,
  S.NEVER,
  30,
  35,
  36,
  36,
  39,
  41,
  96,
  96,
  96,
  96,
  96,
  96,
]);
const VALUE = inputSlot([-2, 4]);

const ROWS = STACK_DEPTH * S.POSITIONS;
const WIDTH = S.ABSENT + 1;

/** The states before and after `sum` on a value and on a range. */
function stepsOf(argument: Uint8Array): readonly [Uint8Array, Uint8Array] {
  const states = trace(["x", "sum"].map(tokenNumber), argument);
  const at = (i: number): Uint8Array => states.slice(i * S.STATE_BYTES, (i + 1) * S.STATE_BYTES);
  return [at(1), at(2)];
}

const [valueBefore, valueAfter] = stepsOf(VALUE);
const [rangeBefore, rangeAfter] = stepsOf(RANGE);
const before = Uint8Array.from([...valueBefore, ...rangeBefore]);
const after = Uint8Array.from([...valueAfter, ...rangeAfter]);

function randomScores(seed: number): Float32Array {
  const rng = createRng(seed);
  return Float32Array.from({ length: 2 * ROWS * WIDTH }, () => 4 * rng.next());
}

const lossOf = (low: tf.Tensor, high: tf.Tensor): tf.Scalar =>
  narrowLoss({ low, high } as StateLogits, before, after);

/** The same by loops: the first state's steps are on values. */
function slowLoss(low: Float32Array, high: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < ROWS; i++) {
    const at = Math.floor(i / S.POSITIONS) * S.SLOT_BYTES + S.HEADER + 2 * (i % S.POSITIONS);
    const [least, greatest] = [rangeAfter[at] as number, rangeAfter[at + 1] as number];
    if (least === S.ABSENT) continue;
    const share = (scores: Float32Array, narrow: (bound: number) => boolean): number => {
      const from = (ROWS + i) * WIDTH;
      const raised = Array.from(scores.subarray(from, from + WIDTH), Math.exp);
      const all = raised.reduce((a, b) => a + b, 0);
      return raised.reduce((mass, e, bound) => mass + (narrow(bound) ? e / all : 0), 0);
    };
    sum += share(low, (bound) => bound > least);
    sum += share(high, (bound) => bound < greatest || bound === S.ABSENT);
  }
  return sum / (4 * ROWS);
}

describe("the probability of bounds that are too narrow", () => {
  test("is that of least bounds above, and of greatest below, the true ones of ranges", () => {
    expect(S.printSlot(rangeAfter, 0)).toMatch(/^\d+\.\.\d+$/);
    const [low, high] = [randomScores(1), randomScores(2)];
    const found = tf.tidy(
      () =>
        lossOf(
          tf.tensor2d(low, [2 * ROWS, WIDTH]),
          tf.tensor2d(high, [2 * ROWS, WIDTH]),
        ).dataSync()[0],
    );
    expect(found).toBeCloseTo(slowLoss(low, high), 6);
    expect(found).toBeGreaterThan(0);
  });

  test("falls against its gradient", () => {
    const [low, high] = [randomScores(1), randomScores(2)];
    const [ofLow, ofHigh] = tf.tidy(() =>
      tf
        .grads((a: tf.Tensor, b: tf.Tensor) => lossOf(a, b))([
          tf.tensor2d(low, [2 * ROWS, WIDTH]),
          tf.tensor2d(high, [2 * ROWS, WIDTH]),
        ])
        .map((gradient) => Float32Array.from(gradient.dataSync())),
    ) as [Float32Array, Float32Array];
    // The sum that it was before: nothing but the range's first row, its sum, has a gradient.
    expect(ofLow.findIndex((slope) => slope !== 0)).toBe(ROWS * WIDTH);
    for (const [scores, gradient, of] of [
      [low, ofLow, (changed: Float32Array) => slowLoss(changed, high)],
      [high, ofHigh, (changed: Float32Array) => slowLoss(low, changed)],
    ] as const) {
      for (const bound of [0, 30, 45, 60, S.ABSENT]) {
        const at = ROWS * WIDTH + bound;
        const moved = (by: number): number =>
          of(scores.map((score, i) => (i === at ? score + by : score)));
        expect(gradient[at]).toBeCloseTo((moved(0.05) - moved(-0.05)) / 0.1, 4);
      }
    }
  });

  test("is none where no step is on a range", () => {
    const scores = tf.zeros([ROWS, WIDTH]);
    const loss = narrowLoss({ low: scores, high: scores } as StateLogits, valueBefore, valueAfter);
    expect(loss.dataSync()[0]).toBe(0);
    tf.dispose([scores, loss]);
  });
});
