import { renderSourceError } from "../support/sourceError.ts";
import type { Task } from "../tasks/task.ts";
import { type Guidance, type TaskGuide, guidanceFor } from "./guidance.ts";
import { DEFAULT_GUIDE_MIX, DEFAULT_MEMORY_BYTES, type SearchSettings } from "./solveOptions.ts";
import { LOAD_MS, WorkerPool } from "./workerPool.ts";
import type { WorkerProcess } from "./workerProcess.ts";
import type { TaskReport } from "./workerProtocol.ts";

export type { TaskReport } from "./workerProtocol.ts";

/** What happens while tasks are solved. `index` is the task's place among those given. */
export type SolveEvent =
  | { readonly kind: "started"; readonly index: number }
  | { readonly kind: "progress"; readonly index: number; readonly candidates: number }
  | { readonly kind: "finished"; readonly index: number; readonly report: TaskReport };

/** Options of the run, and settings that every task is searched with. */
export interface SolveAllOptions extends SearchSettings {
  /** Worker processes, each searching one task at a time. */
  readonly jobs: number;
  /** Folder that relative paths of domain modules start from; the working folder when absent. */
  readonly baseFolder?: string;
  /** Ends the run: tasks that are not finished have no report. */
  readonly signal?: AbortSignal;
  /** Overrides `GRACE_MS`, `STALL_MS` and `LOAD_MS`. */
  readonly patienceMs?: number;
  /**
   * Tells the weights of each task, in this process, before the task is sent; a task of which it tells
   * nothing, or fails, is searched with `weights`. What it takes is not counted.
   */
  readonly guide?: TaskGuide;
  /** Made before, for the memory of the budget. The run closes it. */
  readonly workers?: WorkerPool;
}

/**
 * A search gives a sign of life every few milliseconds. One that gives none for so long after its
 * time is over, or was cancelled, hangs in a primitive: its process is killed.
 */
const GRACE_MS = 2000;
/** The same for a search without a time limit, at any moment. */
const STALL_MS = 30_000;

/**
 * Solves tasks in worker processes, each task by itself, so that the results do not depend on `jobs`
 * when the budget is one of candidates. A process that ends, hangs or takes too much memory costs the
 * task it was on, which is reported with status `error`; a new one takes its place.
 *
 * @param onEvent called in the order in which things happen
 * @returns the reports in the order of the tasks; undefined where the run was ended before
 */
export async function solveAll(
  tasks: readonly Task[],
  options: SolveAllOptions,
  onEvent: (event: SolveEvent) => void = () => {},
): Promise<readonly (TaskReport | undefined)[]> {
  const {
    jobs,
    baseFolder = process.cwd(),
    signal,
    patienceMs,
    guide,
    workers,
    ...solving
  } = options;
  const { timeoutMs, memoryBytes = DEFAULT_MEMORY_BYTES } = solving.budget;
  const pool = workers ?? new WorkerPool(memoryBytes);
  const reports: (TaskReport | undefined)[] = tasks.map(() => undefined);
  /** What runs now. */
  const running = new Set<WorkerProcess>();
  /** Domains whose module hangs: no second task need find that out. */
  const hanging = new Map<string, string>();

  const cancelled = (): boolean => signal?.aborted === true;
  const quietLimit = (usual: number): number =>
    Math.min(patienceMs ?? usual, cancelled() ? GRACE_MS : Infinity);

  /** The report of a task, or why there is none; undefined: its process was lost before its turn. */
  const solveOne = async (
    worker: WorkerProcess,
    watch: Watch,
  ): Promise<TaskReport | string | undefined> => {
    const { index } = watch;
    const task = tasks[index] as Task;
    const known = hanging.get(task.domain);
    if (known !== undefined) return known;
    const loaded = await worker.load(task.domain, baseFolder, () => quietLimit(LOAD_MS));
    if (loaded.kind === "lost") {
      // The process may have been killed while it had nothing to do: the task is tried once more.
      if (!worker.givenUp && watch.attempts === 1) return undefined;
      if (worker.givenUp) hanging.set(task.domain, loaded.reason);
      return loaded.reason;
    }
    if (loaded.error !== undefined) return renderSourceError(loaded.error);
    const guidance = guide === undefined ? {} : await guidanceFor(guide, task);
    watch.started = performance.now();
    const order = { task, baseFolder, options: guidedBy(guidance, solving) };
    const solved = await worker.solve(order, {
      patience: (quietMs) => {
        const deadline = cancelled() ? 0 : watch.started + (timeoutMs ?? 0);
        const limit = quietLimit(timeoutMs === undefined ? STALL_MS : GRACE_MS);
        return quietMs > limit && performance.now() > deadline
          ? `the search hung: a primitive does not end, or takes more than ${limit / 1000} s`
          : undefined;
      },
      onProgress: (candidates) => {
        if (candidates !== watch.candidates) onEvent({ kind: "progress", index, candidates });
        watch.candidates = candidates;
      },
    });
    if (solved.kind === "lost") return solved.reason;
    const { problem } = guidance;
    return problem === undefined ? solved.report : { ...solved.report, guideProblem: problem };
  };

  let next = 0;
  let left = tasks.length;
  const job = async (): Promise<void> => {
    let watch: Watch | undefined;
    while ((watch !== undefined || next < tasks.length) && !cancelled()) {
      // First a process, then a task: until one has started, those that have are given the tasks.
      const worker = await pool.acquire();
      if (worker === undefined) return;
      if (watch === undefined) {
        if (next >= tasks.length || cancelled()) {
          if (!("problem" in worker)) pool.release(worker);
          return;
        }
        watch = { index: next++, started: performance.now(), candidates: 0, attempts: 0 };
        onEvent({ kind: "started", index: watch.index });
      }
      watch.attempts++;
      let outcome: TaskReport | string | undefined;
      if ("problem" in worker) {
        outcome = worker.problem;
      } else {
        running.add(worker);
        outcome = await solveOne(worker, watch);
        running.delete(worker);
        pool.release(worker);
        if (outcome === undefined) continue;
      }
      const report = typeof outcome === "string" ? failed(watch, outcome) : outcome;
      // What a cancelled search had not finished is not reported, whatever became of it.
      if (!cancelled() || report.status === "solved") {
        reports[watch.index] = report;
        onEvent({ kind: "finished", index: watch.index, report });
      }
      watch = undefined;
      left--;
      // What is still being started is not waited for.
      if (left === 0 || (cancelled() && running.size === 0)) pool.close();
    }
  };

  const failed = (watch: Watch, reason: string): TaskReport => ({
    status: "error",
    stopReason: "error",
    reason,
    solutions: [],
    candidates: watch.candidates,
    elapsedMs: performance.now() - watch.started,
    holdout: { passed: 0, total: (tasks[watch.index] as Task).holdout.length },
  });

  const onAbort = (): void => {
    for (const worker of running) worker.cancel();
    if (running.size === 0) pool.close();
  };
  signal?.addEventListener("abort", onAbort);
  try {
    if (cancelled()) return reports;
    await Promise.all(Array.from({ length: Math.min(Math.max(1, jobs), tasks.length) }, job));
  } finally {
    signal?.removeEventListener("abort", onAbort);
    pool.close();
  }
  return reports;
}

/** The settings of a task with what the guide told of it. */
const guidedBy = ({ weights }: Guidance, settings: SearchSettings): SearchSettings =>
  weights === undefined
    ? settings
    : { ...settings, weights, guideMix: settings.guideMix ?? DEFAULT_GUIDE_MIX };

/** A task that is being searched. */
interface Watch {
  readonly index: number;
  /** When the search began, its domain being loaded. */
  started: number;
  candidates: number;
  /** Processes it was given to. */
  attempts: number;
}
