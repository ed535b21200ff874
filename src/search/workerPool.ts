import type { SourceError } from "../support/sourceError.ts";
import { WorkerProcess } from "./workerProcess.ts";

/** Attempts to start a worker process before that is given up. */
const ATTEMPTS = 3;
/** A domain's module that is loaded for longer than this without an end hangs. */
export const LOAD_MS = 10_000;

/** Worker processes that have no request, kept for the next one. */
export class WorkerPool {
  private readonly memoryBytes: number;
  private readonly all = new Set<WorkerProcess>();
  private readonly idle: WorkerProcess[] = [];
  private closed = false;

  /** @param memoryBytes what the search of a task may take */
  constructor(memoryBytes: number) {
    this.memoryBytes = memoryBytes;
  }

  /** Starts a process ahead of its first request. It keeps nobody from ending. */
  warm(): void {
    this.idle.push(this.start());
  }

  /**
   * A process that is ready. It is the caller's until it is released.
   *
   * @returns undefined when the pool is closed; why there is none when none can be started
   */
  async acquire(): Promise<WorkerProcess | { readonly problem: string } | undefined> {
    let problem = "";
    for (let attempt = 0; attempt < ATTEMPTS && !this.closed;) {
      const worker = this.idle.pop() ?? this.start();
      const ready = await worker.ready();
      if (ready.kind === "ready" && worker.usable && !this.closed) return worker;
      this.all.delete(worker);
      if (ready.kind === "ready") continue;
      problem = ready.reason;
      attempt++;
    }
    return this.closed ? undefined : { problem };
  }

  release(worker: WorkerProcess): void {
    if (worker.usable) this.idle.push(worker);
    else this.all.delete(worker);
  }

  /**
   * Loads a domain in a worker process, where a module that never ends, or that ends the process it
   * is loaded in, does no harm.
   *
   * @returns what is wrong with the domain
   */
  async vetDomain(
    spec: string,
    baseFolder: string,
    limitMs = LOAD_MS,
  ): Promise<SourceError | undefined> {
    const worker = await this.acquire();
    if (worker === undefined) return undefined;
    if ("problem" in worker) return { file: spec, message: worker.problem };
    const loaded = await worker.load(spec, baseFolder, () => limitMs);
    this.release(worker);
    return loaded.kind === "lost" ? { file: spec, message: loaded.reason } : loaded.error;
  }

  /** Ends all processes, whatever they do, and starts no more. */
  close(): void {
    this.closed = true;
    for (const worker of this.all) worker.kill("the run is over");
    this.all.clear();
  }

  private start(): WorkerProcess {
    const worker = new WorkerProcess(this.memoryBytes);
    this.all.add(worker);
    return worker;
  }
}
