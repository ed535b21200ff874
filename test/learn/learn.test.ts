import {
  cpSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { list } from "../../src/domains/list/list.ts";
import { printTerm } from "../../src/dsl/printTerm.ts";
import { withDefinitions } from "../../src/dsl/definition.ts";
import type { DreamSleep } from "../../src/learn/dreamSleep.ts";
import { type LearnEvent, type LearnState, learn, tally } from "../../src/learn/learn.ts";
import { RunDirectory } from "../../src/learn/runDirectory.ts";
import { outcomesFromJson } from "../../src/learn/runFiles.ts";
import { createRng } from "../../src/support/rng.ts";
import type { WeightedGrammar } from "../../src/dsl/weightedGrammar.ts";
import { MAPS, SETTINGS, closeLogs, onLists, optionsIn, searchHere } from "./learnTasks.ts";

const scratch = mkdtempSync(join(tmpdir(), "synth-learn-"));
afterAll(async () => {
  await closeLogs();
  rmSync(scratch, { recursive: true, force: true });
});

let folders = 0;
const newFolder = (): string => mkdtempSync(join(scratch, `run-${folders++}-`));

/** The files of a run with their texts, but for the log. */
function filesOf(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return new Map(
    names
      .filter((name) => statSync(join(folder, name)).isFile() && name !== "events.jsonl")
      .map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );
}

const CRASH = new Error("crash");

/** A directory that fails at one of its writes. */
class CrashingDirectory extends RunDirectory {
  private left: number;

  constructor(path: string, writes: number) {
    super(path);
    this.left = writes;
  }

  override async save(iteration: number, name: string, data: object): Promise<void> {
    if (this.left-- === 0) throw CRASH;
    await super.save(iteration, name, data);
  }
}

async function whole(folder: string): Promise<LearnState> {
  const state = await learn(await optionsIn(folder));
  if (state === undefined) throw new Error("it was not interrupted");
  return state;
}

describe("learning", { timeout: 300_000 }, () => {
  const reference = newFolder();
  const state = whole(reference);

  test("finds map in folds, and solves with it what was not solved before", async () => {
    const { library, evaluations } = await state;
    const extended = withDefinitions(list, library);
    expect(library.map(({ body }) => printTerm(body, extended))).toContain(
      "\\x y -> fold y empty (\\z w -> x z :: w)",
    );
    expect(evaluations.map((outcomes) => tally(outcomes).generalise)).toEqual([0, 3, 3]);
  });

  test("learns nothing from a program that may well fit by luck", async () => {
    const whim = onLists("a whim", (xs) => xs.length > 2, "list int -> bool");
    const directory = new RunDirectory(newFolder());
    const split = { ...MAPS, train: [...MAPS.train, whim] };
    const learned = await learn(
      await optionsIn(directory.path, { directory, split, iterations: 1 }),
    );
    const wake = await directory.load(1, "wake.json", outcomesFromJson);
    expect(wake?.find(({ task }) => task === whim.name)?.status).toBe("solved");
    const names = learned?.frontiers.map(({ task }) => task) ?? [];
    expect(names).toContain("double");
    expect(names).not.toContain(whim.name);
  });

  test("goes on without weights when all that it found may well fit by luck", async () => {
    const whim = onLists("a whim", (xs) => xs.length > 2, "list int -> bool");
    const used: (WeightedGrammar | undefined)[] = [];
    const folder = newFolder();
    const options = await optionsIn(folder, {
      split: { ...MAPS, train: [whim] },
      iterations: 1,
      settings: { ...SETTINGS, grammar: true },
      search: (tasks, settings, guided, onReport) => {
        used.push(settings.weights);
        return searchHere(tasks, settings, guided, onReport);
      },
    });
    const ended = await learn(options);
    expect(used).toEqual([undefined, undefined, undefined]);
    expect(ended?.evaluations[1]).toEqual(ended?.evaluations[0]);
    expect(await learn(options)).toEqual(ended);
  });

  test("ends the same when it crashed at any write, and repeats at most one phase", async () => {
    await state;
    const expected = filesOf(reference);
    for (let writes = 0; writes < expected.size; writes++) {
      const folder = newFolder();
      const started: string[] = [];
      const onEvent = (event: LearnEvent): void => {
        if (event.kind === "started") started.push(`${event.iteration} ${event.phase}`);
      };
      const directory = new CrashingDirectory(folder, writes);
      await expect(learn(await optionsIn(folder, { directory, onEvent }))).rejects.toBe(CRASH);
      await learn(await optionsIn(folder, { onEvent }));
      expect(filesOf(folder)).toEqual(expected);
      expect(started.length - new Set(started).size).toBe(1);
    }
  });

  test("ends the same when the newest file lost its end", async () => {
    await state;
    const expected = filesOf(reference);
    const rng = createRng(7);
    for (let writes = 1; writes < expected.size; writes++) {
      const folder = newFolder();
      const crashing = new CrashingDirectory(folder, writes);
      await expect(learn(await optionsIn(folder, { directory: crashing }))).rejects.toBe(CRASH);
      const files = [...filesOf(folder).keys()].map((name) => join(folder, name));
      const newest = files.reduce((a, b) => (statSync(a).mtimeMs >= statSync(b).mtimeMs ? a : b));
      truncateSync(newest, rng.integer(statSync(newest).size - 1));
      await whole(folder);
      expect(filesOf(folder)).toEqual(expected);
    }
  });

  const abstracted = ["wake.json", "library.json", "frontiers.json", "grammar.json"];
  test.each([
    { name: "wake.json", kept: ["wake.json"], from: "(lambda (fn_", to: "(lambda (fm_" },
    { name: "wake.json", kept: ["wake.json"], from: '"double"', to: '"dauble"' },
    { name: "frontiers.json", kept: abstracted, from: '"double"', to: '"dauble"' },
    {
      name: "evaluation.json",
      kept: [...abstracted, "evaluation.json"],
      from: '"cube"',
      to: '"c"',
    },
  ])(
    "ends the same when the newest, $name, has $to for $from",
    async ({ name, kept, from, to }) => {
      await state;
      const folder = newFolder();
      cpSync(reference, folder, { recursive: true });
      const iteration = new RunDirectory(folder).file(2, "");
      for (const file of readdirSync(iteration)) {
        if (!kept.includes(file)) rmSync(join(iteration, file));
      }
      const text = readFileSync(join(iteration, name), "utf8");
      expect(text).toContain(from);
      writeFileSync(join(iteration, name), text.replaceAll(from, to));
      await whole(folder);
      expect(filesOf(folder)).toEqual(filesOf(reference));
    },
  );

  test("ends the same when it was interrupted within a phase", async () => {
    await state;
    for (const tasks of [1, 3, 7]) {
      const folder = newFolder();
      const controller = new AbortController();
      let left = tasks;
      const stopped = await learn(
        await optionsIn(folder, {
          signal: controller.signal,
          onEvent: ({ kind }) => {
            if (kind === "task" && --left === 0) controller.abort();
          },
        }),
      );
      expect(stopped).toBeUndefined();
      await whole(folder);
      expect(filesOf(folder)).toEqual(filesOf(reference));
    }
  });

  test("keeps one line a phase in the log, however often it was cut short", async () => {
    const folder = newFolder();
    const crashing = new CrashingDirectory(folder, 3);
    await expect(learn(await optionsIn(folder, { directory: crashing }))).rejects.toBe(CRASH);
    const options = await optionsIn(folder);
    await learn(options);
    await closeLogs();
    const events = readFileSync(join(folder, "events.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { event: string; iteration: number; phase?: string });
    const phases = events
      .filter(({ event }) => event === "phase")
      .map(({ iteration, phase }) => `${iteration} ${phase}`);
    expect(phases).toEqual([
      "0 evaluation",
      ...[1, 2].flatMap((i) => [`${i} wake`, `${i} abstraction`, `${i} evaluation`]),
    ]);
    const ofWake = events.filter(
      ({ event, iteration, phase }) => event === "task" && iteration === 1 && phase === "wake",
    );
    expect(ofWake).toHaveLength(MAPS.train.length);
  });

  test("without a library, the held-out tasks stay unsolved", async () => {
    const settings = { ...SETTINGS, library: false };
    const ended = await learn(await optionsIn(newFolder(), { settings }));
    expect(ended?.library).toEqual([]);
    expect(ended?.evaluations.map((outcomes) => tally(outcomes).generalise)).toEqual([0, 0, 0]);
    expect(ended?.frontiers).toHaveLength(MAPS.train.length);
  });

  test("a guide is trained on the frontiers and asked for every task", async () => {
    const asked: string[] = [];
    const used: (readonly WeightedGrammar[] | undefined)[] = [];
    const ended = await learn(
      await optionsIn(newFolder(), {
        settings: { ...SETTINGS, guide: true },
        dream: evenDream(asked),
        search: (tasks, settings, weights, onReport) => {
          used.push(weights);
          return searchHere(tasks, settings, weights, onReport);
        },
      }),
    );
    expect(asked).toEqual([
      "train 2 on 4",
      "weights of 4",
      "weights of 4",
      "train 3 on 4",
      "weights of 4",
    ]);
    expect(used.map((weights) => weights?.length)).toEqual([undefined, undefined, 4, 4, 4]);
    expect(ended?.guide).toMatch(/iteration-02.guide$/);
  });

  test("a guide that is no longer whole is trained again from what it was trained from", async () => {
    const folder = newFolder();
    const settings = { ...SETTINGS, guide: true };
    const begun = await optionsIn(folder, { settings, dream: evenDream([]), iterations: 1 });
    const before = await learn(begun);
    const asked: string[] = [];
    const damaged: DreamSleep = { ...evenDream(asked), isWhole: () => Promise.resolve(false) };
    expect(await learn({ ...begun, dream: damaged })).toEqual(before);
    expect(asked).toEqual(["train 2 on 4"]);
  });
});

/** A guide that finds all programs alike; what it is asked for is written down. */
const evenDream = (asked: string[]): DreamSleep => ({
  kind: "test",
  train: ({ seed, solved }) => {
    asked.push(`train ${seed} on ${solved.length}`);
    return Promise.resolve({ loss: 1 });
  },
  isWhole: () => Promise.resolve(true),
  weights: (_folder, tasks, domain) => {
    asked.push(`weights of ${tasks.length}`);
    const productions = [...domain.primitives.values()].map(({ name, type }) => ({
      term: { kind: "primitive", name } as const,
      type,
    }));
    const weights = { variable: 0, productions: productions.map(() => 0) };
    const places = productions.map(() => []);
    return Promise.resolve(
      tasks.map(() => ({ productions, start: weights, variable: weights, arguments: places })),
    );
  },
});
