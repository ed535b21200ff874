import fc from "fast-check";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import type { CompilerConfig } from "../../../src/neural/compiler/compilerConfig.ts";
import {
  type CompilerModel,
  disposeCompiler,
  newCompiler,
  readCompiler,
  writeCompiler,
} from "../../../src/neural/compiler/compilerFile.ts";
import { compilerModelShapes } from "../../../src/neural/compiler/compilerShapes.ts";
import { flattenParameters, readParameters } from "../../../src/neural/nn/parameters.ts";
import {
  type NamedNumbers,
  readSafetensors,
  writeSafetensors,
} from "../../../src/neural/safetensors.ts";
import { createRng } from "../../../src/support/rng.ts";

let model: CompilerModel;
let bytes: Uint8Array;

beforeAll(async () => {
  await loadBackend("wasm");
  model = newModel();
  bytes = writeCompiler(model);
});

const CONFIG: CompilerConfig = {
  tokens: 3,
  width: 8,
  heads: 2,
  layers: 1,
  hidden: 8,
  patterns: 1,
  microWidth: 4,
  arithmetic: 1,
  ranks: 1,
  pointers: 1,
  encoderLayers: 1,
  encoderStates: 0,
  decoderLayers: 1,
};

const newModel = (config = CONFIG): CompilerModel => newCompiler(createRng(1), config, 9);

/** What is wrong with a file of which the description was changed. */
function problem(bytes: Uint8Array, change: (description: object) => object): string {
  const file = readSafetensors(bytes);
  if (!file.ok) return file.error;
  const description = JSON.parse(file.value.metadata.get("synth") ?? "") as object;
  const metadata = new Map([["synth", JSON.stringify(change(description))]]);
  const read = readCompiler(writeSafetensors({ tensors: file.value.tensors, metadata }));
  return read.ok ? "nothing" : read.error;
}

describe("a file of a program compiler", () => {
  test("has all numbers and sizes", () => {
    const read = readCompiler(bytes);
    if (!read.ok) throw new Error(read.error);
    expect(read.value.config).toEqual(CONFIG);
    expect(read.value.seed).toBe(9);
    const numbers = (one: CompilerModel): unknown =>
      readParameters({ ...one.parameters, source: one.source, guesser: one.guesser });
    expect(numbers(read.value)).toEqual(numbers(model));
    disposeCompiler(read.value);
  });

  test("of another kind, other tokens or sizes that no machine has is refused", () => {
    expect(problem(bytes, (d) => d)).toBe("nothing");
    expect(problem(bytes, (d) => ({ ...d, seed: -1 }))).toBe("`seed` is no seed");
    expect(problem(bytes, (d) => ({ ...d, format: "x" }))).toContain('no "synth program compiler');
    expect(problem(bytes, (d) => ({ ...d, tokens: ["nop"] }))).toContain("other tokens");
    for (const change of [{ width: 1e9 }, { heads: 3 }, { layers: 0.5 }, { tokens: "3" }]) {
      const config = { ...CONFIG, ...change };
      expect(problem(bytes, (d) => ({ ...d, config }))).toContain("no model that can be loaded");
    }
    expect(problem(bytes, (d) => ({ ...d, config: { ...CONFIG, width: 16 } }))).toContain("tensor");
  });

  test.each([
    {},
    { arithmetic: 0, ranks: 0, pointers: 0 },
    { arithmetic: 0 },
    { encoderStates: 2, layers: 2, decoderLayers: 2 },
  ])("is known by names and shapes before memory is taken: %j", (sizes) => {
    const made = newModel({ ...CONFIG, ...sizes });
    const tree = { ...made.parameters, source: made.source, guesser: made.guesser };
    const shapes = new Map(
      flattenParameters(tree).map(({ name, variable }) => [name, variable.shape]),
    );
    expect(new Map(compilerModelShapes(made.config))).toEqual(shapes);
    disposeCompiler(made);
  });

  test("that lacks a tensor, or has one turned, is refused", () => {
    const file = readSafetensors(bytes);
    if (!file.ok) throw new Error(file.error);
    const { tensors, metadata } = file.value;
    const error = (changed: ReadonlyMap<string, NamedNumbers>): string => {
      const read = readCompiler(writeSafetensors({ tensors: changed, metadata }));
      return read.ok ? "nothing" : read.error;
    };
    expect(error(new Map())).toBe("tensor encoder.tokens is missing");
    const { shape, numbers } = tensors.get("source.tokens") as NamedNumbers;
    const turned = { shape: shape.toReversed(), numbers };
    expect(error(new Map([...tensors, ["source.tokens", turned]]))).toContain("has the shape");
  });

  test("of any bytes is refused or read, with no tensor left when it is refused", () => {
    const before = tf.memory().numTensors;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(), (noise, at) => {
        expect(readCompiler(noise).ok).toBe(false);
        expect(readCompiler(bytes.subarray(0, at % bytes.length)).ok).toBe(false);
      }),
      { numRuns: 50 },
    );
    expect(tf.memory().numTensors).toBe(before);
    disposeCompiler(model);
  });
});
