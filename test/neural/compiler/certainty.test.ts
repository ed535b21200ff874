import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import { certainty } from "../../../src/neural/compiler/certainty.ts";
import type { StateLogits } from "../../../src/neural/compiler/executor.ts";
import { ABSENT, FAULTS, POSITIONS, TYPES } from "../../../src/neural/compiler/state.ts";
import { LENGTHS } from "../../../src/neural/compiler/stateIds.ts";
import { STACK_DEPTH } from "../../../src/neural/compiler/stacks.ts";
import { createRng } from "../../../src/support/rng.ts";

beforeAll(() => loadBackend("wasm"));

const CASES = 3;
const SLOTS = CASES * STACK_DEPTH;

function randomLogits(): StateLogits {
  const rng = createRng(4);
  const rows = (count: number, width: number): tf.Tensor2D =>
    tf.tensor2d(
      Float32Array.from({ length: count * width }, () => 3 * rng.next()),
      [count, width],
    );
  return {
    low: rows(SLOTS * POSITIONS, ABSENT + 1),
    high: rows(SLOTS * POSITIONS, ABSENT + 1),
    type: rows(SLOTS, TYPES),
    least: rows(SLOTS, LENGTHS),
    greatest: rows(SLOTS, LENGTHS),
    // None is surely a fault, of which the join takes nothing.
    fault: tf.concat([rows(SLOTS, FAULTS - 1), tf.fill([SLOTS, 1], -50)], 1),
    numbers: undefined,
  };
}

/** The probability of a bound in the join of two cases, by all pairs of what they may say. */
function slowBound(
  logits: tf.Tensor2D,
  rows: readonly [number, number],
  bound: number,
  join: (a: number, b: number) => number,
): number {
  const [a, b] = rows.map((row) =>
    tf.tidy(() => tf.softmax(tf.slice(logits, [row, 0], [1, ABSENT + 1])).dataSync()),
  ) as [Float32Array, Float32Array];
  let sum = 0;
  for (const [i, p] of a.entries()) {
    for (const [j, q] of b.entries()) if (join(i, j) === bound) sum += p * q;
  }
  return sum;
}

describe("how sure the network is of a state", () => {
  test("is what it says of its only case", () => {
    const logits = randomLogits();
    const [state] = certainty(logits, { owners: Int32Array.from([0, 1, 2]) });
    const wanted = tf.softmax(tf.slice(logits.least, [0, 0], [1, LENGTHS])).dataSync();
    expect(wanted.length).toBe(LENGTHS);
    const found = Array.from(wanted, (_, length) => state?.[0]?.least.of(length) as number);
    for (const [i, p] of found.entries()) expect(p).toBeCloseTo(wanted[i] as number, 5);
  });

  test("is that of the join of its cases", () => {
    const logits = randomLogits();
    const states = certainty(logits, { owners: Int32Array.from([0, 0, 1]) });
    expect(states).toHaveLength(2);
    // Position 1 of the second slot, in both cases of the first state.
    const rows = [0, 1].map((one) => (one * STACK_DEPTH + 1) * POSITIONS + 1) as [number, number];
    const found = states[0]?.[1]?.bounds[1];
    const widest = (a: number, b: number): number =>
      a === ABSENT ? b : b === ABSENT ? a : Math.max(a, b);
    for (const bound of [0, 7, 95, ABSENT]) {
      const low = slowBound(logits.low, rows, bound, Math.min);
      expect(found?.low.of(bound)).toBeCloseTo(low, 5);
      expect(found?.high.of(bound)).toBeCloseTo(slowBound(logits.high, rows, bound, widest), 5);
    }
    const fault = states[0]?.[1]?.fault;
    expect([0, 1, 2].reduce((sum, kind) => sum + (fault?.of(kind) ?? 0), 0)).toBeCloseTo(1, 6);
  });
});
