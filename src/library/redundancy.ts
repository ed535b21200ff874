import type { Argument } from "./pattern.ts";
import { MANY_TASKS, type StepCorpus } from "./stepCorpus.ts";

/**
 * Is an argument the same closed term at every place? Then the body may as well say it: argument
 * capture (Bowers and others 2023, section 4.3).
 */
export function isConstant({ moved }: Argument, { table }: StepCorpus): boolean {
  const value = moved[0] as number;
  for (let row = 1; row < moved.length; row++) if (moved[row] !== value) return false;
  return table.open(value) === 0 && !table.captures(value);
}

/** Are two of the arguments the same at every place? Then one is enough (section 4.3). */
export function hasRedundant(args: readonly Argument[]): boolean {
  for (const [index, argument] of args.entries()) {
    for (let other = index + 1; other < args.length; other++) {
      if (sameEverywhere(argument, args[other] as Argument)) return true;
    }
  }
  return false;
}

function sameEverywhere(a: Argument, b: Argument): boolean {
  for (let row = 0; row < a.moved.length; row++) if (a.moved[row] !== b.moved[row]) return false;
  return true;
}

/** Are the places of some rows (undefined: all) in one task only? */
export function inOneTask(
  places: Int32Array,
  rows: Int32Array | undefined,
  { taskOf }: StepCorpus,
): boolean {
  const count = rows === undefined ? places.length : rows.length;
  const task = taskOf[places[rows === undefined ? 0 : (rows[0] as number)] as number];
  if (task === MANY_TASKS) return false;
  for (let i = 1; i < count; i++) {
    const row = rows === undefined ? i : (rows[i] as number);
    if (taskOf[places[row] as number] !== task) return false;
  }
  return true;
}
