import { expect, test } from "vitest";
import { minibatch, splitTasks, withoutHeldOut } from "../../src/learn/splitTasks.ts";
import type { Task } from "../../src/tasks/task.ts";
import { taskOf } from "../search/solveTask.ts";

const tasks = Array.from({ length: 11 }, (_, i) =>
  taskOf("int -> int", [[[i], i]], { name: `task ${i}` }),
);

test("a split has every task once, in order, and is the same for the same seed", () => {
  const { train, holdout } = splitTasks(tasks, 0.4, 3);
  expect(holdout).toHaveLength(4);
  const number = ({ name }: { name: string }): number => Number(name.slice(5));
  for (const part of [train, holdout]) {
    expect(part).toEqual([...part].sort((a, b) => number(a) - number(b)));
  }
  expect(new Set([...train, ...holdout]).size).toBe(11);
  expect(splitTasks(tasks, 0.4, 3)).toEqual({ train, holdout, leftOut: 0 });
  expect(splitTasks(tasks, 0.4, 4).holdout).not.toEqual(holdout);
});

test("minibatches give every task its turn before any has a second one", () => {
  const seen = [1, 2, 3].flatMap((iteration) => minibatch(12, iteration, 4, 5));
  expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, i) => i));
  expect(minibatch(12, 4, 4, 5)).not.toEqual(minibatch(12, 1, 4, 5));
  for (let iteration = 1; iteration < 9; iteration++) {
    expect(new Set(minibatch(7, iteration, 4, 5)).size).toBe(4);
  }
});

test("without a size, or with a large one, a minibatch is all tasks", () => {
  expect(minibatch(3, 2, undefined, 1)).toEqual([0, 1, 2]);
  expect(minibatch(3, 2, 9, 1)).toEqual([0, 1, 2]);
});

test("one task under two names is in one half only, whichever it is drawn for", () => {
  const twice = tasks.flatMap((task) => [
    task,
    { ...task, name: `${task.name}, again`, file: "copy.synth", holdout: task.examples },
  ]);
  for (let seed = 0; seed < 5; seed++) {
    const { train, holdout, leftOut } = splitTasks(twice, 0.4, seed);
    expect(leftOut).toBe(holdout.length - 9);
    expect(train.length + holdout.length).toBe(22);
    const held = new Set(holdout.map(({ examples }) => examples[0]?.output));
    expect(train.filter(({ examples }) => held.has(examples[0]?.output))).toEqual([]);
  }
});

test("what is held out is not learned from, nor what is the same; it is counted", () => {
  const [task] = tasks as [Task];
  const again = { ...task, name: "again" };
  const split = withoutHeldOut([...tasks, again], [task]);
  expect(split).toEqual({ train: tasks.slice(1), holdout: [task], leftOut: 2 });
});

test("what is the same as a task that is held out for being the same is held out too", () => {
  // Each has half of the next one's examples, and none of the one after that.
  const chain = Array.from({ length: 6 }, (_, i) =>
    taskOf(
      "int -> int",
      [0, 1, 2, 3].map((j) => [[2 * i + j], 2 * i + j]),
    ),
  );
  expect(splitTasks(chain, 0.2, 1)).toEqual({ train: [], holdout: chain, leftOut: 5 });
});
