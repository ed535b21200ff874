import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import { compilerLoss } from "../../../src/neural/compiler/compilerModel.ts";
import { drawShards, shardsOf } from "../../../src/neural/compiler/compilerShards.ts";
import { CompilerTrainer } from "../../../src/neural/compiler/compilerTrainer.ts";
import {
  COMPILER_TRAINING,
  type CompilerTraining,
  trapezoid,
} from "../../../src/neural/compiler/compilerTraining.ts";
import {
  accuracyOf,
  countSteps,
  postfixCompiler,
} from "../../../src/neural/compiler/evaluateCompiler.ts";
import { freeRun } from "../../../src/neural/compiler/freeRun.ts";
import { inputSlot, randomRangeSlot } from "../../../src/neural/compiler/inputs.ts";
import type { Program } from "../../../src/neural/compiler/programPool.ts";
import { padded } from "../../../src/neural/compiler/randomProgram.ts";
import * as S from "../../../src/neural/compiler/state.ts";
import { step } from "../../../src/neural/compiler/step.ts";
import { tokenNumber } from "../../../src/neural/compiler/tokens.ts";
import { traceBytes } from "../../../src/neural/compiler/trace.ts";
import {
  KEEP_ALL,
  TRANSITIONS,
  type TransitionBatch,
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
    pointers: 1,
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

describe("a batch in shards", () => {
  const draw = (programs: number, count: number): ReturnType<typeof drawShards> =>
    drawShards(
      createRng(4),
      byOperations(PROGRAMS),
      KEEP_ALL.map((_, token) => (token === tokenNumber("x") ? 0.2 : 0.7)),
      { ...TINY.data, programs },
      count,
      { ...TINY.loss, noise: 0 },
    );

  test("has as many programs as in one, in shards of about the same size", () => {
    const sizes = (programs: number, count: number): readonly number[] =>
      draw(programs, count).map(({ batch }) => batch.programs.length / TINY.data.tokens);
    expect(sizes(16, 4)).toEqual([4, 4, 4, 4]);
    expect(sizes(7, 3)).toEqual([2, 2, 3]);
    expect(sizes(2, 4)).toEqual([1, 1]);
  });

  test("has the loss that it has in one", async () => {
    const trainer = await CompilerTrainer.start(TINY, PROGRAMS);
    const shards = draw(9, 3);
    const batches = shards.map(({ batch }) => batch);
    expect(new Set(batches.map(({ rows }) => rows.length)).size).toBeGreaterThan(1);
    const lossOf = ({ batch, loss }: (typeof shards)[number]): number =>
      tf.tidy(
        () =>
          compilerLoss(
            trainer.parameters,
            TINY.model,
            batch,
            createRng(1),
            loss,
          ).dataSync()[0] as number,
      );
    const [whole] = shardsOf([joined(batches)], { ...TINY.loss, noise: 0 });
    const transitions = batches.reduce((sum, { rows }) => sum + rows.length, 0);
    const mean = shards.reduce(
      (sum, shard) => sum + (lossOf(shard) * shard.batch.rows.length) / transitions,
      0,
    );
    expect(whole?.loss).toEqual({ ...TINY.loss, noise: 0 });
    expect(mean).toBeCloseTo(lossOf(whole as (typeof shards)[number]), 4);
    await trainer.close();
  });
});

/** Several batches as one. */
function joined(batches: readonly TransitionBatch[]): TransitionBatch {
  const all = (name: "before" | "after"): Uint8Array =>
    Uint8Array.from(batches.flatMap((batch) => [...batch[name]]));
  let first = 0;
  const rows = batches.flatMap((batch) => {
    const own = [...batch.rows].map((row) => first + row);
    first += batch.programs.length;
    return own;
  });
  return {
    programs: Int32Array.from(batches.flatMap(({ programs }) => [...programs])),
    rows: Int32Array.from(rows),
    before: all("before"),
    after: all("after"),
  };
}

describe("training", () => {
  test("lowers the loss, and leaves no tensor", async () => {
    const none = tf.memory().numTensors;
    const trainer = await CompilerTrainer.start(TINY, PROGRAMS);
    const first = (await trainer.step()).loss;
    const tensors = tf.memory().numTensors;
    let last = first;
    for (let i = 1; i < TINY.steps; i++) last = (await trainer.step()).loss;
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
      createRng(4),
    );
    expect(accuracy.exactOnAll).toBeLessThanOrEqual(accuracy.exact);
    expect(tf.memory().numTensors).toBe(tensors);
    await trainer.close();
    expect(tf.memory().numTensors).toBe(none);
  });

  test("is the same for the same seed", async () => {
    const losses: number[][] = [];
    for (const seed of [1, 1, 2]) {
      const trainer = await CompilerTrainer.start({ ...TINY, seed }, PROGRAMS);
      const all: number[] = [];
      for (let i = 0; i < 3; i++) all.push((await trainer.step()).loss);
      await trainer.close();
      losses.push(all);
    }
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
  test("reads wider ranges with more caution, and the same values", async () => {
    const trainer = await CompilerTrainer.start(TINY, PROGRAMS);
    const { compile, executor } = postfixCompiler(trainer.parameters, TINY.model);
    const program = padded((PROGRAMS[2] as Program).tokens, 3);
    const micro = compile([program, program]);
    const range = randomRangeSlot(createRng(3), 2);
    const [plain, wide] = [1, 50].map((caution) => {
      const args = [inputSlot([1, 2, 3]), range];
      // The first step is from the same state, whatever is read of it.
      const states = freeRun(executor, TINY.model, micro, args, { caution });
      return [
        states.slice(0, traceBytes(3)),
        states.slice(traceBytes(3) + S.STATE_BYTES, traceBytes(3) + 2 * S.STATE_BYTES),
      ];
    }) as [Uint8Array[], Uint8Array[]];
    micro.dispose();
    expect(wide[0]).toEqual(plain[0]);
    expect(wide[1]).not.toEqual(plain[1]);
    for (let slot = 0; slot < S.ARGUMENT * S.SLOT_BYTES; slot += S.SLOT_BYTES) {
      const bounds = (states: Uint8Array | undefined, first: number): readonly number[] =>
        Array.from({ length: S.POSITIONS }, (_, i) => states?.[slot + first + 2 * i] as number);
      const [lows, highs] = [S.HEADER, S.HEADER + 1].map((first) =>
        bounds(wide[1], first).map((bound, i) => bound - (bounds(plain[1], first)[i] as number)),
      ) as [number[], number[]];
      expect(Math.max(...lows)).toBeLessThanOrEqual(0);
      // None is the narrowest, and its number the greatest.
      expect(
        highs.every((more, i) => more >= 0 || bounds(plain[1], S.HEADER + 1)[i] === S.ABSENT),
      ).toBe(true);
    }
    await trainer.close();
  });

  test("begins with the empty stack and never changes the argument", async () => {
    const trainer = await CompilerTrainer.start(TINY, PROGRAMS);
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
    await trainer.close();
  });
});
