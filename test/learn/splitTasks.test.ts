import { expect, test } from "vitest";
import { minibatch, splitTasks, withoutHeldOut } from "../../src/learn/splitTasks.ts";
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
  expect(splitTasks(tasks, 0.4, 3)).toEqual({ train, holdout });
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
    const { train, holdout } = splitTasks(twice, 0.4, seed);
    expect(train.length + holdout.length).toBe(22);
    const held = new Set(holdout.map(({ examples }) => examples[0]?.output));
    expect(train.filter(({ examples }) => held.has(examples[0]?.output))).toEqual([]);
  }
});

test("what is held out is not learned from, in whatever order its examples are", () => {
  const task = taskOf("int -> int", [
    [[1], 2],
    [[2], 4],
  ]);
  const turned = { ...task, name: "turned", examples: [...task.examples].reverse() };
  const fewer = { ...task, examples: task.examples.slice(0, 1) };
  expect(withoutHeldOut([task, turned, fewer], [task])).toEqual([fewer]);
});
