import { createRng } from "../support/rng.ts";
import { shuffled } from "../support/shuffled.ts";
import type { Task } from "../tasks/task.ts";
import { sameAsAny } from "./sameAsAny.ts";

/** Tasks to learn from, and tasks that only tell what was learned. */
export interface TaskSplit {
  readonly train: readonly Task[];
  readonly holdout: readonly Task[];
}

/** A split, and how many tasks are not learned from only because they are the same as one held out. */
export interface FairSplit extends TaskSplit {
  readonly leftOut: number;
}

/**
 * Holds a share of the tasks out, drawn at random. Both parts keep the order of the tasks. What is the
 * same task as one held out (`sameAsAny`) is held out too.
 *
 * @param share from 0 to 1; the number held out is rounded
 */
export function splitTasks(tasks: readonly Task[], share: number, seed: number): FairSplit {
  const order = shuffled([...tasks.keys()], createRng(seed));
  const drawn = order
    .slice(0, Math.round(share * tasks.length))
    .map((index) => tasks[index] as Task);
  let holdout: readonly Task[] = drawn;
  for (;;) {
    const { train } = withoutHeldOut(tasks, holdout);
    const learnedFrom = new Set(train);
    const rest = tasks.filter((task) => !learnedFrom.has(task));
    // What is held out now may be the same as yet others, which those drawn are not.
    if (rest.length === holdout.length) {
      return { train, holdout: rest, leftOut: rest.length - drawn.length };
    }
    holdout = rest;
  }
}

/**
 * Tasks that may be learned from when others are held out: those that ask for something else
 * (`sameAsAny`), wherever they were read.
 */
export function withoutHeldOut(tasks: readonly Task[], holdout: readonly Task[]): FairSplit {
  const held = new Set(holdout);
  const isSame = sameAsAny(holdout);
  const train = tasks.filter((task) => !held.has(task) && !isSame(task));
  return { train, holdout, leftOut: tasks.length - train.length };
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
