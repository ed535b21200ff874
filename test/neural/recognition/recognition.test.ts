import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { multiply } from "../../../src/domains/list/arithmetic.ts";
import { Deriver } from "../../../src/dsl/derivation.ts";
import { parseTerm } from "../../../src/dsl/parseTerm.ts";
import { parseType } from "../../../src/dsl/parseType.ts";
import type { Domain } from "../../../src/dsl/domain.ts";
import type { Term } from "../../../src/dsl/term.ts";
import type { Type } from "../../../src/dsl/type.ts";
import {
  type WeightedGrammar,
  domainProductions,
  uniformGrammar,
} from "../../../src/dsl/weightedGrammar.ts";
import { compile } from "../../../src/interp/evaluate.ts";
import { loadBackend } from "../../../src/neural/backend.ts";
import {
  domainLayout,
  fingerprintOf,
  productionTexts,
} from "../../../src/neural/recognition/fingerprint.ts";
import { disposeExamples, exampleBatch } from "../../../src/neural/recognition/exampleBatch.ts";
import { grammarOf } from "../../../src/neural/recognition/layout.ts";
import {
  type ModelConfig,
  initModel,
  predict,
  siteLoss,
} from "../../../src/neural/recognition/model.ts";
import {
  describeModel,
  namedNumbers,
  readModel,
  writeModel,
} from "../../../src/neural/recognition/modelFile.ts";
import { modelShapes } from "../../../src/neural/recognition/modelShapes.ts";
import {
  type RecognitionModel,
  recognitionGuide,
} from "../../../src/neural/recognition/recognitionModel.ts";
import {
  disposeParameters,
  flattenParameters,
  readParameters,
  writeTensor,
} from "../../../src/neural/nn/parameters.ts";
import { readSafetensors, writeSafetensors } from "../../../src/neural/safetensors.ts";
import type { Dream } from "../../../src/neural/train/dreams.ts";
import { type EncodedDream, dreamEncoder } from "../../../src/neural/train/encodeDream.ts";
import { siteBatch } from "../../../src/neural/train/siteBatch.ts";
import { createRng } from "../../../src/support/rng.ts";
import type { Task } from "../../../src/tasks/task.ts";
import { smallDomain } from "./smallDomain.ts";

beforeAll(() => loadBackend("wasm"));

const CONFIG: ModelConfig = {
  encoder: { width: 8, heads: 2, layers: 1, hidden: 12 },
  summary: 10,
  tokens: 32,
};
const domain = smallDomain();

function modelFor(of: Domain, seed = 1): RecognitionModel {
  const layout = domainLayout(of);
  const parameters = initModel(createRng(seed), CONFIG, layout);
  // Away from the small numbers of the beginning, so that weights differ clearly.
  const { b } = parameters.place;
  const rng = createRng(seed + 1);
  if (b !== undefined)
    writeTensor(
      b,
      Float32Array.from({ length: b.size }, () => 3 * rng.next()),
    );
  return { domain: of.name, config: CONFIG, productions: productionTexts(of), layout, parameters };
}

const type = (text: string): Type => {
  const parsed = parseType(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
};
const term = (text: string): Term => {
  const parsed = parseTerm(text, { domain });
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value.term;
};

const EXAMPLES: readonly (readonly [request: string, program: string, inputs: unknown[][]])[] = [
  ["list int -> list int", "\\x -> map (\\y -> y + 1) (cdr x)", [[[1, 2]], [[5]], [[2, 2, 2]]]],
  [
    "list int -> int -> int",
    "\\x y -> length x + y",
    [
      [[1], 3],
      [[], 0],
    ],
  ],
  ["int -> list int", "\\x -> x :: (1 + x) :: empty", [[1], [4], [7]]],
  ["int -> int -> int", "\\x y -> y + y", [[1, 2]]],
];
const DREAMS: readonly Dream[] = EXAMPLES.map(([request, text, inputs]) => {
  const program = term(text);
  const evaluator = compile(program, domain);
  const examples = inputs.map((all) => ({ inputs: all, output: evaluator.run(...all) }));
  return { request: type(request), program, examples };
});

const taskOf = ({ request, examples }: Dream): Task => ({
  name: "task",
  file: "test",
  domain: "small",
  request,
  examples,
  holdout: [],
  definitions: [],
});
const [firstTask] = DREAMS.map(taskOf) as [Task, ...Task[]];

test("the loss is what the guide's grammar says of the programs, choice by choice", () => {
  const model = modelFor(domain);
  const deriver = new Deriver(uniformGrammar(domainProductions(domain)));
  const encode = dreamEncoder(domain, deriver, model.layout, CONFIG.tokens);
  const guide = recognitionGuide(model);
  const encoded = DREAMS.map((dream) => encode(dream) as EncodedDream);
  let slow = 0;
  for (const dream of DREAMS) {
    const grammar = guide.weights(taskOf(dream), domain);
    const derived = new Deriver(grammar).derive(dream.program, dream.request);
    if (!derived.ok) throw new Error(derived.error.message);
    for (const { site, option } of derived.value) {
      // Of the variables that fit the network says one thing; the grammar shares it among them.
      slow += option.cost - (option.choice < 0 ? Math.log(site.fitting) : 0);
    }
  }
  const examples = exampleBatch(encoded.map((one) => one.examples));
  const sites = siteBatch(encoded, model.layout);
  const mean = tf.tidy(() => {
    const prediction = predict(model.parameters, CONFIG, model.layout, examples);
    return siteLoss(prediction, sites).dataSync()[0] as number;
  });
  const count = encoded.reduce((sum, { labels }) => sum + labels.length, 0);
  expect(mean * count).toBeCloseTo(slow, 3);
  disposeExamples(examples);
  tf.dispose(Object.values(sites));
  guide.dispose();
});

describe("a guide", () => {
  test("does not care for the order of examples", () => {
    const guide = recognitionGuide(modelFor(domain));
    const turned = { ...firstTask, examples: [...firstTask.examples].reverse() };
    const [one, other] = [firstTask, turned].map((task) => guide.weights(task, domain).start);
    one?.productions.forEach((weight, i) =>
      expect(weight).toBeCloseTo(other?.productions[i] as number, 4),
    );
    guide.dispose();
  });

  test("frees what it takes", () => {
    const before = tf.memory().numTensors;
    const guide = recognitionGuide(modelFor(domain));
    guide.weights(firstTask, domain);
    const after = tf.memory().numTensors;
    guide.weights(firstTask, domain);
    expect(tf.memory().numTensors).toBe(after);
    guide.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test("guides a domain that has grown: what it does not know gets the mean weight of the place", () => {
    const guide = recognitionGuide(modelFor(domain));
    const grown = smallDomain([multiply]);
    const known = guide.weights(firstTask, domain);
    const wider = guide.weights(firstTask, grown);
    const numberOf = (of: WeightedGrammar, name: string): number =>
      of.productions.findIndex(({ term: one }) => one.kind === "primitive" && one.name === name);
    const mapNumber = numberOf(wider, "map");
    const place = wider.arguments[mapNumber]?.[1]?.productions ?? [];
    const before = known.arguments[numberOf(known, "map")]?.[1];
    const others = place.filter((_, i) => i !== numberOf(wider, "*"));
    expect(others).toEqual(before?.productions);
    const weights = [...(before?.productions ?? []), before?.variable as number];
    const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
    expect(place[numberOf(wider, "*")]).toBeCloseTo(mean, 5);
    guide.dispose();
  });
});

test.each([
  [1, 8, 12, 10],
  [3, 12, 7, 5],
])(
  "shapes are known of a model of %i layers before it is made",
  (layers, width, hidden, summary) => {
    const layout = domainLayout(domain);
    const config = { encoder: { width, heads: 2, layers, hidden }, summary, tokens: 9 };
    const made = initModel(createRng(1), config, layout);
    expect([...modelShapes(config, layout)]).toEqual(
      flattenParameters(made).map(({ name, variable }) => [name, variable.shape]),
    );
    disposeParameters(made);
  },
);

test("a guide that fails keeps no memory", () => {
  const model = modelFor(domain);
  const guide = recognitionGuide(model);
  disposeParameters(model.parameters.task);
  const { numTensors } = tf.memory();
  expect(() => guide.weights(firstTask, domain)).toThrow(/undefined|disposed/);
  expect(tf.memory().numTensors).toBe(numTensors);
});

/** The description with other productions, and their fingerprint. */
const withProductions =
  (productions: unknown) =>
  (text: string): string => {
    const texts = Array.isArray(productions) ? (productions as readonly string[]) : [];
    const fingerprint = fingerprintOf(texts);
    return JSON.stringify({ ...(JSON.parse(text) as object), productions, fingerprint });
  };

describe("a model's file", () => {
  const bytesOf = (model: RecognitionModel): Uint8Array =>
    writeModel(
      describeModel(model.domain, model.productions, model.config),
      namedNumbers(model.parameters, readParameters(model.parameters)),
    );

  test("gives back a model that says the same", () => {
    const model = modelFor(domain);
    const read = readModel(bytesOf(model));
    if (!read.ok) throw new Error(read.error);
    const [one, other] = [model, read.value].map((of) => {
      const guide = recognitionGuide(of);
      const weights = guide.weights(firstTask, domain);
      guide.dispose();
      return weights;
    });
    expect(other).toEqual(one);
  });

  test.each<readonly [string, (text: string) => string, RegExp]>([
    ["another format", (text) => text.replace("model 1", "model 9"), /is no "synth recognition/],
    ["a production that was changed", (text) => text.replace("cdr", "cdx"), /fingerprint/],
    ["a size without bounds", (text) => text.replace('"width":8', '"width":8e9'), /no model/],
    ["heads that do not divide", (text) => text.replace('"heads":2', '"heads":3'), /no model/],
    [
      "another size",
      (text) => text.replace('"hidden":12', '"hidden":16'),
      /has the shape \[8, 12\] where \[8, 16\] is wanted/,
    ],
    ["more layers than tensors", (text) => text.replace('"layers":1', '"layers":32'), /is missing/],
    ["a size that takes all memory", (text) => text.replace('"width":8', '"width":1024'), /shape/],
    [
      "attention beyond bounds",
      (text) => text.replace('"tokens":32', '"tokens":1024').replace('"heads":2', '"heads":8'),
      /no model/,
    ],
    ["another vocabulary", (text) => text.replace(/"vocabulary":\d+/, '"vocabulary":3'), /anew/],
    ["no description", () => "", /no JSON/],
    ["a production without a type", withProductions(["cdr"]), /"cdr" is no production/],
    ["productions that are no list", withProductions({ length: 1 }), /must be a list/],
  ])("is refused with a sentence when it has %s", (_, change, message) => {
    const model = modelFor(domain);
    const file = readSafetensors(bytesOf(model));
    disposeParameters(model.parameters);
    if (!file.ok) throw new Error(file.error);
    const text = file.value.metadata.get("synth") as string;
    const metadata = new Map([["synth", change(text)]]);
    const tensors = tf.memory().numTensors;
    const read = readModel(writeSafetensors({ ...file.value, metadata }));
    expect(read.ok ? "" : read.error).toMatch(message);
    expect(tf.memory().numTensors).toBe(tensors);
  });
});

test("a table of weights is read as the grammar that wrote it", () => {
  const layout = domainLayout(domain);
  const table = Array.from({ length: layout.rows * layout.columns }, (_, i) => -i);
  const grammar = grammarOf(table, layout, domainProductions(domain));
  const all = [grammar.start, grammar.variable, ...grammar.arguments.flat()];
  expect(all.flatMap((one) => [...one.productions, one.variable])).toEqual(table);
});
