import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import type { CompilerConfig } from "../../../src/neural/compiler/compilerConfig.ts";
import {
  type CompilerParameters,
  initCompiler,
} from "../../../src/neural/compiler/compilerModel.ts";
import {
  type Accuracy,
  INPUTS_PER_PROGRAM,
  accuracyOf,
  postfixCompiler,
} from "../../../src/neural/compiler/evaluateCompiler.ts";
import { inputSlot, randomInput, randomRangeSlot } from "../../../src/neural/compiler/inputs.ts";
import * as S from "../../../src/neural/compiler/state.ts";
import { LENGTHS } from "../../../src/neural/compiler/stateIds.ts";
import { tokenNumber } from "../../../src/neural/compiler/tokens.ts";
import { trace } from "../../../src/neural/compiler/trace.ts";
import { disposeParameters } from "../../../src/neural/nn/parameters.ts";
import { createRng } from "../../../src/support/rng.ts";
import { TINY_COMPILER } from "./tinyCompiler.ts";

beforeAll(() => loadBackend("wasm"));

const CONFIG: CompilerConfig = {
  ...TINY_COMPILER,
  tokens: 5,
  arithmetic: 0,
  ranks: 0,
  pointers: 0,
};
const SEED = 5;

interface Saying {
  readonly length: number;
  readonly fault: number;
  readonly low: number;
  readonly high: number;
}

/** A network that says the same integer of each slot, whatever it reads. */
function alwaysSaying({ length, fault, low, high }: Saying): CompilerParameters {
  const p = initCompiler(createRng(1), CONFIG);
  const favour = (bias: tf.Variable<tf.Rank.R1> | undefined, chosen: readonly number[]): void =>
    tf.tidy(() => {
      const sure = new Float32Array(bias?.size ?? 0);
      for (const at of chosen) sure[at] = 1_000;
      bias?.assign(tf.tensor1d(sure));
    });
  const starts = [0, S.TYPES, S.TYPES + LENGTHS, S.TYPES + 2 * LENGTHS];
  const fields = [S.INTEGER, length, length, fault];
  favour(
    p.executor.header.b,
    fields.map((field, i) => field + (starts[i] as number)),
  );
  favour(p.executor.low.bias, [low]);
  favour(p.executor.high.bias, [high]);
  return p;
}

function accuracyWhere(
  says: Saying,
  kind: "values" | "ranges",
  programs: readonly (readonly number[])[],
): Accuracy {
  const p = alwaysSaying(says);
  const some = programs.map((tokens) => ({ tokens, operations: 1 }));
  const accuracy = accuracyOf(postfixCompiler(p, CONFIG), some, kind, createRng(SEED));
  disposeParameters(p);
  return accuracy;
}

const tokensOf = (text: string): readonly number[] => text.split(" ").map(tokenNumber);
/** Fails on every input. */
const FAULT = tokensOf("0 x take head");

describe("the accuracy of a network's runs", () => {
  test("counts runs, programs that are right on all inputs, and the commonest result", () => {
    // Fails where no integer of the input is negative, and else gives one that is.
    const some = tokensOf("x map-neg filter-positive map-neg head");
    const programs = [some, tokensOf("2"), FAULT, tokensOf("1 1 add")];
    const rng = createRng(SEED);
    const faults = Array.from({ length: INPUTS_PER_PROGRAM }, () =>
      trace(some, inputSlot(randomInput(rng, 2))),
    ).filter((states) => states[some.length * S.STATE_BYTES + S.FAULT] === S.ALWAYS).length;
    expect(faults).toBeGreaterThan(0);
    expect(faults).toBeLessThan(INPUTS_PER_PROGRAM);
    const says = { length: 0, fault: S.ALWAYS, low: S.ABSENT, high: S.ABSENT };
    const found = accuracyWhere(says, "values", programs);
    expect(found.programs).toBe(4);
    expect(found.exact).toBeCloseTo((INPUTS_PER_PROGRAM + faults) / (4 * INPUTS_PER_PROGRAM), 9);
    expect(found.exactOnAll).toBe(1 / 4);
    // Two programs give 2 on all inputs.
    expect(found.trivial).toBe(1 / 2);
    // Nothing that has a value lies in a fault.
    expect(found.covered).toBe(0);
  });

  test("counts values of ranges that results speak of, and integers in them for each that may occur", () => {
    const programs = [tokensOf("x len"), tokensOf("2"), FAULT, tokensOf("3 3 add 3 add")];
    const rng = createRng(SEED);
    const lengths = Array.from({ length: INPUTS_PER_PROGRAM }, () => randomRangeSlot(rng, 2))
      .map((slot) => (slot[S.GREATEST] as number) - (slot[S.LEAST] as number) + 1)
      .reduce((sum, width) => sum + width, 0);
    expect(lengths).toBeGreaterThan(INPUTS_PER_PROGRAM);
    const says = { length: 1, fault: S.NEVER, low: 0 - S.BASE, high: 7 - S.BASE };
    const found = accuracyWhere(says, "ranges", programs);
    expect(found.exact).toBe(0);
    // Of lengths, 2 and 9, which have values, all but the last lie in 0..7.
    expect(found.covered).toBeCloseTo(2 / 3, 9);
    const runs = 3 * INPUTS_PER_PROGRAM;
    expect(found.width).toBeCloseTo((8 * runs) / (lengths + 2 * INPUTS_PER_PROGRAM), 9);
  });
});
