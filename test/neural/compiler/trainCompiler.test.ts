import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import {
  type CompilerCheckpoint,
  readCompilerCheckpoint,
} from "../../../src/neural/compiler/compilerCheckpoint.ts";
import { COMPILER } from "../../../src/neural/compiler/compilerConfig.ts";
import { readCompiler, disposeCompiler } from "../../../src/neural/compiler/compilerFile.ts";
import {
  COMPILER_TRAINING,
  type CompilerTraining,
} from "../../../src/neural/compiler/compilerTraining.ts";
import {
  type TrainCompilerEvent,
  trainCompiler,
} from "../../../src/neural/compiler/trainCompiler.ts";
import { TRANSITIONS } from "../../../src/neural/compiler/transitions.ts";
import {
  type NamedNumbers,
  readSafetensors,
  writeSafetensors,
} from "../../../src/neural/safetensors.ts";
import { TrainingError } from "../../../src/neural/train/trainingError.ts";

let root: string;

beforeAll(async () => {
  await loadBackend("wasm");
  root = await mkdtemp(join(tmpdir(), "compiler-"));
});

afterAll(() => rm(root, { recursive: true }));

const TRAINING: CompilerTraining = {
  ...COMPILER_TRAINING,
  model: { ...COMPILER, width: 8, heads: 2, layers: 1, hidden: 8, patterns: 2, microWidth: 4 },
  data: { ...TRANSITIONS, programs: 4 },
  measureEvery: 2,
  steps: 4,
  seed: 1,
};

const POOL = {
  longest: 8,
  sizes: [
    { drawn: 30, heldOut: 0 },
    { drawn: 20, heldOut: 2 },
  ],
  fewestResults: 4,
  distilled: 10,
};

async function run(
  folder: string,
  endAfter: { readonly phase: string; readonly step: number } | undefined,
  checkpoint?: CompilerCheckpoint,
  training: CompilerTraining = TRAINING,
): Promise<{ readonly events: readonly TrainCompilerEvent[]; readonly interrupted: boolean }> {
  const events: TrainCompilerEvent[] = [];
  const end = new AbortController();
  await mkdir(folder, { recursive: true });
  const { interrupted } = await trainCompiler({
    training,
    pool: POOL,
    distilSteps: 2,
    guesserSteps: 2,
    folder,
    ...(checkpoint === undefined ? {} : { checkpoint }),
    threads: 1,
    validateEvery: 2,
    signal: end.signal,
    clock: () => 0,
    onEvent: (event) => {
      events.push(event);
      if (
        event.kind === "step" &&
        event.phase === endAfter?.phase &&
        event.step === endAfter.step
      ) {
        end.abort();
      }
    },
  });
  return { events, interrupted };
}

describe("training a program compiler", () => {
  test("gives the same model when it is ended and gone on with", async () => {
    const whole = join(root, "whole");
    const parts = join(root, "parts");
    const { events } = await run(whole, undefined);
    expect(events.map(({ kind }) => kind).join(" ")).toBe(
      "started step step validation step step validation step step distilled step step guesser",
    );
    const checkpointOf = async (): Promise<CompilerCheckpoint> => {
      const read = readCompilerCheckpoint(await readFile(join(parts, "checkpoint.safetensors")));
      if (!read.ok) throw new Error(read.error);
      return read.value;
    };
    expect((await run(parts, { phase: "networks", step: 3 })).interrupted).toBe(true);
    expect((await checkpointOf()).progress.step).toBe(3);
    for (const [phase, step] of [
      ["source", 1],
      ["guesser", 1],
    ] as const) {
      const { interrupted, events: told } = await run(parts, { phase, step }, await checkpointOf());
      expect(interrupted).toBe(true);
      expect(told.at(-1)).toMatchObject({ kind: "step", phase, step });
      expect((await checkpointOf()).progress.step).toBe(4);
    }
    expect((await run(parts, undefined, await checkpointOf())).interrupted).toBe(false);
    const [one, other] = await Promise.all(
      [whole, parts].map((folder) => readFile(join(folder, "model.safetensors"))),
    );
    expect(other).toEqual(one);
    const model = readCompiler(one as Buffer);
    if (!model.ok) throw new Error(model.error);
    disposeCompiler(model.value);
    const logs = await Promise.all(
      [whole, parts].map((folder) => readFile(join(folder, "log.jsonl"), "utf8")),
    );
    expect(logs[0]?.trim().split("\n").length).toBe(5);
    expect(logs[1]).toBe(logs[0]);
  });

  test("does not go on from bytes that are no checkpoint", async () => {
    const bytes = await readFile(join(root, "parts", "checkpoint.safetensors"));
    const file = readSafetensors(bytes);
    if (!file.ok) throw new Error(file.error);
    const { tensors, metadata } = file.value;
    const problem = (change: (description: Record<string, unknown>) => object): boolean => {
      const changed = change(
        JSON.parse(metadata.get("synth") as string) as Record<string, unknown>,
      );
      const about = new Map([["synth", JSON.stringify(changed)]]);
      return !readCompilerCheckpoint(writeSafetensors({ tensors, metadata: about })).ok;
    };
    expect(problem((d) => d)).toBe(false);
    expect(problem((d) => ({ ...d, wrong: [1] }))).toBe(true);
    expect(problem((d) => ({ ...d, step: "3" }))).toBe(true);
    expect(problem((d) => ({ ...d, step: 1.5 }))).toBe(true);
    for (const half of [
      { seed: 0.5 },
      { steps: 4.5 },
      { measureEvery: 0.5 },
      { shards: 0 },
      { shards: 1.5 },
      { shards: 1e6 },
    ]) {
      expect(problem((d) => ({ ...d, training: { ...TRAINING, ...half } }))).toBe(true);
    }
    for (const programs of [0, 1e9]) {
      const training = { ...TRAINING, data: { ...TRAINING.data, programs } };
      expect(problem((d) => ({ ...d, training }))).toBe(true);
    }
    expect(problem((d) => ({ ...d, training: { ...TRAINING, model: {} } }))).toBe(true);
    expect(readCompilerCheckpoint(bytes.subarray(0, 100)).ok).toBe(false);
    const read = (changed: ReadonlyMap<string, NamedNumbers>): string => {
      const result = readCompilerCheckpoint(writeSafetensors({ tensors: changed, metadata }));
      return result.ok ? "nothing" : result.error;
    };
    expect(read(tensors)).toBe("nothing");
    const old = new Map([
      ["synth", JSON.stringify({ format: "synth program compiler training 2" })],
    ]);
    const other = readCompilerCheckpoint(writeSafetensors({ tensors, metadata: old }));
    expect(other).toEqual({ ok: false, error: 'it is no "synth program compiler training 3"' });
    expect(read(new Map())).toBe("tensor parameter/encoder.tokens is missing");
    const memory = "optimiser/executor.norm.gain:mean";
    expect(read(new Map([...tensors].filter(([name]) => name !== memory)))).toContain(memory);
    const one = { shape: [1], numbers: new Float32Array(1) };
    expect(read(new Map([...tensors, [memory, one]]))).toContain("has the shape [1] where [8]");
    expect(read(new Map([...tensors, ["other", one]]))).toContain("is no parameter of this model");
  });

  test("goes on with the model of the checkpoint only", async () => {
    const read = readCompilerCheckpoint(
      await readFile(join(root, "parts", "checkpoint.safetensors")),
    );
    if (!read.ok) throw new Error(read.error);
    const model = { ...TRAINING.model, width: 16 };
    const other = run(join(root, "other"), undefined, read.value, { ...TRAINING, model });
    await expect(other).rejects.toThrow(TrainingError);
  });
});
