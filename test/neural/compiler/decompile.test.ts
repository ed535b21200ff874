import * as tf from "@tensorflow/tfjs-core";
import type { Tensor2D } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import {
  type CompilerConfig,
  TOKEN_KINDS,
  microNumbers,
} from "../../../src/neural/compiler/compilerConfig.ts";
import { decompile } from "../../../src/neural/compiler/decompile.ts";
import { distil, sourceCompiler } from "../../../src/neural/compiler/distil.ts";
import { postfixCompiler } from "../../../src/neural/compiler/evaluateCompiler.ts";
import { initCompiler } from "../../../src/neural/compiler/compilerModel.ts";
import { decodeLogits, initProgramDecoder } from "../../../src/neural/compiler/programDecoder.ts";
import { NOP, tokenNumber } from "../../../src/neural/compiler/tokens.ts";
import { Stacks, isProgram, stackAfter } from "../../../src/neural/compiler/stacks.ts";
import { disposeParameters } from "../../../src/neural/nn/parameters.ts";
import { gaussian } from "../../../src/neural/nn/initialise.ts";
import { createRng } from "../../../src/support/rng.ts";

beforeAll(() => loadBackend("wasm"));

const CONFIG: CompilerConfig = {
  tokens: 3,
  width: 16,
  heads: 2,
  layers: 1,
  hidden: 16,
  patterns: 2,
  microWidth: 8,
  arithmetic: 1,
  ranks: 1,
  pointers: 1,
  encoderLayers: 1,
  encoderStates: 0,
  decoderLayers: 1,
};

function randomMicro(seed: number): Tensor2D {
  const rng = createRng(seed);
  const numbers = microNumbers(CONFIG);
  return tf.tensor2d(
    Float32Array.from({ length: CONFIG.tokens * numbers }, () => gaussian(rng)),
    [CONFIG.tokens, numbers],
  );
}

describe("decompiling", () => {
  test("with a wide beam finds all programs, with the probabilities that the decoder gives", () => {
    const decoder = initProgramDecoder(createRng(3), CONFIG);
    const micro = randomMicro(4);
    const found = decompile(decoder, CONFIG, micro, Number.POSITIVE_INFINITY);
    // The slow twin: all sequences of three tokens.
    const all: number[][] = [];
    for (let code = 0; code < TOKEN_KINDS ** 3; code++) {
      const tokens = [2, 1, 0].map(
        (place) => Math.floor(code / TOKEN_KINDS ** place) % TOKEN_KINDS,
      );
      if (isProgram(tokens)) all.push(tokens);
    }
    const key = (tokens: readonly number[]): string => tokens.join(" ");
    expect(found.map(({ tokens }) => key(tokens)).sort()).toEqual(all.map(key).sort());
    expect(found.reduce((sum, { logP }) => sum + Math.exp(logP), 0)).toBeCloseTo(1, 4);

    const best = found[0] as (typeof found)[0];
    const logits = decodeLogits(decoder, CONFIG, micro, Int32Array.from(best.tokens)).dataSync();
    let stack = Stacks.EMPTY;
    let logP = 0;
    for (const [i, token] of best.tokens.entries()) {
      const score = (t: number): number => Math.exp(logits[i * TOKEN_KINDS + t] as number);
      let total = 0;
      for (let t = 0; t < TOKEN_KINDS; t++) {
        if (Stacks.admits(stack, t, CONFIG.tokens - 1 - i)) total += score(t);
      }
      logP += Math.log(score(token) / total);
      stack = Stacks.after(stack, token);
    }
    expect(best.logP).toBeCloseTo(logP, 4);
    expect(found.every(({ logP: other }) => other <= best.logP)).toBe(true);
    expect(decompile(decoder, CONFIG, micro, 4)).toHaveLength(4);
    for (const result of ["list", "int"] as const) {
      const some = decompile(decoder, CONFIG, micro, Number.POSITIVE_INFINITY, result);
      const wanted = all.filter((tokens) => Stacks.result(stackAfter(tokens) ?? -1) === result);
      expect(some.map(({ tokens }) => key(tokens)).sort()).toEqual(wanted.map(key).sort());
      expect(some.reduce((sum, { logP: other }) => sum + Math.exp(other), 0)).toBeCloseTo(1, 4);
    }
    disposeParameters(decoder);
  });
});

describe("distilling", () => {
  test("brings a compiler of source order near the one of the order of running", async () => {
    const p = initCompiler(createRng(1), CONFIG);
    const programs = ["x len", "x rev", "x rev len"].map((text) => {
      const tokens = text.split(" ").map(tokenNumber);
      return { tokens, operations: tokens.length - 1 };
    });
    const losses: number[] = [];
    const options = { steps: 60, seed: 2, batch: 8, learningRate: 1e-2, warmUpSteps: 5 };
    const before = tf.memory().numTensors;
    const take = (_: number, loss: number): number => losses.push(loss);
    const student = await distil(p, CONFIG, programs, options, take);
    if (student === undefined) throw new Error("it was ended");
    expect(losses.at(-1)).toBeLessThan((losses[0] as number) / 20);
    const full = [...(programs[0]?.tokens ?? []), NOP];
    const compiled = [sourceCompiler(student, p, CONFIG), postfixCompiler(p, CONFIG)].map(
      ({ compile }) => {
        const micro = compile([full]);
        const numbers = [...micro.dataSync()];
        micro.dispose();
        return numbers;
      },
    ) as [number[], number[]];
    const distance = compiled[0].map((x, i) => (x - (compiled[1][i] as number)) ** 2);
    expect(distance.reduce((a, b) => a + b) / distance.length).toBeLessThan(0.2);
    disposeParameters(student);
    expect(tf.memory().numTensors).toBe(before);
    disposeParameters(p);
  });
});
