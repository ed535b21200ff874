import { expect, test } from "vitest";
import { list } from "../../src/domains/list/list.ts";
import { type Definition, withDefinitions } from "../../src/dsl/definition.ts";
import { parseTerm } from "../../src/dsl/parseTerm.ts";
import { printSexpr } from "../../src/dsl/printSexpr.ts";
import type { Term } from "../../src/dsl/term.ts";
import { domainProductions, uniformGrammar } from "../../src/dsl/weightedGrammar.ts";
import { type AbstractionOptions, abstractionSleep } from "../../src/learn/abstractionSleep.ts";
import type { TaskOutcome } from "../../src/learn/runFiles.ts";
import type { LearnedAbstraction } from "../../src/library/learnLibrary.ts";
import type { Task } from "../../src/tasks/task.ts";
import { typeOf } from "../dsl/parsed.ts";
import { SETTINGS, onLists } from "./learnTasks.ts";

const termIn = (source: string): Term => {
  const parsed = parseTerm(source, { domain: list });
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value.term;
};

const define = (name: string, type: string, body: string): Definition => ({
  name,
  type: typeOf(type),
  body: termIn(body),
});

const outcome = (task: Task, ...programs: readonly string[]): TaskOutcome => ({
  task: task.name,
  status: "solved",
  stopReason: "solved",
  candidates: 1,
  programs,
  generalises: null,
});

/** Learns from tasks with the programs found for them. */
async function slept(
  found: readonly (readonly [task: Task, ...programs: readonly string[]])[],
  more: Partial<Pick<AbstractionOptions, "state" | "settings">> = {},
) {
  const tasks = found.map(([task]) => task);
  const result = await abstractionSleep({
    base: list,
    split: { train: tasks, holdout: [] },
    keys: tasks.map(({ name }) => name),
    settings: SETTINGS,
    state: { library: [], frontiers: [] },
    found: found.map(([task, ...programs]) => outcome(task, ...programs)),
    shouldStop: () => false,
    onProgress: () => {},
    ...more,
  });
  if (result === undefined) throw new Error("it was not stopped");
  return result;
}

const WHIM = onLists("a whim", (xs) => xs.length > 2, "list int -> bool");
const LUCK = "\\xs -> gt? (length xs) (1 + 1)";
const PLAIN = { ...SETTINGS, library: false };

test("from luck alone neither weights nor abstractions are learned", async () => {
  const { learned, fit, frontiers, byLuck, lost } = await slept([[WHIM, LUCK]]);
  expect([byLuck, lost, learned.abstractions, frontiers]).toEqual([1, 0, [], []]);
  expect(fit).toEqual({ logLikelihood: 0, used: 0 });
});

test("what was learned before stays when there is nothing but luck", async () => {
  const body = define("twice", "int -> int", "\\x -> x + x");
  const library: readonly LearnedAbstraction[] = [
    { ...body, proposedName: "twice", utility: 1, calls: 1 },
  ];
  const domain = withDefinitions(list, library);
  const grammar = uniformGrammar(domainProductions(domain));
  const state = { library, grammar, frontiers: [] };
  const { learned, fit, byLuck } = await slept([[WHIM, LUCK]], { state });
  expect(byLuck).toBe(1);
  expect(learned.abstractions).toBe(library);
  expect(fit.grammar).toBe(grammar);
});

test.each([true, false])(
  "what a task's file defines is written out, each file's own, with a library: %s",
  async (library) => {
    const task = (name: string, factor: number, body: string): Task => ({
      ...onLists(name, (xs) => xs.map((x) => factor * x), "list int -> list int"),
      definitions: [
        define("own", "int -> int", body),
        // Which calls the one before.
        { ...define("all", "list int -> list int", "\\xs -> xs"), body: ALL },
      ],
    });
    const ALL: Term = {
      kind: "application",
      function: { kind: "primitive", name: "map" },
      argument: { kind: "primitive", name: "own" },
    };
    const { frontiers, fit, byLuck, lost, domain } = await slept(
      [
        [task("twice", 2, "\\x -> x + x"), "\\xs -> all xs"],
        [task("thrice", 3, "\\x -> x + (x + x)"), "\\xs -> map own xs"],
      ],
      { settings: library ? SETTINGS : PLAIN },
    );
    expect([byLuck, lost, fit.used]).toEqual([0, 0, 2]);
    const programs = frontiers.flatMap(({ programs: own }) => own);
    expect(programs.every(({ logP }) => Number.isFinite(logP))).toBe(true);
    expect(programs.map(({ program }) => printSexpr(program, domain))).toEqual([
      "(lambda (map (lambda (+ $0 $0)) $0))",
      "(lambda (map (lambda (+ $0 (+ $0 $0))) $0))",
    ]);
  },
);

test("a program that is too large when it is written out is lost, not luck", async () => {
  const doubling = Array.from({ length: 20 }, (_, i) =>
    i === 0
      ? define("d0", "int -> int", "\\x -> x + 0")
      : {
          ...define(`d${i}`, "int -> int", "\\x -> x"),
          body: twiceOf(`d${i - 1}`),
        },
  );
  const task: Task = {
    ...onLists("the same", (xs) => [...xs], "list int -> list int"),
    definitions: doubling,
  };
  const double = onLists("double", (xs) => xs.map((x) => x + x), "list int -> list int");
  const { byLuck, lost, frontiers } = await slept(
    [
      [task, "\\xs -> map d19 xs"],
      [double, "\\xs -> map (\\x -> x + x) xs"],
    ],
    { settings: PLAIN },
  );
  expect([byLuck, lost]).toEqual([0, 1]);
  expect(frontiers.map(({ task: key }) => key)).toEqual(["double"]);
});

/** `\x -> f (f x)` */
function twiceOf(name: string): Term {
  const f: Term = { kind: "primitive", name };
  const x: Term = { kind: "variable", index: 0 };
  const once: Term = { kind: "application", function: f, argument: x };
  return {
    kind: "lambda",
    body: { kind: "application", function: f, argument: once },
  };
}
