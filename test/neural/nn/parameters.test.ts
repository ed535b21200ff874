import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import { normal, zeros } from "../../../src/neural/nn/initialise.ts";
import {
  countParameters,
  disposeParameters,
  flattenParameters,
  readParameters,
  writeParameters,
} from "../../../src/neural/nn/parameters.ts";
import { createRng } from "../../../src/support/rng.ts";

// The backend that gives out its own memory: what is not copied shows.
beforeAll(() => loadBackend("cpu"));

const createTree = (seed: number) => {
  const rng = createRng(seed);
  return {
    layers: [
      { w: normal<tf.Rank.R2>(rng, [2, 3], 1) },
      { w: normal<tf.Rank.R2>(rng, [3, 1], 1), b: zeros<tf.Rank.R1>([1]) },
    ],
    out: normal<tf.Rank.R1>(rng, [4], 1),
  };
};

describe("a parameter tree", () => {
  test("names its variables by path, in the order of writing", () => {
    const tree = createTree(1);
    const names = flattenParameters(tree).map(({ name }) => name);
    expect(names).toEqual(["layers.0.w", "layers.1.w", "layers.1.b", "out"]);
    expect(countParameters(tree)).toBe(6 + 3 + 1 + 4);
    disposeParameters(tree);
  });

  test("two trees of one model live side by side, and are freed", () => {
    const before = tf.memory().numTensors;
    const trees = [createTree(1), createTree(1)];
    expect(tf.memory().numTensors - before).toBe(8);
    trees.forEach(disposeParameters);
    expect(tf.memory().numTensors).toBe(before);
  });

  test("is read into another exactly", () => {
    const [from, to] = [createTree(1), createTree(2)];
    const values = readParameters(from);
    expect(readParameters(to)).not.toEqual(values);
    expect(writeParameters(to, values).ok).toBe(true);
    expect(readParameters(to)).toEqual(values);
    [from, to].forEach(disposeParameters);
  });

  test("does not keep the arrays it is written from or read into", () => {
    const tree = createTree(1);
    const values = readParameters(tree);
    values.get("out")?.fill(7);
    expect(readParameters(tree).get("out")).not.toContain(7);
    const others = readParameters(tree);
    writeParameters(tree, others);
    others.get("out")?.fill(7);
    expect(readParameters(tree).get("out")).not.toContain(7);
    disposeParameters(tree);
  });

  test.each([
    ["out is missing", (m: Map<string, Float32Array>) => m.delete("out")],
    ["other is no parameter of this model", (m) => m.set("other", new Float32Array(1))],
    ["out has 3 numbers where 4 are wanted", (m) => m.set("out", new Float32Array(3))],
  ] as [string, (m: Map<string, Float32Array>) => unknown][])(
    "refuses what does not fit: %s",
    (error, spoil) => {
      const tree = createTree(1);
      const before = readParameters(tree);
      const values = new Map([...before].map(([name, numbers]) => [name, numbers.map((x) => -x)]));
      spoil(values);
      expect(writeParameters(tree, values)).toEqual({ ok: false, error });
      expect(readParameters(tree)).toEqual(before);
      disposeParameters(tree);
    },
  );
});
