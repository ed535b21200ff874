import { createRng } from "../support/rng.ts";
import { shuffled } from "../support/shuffled.ts";
import type { Task } from "../tasks/task.ts";

/** Tasks to learn from, and tasks that only tell what was learned. */
export interface TaskSplit {
  readonly train: readonly Task[];
  readonly holdout: readonly Task[];
}

/**
 * Holds a share of the tasks out, drawn at random. Both parts keep the order of the tasks.
 *
 * @param share from 0 to 1; the number held out is rounded
 */
export function splitTasks(tasks: readonly Task[], share: number, seed: number): TaskSplit {
  const order = shuffled([...tasks.keys()], createRng(seed));
  const held = new Set(order.slice(0, Math.round(share * tasks.length)));
  return {
    train: tasks.filter((_, index) => !held.has(index)),
    holdout: tasks.filter((_, index) => held.has(index)),
  };
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
