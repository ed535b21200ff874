import { Worker } from "node:worker_threads";
import { InternalError } from "../../support/internalError.ts";
import { loadBackend } from "../backend.ts";
import { slotBytes } from "./batchGradient.ts";
import type { Replica, ReplicaSource } from "./replica.ts";
import type { ReplicaReply, ReplicaRequest, ReplicaStart } from "./replicaProtocol.ts";
import { TrainingError } from "./trainingError.ts";
import { createTrainingWorker } from "./trainingWorker.ts";

export interface DataParallelOptions {
  /** How many compute, this thread among them; default 1. No result depends on it. */
  readonly workers?: number;
  /** Most shards of a batch, and so the most workers that have something to do. */
  readonly maxShards: number;
  /** Seed of what the losses draw. */
  readonly seed: number;
  /** Number of the first step, when training goes on; default 0. */
  readonly firstStep?: number;
}

export interface StepReport {
  /** Mean loss of the batch, before the update. */
  readonly loss: number;
  /** What it is the mean over: the sum of the shards' weights. */
  readonly weight: number;
  /** Norm of all gradients together, before any clipping. */
  readonly gradientNorm: number;
}

/** Training of one model by several workers; this thread is the first of them. */
export interface DataParallel<Shard, R extends Replica<Shard> = Replica<Shard>> {
  /** This thread's, to read or save: after each step all have the same parameters. */
  readonly replica: R;
  /**
   * One update by the mean loss of a batch, given in shards. Its result depends on how the batch is
   * split, never on the number of workers.
   *
   * @throws TrainingError when a thread has ended; training is over then
   */
  step(shards: readonly Shard[]): Promise<StepReport>;
  /** Hashes of all workers' parameters, which must be equal. */
  digests(): Promise<readonly string[]>;
  /** Ends the other threads; this one's replica stays. */
  close(): Promise<void>;
}

/**
 * Synchronous data parallelism: workers take shards of a batch in turn, put the gradients into shared
 * memory, and each sums them in the same order and updates its own replica; parameters are never sent.
 *
 * Every thread loads TensorFlow.js for itself. A thread that fails fails the step.
 */
export async function startDataParallel<Shard, Options, R extends Replica<Shard>>(
  { createReplica, module, options: made }: ReplicaSource<Shard, Options, R>,
  options: DataParallelOptions,
): Promise<DataParallel<Shard, R>> {
  const { maxShards, seed, firstStep = 0 } = options;
  const helpers = Math.max(0, Math.min(options.workers ?? 1, maxShards) - 1);
  const backend = await loadBackend();
  const replica = await createReplica(made);
  const sizeBytes = slotBytes(replica, maxShards);
  const block = (): SharedArrayBuffer => new SharedArrayBuffer(sizeBytes);
  const first = block();
  // Alone, a worker has read all slots before it writes them again.
  const blocks = [first, helpers === 0 ? first : block()] as const;
  const worker = createTrainingWorker(replica, seed, maxShards, blocks);
  const threads = Array.from({ length: helpers }, () =>
    startThread({ module, options: made, backend: backend.name, seed, maxShards, blocks }),
  );
  const close = async (): Promise<void> => {
    await Promise.all(threads.map((thread) => thread.end()));
  };
  const orClose = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      await close();
      throw error;
    }
  };
  let step = firstStep;

  await orClose(() => Promise.all(threads.map((thread) => thread.reply("ready"))));
  return {
    replica,
    close,
    step: (shards) =>
      orClose(async () => {
        if (shards.length === 0 || shards.length > maxShards) {
          throw new InternalError(
            `a batch of ${shards.length} shards; 1 to ${maxShards} are possible`,
          );
        }
        const weights = shards.map((shard) => replica.weight(shard));
        const weight = weights.reduce((sum, one) => sum + one, 0);
        if (!(weight > 0)) throw new InternalError(`a batch that weighs ${weight}`);
        const shares = weights.map((one) => one / weight);
        const partOf = (rank: number): (readonly [number, Shard])[] =>
          shards.flatMap((shard, i) => (i % (helpers + 1) === rank ? [[i, shard] as const] : []));

        threads.forEach((thread, i) => {
          thread.send({ kind: "gradients", step, shards: partOf(i + 1) });
        });
        const own = worker.differentiate(step, partOf(0));
        const replies = await Promise.all(threads.map((thread) => thread.reply("losses")));
        for (const thread of threads) thread.send({ kind: "update", step, shares });
        const gradientNorm = worker.update(step, shares);
        step++;

        const losses = shards.map(() => 0);
        for (const [i, loss] of [own, ...replies.map((reply) => reply.losses)].flat())
          losses[i] = loss;
        const loss = losses.reduce((sum, one, i) => sum + one * (shares[i] as number), 0);
        return { loss, weight, gradientNorm };
      }),
    digests: () =>
      orClose(async () => {
        for (const thread of threads) thread.send({ kind: "digest" });
        const replies = await Promise.all(threads.map((thread) => thread.reply("digest")));
        return [worker.digest(), ...replies.map(({ digest }) => digest)];
      }),
  };
}

interface Thread {
  send(request: ReplicaRequest): void;
  /** The next reply, of the kind that is due; rejected when the thread has ended before. */
  reply<K extends ReplicaReply["kind"]>(kind: K): Promise<Extract<ReplicaReply, { kind: K }>>;
  end(): Promise<void>;
}

function startThread(start: ReplicaStart): Thread {
  const thread = new Worker(new URL("./replicaThread.js", import.meta.url), { workerData: start });
  const replies: ReplicaReply[] = [];
  let failure: Error | undefined;
  let wake = (): void => {};
  thread.on("message", (reply: ReplicaReply) => {
    replies.push(reply);
    wake();
  });
  const fail = (reason: string): void => {
    failure ??= new TrainingError(`a training thread ended: ${reason}`);
    wake();
  };
  thread.on("error", (error) => fail(error instanceof Error ? error.message : String(error)));
  thread.on("exit", (code) => fail(`exit code ${code}`));
  return {
    send: (request) => thread.postMessage(request),
    reply: async <K extends ReplicaReply["kind"]>(kind: K) => {
      while (replies.length === 0 && failure === undefined) {
        await new Promise<void>((resolve) => (wake = resolve));
      }
      const reply = replies.shift();
      if (reply === undefined) throw failure as Error;
      if (reply.kind !== kind)
        throw new InternalError(`a reply ${reply.kind} where ${kind} is due`);
      return reply as Extract<ReplicaReply, { kind: K }>;
    },
    end: async () => void (await thread.terminate()),
  };
}
