import type { Domain } from "../dsl/domain.ts";
import { type FairSplit, splitTasks, withoutHeldOut } from "../learn/splitTasks.ts";
import { renderSourceError } from "../support/sourceError.ts";
import { type TasksRead, readTasks } from "../tasks/readTasks.ts";
import type { Task } from "../tasks/task.ts";
import { InputError } from "./inputError.ts";
import type { Terminal } from "./terminal.ts";
import { workersFor } from "./workers.ts";

/** Which tasks a run learns from, and which it is tested on. */
export interface LearnTasksOptions {
  readonly domain?: string;
  /** Paths of tasks to test on; when absent, a share of all. */
  readonly holdout?: readonly string[];
  readonly holdoutShare: number;
  readonly seed: number;
  /** Of a worker process. */
  readonly memoryBytes: number;
}

/**
 * Reads the tasks of a run and splits them.
 *
 * @throws InputError when a file cannot be read, or when there is nothing to learn from or to test on
 */
export async function readLearnTasks(
  paths: readonly string[],
  options: LearnTasksOptions,
  terminal: Terminal,
): Promise<FairSplit & Pick<TasksRead, "domains">> {
  const domains = new Map<string, Domain>();
  let wrong = false;
  const read = async (some: readonly string[]): Promise<readonly Task[]> => {
    const workers = workersFor(options.memoryBytes);
    const found = await readTasks(some, {
      ...(options.domain === undefined ? {} : { domain: options.domain }),
      vetDomain: (spec, baseFolder) => workers.vetDomain(spec, baseFolder),
    });
    workers.close();
    for (const error of found.errors) terminal.printError(renderSourceError(error));
    wrong ||= found.errors.length > 0;
    for (const [spec, domain] of found.domains) domains.set(spec, domain);
    return found.tasks.filter((task) => {
      if (task.grammar === undefined) return true;
      terminal.printError(
        `${task.file}: task "${task.name}" has a grammar of its own, which no library can grow; it is left out`,
      );
      return false;
    });
  };
  const tasks = await read(paths);
  const held = options.holdout === undefined ? undefined : await read(options.holdout);
  if (wrong) throw new InputError("not all files could be read; a run needs all of them");
  for (const [some, found] of [
    [paths, tasks],
    [options.holdout ?? [], held],
  ] as const) {
    if (found?.length === 0) throw new InputError(`there are no tasks in ${some.join(", ")}`);
  }
  const split =
    held === undefined
      ? splitTasks(tasks, options.holdoutShare, options.seed)
      : withoutHeldOut(tasks, held);
  if (split.train.length === 0) {
    throw new InputError(
      `there is nothing to learn from: ${tasks.length === 1 ? "the only task is" : `all ${tasks.length} tasks are`} held out`,
    );
  }
  return { ...split, domains };
}

/** What is said of tasks that are the same as some held out. */
export const leftOutText = (count: number): string =>
  count === 1
    ? "1 task is not learned from: it is the same as one held out"
    : `${count} tasks are not learned from: they are the same as some held out`;

/** The domain of all tasks of a run, or an InputError when they speak several languages. */
export function onlyDomain(
  tasks: readonly Task[],
  domains: ReadonlyMap<string, Domain>,
): readonly [spec: string, domain: Domain] {
  const specs = [...new Set(tasks.map(({ domain }) => domain))];
  const [spec] = specs;
  const domain = domains.get(spec ?? "");
  if (specs.length > 1 || spec === undefined || domain === undefined) {
    throw new InputError(`a run learns in one domain, these tasks are of ${specs.join(", ")}`);
  }
  return [spec, domain];
}
