import { expect, test } from "vitest";
import type * as Backend from "../../../src/neural/backend.ts";
import type * as Parallel from "../../../src/neural/train/dataParallel.ts";
import type { Replica } from "../../../src/neural/train/replica.ts";
import { createRng, type Rng } from "../../../src/support/rng.ts";

// The threads run compiled code, and so does what starts them here.
const built = (path: string): string => new URL(`../../../dist/${path}`, import.meta.url).href;
const { loadBackend } = (await import(built("neural/backend.js"))) as typeof Backend;
const { startDataParallel } = (await import(
  built("neural/train/dataParallel.js")
)) as typeof Parallel;
const tf = await import("@tensorflow/tfjs-core");

interface Shard {
  readonly tokens: readonly number[];
  readonly labels: readonly number[];
}

const module = new URL("tinyReplica.js", import.meta.url).href;
const { createReplica, drawBatch } = (await import(module)) as {
  createReplica: (options: object) => Replica<Shard>;
  drawBatch: (rng: Rng, shards: number) => readonly Shard[];
};

await loadBackend("wasm");

/** Losses and the hashes of all workers' parameters after some steps. */
async function train(workers: number, options: object = {}) {
  const training = await startDataParallel(
    { createReplica, module, options },
    { workers, maxShards: 4, seed: 5 },
  );
  try {
    const rng = createRng(1);
    const reports = [];
    for (let i = 0; i < 4; i++) reports.push(await training.step(drawBatch(rng, 2 + (i % 3))));
    return { reports, digests: await training.digests() };
  } finally {
    await training.close();
  }
}

test("losses and parameters are equal to the bit, whatever the number of workers", async () => {
  const reference = await train(1);
  expect(reference.digests).toHaveLength(1);
  expect(new Set(reference.reports.map(({ loss }) => loss)).size).toBe(4);
  for (const workers of [2, 3]) {
    const { reports, digests } = await train(workers);
    expect(reports).toEqual(reference.reports);
    expect(digests).toHaveLength(workers);
    expect(new Set(digests)).toEqual(new Set(reference.digests));
  }
});

test("a thread that throws or exits fails the step instead of stopping the run", async () => {
  await expect(train(2, { fault: "throw" })).rejects.toThrow(
    "a training thread ended: a planted fault",
  );
  await expect(train(3, { fault: "exit" })).rejects.toThrow("a training thread ended: exit code 3");
});

test("steps leave no tensor behind", async () => {
  const training = await startDataParallel(
    { createReplica, module, options: {} },
    { maxShards: 4, seed: 5 },
  );
  const rng = createRng(1);
  await training.step(drawBatch(rng, 4));
  const before = tf.memory().numTensors;
  await training.step(drawBatch(rng, 4));
  await training.step(drawBatch(rng, 3));
  expect(tf.memory().numTensors).toBe(before);
  await training.close();
});

test("an empty batch, and one of more shards than there are slots, are refused", async () => {
  for (const shards of [0, 5]) {
    const training = await startDataParallel(
      { createReplica, module, options: {} },
      { maxShards: 4, seed: 5 },
    );
    await expect(training.step(drawBatch(createRng(1), shards))).rejects.toThrow(
      `a batch of ${shards} shards; 1 to 4 are possible`,
    );
  }
});
