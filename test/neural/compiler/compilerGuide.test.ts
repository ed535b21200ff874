import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { list } from "../../../src/domains/list/list.ts";
import { micro } from "../../../src/domains/micro/micro.ts";
import { withoutPrimitives } from "../../../src/dsl/domain.ts";
import { parseType } from "../../../src/dsl/parseType.ts";
import { domainProductions, weightsProblem } from "../../../src/dsl/weightedGrammar.ts";
import { loadBackend } from "../../../src/neural/backend.ts";
import { COMPILER } from "../../../src/neural/compiler/compilerConfig.ts";
import {
  type CompilerModel,
  newCompiler,
  writeCompiler,
} from "../../../src/neural/compiler/compilerFile.ts";
import { beamGrammar, compilerGuide } from "../../../src/neural/compiler/compilerGuide.ts";
import { guess } from "../../../src/neural/compiler/guesser.ts";
import { exampleSlots } from "../../../src/neural/compiler/inputs.ts";
import { tokenNumber } from "../../../src/neural/compiler/tokens.ts";
import { openGuide } from "../../../src/neural/openGuide.ts";
import { createRng } from "../../../src/support/rng.ts";
import type { Example, Task } from "../../../src/tasks/task.ts";

let folder: string;
let model: CompilerModel;

beforeAll(async () => {
  await loadBackend("wasm");
  folder = await mkdtemp(join(tmpdir(), "compiler-guide-"));
  const config = {
    ...COMPILER,
    tokens: 4,
    width: 8,
    heads: 2,
    layers: 1,
    hidden: 8,
    microWidth: 4,
  };
  model = newCompiler(createRng(1), config);
  await writeFile(join(folder, "model.safetensors"), writeCompiler(model));
});

afterAll(() => rm(folder, { recursive: true }));

function taskOf(type: string, examples: readonly Example[]): Task {
  const request = parseType(type);
  if (!request.ok) throw new Error(request.error.message);
  return {
    name: "it",
    domain: "micro",
    file: "",
    request: request.value,
    examples,
    holdout: [],
    definitions: [],
  };
}

const SUMS = taskOf("list int -> int", [
  { inputs: [[1, 2]], output: 3 },
  { inputs: [[5, -1, 4]], output: 8 },
]);

const beamOf = (
  programs: Readonly<Record<string, number>>,
): readonly { readonly tokens: readonly number[]; readonly logP: number }[] =>
  Object.entries(programs).map(([text, share]) => ({
    tokens: text.split(" ").map(tokenNumber),
    logP: Math.log(share),
  }));

/** Weights of productions as first choices of a function from a list to a list, by name. */
function startWeights(programs: Readonly<Record<string, number>>): (name: string) => number {
  const request = taskOf("list int -> list int", []).request;
  const grammar = beamGrammar(beamOf(programs), request, micro);
  if (grammar === undefined) throw new Error("it tells nothing");
  expect(weightsProblem(grammar)).toBeUndefined();
  return (name) => {
    const index = grammar.productions.findIndex(
      ({ term }) => term.kind === "primitive" && term.name === name,
    );
    return Math.exp(grammar.start.productions[index] as number);
  };
}

describe("weights by a beam of programs", () => {
  test("count a program as often as it is likely, however long it is", () => {
    const weight = startWeights({ "x map-inc map-dbl rev": 0.6, "x sort": 0.3, "nop x sort": 0.1 });
    // Of 1.5 counts at the start, half a count is spread over what is possible anywhere.
    expect(weight("rev")).toBeGreaterThan(weight("sort"));
    expect(weight("sort")).toBeGreaterThan(weight("take"));
    expect(weight("take")).toBeGreaterThan(0);
    expect(weight("rev") / weight("sort")).toBeLessThan(2);
    const other = startWeights({ "x map-inc map-dbl rev": 0.3, "x sort": 0.5, "nop x sort": 0.2 });
    expect(other("sort")).toBeGreaterThan(other("rev"));
  });

  test("leave out programs of other types, and are none where none is left", () => {
    const weight = startWeights({ "x sum": 0.9, "x rev": 0.05, "x sort": 0.05 });
    expect(weight("rev")).toBeCloseTo(weight("sort"), 9);
    const ints = beamOf({ "x sum": 1 });
    expect(beamGrammar(ints, taskOf("list int -> list int", []).request, micro)).toBeUndefined();
  });
});

describe("a program compiler as a guide", () => {
  test("weighs what its guesses are made of, and leaves no tensor", () => {
    const tensors = tf.memory().numTensors;
    const grammar = compilerGuide(model).weights(SUMS, micro);
    expect(tf.memory().numTensors).toBe(tensors);
    const slots = SUMS.examples.map((example) => exampleSlots(example));
    const inputs = slots.map((one) => one?.input as Uint8Array);
    const outputs = slots.map((one) => one?.output as Uint8Array);
    const beam = guess(model.guesser, model.config, { inputs, outputs }, 32);
    expect(grammar).toEqual(beamGrammar(beam, SUMS.request, micro));
    expect(grammar?.productions).toEqual(domainProductions(micro));
    const fewer = withoutPrimitives(micro, ["sum"]);
    const smaller = compilerGuide(model).weights(SUMS, fewer);
    expect(smaller?.productions).toEqual(domainProductions(fewer));
  });

  test.each<readonly [string, string, readonly Example[]]>([
    ["of two arguments", "list int -> int -> int", [{ inputs: [[1], 2], output: 3 }]],
    [
      "of lists that are too long",
      "list int -> int",
      [{ inputs: [[1, 1, 1, 1, 1, 1, 1]], output: 7 }],
    ],
    ["of truth values", "list int -> bool", [{ inputs: [[1]], output: true }]],
    ["of an integer", "int -> int", [{ inputs: [1], output: 2 }]],
    ["that gives no example", "list int -> int", []],
  ])("tells nothing of a task %s", (_, type, examples) => {
    expect(compilerGuide(model).weights(taskOf(type, examples), micro)).toBeUndefined();
  });
});

describe("a guide's file", () => {
  test("says itself that it is a program compiler", async () => {
    const opened = await openGuide(folder, micro);
    if (!opened.ok) throw new Error(opened.error.message);
    expect(opened.value.weights(SUMS, micro)).toEqual(compilerGuide(model).weights(SUMS, micro));
    const tensors = tf.memory().numTensors;
    const other = await openGuide(folder, list);
    expect(other).toMatchObject({
      ok: false,
      error: { message: 'a program compiler guides tasks of domain "micro", these are of "list"' },
    });
    expect(tf.memory().numTensors).toBe(tensors);
  });

  test("is a recognition model otherwise", async () => {
    const file = join(folder, "other.safetensors");
    await writeFile(file, "no numbers");
    const opened = await openGuide(file, micro);
    expect(opened.ok ? "" : opened.error.message).toContain("this is no recognition model");
  });
});
