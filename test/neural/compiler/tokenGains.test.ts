import * as tf from "@tensorflow/tfjs-core";
import type { Tensor2D } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import type { CompilerConfig } from "../../../src/neural/compiler/compilerConfig.ts";
import { initCompiler } from "../../../src/neural/compiler/compilerModel.ts";
import { inputSlot } from "../../../src/neural/compiler/inputs.ts";
import { encodePrograms } from "../../../src/neural/compiler/programEncoder.ts";
import { taskOfProgram } from "../../../src/neural/compiler/refineTask.ts";
import { everyRun, runLoss } from "../../../src/neural/compiler/tokenGains.ts";
import { tokenNumber } from "../../../src/neural/compiler/tokens.ts";
import { traceBytes, writeTrace } from "../../../src/neural/compiler/trace.ts";
import { disposeParameters } from "../../../src/neural/nn/parameters.ts";
import { createRng } from "../../../src/support/rng.ts";
import { TINY_COMPILER } from "./tinyCompiler.ts";

beforeAll(() => loadBackend("wasm"));

const CONFIG: CompilerConfig = {
  ...TINY_COMPILER,
  tokens: 3,
};

describe("the loss of a run", () => {
  test("has a gradient by the micro-operations of every step, not of the last alone", () => {
    const p = initCompiler(createRng(1), CONFIG);
    const tokens = ["x", "map-inc", "rev"].map(tokenNumber);
    const { inputs, outputs } = taskOfProgram(tokens, [[1, 5, 2], [-3]].map(inputSlot));
    const states = new Uint8Array(inputs.length * traceBytes(tokens.length));
    for (const [i, input] of inputs.entries()) {
      writeTrace(tokens, input, states, i * traceBytes(tokens.length));
    }
    const gradient = tf.tidy(() => {
      // Leaf values: what one token's micro-operations tell of the others' does not pass gradients on.
      const micro = encodePrograms(p.encoder, CONFIG, Int32Array.from(tokens));
      const slope = tf.grad((own: tf.Tensor) =>
        runLoss(p.executor, CONFIG, everyRun(own as Tensor2D, outputs), states, outputs),
      );
      return slope(micro).arraySync() as number[][];
    });
    expect(gradient).toHaveLength(3);
    for (const row of gradient) expect(Math.hypot(...row)).toBeGreaterThan(1e-6);
    disposeParameters(p);
  });
});
