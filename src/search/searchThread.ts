// The thread of a worker process that loads domains and searches. The process's main thread,
// `worker.ts`, stays free of both, so that it hears when the run is cancelled or its parent is gone.
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { withDefinitions } from "../dsl/definition.ts";
import type { Domain } from "../dsl/domain.ts";
import type { Term } from "../dsl/term.ts";
import { compile } from "../interp/evaluate.ts";
import { equalValues } from "../interp/value.ts";
import { InternalError } from "../support/internalError.ts";
import type { Result } from "../support/result.ts";
import type { SourceError } from "../support/sourceError.ts";
import { loadDomain } from "../tasks/loadDomain.ts";
import type { Task } from "../tasks/task.ts";
import { solve } from "./solve.ts";
import {
  type Ready,
  type Reply,
  type Request,
  SHARED,
  type TaskOrder,
  type TaskReport,
} from "./workerProtocol.ts";

const port = parentPort as MessagePort;
const shared = workerData as Float64Array;

const alive = (): void => {
  shared[SHARED.signs] = (shared[SHARED.signs] as number) + 1;
};

const domains = new Map<string, Promise<Result<Domain, SourceError>>>();

/** `loadDomain`, once for each. */
function load(spec: string, baseFolder: string): Promise<Result<Domain, SourceError>> {
  const key = JSON.stringify([spec, baseFolder]);
  const loading = domains.get(key) ?? loadDomain(spec, baseFolder);
  domains.set(key, loading);
  return loading;
}

async function answer(request: Request): Promise<Reply> {
  switch (request.kind) {
    case "load": {
      const loaded = await load(request.domain, request.baseFolder);
      // A rejection that nobody handles, which ends the thread, comes to light in between.
      await new Promise(setImmediate);
      return { kind: "loaded", ...(loaded.ok ? {} : { error: loaded.error }) };
    }
    case "solve":
      return { kind: "report", report: await solveTask(request.order) };
  }
}

async function solveTask({ task, baseFolder, options }: TaskOrder): Promise<TaskReport> {
  alive();
  const loaded = await load(task.domain, baseFolder);
  // The process that sends tasks asks to load their domain before.
  if (!loaded.ok) throw new InternalError(`no domain for a task: ${loaded.error.message}`);
  const result = solve(task, loaded.value, {
    ...options,
    clock: () => performance.now(),
    onProgress: ({ candidates }) => {
      shared[SHARED.candidates] = candidates;
      alive();
      return shared[SHARED.cancelled] === 1;
    },
  });
  const { solution, explanation } = result;
  return {
    status: solution === undefined ? "unsolved" : "solved",
    stopReason: result.stopReason,
    ...(result.reason === undefined ? {} : { reason: result.reason }),
    ...(solution === undefined ? {} : { program: solution.program, cost: solution.cost }),
    solutions: result.solutions,
    candidates: explanation.candidates,
    elapsedMs: result.elapsedMs,
    ...(result.firstMs === undefined ? {} : { firstMs: result.firstMs }),
    ...(result.firstCandidates === undefined ? {} : { firstCandidates: result.firstCandidates }),
    holdout: {
      passed: solution === undefined ? 0 : passed(solution.program, task, loaded.value),
      total: task.holdout.length,
    },
    explanation,
  };
}

/** On how many of the holdout examples does the program give the output? */
function passed(program: Term, task: Task, domain: Domain): number {
  const evaluator = compile(program, withDefinitions(domain, task.definitions));
  return task.holdout.filter(({ inputs, output }) => {
    alive();
    return equalValues(evaluator.run(...inputs), output);
  }).length;
}

port.on("message", (request: Request) => {
  // What is thrown, a report that cannot travel included, ends the thread: the process tells of it.
  void answer(request).then((reply) => port.postMessage(reply));
});
port.postMessage({ kind: "ready" } satisfies Ready);
