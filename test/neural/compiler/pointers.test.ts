import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import { COMPILER, STATE_TOKENS } from "../../../src/neural/compiler/compilerConfig.ts";
import { inputSlot } from "../../../src/neural/compiler/inputs.ts";
import {
  type PointerParameters,
  initPointers,
  pointerLogits,
} from "../../../src/neural/compiler/pointers.ts";
import { ABSENT, BASE, POSITIONS, STATE_BYTES } from "../../../src/neural/compiler/state.ts";
import { stackRows, stateIds } from "../../../src/neural/compiler/stateIds.ts";
import { STACK_DEPTH } from "../../../src/neural/compiler/stacks.ts";
import { tokenNumber } from "../../../src/neural/compiler/tokens.ts";
import { trace } from "../../../src/neural/compiler/trace.ts";
import { createRng } from "../../../src/support/rng.ts";

beforeAll(() => loadBackend("wasm"));

const WIDTH = 8;
const CONFIG = { ...COMPILER, width: WIDTH, microWidth: 4, patterns: 2 };
const VALUES = STACK_DEPTH * POSITIONS;
/** The state after `x`: the list twice, on the stack and as the argument. */
const STATES = trace([tokenNumber("x")], inputSlot([5, -7, 30])).slice(STATE_BYTES);

/** Parameters of zeros, but for what is given. */
function pointers(change: (p: PointerParameters) => void): PointerParameters {
  const p = initPointers(createRng(1), CONFIG);
  const { query, key, next, patterns, mixture, number } = p;
  for (const { w, b } of [query, key, next, mixture, number as typeof query]) {
    w.assign(tf.zerosLike(w));
    b?.assign(tf.fill([b.shape[0]], 0));
  }
  patterns.assign(tf.zerosLike(patterns));
  change(p);
  return p;
}

/** The likeliest integers of the first three positions of the stack's top; undefined for none. */
function likeliest(p: PointerParameters, told: number): (number | undefined)[][] {
  return tf.tidy(() => {
    const own = tf.fill([VALUES, ABSENT + 1], -20) as tf.Tensor2D;
    const sides = pointerLogits(p, [own, own], {
      tokens: tf.ones([STATE_TOKENS, WIDTH]),
      values: stackRows(1).values,
      micro: tf.ones([1, 4]),
      states: stateIds(STATES),
      numbers: tf.fill([STATE_TOKENS * 2, 1], told),
    });
    return sides.map((side) =>
      Array.from((tf.argMax(side, 1).dataSync() as Int32Array).slice(0, 3), (bound) =>
        bound === ABSENT ? undefined : bound + BASE,
      ),
    );
  });
}

/** A pattern that has position `i` of the stack's top point to position `2 - i`. */
const reversed = (): tf.Tensor2D => {
  const scores = new Float32Array(2 * 2 * VALUES * STATE_TOKENS);
  for (const side of [0, 1]) {
    for (let i = 0; i < 3; i++) scores[(side * VALUES + i) * STATE_TOKENS + 3 - i] = 40;
  }
  return tf.tensor2d(scores, [2, 2 * VALUES * STATE_TOKENS]);
};

describe("pointers", () => {
  test("copy the bounds that the micro-operation's patterns point to", () => {
    const p = pointers(({ patterns, mixture, next }) => {
      patterns.assign(reversed());
      mixture.b?.assign(tf.tensor1d([1, 0]));
      next.b?.assign(tf.tensor1d([-10, -10]));
    });
    expect(likeliest(p, 0)).toEqual([
      [30, -7, 5],
      [30, -7, 5],
    ]);
  });

  test("or the integers next to them, inside of the interval", () => {
    const p = pointers(({ patterns, mixture, next }) => {
      patterns.assign(reversed());
      mixture.b?.assign(tf.tensor1d([1, 0]));
      next.b?.assign(tf.tensor1d([10, 10]));
    });
    expect(likeliest(p, 0)).toEqual([
      [31, -6, 6],
      [29, -8, 4],
    ]);
  });

  test("or the number that arithmetic told, as the nearest integer, saturated", () => {
    const p = pointers(({ number }) => number?.b?.assign(tf.tensor1d([40, 40])));
    expect(likeliest(p, 12.3 / 32)).toEqual([
      [12, 12, 12],
      [12, 12, 12],
    ]);
    expect(likeliest(p, 9)[0]).toEqual([63, 63, 63]);
  });
});
