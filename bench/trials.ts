import { valueKey } from "../src/interp/value.ts";
import type { Example, Task } from "../src/tasks/task.ts";
import { thin, withHeldOut } from "./taskSets.ts";

/** Tasks whose examples are a part of what is known, and whose holdout is the rest. */
export interface Protocol {
  readonly name: string;
  readonly trials: readonly Task[];
}

/** A task of few rows, and one that asks for the same function with many. */
interface Family {
  readonly short: Task;
  readonly long: Task;
}

const LONG_NAME = /^(.+?)[-_]long(?:-repeat)?$/;
/** What a short one is called after, in order of preference. */
const SHORT_ENDINGS = ["", "_small", "-small", "_short", "-short"];
const FIRST_ROWS = [1, 2, 3];
/** A single file needs so many rows before one of them is left out. */
const LEAST_ROWS = 4;

/** The protocols that a set of tasks allows, each thinned to every so-manieth trial. */
export function protocolsOf(tasks: readonly Task[], every?: number): readonly Protocol[] {
  const families = familiesOf(tasks);
  const inFamily = new Set(families.flatMap(({ short, long }) => [short.name, long.name]));
  const singles = tasks.filter(({ name, grammar }) => grammar !== undefined && !inFamily.has(name));
  const all: readonly Protocol[] = [
    { name: "its own holdout", trials: tasks.filter(({ holdout }) => holdout.length > 0) },
    { name: "first 10 examples", trials: tasks.flatMap((task) => withHeldOut(task) ?? []) },
    { name: "families", trials: families.map((family) => familyTrial(family, Infinity)) },
    ...FIRST_ROWS.map((rows) => ({
      name: `families, first ${rows === 1 ? "row" : `${rows} rows`}`,
      trials: families.map((family) => familyTrial(family, rows)),
    })),
    { name: "all rows but one", trials: singles.flatMap(leaveOneOut) },
  ];
  return all
    .map(({ name, trials }) => ({ name, trials: thin(trials, every) }))
    .filter(({ trials }) => trials.length > 0);
}

/**
 * The families among tasks, by the names of their files: `X-long-repeat` or else `X-long` with `X`,
 * else with `X_small` or `X_short`.
 */
export function familiesOf(tasks: readonly Task[]): readonly Family[] {
  const byName = new Map(tasks.map((task) => [task.name, task]));
  const found = new Map<string, Family>();
  for (const long of tasks) {
    const stem = LONG_NAME.exec(long.name)?.[1];
    if (stem === undefined) continue;
    const short = SHORT_ENDINGS.flatMap((ending) => byName.get(stem + ending) ?? [])[0];
    if (short === undefined || (found.has(stem) && !long.name.endsWith("-repeat"))) continue;
    found.set(stem, { short, long });
  }
  return [...found.values()];
}

/** The first rows of the short task to search on, and what the long one is sure of to test. */
const familyTrial = ({ short, long }: Family, rows: number): Task => ({
  ...short,
  examples: short.examples.slice(0, rows),
  holdout: sure(long.examples),
});

/** A trial without the first row, and one without the last. */
function leaveOneOut(task: Task): readonly Task[] {
  const rows = sure(task.examples);
  if (rows.length < LEAST_ROWS) return [];
  return [0, rows.length - 1].map((out) => ({
    ...task,
    name: `${task.name}, row ${out + 1} held out`,
    examples: rows.filter((_, index) => index !== out),
    holdout: rows.filter((_, index) => index === out),
  }));
}

/** Distinct rows, less those whose inputs have several outputs. */
function sure(rows: readonly Example[]): readonly Example[] {
  const byInputs = new Map<string, { row: Example; outputs: Set<unknown> }>();
  for (const row of rows) {
    const key = JSON.stringify(row.inputs.map(valueKey));
    const same = byInputs.get(key) ?? { row, outputs: new Set() };
    same.outputs.add(valueKey(row.output));
    byInputs.set(key, same);
  }
  return [...byInputs.values()].filter(({ outputs }) => outputs.size === 1).map(({ row }) => row);
}
