import fc from "fast-check";
import { expect, test } from "vitest";
import { sameAsAny } from "../../src/learn/sameAsAny.ts";
import type { Example, Task } from "../../src/tasks/task.ts";
import { taskOf } from "../search/solveTask.ts";

const of = (examples: readonly Example[], holdout: readonly Example[] = []): Task => ({
  ...taskOf("int -> int", [], { holdout }),
  examples,
});
const doubles = [1, 2, 3, 4].map((x): Example => ({ inputs: [x], output: 2 * x }));
const [first, second, third, fourth] = doubles as [Example, Example, Example, Example];
const more = { inputs: [9], output: 18 };

const same = (one: Task, other: Task): boolean => sameAsAny([other])(one);

test.each<readonly [string, Task]>([
  ["in another order", of([fourth, second, first, third])],
  ["one twice", of([...doubles, first])],
  ["one moved to the holdout examples", of([first, second, third], [fourth])],
  ["all but one moved", of([first], [second, third, fourth])],
  ["one dropped", of([first, second, third])],
  ["all but one dropped", of([third])],
  ["one added", of([...doubles, more])],
  ["one added to the holdout examples", of(doubles, [more])],
  ["one exchanged", of([first, second, third, more])],
])("a task is the same with its examples %s", (_, changed) => {
  expect(same(changed, of(doubles))).toBe(true);
  expect(same(of(doubles), changed)).toBe(true);
});

test.each<readonly [string, Task]>([
  ["shares one example of some only", of([first, more])],
  [
    "shares less than half",
    of([first, second, ...[7, 8, 9].map((x) => ({ inputs: [x], output: 2 * x }))]),
  ],
  ["has another output for an input", of([first, second, third, { inputs: [4], output: 9 }])],
  ["asks for another type", { ...of(doubles), request: taskOf("int -> char", []).request }],
])("a task is another one when it %s", (_, other) => {
  const long = of([...doubles, { inputs: [5], output: 10 }]);
  expect(same(other, long)).toBe(false);
  expect(same(long, other)).toBe(false);
});

test("it says of all others at once what it says of each", () => {
  const example = fc.record({ inputs: fc.tuple(fc.nat(4)), output: fc.nat(1) });
  const task = fc
    .tuple(fc.array(example, { minLength: 1, maxLength: 5 }), fc.array(example, { maxLength: 2 }))
    .map(([examples, holdout]) => of(examples, holdout));
  fc.assert(
    fc.property(task, fc.array(task, { maxLength: 6 }), (one, others) => {
      expect(sameAsAny(others)(one)).toBe(others.some((other) => slowSame(one, other)));
      expect(same(one, one)).toBe(true);
    }),
  );
});

/** The rule as it is written down, pair by pair, for tasks of one type. */
function slowSame(one: Task, other: Task): boolean {
  const all = ({ examples, holdout }: Task): readonly string[] => [
    ...new Set([...examples, ...holdout].map((example) => JSON.stringify(example))),
  ];
  const [mine, others] = [all(one), all(other)];
  const shared = mine.filter((example) => others.includes(example));
  const isContradicted = [...one.examples, ...one.holdout].some(({ inputs: [x] }) => {
    const about = (some: readonly string[]) =>
      some.filter((text) => (JSON.parse(text) as Example).inputs[0] === x);
    return about(others).length > 0 && !about(mine).some((text) => about(others).includes(text));
  });
  const fewer = Math.min(mine.length, others.length);
  const isPart = shared.length === fewer;
  return !isContradicted && (isPart || (shared.length >= 2 && shared.length >= fewer / 2));
}
