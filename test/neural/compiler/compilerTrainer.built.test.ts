import { beforeAll, describe, expect, test } from "vitest";
import type * as Backend from "../../../src/neural/backend.ts";
import { COMPILER } from "../../../src/neural/compiler/compilerConfig.ts";
import type * as Trainer from "../../../src/neural/compiler/compilerTrainer.ts";
import {
  COMPILER_TRAINING,
  type CompilerTraining,
} from "../../../src/neural/compiler/compilerTraining.ts";
import type { Program } from "../../../src/neural/compiler/programPool.ts";
import { tokenNumber } from "../../../src/neural/compiler/tokens.ts";

// The threads run compiled code, and so does what starts them here.
const built = (path: string): string => new URL(`../../../dist/${path}`, import.meta.url).href;
const { loadBackend } = (await import(built("neural/backend.js"))) as typeof Backend;
const { CompilerTrainer } = (await import(
  built("neural/compiler/compilerTrainer.js")
)) as typeof Trainer;

beforeAll(() => loadBackend("wasm"));

const PROGRAMS: readonly Program[] = ["x len", "x rev", "x rev head"].map((text) => {
  const tokens = text.split(" ").map(tokenNumber);
  return { tokens, operations: tokens.length - 1 };
});

const TRAINING: CompilerTraining = {
  ...COMPILER_TRAINING,
  model: { ...COMPILER, tokens: 3, width: 8, heads: 2, layers: 1, hidden: 8, patterns: 2 },
  data: { ...COMPILER_TRAINING.data, programs: 7, tokens: 3 },
  shards: 3,
  measureEvery: 2,
  // Hard tokens are drawn more often from the second step on.
  adaptBelow: 1e9,
  steps: 6,
  seed: 1,
};

type State = Trainer.CompilerTrainerState;

/** What a training has come to, and the losses on the way. */
async function train(threads: number, steps: number, state?: State) {
  const trainer = await CompilerTrainer.start(TRAINING, PROGRAMS, { threads, state });
  try {
    const losses: number[] = [];
    for (let i = 0; i < steps; i++) losses.push((await trainer.step()).loss);
    return { losses, state: trainer.save() };
  } finally {
    await trainer.close();
  }
}

describe("training a program compiler by several threads", () => {
  test("gives to the bit what one gives, also when it goes on from where it was", async () => {
    const one = await train(1, 5);
    expect(new Set(one.losses).size).toBe(5);
    const begun = await train(3, 3);
    const rest = await train(2, 2, begun.state);
    expect([...begun.losses, ...rest.losses]).toEqual(one.losses);
    expect(rest.state).toEqual(one.state);
  });
});
