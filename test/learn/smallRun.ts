import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { list } from "../../src/domains/list/list.ts";
import { withDefinitions } from "../../src/dsl/definition.ts";
import { parseTerm } from "../../src/dsl/parseTerm.ts";
import type { Term } from "../../src/dsl/term.ts";
import { domainProductions, uniformGrammar } from "../../src/dsl/weightedGrammar.ts";
import type { LearnSettings } from "../../src/learn/learnSettings.ts";
import { runConfig } from "../../src/learn/runConfig.ts";
import { RunDirectory } from "../../src/learn/runDirectory.ts";
import {
  type TaskOutcome,
  fittedToJson,
  frontiersToJson,
  libraryToJson,
} from "../../src/learn/runFiles.ts";
import type { Task } from "../../src/tasks/task.ts";
import { typeOf } from "../dsl/parsed.ts";

const LIST_TO_LIST = typeOf("list int -> list int");

/** A task that multiplies, as `TASK_FILE` has it. */
const task = (name: string, factor: number): Task => ({
  name,
  file: "a.synth",
  domain: "list",
  request: LIST_TO_LIST,
  examples: [[1, 2], [5]].map((xs) => ({ inputs: [xs], output: xs.map((x) => factor * x) })),
  holdout: [{ inputs: [[0, 7]], output: [0, 7 * factor] }],
  definitions: [],
});

export const TWICE = task("twice", 2);
export const THRICE = task("thrice", 3);
export const HELD = task("four", 4);
export const NONE = task("none", 9);

const termIn = (source: string, domain = list): Term => {
  const parsed = parseTerm(source, { domain });
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value.term;
};

const LIBRARY = [
  {
    name: "map-of",
    type: typeOf("(int -> int) -> list int -> list int"),
    body: termIn("\\f xs -> map f xs"),
    proposedName: "map_of",
    utility: 200,
    calls: 2,
  },
];
const EXTENDED = withDefinitions(list, LIBRARY);

const outcome = (name: string, programs: readonly string[], fields: Partial<TaskOutcome> = {}) => ({
  task: name,
  status: programs.length > 0 ? ("solved" as const) : ("unsolved" as const),
  stopReason: programs.length > 0 ? ("solved" as const) : ("candidates" as const),
  candidates: 100,
  programs,
  generalises: programs.length > 0 ? true : null,
  ...fields,
});

const show = (value: unknown): string => JSON.stringify(value);

const SETTINGS: LearnSettings = {
  seed: 7,
  search: { budget: { candidates: 500 } },
  frontier: 2,
  abstractions: 4,
  maxArity: 2,
  library: true,
  grammar: true,
  guide: false,
} as LearnSettings;

/** The tasks of the run as a file of it. */
export const TASK_FILE = [
  "domain list",
  ...[TWICE, THRICE, HELD, NONE].map(({ name, examples, holdout }) =>
    [
      `task "${name}" : list int -> list int`,
      ...examples.map(({ inputs, output }) => `  ${show(inputs[0])} => ${show(output)}`),
      ...holdout.map(({ inputs, output }) => `  holdout ${show(inputs[0])} => ${show(output)}`),
    ].join("\n"),
  ),
  "",
].join("\n\n");

/** Writes a run of one iteration, with a library of one abstraction, as `synth learn` would. */
export async function writeSmallRun(folder: string, spec = "list"): Promise<void> {
  const split = { train: [TWICE, THRICE, NONE], holdout: [HELD] } as const;
  const config = runConfig(split, list, {
    synth: "0.1.0",
    node: "20",
    iterations: 1,
    settings: SETTINGS,
    guide: null,
    spec,
  });
  mkdirSync(folder);
  writeFileSync(join(folder, "config.json"), JSON.stringify(config));
  const directory = new RunDirectory(folder);
  await directory.save(0, "evaluation.json", { tasks: [outcome("four", [])] });
  await directory.save(1, "wake.json", {
    tasks: [
      outcome("twice", ["(lambda (map (lambda (+ $0 $0)) $0))"], { candidates: 40 }),
      outcome("thrice", ["(lambda (map (lambda (+ $0 (+ $0 $0))) $0))"], { candidates: 60 }),
      outcome("none", []),
    ],
  });
  const costs = { originalCost: 900, finalCost: 700 };
  await directory.save(1, "library.json", libraryToJson(LIBRARY, list, costs));
  const programs = ["\\xs -> map-of (\\x -> x + x) xs", "\\xs -> map-of (\\x -> x + (x + x)) xs"];
  const frontiers = ["twice", "thrice"].map((name, index) => ({
    task: name,
    request: LIST_TO_LIST,
    programs: [{ program: termIn(programs[index] as string, EXTENDED), logP: -3 * Math.LN2 }],
  }));
  await directory.save(1, "frontiers.json", frontiersToJson(frontiers, EXTENDED));
  const grammar = uniformGrammar(domainProductions(EXTENDED));
  const fitted = { grammar, logLikelihood: -1, used: 2 };
  await directory.save(1, "grammar.json", fittedToJson(fitted, EXTENDED));
  await directory.save(1, "evaluation.json", {
    tasks: [outcome("four", ["(lambda (map-of (lambda (* $0 (+ 1 (+ 1 (+ 1 1))))) $0))"])],
  });
  const event = (iteration: number, phase: string, name: string, elapsedMs: number) =>
    `${JSON.stringify({ event: "task", iteration, phase, task: name, elapsedMs, firstMs: 5, firstCandidates: 20 })}\n`;
  const ended = (iteration: number, phase: string, elapsedMs: number) =>
    `${JSON.stringify({ event: "phase", iteration, phase, elapsedMs })}\n`;
  writeFileSync(
    join(folder, "events.jsonl"),
    [
      event(1, "wake", "twice", 30),
      ended(1, "wake", 35),
      event(1, "evaluation", "four", 70),
      ended(1, "evaluation", 70),
      '{"event":"ta',
    ].join(""),
  );
  const log = join(directory.file(1, "guide"), "log.jsonl");
  mkdirSync(dirname(log), { recursive: true });
  appendFileSync(log, '{"kind":"validation","step":50,"loss":2,"validation":2.5}\n{"step":1');
}
