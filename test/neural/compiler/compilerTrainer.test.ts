import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import {
  COMPILER_TRAINING,
  CompilerTrainer,
  type CompilerTraining,
  trapezoid,
} from "../../../src/neural/compiler/compilerTrainer.ts";
import {
  accuracyOf,
  countSteps,
  postfixCompiler,
} from "../../../src/neural/compiler/evaluateCompiler.ts";
import { freeRun } from "../../../src/neural/compiler/freeRun.ts";
import { inputSlot } from "../../../src/neural/compiler/inputs.ts";
import type { Program } from "../../../src/neural/compiler/programPool.ts";
import { padded } from "../../../src/neural/compiler/randomProgram.ts";
import * as S from "../../../src/neural/compiler/state.ts";
import { step } from "../../../src/neural/compiler/step.ts";
import { tokenNumber } from "../../../src/neural/compiler/tokens.ts";
import { traceBytes } from "../../../src/neural/compiler/trace.ts";
import {
  KEEP_ALL,
  TRANSITIONS,
  byOperations,
  drawTransitions,
} from "../../../src/neural/compiler/transitions.ts";
import { createRng } from "../../../src/support/rng.ts";

beforeAll(() => loadBackend("wasm"));

const PROGRAMS: readonly Program[] = ["x len", "x head", "x rev", "x rev head"].map((text) => {
  const tokens = text.split(" ").map(tokenNumber);
  return { tokens, operations: tokens.length - 1 };
});

const TINY: CompilerTraining = {
  ...COMPILER_TRAINING,
  model: {
    tokens: 3,
    width: 32,
    heads: 2,
    layers: 1,
    hidden: 32,
    patterns: 6,
    microWidth: 16,
    arithmetic: 1,
    ranks: 1,
    encoderLayers: 1,
    encoderStates: 0,
    decoderLayers: 1,
  },
  data: { ...TRANSITIONS, programs: 16, tokens: 3, operations: [3, 1] },
  learningRate: 5e-3,
  warmUpSteps: 5,
  steps: 40,
  seed: 1,
};

describe("transitions", () => {
  test("lead from a state to the one that the token makes of it", () => {
    const batch = drawTransitions(createRng(2), byOperations(PROGRAMS), KEEP_ALL, TINY.data);
    expect(batch.rows.length).toBe(16 * 3);
    const after = Uint8Array.from(batch.before);
    for (const [i, row] of batch.rows.entries()) {
      const at = i * S.STATE_BYTES;
      step(batch.programs[row] as number, after, at, at);
    }
    expect(after).toEqual(batch.after);
  });

  test("of some kinds of tokens are left out", () => {
    const keep = KEEP_ALL.map((_, token) => (token === tokenNumber("x") ? 0 : 1));
    const batch = drawTransitions(createRng(2), byOperations(PROGRAMS), keep, TINY.data);
    const kinds = [...batch.rows].map((row) => batch.programs[row]);
    expect(kinds).not.toContain(tokenNumber("x"));
    expect(kinds).toContain(tokenNumber("head"));
  });
});

describe("training", () => {
  test("lowers the loss, and leaves no tensor", () => {
    const trainer = new CompilerTrainer(TINY, PROGRAMS);
    const first = trainer.step().loss;
    const tensors = tf.memory().numTensors;
    let last = first;
    for (let i = 1; i < TINY.steps; i++) last = trainer.step().loss;
    expect(tf.memory().numTensors).toBe(tensors);
    expect(last).toBeLessThan(first / 4);

    const batch = drawTransitions(createRng(9), byOperations(PROGRAMS), KEEP_ALL, TINY.data);
    const { made, right } = countSteps(trainer.parameters, TINY.model, batch);
    const total = (counts: Float64Array): number => counts.reduce((sum, one) => sum + one, 0);
    expect(total(made)).toBe(batch.rows.length);
    expect(total(right)).toBeLessThanOrEqual(total(made));
    const accuracy = accuracyOf(
      postfixCompiler(trainer.parameters, TINY.model),
      PROGRAMS,
      "ranges",
      createRng(1),
    );
    expect(accuracy.exactOnAll).toBeLessThanOrEqual(accuracy.exact);
    expect(tf.memory().numTensors).toBe(tensors);
    trainer.dispose();
  });

  test("is the same for the same seed", () => {
    const losses = [1, 1, 2].map((seed) => {
      const trainer = new CompilerTrainer({ ...TINY, seed }, PROGRAMS);
      const all = [1, 2, 3].map(() => trainer.step().loss);
      trainer.dispose();
      return all;
    });
    expect(losses[1]).toEqual(losses[0]);
    expect(losses[2]).not.toEqual(losses[0]);
  });

  test("keeps the learning rate, then lowers it to its end", () => {
    const rate = trapezoid(1, 100, 0.6);
    expect([0, 60, 80, 100, 200].map(rate).map((r) => Math.round(r * 100))).toEqual([
      100, 100, 51, 2, 2,
    ]);
  });
});

describe("a run by the network alone", () => {
  test("begins with the empty stack and never changes the argument", () => {
    const trainer = new CompilerTrainer(TINY, PROGRAMS);
    const { compile, executor } = postfixCompiler(trainer.parameters, TINY.model);
    const program = padded((PROGRAMS[0] as Program).tokens, 3);
    const micro = compile([program, program]);
    const states = freeRun(executor, TINY.model, micro, [[1, 2, 3], [4]].map(inputSlot));
    micro.dispose();
    const texts = [0, 3].map((position) => {
      const at = traceBytes(3) + position * S.STATE_BYTES;
      return [S.printSlot(states, at), S.printSlot(states, at + S.ARGUMENT * S.SLOT_BYTES)];
    });
    expect(texts[0]).toEqual(["-", "[4]"]);
    expect(texts[1]?.[1]).toBe("[4]");
    trainer.dispose();
  });
});
