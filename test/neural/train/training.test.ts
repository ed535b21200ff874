import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { Deriver } from "../../../src/dsl/derivation.ts";
import { primitive } from "../../../src/dsl/primitive.ts";
import { printTerm } from "../../../src/dsl/printTerm.ts";
import { splitFunctionType } from "../../../src/dsl/type.ts";
import { domainProductions, uniformGrammar } from "../../../src/dsl/weightedGrammar.ts";
import { list } from "../../../src/domains/list/list.ts";
import { text } from "../../../src/domains/text/text.ts";
import { compile } from "../../../src/interp/evaluate.ts";
import { equalValues, valueKey } from "../../../src/interp/value.ts";
import { loadBackend } from "../../../src/neural/backend.ts";
import { readParameters } from "../../../src/neural/nn/parameters.ts";
import { domainLayout, productionTexts } from "../../../src/neural/recognition/fingerprint.ts";
import {
  readCheckpoint,
  restoreTrainer,
  writeCheckpoint,
} from "../../../src/neural/train/checkpoint.ts";
import { type Dream, Dreamer } from "../../../src/neural/train/dreams.ts";
import { createDreamSource, isHeldOut } from "../../../src/neural/train/dreamSource.ts";
import { enumeratePrograms } from "../../../src/neural/train/enumeratePrograms.ts";
import { InputSets } from "../../../src/neural/train/inputSets.ts";
import { decidesInLoop } from "../../../src/neural/train/programTraits.ts";
import { typicalRequests } from "../../../src/neural/train/requests.ts";
import { Trainer, batchesOf } from "../../../src/neural/train/trainer.ts";
import { DEFAULT_TRAINING, type TrainingConfig } from "../../../src/neural/train/trainingConfig.ts";
import { domainGrammar } from "../../../src/search/domainGrammar.ts";
import { createRng } from "../../../src/support/rng.ts";
import { typeOf } from "../../dsl/parsed.ts";
import { smallDomain } from "../recognition/smallDomain.ts";

beforeAll(() => loadBackend("wasm"));

const domain = smallDomain();

const CONFIG: TrainingConfig = {
  ...DEFAULT_TRAINING,
  model: {
    encoder: { width: 8, heads: 2, layers: 1, hidden: 12 },
    summary: 10,
    tokens: 32,
  },
  seed: 5,
  batch: 6,
  warmUpSteps: 3,
};

const CHUNKS = 8;
const dreamsOf = (seed: number): readonly (readonly Dream[])[] => {
  const dreamer = new Dreamer(domain, seed);
  return Array.from({ length: CHUNKS }, (_, number) => dreamer.chunk(number));
};

describe("dreams", () => {
  const chunks = dreamsOf(1);
  const dreams = chunks.flat();

  test("are many, of several requests and lengths", () => {
    expect(dreams.length).toBeGreaterThan(100);
    expect(new Set(dreams.map(({ request }) => JSON.stringify(request))).size).toBeGreaterThan(3);
  });

  test("do what their examples say, for other outputs than one and other than an input", () => {
    for (const { program, request, examples } of dreams) {
      const evaluator = compile(program, domain);
      expect(examples.length).toBeGreaterThanOrEqual(3);
      for (const { inputs, output } of examples) {
        expect(equalValues(evaluator.run(...inputs), output)).toBe(true);
      }
      const { parameters } = splitFunctionType(request);
      for (const index of parameters.keys()) {
        expect(examples.every((one) => equalValues(one.inputs[index], one.output))).toBe(false);
      }
    }
  });

  test("use each of their inputs", () => {
    for (const { program, request } of dreams) {
      const { parameters } = splitFunctionType(request);
      const printed = printTerm(program, domain);
      const [head, ...body] = printed.split(" -> ");
      const names = (head as string).slice(1).split(" ");
      expect(names.length).toBeGreaterThanOrEqual(1);
      for (const name of names.slice(0, parameters.length)) {
        expect(body.join(" -> ")).toMatch(new RegExp(`\\b${name}\\b`));
      }
    }
  });

  test("of lists often have loops with a condition in them", () => {
    const dreamer = new Dreamer(list, 1);
    const lists = Array.from({ length: 10 }, (_, number) => dreamer.chunk(number)).flat();
    const loops = lists.filter(({ program }) => decidesInLoop(program, (name) => name === "if"));
    expect(loops.length / lists.length).toBeGreaterThan(0.1);
  });

  test("of texts do not often have a constant that is a number", () => {
    const dreamer = new Dreamer(text, 1);
    const texts = Array.from({ length: 40 }, (_, number) => dreamer.chunk(number)).flat();
    const written = texts.filter(({ program }) =>
      /str\.from_int \d/.test(printTerm(program, text)),
    );
    expect(written.length / texts.length).toBeLessThan(0.17);
  });

  test("are programs that the grammar makes", () => {
    const deriver = new Deriver(uniformGrammar(domainProductions(domain)));
    for (const { program, request } of dreams) {
      expect(deriver.derive(program, request).ok).toBe(true);
    }
  });

  test("of a chunk differ in what they do", () => {
    for (const chunk of chunks) {
      const [one] = chunk;
      if (one === undefined) continue;
      const { parameters } = splitFunctionType(one.request);
      const inputs = new InputSets(domain);
      const rng = createRng(9);
      const tuples = Array.from({ length: 40 }, () => inputs.draw(parameters, rng)).flat();
      const behaviours = chunk.map(({ program }) => {
        const evaluator = compile(program, domain);
        return tuples.map((tuple) => valueKey(evaluator.run(...tuple) ?? "fault")).join(" ");
      });
      expect(new Set(behaviours).size).toBe(chunk.length);
    }
  });

  test("depend on the seed and the number alone, not on what was dreamt before", () => {
    const dreamer = new Dreamer(domain, 1);
    expect(dreamer.chunk(7)).toEqual(chunks[7]);
    expect(dreamer.chunk(2)).toEqual(chunks[2]);
    expect(dreamsOf(2)).not.toEqual(chunks);
  });

  test("are held out for the validation by their program, and then never trained on", () => {
    const source = createDreamSource(domain, { seed: 1, tokens: 32 });
    const held = dreams.filter(({ program }) => isHeldOut(program));
    expect(held.length).toBeGreaterThan(0);
    expect(held.length).toBeLessThan(dreams.length / 4);
    for (const [number, chunk] of chunks.slice(0, 3).entries()) {
      const kept = chunk.filter(({ program }) => !isHeldOut(program));
      expect(source.chunk("training", number)).toHaveLength(kept.length);
    }
  });
});

describe("an enumeration of dreams", () => {
  /** Programs that it finds, and calls of functions that they made. */
  const enumerated = (mostCalls: number) => {
    let calls = 0;
    const often = primitive({
      name: "often",
      type: "(int -> int) -> int -> int",
      doc: "A function, many times over.",
      examples: [],
      range: "top",
      evaluate: (f: (x: number) => number | undefined, x: number) => {
        let value: number | undefined = x;
        for (let i = 0; i < 300 && value !== undefined; i++, calls++) value = f(value) ?? undefined;
        return value === undefined ? undefined : value % 100;
      },
    });
    const own = smallDomain([often]);
    const grammar = domainGrammar(own, typeOf("int -> int"));
    const set = [[1], [5], [8]];
    const programs = enumeratePrograms(grammar, set, own, 1_500, createRng(1), mostCalls);
    return { programs, calls };
  };

  test("ends when programs have made too many calls, with the shortest ones", () => {
    const all = enumerated(2e6);
    const few = enumerated(20_000);
    // In between, as much as all programs between two counts may make.
    expect(few.calls).toBeLessThan(20_000 + 256 * 3 * 300);
    expect(all.calls).toBeGreaterThan(4 * few.calls);
    expect(few.programs.length).toBeGreaterThan(5);
    expect(few.programs).toEqual(all.programs.slice(0, few.programs.length));
  });
});

describe("what is dreamt of", () => {
  test("are requests of which the parameters say something, with weights of 1 together", () => {
    const requests = typicalRequests(domain, createRng(1));
    expect(requests.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
    const [likeliest] = requests;
    expect(
      splitFunctionType((likeliest as { request: Dream["request"] }).request).parameters,
    ).toHaveLength(1);
  });

  test("are inputs of one form, for the most part, where values have forms", () => {
    const inputs = new InputSets(text);
    const rng = createRng(3);
    const { parameters } = splitFunctionType({
      kind: "constructor",
      name: "->",
      arguments: [
        { kind: "constructor", name: "string", arguments: [] },
        { kind: "constructor", name: "string", arguments: [] },
      ],
    });
    const alike = Array.from({ length: 30 }, () => inputs.draw(parameters, rng)).filter(
      (set) => new Set(set.map(([one]) => String(one).replace(/\p{L}+|\d+/gu, "x"))).size <= 2,
    );
    expect(alike.length).toBeGreaterThan(5);
  });
});

describe("training", () => {
  const layout = domainLayout(domain);
  const source = createDreamSource(domain, { seed: CONFIG.seed, tokens: 32 });
  const dreams = Array.from({ length: 4 }, (_, n) => source.chunk("training", n)).flat();
  const batches = batchesOf(dreams, CONFIG, createRng(1));
  const STEPS = 12;

  test("shows each dream as often as it should, alike ones together", () => {
    const shown = batches.flat().length;
    expect(shown).toBeGreaterThan(CONFIG.views * (dreams.length - CONFIG.batch * 8));
    expect(shown).toBeLessThanOrEqual(CONFIG.views * dreams.length);
    for (const { dream, examples } of batches.flat()) {
      expect(examples.length).toBeLessThanOrEqual(CONFIG.examples);
      expect(new Set(examples).size).toBe(examples.length);
      expect(examples.every((one) => dream.examples.includes(one))).toBe(true);
    }
  });

  test("shows dreams that are fewer than a batch in batches of their own", () => {
    const few = dreams.slice(0, CONFIG.batch - 1);
    const shown = batchesOf(few, CONFIG, createRng(1));
    expect(shown).toHaveLength(CONFIG.views);
    for (const batch of shown) {
      expect(new Set(batch.map(({ dream }) => dream))).toEqual(new Set(few));
    }
    expect(batchesOf([], CONFIG, createRng(1))).toEqual([]);
  });

  test("lowers the loss, holds no more tensors at the end than at the beginning, and frees them", () => {
    const before = tf.memory().numTensors;
    const trainer = new Trainer({ ...CONFIG, learningRate: 0.02 }, layout);
    const held = tf.memory().numTensors;
    const first = trainer.update(batches[0] ?? [], 60).loss;
    const losses = Array.from({ length: 60 }, (_, i) => {
      const { loss } = trainer.update(batches[i % batches.length] ?? [], 60);
      expect(tf.memory().numTensors).toBe(held);
      return loss;
    });
    expect(Math.min(...losses.slice(-10))).toBeLessThan(0.8 * first);
    expect(trainer.validate(dreams)).toBeGreaterThan(0);
    expect(tf.memory().numTensors).toBe(held);
    trainer.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test("goes on from a checkpoint to the last bit", () => {
    const productions = productionTexts(domain);
    const whole = new Trainer(CONFIG, layout);
    for (let i = 0; i < STEPS; i++) whole.update(batches[i] ?? [], STEPS);
    const begun = new Trainer(CONFIG, layout);
    for (let i = 0; i < 5; i++) begun.update(batches[i] ?? [], STEPS);
    const progress = {
      config: CONFIG,
      domain: "small",
      position: { step: 5, block: 0, batch: 5 },
      steps: STEPS,
      elapsedMs: 0,
      loss: { sum: 0.1 + 0.2, updates: 5 },
      validated: { loss: 1 / 3, validation: null },
    };
    const bytes = writeCheckpoint(begun, progress, domain.name, productions);
    begun.dispose();
    const read = readCheckpoint(bytes);
    if (!read.ok) throw new Error(read.error);
    expect(read.value.progress).toEqual(progress);
    const resumed = new Trainer(CONFIG, layout);
    expect(restoreTrainer(resumed, read.value)).toEqual({ ok: true, value: undefined });
    for (let i = 5; i < STEPS; i++) resumed.update(batches[i] ?? [], STEPS);
    expect(readParameters(resumed.parameters)).toEqual(readParameters(whole.parameters));
    expect(resumed.average.save()).toEqual(whole.average.save());
    expect(resumed.optimiser.save()).toEqual(whole.optimiser.save());
    whole.dispose();
    resumed.dispose();
  });

  test.each<readonly [string, (progress: Record<string, unknown>) => unknown]>([
    [
      "a position before the beginning",
      (p) => ({ ...p, position: { step: -1, block: 0, batch: 0 } }),
    ],
    ["a batch without bounds", (p) => ({ ...p, config: { ...CONFIG, batch: 1e9 } })],
    ["no configuration", (p) => ({ ...p, config: undefined })],
    ["half a sum of losses", (p) => ({ ...p, loss: { updates: 3 } })],
    ["a validation that told no loss", (p) => ({ ...p, validated: { validation: 1 } })],
    ["no object", () => 3],
  ])("refuses a checkpoint with %s", (_, change) => {
    const trainer = new Trainer(CONFIG, layout);
    const progress = {
      config: CONFIG,
      domain: "small",
      position: { step: 0, block: 0, batch: 0 },
      steps: null,
      elapsedMs: 0,
      loss: { sum: 0, updates: 0 },
      validated: null,
    };
    const changed = change(progress) as typeof progress;
    const bytes = writeCheckpoint(trainer, changed, domain.name, productionTexts(domain));
    trainer.dispose();
    expect(readCheckpoint(bytes)).toEqual({
      ok: false,
      error: "it does not say where its training is",
    });
  });
});
