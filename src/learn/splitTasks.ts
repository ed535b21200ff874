import { createRng } from "../support/rng.ts";
import { shuffled } from "../support/shuffled.ts";
import type { Task } from "../tasks/task.ts";
import { examplesHash } from "./taskKeys.ts";

/** Tasks to learn from, and tasks that only tell what was learned. */
export interface TaskSplit {
  readonly train: readonly Task[];
  readonly holdout: readonly Task[];
}

/**
 * Holds a share of the tasks out, drawn at random. Both parts keep the order of the tasks. What is the
 * same task as one held out is held out too (`withoutHeldOut`).
 *
 * @param share from 0 to 1; the number held out is rounded
 */
export function splitTasks(tasks: readonly Task[], share: number, seed: number): TaskSplit {
  const order = shuffled([...tasks.keys()], createRng(seed));
  const drawn = order
    .slice(0, Math.round(share * tasks.length))
    .map((index) => tasks[index] as Task);
  const train = withoutHeldOut(tasks, drawn);
  const learnedFrom = new Set(train);
  return { train, holdout: tasks.filter((task) => !learnedFrom.has(task)) };
}

/**
 * Tasks that may be learned from when others are held out: those that ask for something else, wherever
 * they were read. Two tasks are one when they ask for the same type and have the same examples, in
 * whatever order and under whatever names.
 */
export function withoutHeldOut(tasks: readonly Task[], holdout: readonly Task[]): readonly Task[] {
  const held = new Set(holdout.map(examplesHash));
  return tasks.filter((task) => !held.has(examplesHash(task)));
}

/**
 * The tasks of one wake phase, as their places among all. Every task has its turn before any has a
 * second one; each time round the order is another.
 *
 * @param iteration from 1
 * @param size tasks of a phase; all when absent
 */
export function minibatch(
  tasks: number,
  iteration: number,
  size: number | undefined,
  seed: number,
): readonly number[] {
  const places = Array.from({ length: tasks }, (_, i) => i);
  if (size === undefined || size >= tasks) return places;
  const batch = new Set<number>();
  for (let turn = (iteration - 1) * size; batch.size < size; turn++) {
    const round = Math.floor(turn / tasks);
    batch.add(shuffled(places, createRng(seed + round))[turn % tasks] as number);
  }
  return [...batch].sort((a, b) => a - b);
}
