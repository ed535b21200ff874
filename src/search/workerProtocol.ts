import type { Term } from "../dsl/term.ts";
import type { SourceError } from "../support/sourceError.ts";
import type { Task } from "../tasks/task.ts";
import type { SearchSettings } from "./solveOptions.ts";
import type { Explanation, Solution, StopReason } from "./solveResult.ts";

// What is said between `solveAll`, the worker processes it starts and the threads in them that search.

/** What became of one task; plain data. */
export interface TaskReport {
  readonly status: "solved" | "unsolved" | "error";
  /** `error`: the search itself failed or was killed; `reason` says how. */
  readonly stopReason: StopReason | "error";
  readonly reason?: string;
  /** A closed term of the request's type: the best of `solutions`. */
  readonly program?: Term;
  readonly cost?: number;
  /** Programs that fit all examples, best first. */
  readonly solutions: readonly Solution[];
  readonly candidates: number;
  readonly elapsedMs: number;
  /** When the first solution was found. */
  readonly firstMs?: number;
  /** Candidates when the first solution was found, it included. */
  readonly firstCandidates?: number;
  /** Why the guide told nothing of this task, if it failed. */
  readonly guideProblem?: string;
  readonly holdout: { readonly passed: number; readonly total: number };
  readonly explanation?: Explanation;
}

/** What a worker is sent for one task; plain data. */
export interface TaskOrder {
  readonly task: Task;
  /** Folder that relative paths of domain modules start from. */
  readonly baseFolder: string;
  /** The caller's, passed on to `solve` whatever they are. */
  readonly options: SearchSettings;
}

/** What a worker can be asked for. It answers each request with one `Reply` before the next. */
export type Request =
  | { readonly kind: "load"; readonly domain: string; readonly baseFolder: string }
  | { readonly kind: "solve"; readonly order: TaskOrder };

/** The domain of a task to be solved must have been loaded without an error before. */
export type Reply =
  | { readonly kind: "loaded"; readonly error?: SourceError }
  | { readonly kind: "report"; readonly report: TaskReport };

/** The modules of the thread are loaded. */
export interface Ready {
  readonly kind: "ready";
}

/** There is no answer, mostly because the process is gone; `reason` says why in a few words. */
export interface Lost {
  readonly kind: "lost";
  readonly reason: string;
}

/** What a worker process is sent. `cancel` ends the search that runs, and all after it. */
export type WorkerOrder = Request | { readonly kind: "cancel" };

/** What a worker process says. Progress is also its sign of life. */
export type WorkerMessage =
  Ready | Reply | { readonly kind: "progress"; readonly candidates: number } | Lost;

/** Places in the memory, as 64-bit floats, that both threads of a worker process share. */
export const SHARED = {
  /** 1: the run was cancelled. */
  cancelled: 0,
  /** Candidates of the task so far. */
  candidates: 1,
  /** Grows as long as the search does not hang. */
  signs: 2,
} as const;

/** A search accounts for its own memory; its heap may be larger than that by so much. */
export const HEAP_SLACK_BYTES = 512 * 2 ** 20;

export const OUT_OF_MEMORY = "the worker process ran out of memory";
