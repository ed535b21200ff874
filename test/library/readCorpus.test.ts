import { describe, expect, test } from "vitest";
import { compress } from "../../src/library/compress.ts";
import { readCorpus } from "../../src/library/readCorpus.ts";
import { dreamcoderJson, libraryJson } from "../../src/library/writeLibrary.ts";
import { renderSourceError } from "../../src/support/sourceError.ts";

const readText = (text: string) => readCorpus(text, "c.json");
const read = (json: unknown) => readText(JSON.stringify(json));
const messages = (result: ReturnType<typeof readText>): string =>
  result.ok ? "" : result.error.map(renderSourceError).join("\n");

const PROGRAMS = ["(f (g a a) b)", "(f (g c c) d)", "(lam (h (g $0 $0)))"];

describe("a corpus is read from", () => {
  test("a list of programs, each a task of its own", () => {
    const corpus = read(PROGRAMS);
    expect(corpus).toMatchObject({ ok: true, value: { taskOfProgram: [0, 1, 2] } });
  });

  test("programs with tasks, in two ways", () => {
    const tasks = ["t", "u", "t"];
    const byList = read({ programs: PROGRAMS, tasks });
    const byProgram = read(PROGRAMS.map((program, i) => ({ program, task: tasks[i] })));
    for (const corpus of [byList, byProgram]) {
      expect(corpus).toMatchObject({
        ok: true,
        value: { taskOfProgram: [0, 1, 0], taskNames: ["t", "u"] },
      });
    }
  });

  test("DreamCoder's frontiers, each a task, of one name or not", () => {
    const programs = PROGRAMS.map((program) => ({ program, logLikelihood: 0 }));
    const corpus = read({
      DSL: { productions: [] },
      frontiers: [
        { task: "t", programs: programs.slice(0, 2) },
        { task: "t", programs: programs.slice(2) },
        { programs: [] },
      ],
    });
    expect(corpus).toMatchObject({ ok: true, value: { taskOfProgram: [0, 0, 1] } });
  });

  test("what a compression is written as, and goes on from there", () => {
    const first = read(PROGRAMS);
    if (!first.ok) throw new Error(messages(first));
    const once = compress(first.value, { iterations: 1, costs: { primitive: 10 }, maxArity: 1 });
    expect(once.abstractions).toHaveLength(1);
    const again = read(libraryJson(once));
    if (!again.ok) throw new Error(messages(again));
    expect(again.value.known.map(({ name }) => name)).toEqual(["fn_0"]);
    const { abstractions, originalCost } = compress(again.value, {
      allowSingleTask: true,
      structurePenalty: 0,
      costs: { primitive: 10 },
    });
    expect(originalCost).toBe(once.finalCost);
    for (const { name } of abstractions) expect(name).not.toBe("fn_0");
  });
});

describe("a wrong corpus is told with file, program and column", () => {
  test("for every program that is none", () => {
    const text = messages(read(["(f a)", "(f a", "(lam $1)", "lam $0"]));
    expect(text).toContain("c.json, program 2:1:1: this parenthesis is never closed");
    expect(text).toContain("c.json, program 3:1:6: this variable is free");
    expect(text).toContain("c.json, program 4:1:1: a lambda stands in parentheses of its own");
  });

  test.each([
    ["", "c.json:1:1"],
    ["[", "c.json:1:2"],
    ["[]", "there are no programs in this"],
    ["3", "this is no corpus"],
    ["{}", "this is no corpus"],
    ['{"__proto__": ["a"]}', "this is no corpus"],
    ['["a", 3]', "c.json:1:7: program 2 is no text"],
    ['[{"program": "a", "task": 1}]', "the name of a task is text"],
    ['{"programs": "a"}', "programs are a list"],
    ['{"programs": ["a"], "tasks": []}', "a list as long as"],
    ['{"programs": ["a"], "tasks": [1]}', "the name of a task is text"],
    ['{"frontiers": 1}', "frontiers are a list"],
    ['{"frontiers": [{}]}', "a frontier has a list of programs"],
    ['{"frontiers": [{"programs": [{}]}]}', "this is no program"],
    ['{"rewritten": ["a"], "abstractions": [{}]}', "a name, a body and an arity"],
  ])("%s", (text, message) => {
    expect(messages(readText(text))).toContain(message);
  });

  test("at most twenty at once", () => {
    const result = read(Array.from({ length: 100 }, () => "("));
    expect(result.ok ? 0 : result.error.length).toBe(20);
  });
});

describe("a library is written", () => {
  const corpus = read({
    programs: [
      "(f (g a a) (k (g a a)))",
      "(f (g b b) (k (g b b)))",
      "(lam (f (g $0 $0) (k (g $0 $0))))",
    ],
    tasks: ["one", "two", "__proto__"],
  });
  if (!corpus.ok) throw new Error(messages(corpus));
  const compression = compress(corpus.value, { iterations: 2, maxArity: 1 });
  const taskNames = corpus.value.taskNames ?? [];

  test("with the field names of Stitch", () => {
    const json = libraryJson(compression, { taskNames });
    expect(json).toMatchObject({
      original_cost: compression.originalCost,
      final_cost: compression.finalCost,
      num_abstractions: 1,
      tasks: ["one", "two", "__proto__"],
      rewritten: ["(fn_0 a)", "(fn_0 b)", "(lam (fn_0 $0))"],
      abstractions: [{ name: "fn_0", body: "(f (g #0 #0) (k (g #0 #0)))", arity: 1, num_uses: 3 }],
    });
  });

  test("as DreamCoder writes it, abstractions written out", () => {
    const json = dreamcoderJson(compression, { taskNames });
    const fn = "#(lambda (f (g $0 $0) (k (g $0 $0))))";
    expect(json).toMatchObject({
      ok: true,
      value: {
        frontiers: [
          { task: "one", programs: [{ program: `(${fn} a)` }] },
          { task: "two", programs: [{ program: `(${fn} b)` }] },
          { task: "__proto__", programs: [{ program: `(lambda (${fn} $0))` }] },
        ],
      },
    });
    if (!json.ok) return;
    expect(read(json.value).ok).toBe(true);
  });
});
