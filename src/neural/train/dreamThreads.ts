import { Worker } from "node:worker_threads";
import type { EncodedDream } from "./encodeDream.ts";
import type { ChunkOrder, ChunkReply, DreamOrders } from "./dreamWorker.ts";
import { TrainingError } from "./trainingError.ts";

/** Chunks that a thread has been asked for and not given yet, at most. */
const AHEAD = 3;

/** Threads that dream ahead of what is asked for; the dreams do not depend on how many there are. */
export class DreamThreads {
  private readonly threads: readonly Worker[];
  private readonly waiting = new Map<string, (dreams: readonly EncodedDream[]) => void>();
  private readonly queue: { order: ChunkOrder }[] = [];
  private readonly load = new Map<Worker, number>();
  private failed: ((error: Error) => void) | undefined;
  private readonly failure: Promise<never>;

  constructor(orders: DreamOrders, threads: number) {
    this.failure = new Promise<never>((_, reject) => (this.failed = reject));
    // Looked at by whoever waits for dreams; until then it is nobody's.
    this.failure.catch(() => {});
    this.threads = Array.from({ length: threads }, () => {
      const thread = new Worker(new URL("./dreamWorker.js", import.meta.url), {
        workerData: orders,
      });
      thread.on("message", (reply: ChunkReply) => {
        this.load.set(thread, (this.load.get(thread) ?? 1) - 1);
        this.waiting.get(keyOf(reply))?.(reply.dreams);
        this.waiting.delete(keyOf(reply));
        this.send();
      });
      const end = (reason: string): void =>
        this.failed?.(new TrainingError(`a thread that makes up programs has ended: ${reason}`));
      thread.on("error", (error: Error) => end(error.message));
      thread.on("exit", (code) => end(`exit code ${code}`));
      return thread;
    });
  }

  /**
   * The dreams of chunks from `from` up to `to`, in their order.
   *
   * @throws TrainingError when a thread has ended
   */
  chunks(part: ChunkOrder["part"], from: number, to: number): Promise<readonly EncodedDream[]> {
    const numbers = Array.from({ length: to - from }, (_, i) => from + i);
    const all = Promise.all(
      numbers.map(
        (number) =>
          new Promise<readonly EncodedDream[]>((resolve) => {
            const order = { part, number };
            this.waiting.set(keyOf(order), resolve);
            this.queue.push({ order });
          }),
      ),
    );
    this.send();
    const dreams = Promise.race([all, this.failure]).then((chunks) => chunks.flat());
    // Asked for ahead: a thread may end before anyone waits for it.
    dreams.catch(() => {});
    return dreams;
  }

  async close(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.terminate()));
  }

  private send(): void {
    for (const thread of this.threads) {
      while ((this.load.get(thread) ?? 0) < AHEAD) {
        const next = this.queue.shift();
        if (next === undefined) return;
        this.load.set(thread, (this.load.get(thread) ?? 0) + 1);
        thread.postMessage(next.order);
      }
    }
  }
}

const keyOf = ({ part, number }: ChunkOrder): string => `${part} ${number}`;
