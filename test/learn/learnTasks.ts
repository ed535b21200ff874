import { list } from "../../src/domains/list/list.ts";
import type { LearnOptions, SearchTasks } from "../../src/learn/learn.ts";
import type { LearnSettings } from "../../src/learn/learnSettings.ts";
import { RunDirectory } from "../../src/learn/runDirectory.ts";
import { EventLog } from "../../src/learn/eventLog.ts";
import { solve } from "../../src/search/solve.ts";
import type { Task } from "../../src/tasks/task.ts";
import { type Io, taskOf } from "../search/solveTask.ts";

/** A task of what a function gives for five lists, one of them held out. */
export const onLists = (
  name: string,
  of: (xs: readonly number[]) => unknown,
  request: string,
): Task => {
  const inputs = [[3, 1, 4], [], [2, 7, 1, 8], [6], [0, 5, 9, 2, 2]];
  const io: Io = inputs.map((xs) => [[xs], of(xs)]);
  return taskOf(request, io.slice(0, 4), {
    name,
    holdout: io.slice(4).map(([given, output]) => ({ inputs: given, output })),
  });
};

const toList = "list int -> list int";

/** Tasks that are all maps, in a language that has none. */
export const MAPS = {
  train: [
    onLists("double", (xs) => xs.map((x) => x + x), toList),
    onLists("one more", (xs) => xs.map((x) => x + 1), toList),
    onLists("square", (xs) => xs.map((x) => x * x), toList),
    onLists("negate", (xs) => xs.map((x) => 0 - x), toList),
  ],
  holdout: [
    onLists("cube", (xs) => xs.map((x) => x * x * x), toList),
    onLists("square and one", (xs) => xs.map((x) => x * x + 1), toList),
    onLists("times the next", (xs) => xs.map((x) => x * (x + 1)), toList),
    onLists("four times", (xs) => xs.map((x) => 4 * x), toList),
  ],
};

export const SETTINGS: LearnSettings = {
  seed: 1,
  search: {
    budget: { candidates: 3000 },
    strategy: "bank",
    without: ["map", "index", "range", "length", "unfold"],
  },
  frontier: 3,
  abstractions: 4,
  maxArity: 2,
  library: true,
  grammar: false,
  guide: false,
};

/** Searches in this thread. */
export const searchHere: SearchTasks = async (tasks, settings, weights, onReport) => {
  for (const [index, task] of tasks.entries()) {
    const own = weights?.[index];
    const result = solve(task, list, {
      ...settings,
      ...(own === undefined ? {} : { weights: own }),
      clock: () => 0,
    });
    const { solution, explanation } = result;
    onReport(index, {
      status: solution === undefined ? "unsolved" : "solved",
      stopReason: result.stopReason,
      solutions: result.solutions,
      candidates: explanation.candidates,
      elapsedMs: 0,
      holdout: { passed: 0, total: task.holdout.length },
    });
    await Promise.resolve();
  }
};

const logs: EventLog[] = [];

/** Closes the logs of all runs so far. */
export async function closeLogs(): Promise<void> {
  for (const log of logs.splice(0)) await log.close();
}

/** Options of a run in a folder, which goes on where an earlier one in the folder ended. */
export async function optionsIn(
  folder: string,
  more: Partial<LearnOptions> = {},
): Promise<LearnOptions> {
  const directory = new RunDirectory(folder);
  await directory.tidy();
  const phases = await directory.phasesOver();
  const log = await EventLog.open(`${folder}/events.jsonl`, phases);
  logs.push(log);
  return {
    split: MAPS,
    domain: list,
    spec: "list",
    iterations: 2,
    settings: SETTINGS,
    directory,
    log,
    search: searchHere,
    clock: () => 0,
    ...more,
  };
}
