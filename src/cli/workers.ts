import { totalmem } from "node:os";
import { WorkerPool } from "../search/workerPool.ts";

/** What a task may take when the user does not say: a quarter of the machine's memory. */
export const QUARTER_OF_MEMORY_BYTES = Math.floor(totalmem() / 4);

let warmed: WorkerPool | undefined;

/** Starts a worker process for `workersFor`, before it is known what there is to do. */
export function warmWorkers(): void {
  warmed = new WorkerPool(QUARTER_OF_MEMORY_BYTES);
  warmed.warm();
}

/** The workers of this run, for tasks that may take so much memory. */
export function workersFor(memoryBytes: number): WorkerPool {
  if (warmed !== undefined && memoryBytes === QUARTER_OF_MEMORY_BYTES) return warmed;
  warmed?.close();
  return new WorkerPool(memoryBytes);
}
