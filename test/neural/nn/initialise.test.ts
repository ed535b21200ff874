import type { Rank, Variable } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import { kaiming, normal, uniform, xavier } from "../../../src/neural/nn/initialise.ts";
import { readTensor } from "../../../src/neural/nn/parameters.ts";
import { createRng } from "../../../src/support/rng.ts";

beforeAll(() => loadBackend("wasm"));

const moments = (variable: Variable<Rank>) => {
  const numbers = [...readTensor(variable)];
  variable.dispose();
  const mean = numbers.reduce((a, b) => a + b, 0) / numbers.length;
  const variance = numbers.reduce((a, b) => a + (b - mean) ** 2, 0) / numbers.length;
  return { mean, deviation: Math.sqrt(variance), largest: Math.max(...numbers.map(Math.abs)) };
};

describe("initialisation", () => {
  test("normal numbers have mean 0, the deviation asked for, and tails", () => {
    const { mean, deviation, largest } = moments(normal(createRng(1), [100, 200], 0.5));
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(deviation).toBeCloseTo(0.5, 2);
    expect(largest).toBeGreaterThan(1.7);
  });

  test("uniform numbers fill their bounds", () => {
    const { mean, deviation, largest } = moments(uniform(createRng(2), [100, 200], 0.5));
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(deviation).toBeCloseTo(1 / Math.sqrt(12), 2);
    expect(largest).toBeLessThanOrEqual(0.5);
  });

  test("the variances of Glorot and of He", () => {
    expect(moments(xavier(createRng(3), 30, 500)).deviation).toBeCloseTo(Math.sqrt(2 / 530), 3);
    expect(moments(kaiming(createRng(4), 30, 500)).deviation).toBeCloseTo(Math.sqrt(2 / 30), 2);
  });

  test("the same seed gives the same numbers, another seed others", () => {
    const [a, b, c] = [5, 5, 6].map((seed) => normal(createRng(seed), [7], 1));
    expect(readTensor(a as Variable)).toEqual(readTensor(b as Variable));
    expect(readTensor(a as Variable)).not.toEqual(readTensor(c as Variable));
    [a, b, c].forEach((variable) => variable?.dispose());
  });
});
