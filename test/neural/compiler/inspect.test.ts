import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import { COMPILER } from "../../../src/neural/compiler/compilerConfig.ts";
import { type CompilerModel, newCompiler } from "../../../src/neural/compiler/compilerFile.ts";
import { rangeSlot, valueSlot } from "../../../src/neural/compiler/inputs.ts";
import { readBack } from "../../../src/neural/compiler/inspect.ts";
import { lookInto } from "../../../src/neural/compiler/compilerLook.ts";
import { listing } from "../../../src/neural/compiler/listing.ts";
import {
  type MicroOperation,
  attentionBiases,
  microOperations,
} from "../../../src/neural/compiler/microOperations.ts";
import { padded } from "../../../src/neural/compiler/randomProgram.ts";
import { sideBySide } from "../../../src/neural/compiler/sideBySide.ts";
import { isProgram } from "../../../src/neural/compiler/stacks.ts";
import { printSlot } from "../../../src/neural/compiler/state.ts";
import { tokenNumber } from "../../../src/neural/compiler/tokens.ts";
import { Interval } from "../../../src/interp/ranges/interval.ts";
import { Lists } from "../../../src/interp/ranges/listRange.ts";
import { createRng } from "../../../src/support/rng.ts";

let model: CompilerModel;

beforeAll(async () => {
  await loadBackend("wasm");
  const config = {
    ...COMPILER,
    tokens: 4,
    layers: 3,
    width: 16,
    hidden: 16,
    patterns: 5,
    microWidth: 8,
  };
  model = newCompiler(createRng(1), config);
});

const program = padded(["x", "map-inc", "sum"].map(tokenNumber), 4);

describe("looking into a program compiler", () => {
  test("lists what the micro-operation of each token and layer sets", () => {
    const rows = listing(model, program);
    const wanted = ["x", "map-inc", "sum", "nop"].flatMap((token) =>
      [1, 2, 3].map((layer) => `${token} ${layer}`),
    );
    expect(rows.map(({ token, layer }) => `${token} ${layer}`)).toEqual(wanted);
    for (const { heads, open, shut, patterns } of rows) {
      expect(heads).toHaveLength(4);
      expect(heads.every((gate) => gate > 0 && gate < 2)).toBe(true);
      expect(open + shut).toBeLessThanOrEqual(16);
      expect(patterns).toHaveLength(3);
    }
  });

  test("shows the exact states beside those of the network", () => {
    const rows = sideBySide(model, program, valueSlot([3, 4]) as Uint8Array);
    expect(rows.map(({ exact }) => exact)).toEqual(["[3, 4]", "[4, 5]", "9", "9"]);
    expect(rows.every(({ exact, network, equal }) => equal === (exact === network))).toBe(true);
  });

  test("says of each slot how the network's stands to the exact one, and how sure it is", () => {
    const range = rangeSlot(Lists.of(Interval.of(1, 2), Interval.of(0, 3))) as Uint8Array;
    const rows = sideBySide(model, program, range);
    for (const { slots, equal } of rows) {
      expect(slots).toHaveLength(3);
      expect(slots.every(({ verdict }) => verdict === "exact")).toBe(equal);
      for (const { exact, network, verdict, bytes } of slots) {
        expect(verdict !== "exact" || network === exact).toBe(true);
        for (const { probability, likeliest } of bytes) {
          expect(probability).toBeGreaterThan(0);
          expect(probability).toBeLessThanOrEqual((likeliest[0]?.probability ?? 0) + 1e-6);
        }
      }
    }
    const [first] = rows[0]?.slots ?? [];
    expect(first?.positions.slice(0, 2).map(({ exact }) => exact)).toEqual([
      { low: 0, high: 3, optional: false },
      { low: 0, high: 3, optional: true },
    ]);
  });

  test("looks into each token, and the first of those that do nothing", () => {
    const before = tf.memory().numTensors;
    const { tokens, cosines, kindUnits, pairs } = lookInto(model, program);
    expect(tf.memory().numTensors).toBe(before);
    expect(tokens.map(({ place }) => place)).toEqual([1, 2, 3, 4]);
    for (const { layers, token } of tokens) {
      expect(layers).toHaveLength(3);
      expect(layers[0]?.attention.map((head) => head.length)).toEqual([784, 784, 784, 784]);
      // Little of a micro-operation comes from the other tokens: it is nearest to its own kind.
      expect(layers[0]?.nearest[0]?.token).toBe(token);
    }
    for (const [a, row] of cosines.entries()) {
      expect(row[a]).toBeCloseTo(1, 5);
      expect(row.every((cosine, b) => Math.abs(cosine - (cosines[b]?.[a] ?? 2)) < 1e-6)).toBe(true);
    }
    expect(kindUnits.map((rows) => rows.length)).toEqual([28, 28, 28]);
    expect(pairs.every(({ open, shut, opposed }) => open + shut + opposed <= 48)).toBe(true);
  });

  test("mixes attention patterns as the layer does", () => {
    const operations = microOperations(model, program);
    const biases = attentionBiases(model, operations);
    const { patterns } = operations[4] as MicroOperation;
    const learned = model.parameters.executor.layers[1]?.patterns.dataSync() as Float32Array;
    const size = 4 * 28 * 28;
    for (const i of [0, 1000, size - 1]) {
      const wanted = patterns.reduce((sum, c, r) => sum + c * (learned[r * size + i] as number), 0);
      expect(biases[4]?.[i]).toBeCloseTo(wanted, 4);
    }
  });

  test("reads micro-operations back as programs", () => {
    expect(readBack(model, program).every(({ tokens }) => isProgram(tokens))).toBe(true);
  });

  test("takes values and ranges within the limits of the domain", () => {
    expect(valueSlot([1, 2, 3, 4, 5, 6, 7])).toBeUndefined();
    expect(valueSlot([64])).toBeUndefined();
    expect(valueSlot(3)).toBeUndefined();
    const slot = (low: number, high: number, longest: number): string => {
      const range = Lists.of(Interval.of(1, longest), Interval.of(low, high));
      const bytes = rangeSlot(range);
      return bytes === undefined ? "none" : printSlot(bytes, 0);
    };
    expect(slot(0, 3, 2)).toBe("[0..3, 0..3?]");
    expect(slot(0, 64, 2)).toBe("none");
    expect(slot(0, 3, 7)).toBe("none");
    expect(printSlot(rangeSlot(Lists.EMPTY) as Uint8Array, 0)).toBe("[]");
  });
});
