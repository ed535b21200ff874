// The main thread of a worker process. It runs nothing of a user's: a search, and the modules of
// domains, run in a thread beside it (`searchThread.ts`), so that however busy that is this one hears
// that the run was cancelled, sees how much memory the process takes, and ends it with its parent.
import { Worker } from "node:worker_threads";
import {
  HEAP_SLACK_BYTES,
  OUT_OF_MEMORY,
  type Ready,
  type Reply,
  type Request,
  SHARED,
  type WorkerMessage,
  type WorkerOrder,
} from "./workerProtocol.ts";

/** Between two looks at the search thread. */
const LOOK_MS = 200;
/** What the process takes besides its search: code, this thread, garbage not yet given back. */
const BASE_BYTES = 256 * 2 ** 20;

const memoryBytes = Number(process.argv[2]);
// Twice the budget: what a search before this one left behind may not have been collected yet.
const mostBytes = 2 * memoryBytes + HEAP_SLACK_BYTES + BASE_BYTES;

// Ctrl-C reaches every process of the terminal. The parent decides what it means.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});

const end = (): void => void process.kill(process.pid, "SIGKILL");
// The parent is gone. Not `process.exit`, which would wait for a thread that may not end.
process.on("disconnect", end);
// It may have gone before this was listening.
if (!process.connected) end();

const shared = new Float64Array(
  new SharedArrayBuffer(Object.keys(SHARED).length * Float64Array.BYTES_PER_ELEMENT),
);
const thread = new Worker(new URL("./searchThread.js", import.meta.url), {
  workerData: shared,
  resourceLimits: {
    maxOldGenerationSizeMb: Math.ceil((memoryBytes + HEAP_SLACK_BYTES) / 2 ** 20),
  },
});

const tell = (message: WorkerMessage, then: () => void = () => {}): void => {
  process.send?.(message, then);
};

let lost = false;
/** Tells why this process is of no more use, and ends it. */
function lose(reason: string): void {
  if (lost) return;
  lost = true;
  tell({ kind: "lost", reason }, end);
}

let doing: Request["kind"] | undefined;
let signs = 0;
thread.on("message", (reply: Ready | Reply) => {
  doing = undefined;
  tell(reply);
});
let failure: string | undefined;
thread.on("error", (error: NodeJS.ErrnoException) => {
  failure =
    error.code === "ERR_WORKER_OUT_OF_MEMORY"
      ? OUT_OF_MEMORY
      : `the search failed: ${error instanceof Error ? error.message : String(error)}`;
});
// Only now, and not at the error: whatever it had said before has been passed on.
thread.on("exit", (code) => {
  const who = doing === "solve" ? "a primitive" : "the domain's module";
  lose(failure ?? `${who} ended its process with exit code ${code}`);
});

process.on("message", (order: WorkerOrder) => {
  if (order.kind === "cancel") {
    shared[SHARED.cancelled] = 1;
    return;
  }
  doing = order.kind;
  signs = 0;
  shared[SHARED.candidates] = 0;
  shared[SHARED.signs] = 0;
  thread.postMessage(order);
});

setInterval(() => {
  const rss = process.memoryUsage.rss();
  if (rss > mostBytes) lose(`${OUT_OF_MEMORY}: it took ${Math.round(rss / 2 ** 20)} MB`);
  const now = shared[SHARED.signs] as number;
  if (doing === undefined || now === signs) return;
  signs = now;
  tell({ kind: "progress", candidates: shared[SHARED.candidates] as number });
}, LOOK_MS);
