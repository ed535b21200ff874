import * as tf from "@tensorflow/tfjs-core";
import type { Rank, Tensor2D } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import { carry } from "../../../src/neural/compiler/carry.ts";
import { initCompiler } from "../../../src/neural/compiler/compilerModel.ts";
import { EDIT_SEARCH, editSearch, randomSearch } from "../../../src/neural/compiler/editSearch.ts";
import type { StateLogits } from "../../../src/neural/compiler/executor.ts";
import { guess } from "../../../src/neural/compiler/guesser.ts";
import {
  GUIDED,
  disposeMicroPrior,
  guidedSearch,
  trainMicroPrior,
} from "../../../src/neural/compiler/microPrior.ts";
import { disposeCompiler, newCompiler } from "../../../src/neural/compiler/compilerFile.ts";
import { inputSlot } from "../../../src/neural/compiler/inputs.ts";
import { Trials, fitOf, taskOfProgram } from "../../../src/neural/compiler/refineTask.ts";
import * as S from "../../../src/neural/compiler/state.ts";
import { isProgram } from "../../../src/neural/compiler/stacks.ts";
import { examplesLoss, tokenGains } from "../../../src/neural/compiler/tokenGains.ts";
import { NOP, TOKENS, tokenNumber } from "../../../src/neural/compiler/tokens.ts";
import { trainGuesser } from "../../../src/neural/compiler/trainGuesser.ts";
import { normal } from "../../../src/neural/nn/initialise.ts";
import { disposeParameters } from "../../../src/neural/nn/parameters.ts";
import { lookup } from "../../../src/neural/ops/lookup.ts";
import { createRng } from "../../../src/support/rng.ts";
import { TINY_COMPILER } from "./tinyCompiler.ts";

beforeAll(() => loadBackend("wasm"));

const tokensOf = (text: string): readonly number[] => text.split(" ").map(tokenNumber);
const INPUTS = [
  [1, 5, 2],
  [4, 4],
  [-3, 0, 7, 1],
  [9, -1],
  [2, 3, 5],
].map(inputSlot);
describe("how a program fits examples", () => {
  const task = taskOfProgram(tokensOf("x map-inc"), INPUTS);

  test("is right where it gives the same, and closer the nearer its results are", () => {
    expect(fitOf(tokensOf("x map-inc"), task)).toEqual({ right: 5, closeness: 1 });
    const [near, far, other] = ["x", "x map-dbl map-dbl", "x sum"].map((text) =>
      fitOf(tokensOf(text), task),
    );
    expect(near?.right).toBe(0);
    expect(near?.closeness).toBeGreaterThan(far?.closeness as number);
    expect(far?.closeness).toBeGreaterThan(other?.closeness as number);
    expect(other?.closeness).toBe(0);
  });

  test("is asked of each program once, up to the budget, until one fits", () => {
    const trials = new Trials(task, 2);
    expect(trials.try(tokensOf("x rev"))?.right).toBe(0);
    expect(trials.try(tokensOf("x rev"))).toBeUndefined();
    expect(trials.try(tokensOf("x sort"))).toBeDefined();
    expect(trials.over).toBe(true);
    expect(trials.try(tokensOf("x map-inc"))).toBeUndefined();
    // Of integers there are none to find: they are not tried, and cost nothing.
    const typed = new Trials(task, 2);
    expect(typed.try(tokensOf("x sum"))).toBeUndefined();
    expect(typed.tried).toBe(0);
    const more = new Trials(task, 9);
    more.try(tokensOf("x map-inc"));
    expect(more.found).toEqual({ tokens: tokensOf("x map-inc"), tried: 1 });
    expect(more.over).toBe(true);
  });
});

describe("a search", () => {
  const task = taskOfProgram(tokensOf("x map-inc rev"), INPUTS);

  test("by edits finds a program of two operations within its budget, the same for a seed", () => {
    const [one, other] = [1, 1].map((seed) => {
      const trials = new Trials(task, 2_000);
      editSearch(trials, createRng(seed), { ...EDIT_SEARCH, tokens: 8 });
      return trials.found;
    });
    expect(one).toEqual(other);
    expect(fitOf(one?.tokens ?? [], task).right).toBe(5);
  });

  test("tries well-typed programs only, those that it starts with first", () => {
    const tried: (readonly number[])[] = [];
    class Watched extends Trials {
      override try(tokens: readonly number[]): ReturnType<Trials["try"]> {
        tried.push(tokens);
        return super.try(tokens);
      }
    }
    const start = [tokensOf("x sort"), tokensOf("x")];
    editSearch(new Watched(task, 60), createRng(3), { ...EDIT_SEARCH, tokens: 5, start });
    expect(tried.slice(0, 2)).toEqual(start);
    expect(tried.every((tokens) => isProgram(tokens, "list") && !tokens.includes(NOP))).toBe(true);
    const random = new Watched(task, 20);
    randomSearch(random, createRng(3), 5);
    expect(random.tried).toBeLessThanOrEqual(20);
  });

  test("in an order tries first the edits that promise most", () => {
    const trials = new Trials(task, 30);
    let asked = 0;
    editSearch(trials, createRng(1), {
      ...EDIT_SEARCH,
      tokens: 3,
      population: 1,
      random: 0,
      start: [tokensOf("x map-dbl rev")],
      gains: (tokens) => {
        asked++;
        const gains = new Float32Array(3 * TOKENS.length).fill(-1);
        const at = tokens.indexOf(tokenNumber("map-dbl"));
        gains[at * TOKENS.length + tokenNumber("map-inc")] = 1;
        return gains;
      },
    });
    expect(asked).toBe(1);
    expect(trials.found?.tried).toBe(2);
  });
});

describe("gains of tokens", () => {
  const p = () => initCompiler(createRng(1), { ...TINY_COMPILER, tokens: 1 });

  test("are the slope of the loss towards each token, where one step is taken", () => {
    const config = { ...TINY_COMPILER, tokens: 1 };
    const parameters = p();
    const task = taskOfProgram([tokenNumber("x")], INPUTS);
    const tokens = [tokenNumber("2")];
    const gains = tokenGains(parameters, config, tokens, task);
    expect(gains[tokens[0] as number]).toBe(0);
    const loss = (towards: number, share: number): number =>
      tf.tidy(() => {
        const [own, other] = [tokens[0] as number, towards].map((token) =>
          lookup(parameters.encoder.tokens, tf.tensor1d([token], "int32")),
        ) as [Tensor2D, Tensor2D];
        const moved = tf.add(own, tf.mul(tf.sub(other, own), share)) as Tensor2D;
        return examplesLoss(parameters, config, moved, tokens, task).dataSync()[0] as number;
      });
    for (const token of ["x", "0", "3"].map(tokenNumber)) {
      const slope = (loss(token, 0.002) - loss(token, -0.002)) / 0.004;
      expect(Math.abs((gains[token] as number) + slope)).toBeLessThan(0.02 * (1 + Math.abs(slope)));
    }
    disposeParameters(parameters);
  });

  test("reach back through all steps, and leave no tensor", () => {
    const config = { ...TINY_COMPILER, tokens: 4 };
    const parameters = initCompiler(createRng(2), config);
    const before = tf.memory().numTensors;
    const task = taskOfProgram(tokensOf("x rev"), INPUTS);
    const gains = tokenGains(parameters, config, tokensOf("x map-inc rev nop"), task);
    expect(tf.memory().numTensors).toBe(before);
    for (let at = 0; at < 4; at++) {
      const own = gains.subarray(at * TOKENS.length, (at + 1) * TOKENS.length);
      expect(own.some((gain) => gain !== 0)).toBe(true);
    }
    disposeParameters(parameters);
  });
});

describe("what is carried from step to step", () => {
  test("is zero, with the gradients of the likely embedding", () => {
    const rng = createRng(5);
    const { executor } = initCompiler(rng, TINY_COMPILER);
    const draw = (rows: number, columns: number): Tensor2D =>
      tf.tidy(() => tf.clone(normal<Rank.R2>(rng, [rows, columns], 1)));
    const logits: StateLogits = {
      low: draw(18, S.ABSENT + 1),
      high: draw(18, S.ABSENT + 1),
      type: draw(3, S.TYPES),
      least: draw(3, 7),
      greatest: draw(3, 7),
      fault: draw(3, S.FAULTS),
      numbers: undefined,
    };
    const carried = carry(executor, logits);
    expect([...carried.embedding.dataSync()].every((x) => x === 0)).toBe(true);
    const weights = draw(28, TINY_COMPILER.width);
    const gradient = tf.grad((type: tf.Tensor) =>
      tf.sum<tf.Scalar>(
        tf.mul(carry(executor, { ...logits, type: type as Tensor2D }).embedding, weights),
      ),
    )(logits.type);
    // The first slot's type counts in all seven of its tokens.
    const direct = (type: Tensor2D): number =>
      tf.tidy(() => {
        const row = tf.matMul(
          tf.softmax(tf.slice(type, [0, 0], [1, S.TYPES])),
          executor.state.type,
        );
        const all = tf.sum(tf.slice(weights, [0, 0], [7, TINY_COMPILER.width]), 0);
        return tf.sum(tf.mul(row, all)).dataSync()[0] as number;
      });
    const moved = [1e-2, -1e-2].map((h) =>
      tf.tidy(() => {
        const numbers = Float32Array.from(logits.type.dataSync());
        numbers[1] = (numbers[1] as number) + h;
        return direct(tf.tensor2d(numbers, [3, S.TYPES]));
      }),
    ) as [number, number];
    expect(gradient.dataSync()[1]).toBeCloseTo((moved[0] - moved[1]) / 2e-2, 2);
    tf.disposeVariables();
  });
});

describe("the guesser", () => {
  test("learns to tell a few programs by their examples", async () => {
    const config = { ...TINY_COMPILER, width: 16, tokens: 3 };
    const programs = ["x rev", "x len", "x map-dbl", "x map-neg"].map((text) => {
      const tokens = tokensOf(text);
      return { tokens, operations: 1 };
    });
    const options = {
      steps: 60,
      seed: 1,
      batch: 8,
      examples: 3,
      learningRate: 1e-2,
      warmUpSteps: 5,
    };
    const losses: number[] = [];
    const take = (_: number, loss: number): number => losses.push(loss);
    const p = await trainGuesser(config, programs, options, take);
    if (p === undefined) throw new Error("it was ended");
    expect(losses.at(-1)).toBeLessThan((losses[0] as number) / 3);
    const task = taskOfProgram(tokensOf("x len nop"), INPUTS);
    const [first] = guess(p, config, task, 3);
    expect(first?.tokens).toEqual(tokensOf("x len nop"));
    disposeParameters(p);
  });
});

describe("micro-operations by a prior and the examples' gradient", () => {
  test("are read back as programs that are tried, and leave no tensor", async () => {
    const config = { ...TINY_COMPILER, tokens: 3 };
    const model = newCompiler(createRng(3), config);
    const { parameters } = model;
    const programs = [{ tokens: tokensOf("x rev"), operations: 1 }];
    const losses: number[] = [];
    const options = { steps: 60, seed: 1, batch: 16, learningRate: 1e-2 };
    const prior = await trainMicroPrior(parameters, config, programs, options, (_, loss) =>
      losses.push(loss),
    );
    const mean = (some: readonly number[]): number =>
      some.reduce((sum, loss) => sum + loss, 0) / some.length;
    expect(mean(losses.slice(-10))).toBeLessThan(0.8 * mean(losses.slice(0, 10)));
    const before = tf.memory().numTensors;
    for (const usesPrior of [true, false]) {
      const trials = new Trials(taskOfProgram(tokensOf("x sort"), INPUTS), 10);
      const options = { ...GUIDED, levels: 2, beam: 6, usesPrior };
      guidedSearch(model, prior, trials, createRng(1), options);
      expect(tf.memory().numTensors).toBe(before);
      expect(trials.tried).toBeGreaterThan(5);
    }
    disposeMicroPrior(prior);
    disposeCompiler(model);
  });
});
