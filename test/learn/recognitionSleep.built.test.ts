import {
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
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Domain } from "../../src/dsl/domain.ts";
import { parseTypedTerm } from "../../src/dsl/parseTerm.ts";
import type * as Sleep from "../../src/learn/recognitionSleep.ts";
import type { DreamProgress, DreamState } from "../../src/learn/dreamSleep.ts";
import type * as Domains from "../../src/tasks/loadDomain.ts";
import { taskOf } from "../search/solveTask.ts";
import { SMALL_MODULE } from "../support/smallModule.ts";

// Threads that dream run compiled code, and so does what starts them here.
const built = async <T>(path: string): Promise<T> =>
  (await import(new URL(`../../dist/${path}`, import.meta.url).href)) as T;
const { recognitionSleep } = await built<typeof Sleep>("learn/recognitionSleep.js");
const { loadDomain } = await built<typeof Domains>("tasks/loadDomain.js");

const scratch = mkdtempSync(join(tmpdir(), "synth-sleep-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const STEPS = 4;
const sleep = recognitionSleep(STEPS, {
  model: { encoder: { width: 8, heads: 2, layers: 1, hidden: 12 }, summary: 10, tokens: 32 },
  batch: 6,
  blockChunks: 2,
  validationChunks: 8,
  validateEvery: 2,
});

let domain: Domain;
const spec = join(scratch, "mine.mjs");

beforeAll(async () => {
  writeFileSync(spec, SMALL_MODULE);
  const loaded = await loadDomain(spec, scratch);
  if (!loaded.ok) throw new Error(loaded.error.message);
  domain = loaded.value;
});

function state(folder: string, more: Partial<DreamState> = {}): DreamState {
  const task = taskOf("list int -> int", [
    [[[1, 2]], 2],
    [[[3, 9, 3]], 9],
  ]);
  const program = parseTypedTerm("\\xs -> last (sorted xs)", domain);
  if (!program.ok) throw new Error(program.error.message);
  return {
    domain,
    spec,
    library: [],
    without: [],
    solved: [{ task, programs: [program.value.term] }],
    seed: 1,
    folder,
    ...more,
  };
}

let folders = 0;
const newFolder = (): string => join(scratch, `guide-${folders++}`);

const filesOf = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), "latin1")]),
  );

/** Trains, and does something after a step, which may be to throw. */
const trainUntil = (folder: string, at: number, then: () => void, signal?: AbortSignal) =>
  sleep.train(
    state(folder, {
      onProgress: ({ step }: DreamProgress) => {
        if (step === at) then();
      },
      ...(signal === undefined ? {} : { signal }),
    }),
  );

test("a training that was cut short at any step and gone on with ends in the same bytes", async () => {
  const reference = newFolder();
  const result = await sleep.train(state(reference));
  expect(result?.loss).toBeGreaterThan(0);
  const expected = filesOf(reference);
  expect([...expected.keys()]).toEqual([
    "checkpoint.safetensors",
    "log.jsonl",
    "model.safetensors",
  ]);
  const crashed = newFolder();
  const crash = (): never => {
    throw new Error("crash");
  };
  await expect(trainUntil(crashed, 3, crash)).rejects.toThrow("crash");
  expect(await sleep.train(state(crashed))).toEqual(result);
  expect(filesOf(crashed)).toEqual(expected);
  for (let step = 1; step <= STEPS; step++) {
    const stopped = newFolder();
    const controller = new AbortController();
    const ended = await trainUntil(stopped, step, () => controller.abort(), controller.signal);
    expect(ended).toEqual(step < STEPS ? undefined : result);
    expect(await sleep.train(state(stopped))).toEqual(result);
    expect(filesOf(stopped)).toEqual(expected);
  }
}, 300_000);

test("what was trained to the end tells its loss again when only that was lost", async () => {
  const folder = newFolder();
  const result = await sleep.train(state(folder));
  expect(await sleep.train(state(folder))).toEqual(result);
}, 300_000);

test("a guide whose file has lost its end is told from a whole one, and trained to the same", async () => {
  const folder = newFolder();
  await sleep.train(state(folder));
  expect(await sleep.isWhole(folder, domain)).toBe(true);
  const expected = filesOf(folder);
  for (const lost of [["model.safetensors"], ["model.safetensors", "checkpoint.safetensors"]]) {
    for (const name of lost) {
      const file = join(folder, name);
      truncateSync(file, statSync(file).size - 1);
    }
    expect(await sleep.isWhole(folder, domain)).toBe(false);
    await sleep.train(state(folder));
    expect(filesOf(folder)).toEqual(expected);
  }
}, 300_000);
