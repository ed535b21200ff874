import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { Domain } from "../dsl/domain.ts";
import type { DreamSleep } from "../learn/dreamSleep.ts";
import { EventLog } from "../learn/eventLog.ts";
import { type LearnState, type SearchTasks, learn } from "../learn/learn.ts";
import type { LearnSettings } from "../learn/learnSettings.ts";
import { type RunConfig, configDifference, runConfig } from "../learn/runConfig.ts";
import { type RunDirectory, readJson, writeJson } from "../learn/runDirectory.ts";
import type { FairSplit } from "../learn/splitTasks.ts";
import { solveAll } from "../search/parallel.ts";
import { fieldOf } from "../support/jsonObject.ts";
import { InputError } from "./inputError.ts";
import { inLockedRun } from "./inLockedRun.ts";
import { createLearnDisplay } from "./learnDisplay.ts";
import type { Terminal } from "./terminal.ts";
import { version } from "./version.ts";
import { QUARTER_OF_MEMORY_BYTES, workersFor } from "./workers.ts";

/** A run of `synth learn` in its folder. */
export interface LearnRun {
  readonly split: FairSplit;
  readonly domain: Domain;
  readonly spec: string;
  readonly settings: LearnSettings;
  readonly directory: RunDirectory;
  /** What trains its guide; absent when it has none. */
  readonly dream?: DreamSleep;
  readonly iterations: number;
  /** May one that was begun be gone on with? */
  readonly resume: boolean;
  /** Tasks searched at the same time. */
  readonly jobs: number;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

const configOf = ({ split, domain, spec, settings, dream, iterations }: LearnRun): RunConfig =>
  runConfig(split, domain, {
    synth: version,
    node: process.versions.node,
    iterations,
    settings,
    guide: dream?.kind ?? null,
    spec,
  });

/** One run in its folder; undefined when it was interrupted. */
export async function runLearning(run: LearnRun): Promise<LearnState | undefined> {
  const { split, domain, spec, settings, directory, dream, iterations, terminal, signal } = run;
  const display = createLearnDisplay(terminal, iterations);
  let log: EventLog | undefined;
  return inLockedRun(directory.path, "--resume", async () => {
    try {
      const begun = await isBegun(run);
      if (begun) await directory.tidy();
      else if (run.resume) {
        terminal.printError(`${directory.path} holds no run to go on with: a new one begins`);
      }
      const file = join(directory.path, "config.json");
      const config = begun ? ((await readJson(file)) as object) : undefined;
      // One that goes on may have more iterations than it had.
      if (fieldOf(config, "iterations") !== iterations) {
        await writeJson(file, { ...(config ?? configOf(run)), iterations });
      }
      const over = await directory.phasesOver();
      log = await EventLog.open(join(directory.path, "events.jsonl"), over);
      await log.write({ event: "run", iteration: 0, iterations, leftOut: split.leftOut });
      return await learn({
        split,
        domain,
        spec,
        ...(dream === undefined ? {} : { dream }),
        iterations,
        settings,
        directory,
        log,
        search: searcher(run),
        signal,
        clock: () => performance.now(),
        onEvent: (event) => display.event(event),
      });
    } finally {
      // What it throws would hide what went wrong before.
      await log?.close().catch(() => {});
    }
  }).finally(() => display.close());
}

/**
 * Is there a run that may be gone on with?
 *
 * @throws InputError when there is one that may not
 */
export async function isBegun(run: LearnRun): Promise<boolean> {
  const { directory, resume } = run;
  const path = join(directory.path, "config.json");
  const before = await readJson(path);
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  const iterations = await directory.iterations();
  if ((isThere || iterations.length > 0) && !resume) {
    throw new InputError(`${directory.path} holds a run already: add --resume to go on with it`);
  }
  if (before === undefined && iterations.length > 0) {
    throw new InputError(
      `${path} ${isThere ? "is damaged" : "is missing"}: what this run depends on is not known, so it cannot be gone on with`,
    );
  }
  if (before === undefined) return false;
  const difference = configDifference(before, configOf(run));
  if (difference === undefined) return true;
  throw new InputError(`${directory.path} holds another run: ${difference}`);
}

const searcher =
  ({ jobs, signal }: LearnRun): SearchTasks =>
  async (tasks, settings, weights, onReport) => {
    const { memoryBytes = QUARTER_OF_MEMORY_BYTES } = settings.budget;
    const budget = { ...settings.budget, memoryBytes };
    const workers = workersFor(memoryBytes);
    const told = new Map(tasks.map((task, index) => [task, weights?.[index]]));
    await solveAll(
      tasks,
      { ...settings, budget, jobs, guide: (task) => told.get(task), signal, workers },
      (event) => {
        if (event.kind === "finished") onReport(event.index, event.report);
      },
    );
  };
