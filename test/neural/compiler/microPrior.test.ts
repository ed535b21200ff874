import * as tf from "@tensorflow/tfjs-core";
import type { Tensor2D } from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import type { CompilerConfig } from "../../../src/neural/compiler/compilerConfig.ts";
import {
  type CompilerModel,
  disposeCompiler,
  newCompiler,
} from "../../../src/neural/compiler/compilerFile.ts";
import { freeRun } from "../../../src/neural/compiler/freeRun.ts";
import { inputSlot } from "../../../src/neural/compiler/inputs.ts";
import {
  GUIDED,
  type MicroPrior,
  disposeMicroPrior,
  examplesGuide,
  guidedSearch,
} from "../../../src/neural/compiler/microPrior.ts";
import { Trials, taskOfProgram } from "../../../src/neural/compiler/refineTask.ts";
import { everyRun, runLoss } from "../../../src/neural/compiler/tokenGains.ts";
import { tokenNumber } from "../../../src/neural/compiler/tokens.ts";
import { normalRows } from "../../../src/neural/prior/denoisingLoss.ts";
import {
  type ScoreNetworkConfig,
  initScoreNetwork,
} from "../../../src/neural/prior/scoreNetwork.ts";
import { createRng } from "../../../src/support/rng.ts";
import { TINY_COMPILER } from "./tinyCompiler.ts";

/** Of one token, so that the gradient of the loss is its slope: over several steps it is an estimate. */
const CONFIG: CompilerConfig = {
  ...TINY_COMPILER,
  tokens: 1,
  arithmetic: 0,
  ranks: 0,
  pointers: 0,
  encoderLayers: 1,
};
const TASK = taskOfProgram([tokenNumber("x")], [[1, 5, 2], [-3]].map(inputSlot));

let model: CompilerModel;

beforeAll(async () => {
  await loadBackend("wasm");
  model = newCompiler(createRng(3), CONFIG);
});

afterAll(() => disposeCompiler(model));

describe("what draws micro-operations to the examples", () => {
  test("lowers the loss on them, by as much as its length and weight say", () => {
    const { executor } = model.parameters;
    const [scale, weight] = [0.5, 3];
    const asMicro = (x: Tensor2D): Tensor2D => tf.mul(x, scale);
    tf.tidy(() => {
      const x = normalRows(createRng(1), 1, 4);
      const states = freeRun(executor, CONFIG, tf.tile(asMicro(x), [2, 1]), TASK.inputs);
      const drawn = examplesGuide(model, scale, TASK, weight)(x);
      const loss = (share: number): number => {
        const moved: Tensor2D = tf.add(x, tf.mul(drawn, share));
        const micro = everyRun(asMicro(moved), TASK.outputs);
        return runLoss(executor, CONFIG, micro, states, TASK.outputs).dataSync()[0] as number;
      };
      const square = tf.sum(tf.square(drawn)).dataSync()[0] as number;
      expect(square).toBeGreaterThan(0);
      const step = 0.1 / Math.sqrt(square);
      const slope = (loss(step) - loss(-step)) / (2 * step);
      expect(Math.abs((-weight * slope) / square - 1)).toBeLessThan(0.05);
    });
  });
});

describe("a search by a prior", () => {
  const network: ScoreNetworkConfig = {
    tokens: 1,
    numbers: 4,
    width: 8,
    heads: 2,
    layers: 1,
    deviation: 1,
  };

  /** What the first sample is read back as, in order. */
  function triedWith(prior: MicroPrior, usesPrior: boolean): readonly string[] {
    const tried: string[] = [];
    class Watched extends Trials {
      override try(tokens: readonly number[]): ReturnType<Trials["try"]> {
        tried.push(tokens.join(" "));
        return super.try(tokens);
      }
    }
    const options = { ...GUIDED, levels: 1, beam: 6, usesPrior };
    guidedSearch(model, prior, new Watched(TASK, 1), createRng(1), options);
    return tried;
  }

  test("goes by the prior only when it is to use it", () => {
    const [one, other] = [0, 100].map((bias): MicroPrior => {
      const parameters = initScoreNetwork(createRng(1), network);
      const { b } = parameters.out;
      tf.tidy(() => b?.assign(tf.add(b, bias)));
      return { parameters, config: network, scale: 1 };
    }) as [MicroPrior, MicroPrior];
    const without = triedWith(other, false);
    expect(without).toEqual(triedWith(one, false));
    expect(without).not.toEqual(triedWith(other, true));
    disposeMicroPrior(one);
    disposeMicroPrior(other);
  });
});
