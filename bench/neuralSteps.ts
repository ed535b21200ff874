// Times training steps on one backend, which a process chooses once: `neural.ts` starts one for each.
// Prints one JSON object.
import { performance } from "node:perf_hooks";
import {
  type Backend,
  type BackendName,
  BackendError,
  loadBackend,
} from "../src/neural/backend.ts";
import { countParameters } from "../src/neural/nn/parameters.ts";
import { withoutOwnKernels } from "../src/neural/ops/wasm/ownKernels.ts";
import { slotBytes } from "../src/neural/train/batchGradient.ts";
import { startDataParallel } from "../src/neural/train/dataParallel.ts";
import { createTrainingWorker } from "../src/neural/train/trainingWorker.ts";
import { type Shard, createReplica, drawBatch } from "./neuralReplica.ts";

/** What one process measured. */
export type StepTimes =
  | {
      readonly kind: "measured";
      readonly parameters: number;
      /** Milliseconds of each step; the variants took turns. */
      readonly variants: readonly { readonly name: string; readonly stepsMs: readonly number[] }[];
    }
  | { readonly kind: "missing"; readonly reason: string };

interface Variant {
  readonly name: string;
  readonly step: () => unknown;
}

const SHARDS = 2;
const SEED = 3;
const batch = drawBatch(SHARDS);
const numbered = batch.map((shard, index) => [index, shard] as const);

/** A step of one worker, none of which waits: what runs it may change how the ops run. */
function oneWorker(): () => void {
  const replica = createReplica();
  const block = new ArrayBuffer(slotBytes(replica, SHARDS));
  const worker = createTrainingWorker<Shard>(replica, SEED, SHARDS, [block, block]);
  let step = 0;
  return () => {
    worker.differentiate(step, numbered);
    worker.update(
      step++,
      batch.map(() => 1 / SHARDS),
    );
  };
}

async function variantsOn(backend: Backend): Promise<readonly Variant[]> {
  const plain = oneWorker();
  if (!backend.ownKernels) return [{ name: "stock", step: plain }];
  const stock = oneWorker();
  const module = new URL("neuralReplica.js", import.meta.url).href;
  const two = await startDataParallel(
    { createReplica, module, options: undefined },
    { workers: 2, maxShards: SHARDS, seed: SEED },
  );
  return [
    { name: "own kernels", step: plain },
    { name: "stock", step: () => withoutOwnKernels(stock) },
    { name: "own kernels, 2 workers", step: () => two.step(batch) },
  ];
}

async function measure(name: BackendName, rounds: number): Promise<StepTimes> {
  try {
    const backend = await loadBackend(name);
    const variants = (await variantsOn(backend)).map((one) => ({
      ...one,
      stepsMs: [] as number[],
    }));
    // The first round compiles and fills caches.
    for (let round = 0; round <= rounds; round++) {
      for (const { step, stepsMs } of variants) {
        const started = performance.now();
        await step();
        if (round > 0) stepsMs.push(performance.now() - started);
      }
    }
    return {
      kind: "measured",
      parameters: countParameters(createReplica().parameters),
      variants: variants.map((one) => ({ name: one.name, stepsMs: one.stepsMs })),
    };
  } catch (error) {
    if (error instanceof BackendError) return { kind: "missing", reason: error.message };
    throw error;
  }
}

const [name, rounds] = process.argv.slice(2) as [BackendName, string];
const times = await measure(name, Number(rounds));
process.stdout.write(`${JSON.stringify(times)}\n`, () => process.exit());
