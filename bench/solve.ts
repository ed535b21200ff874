// What the search solves of each set, and in what time. Tasks are searched one after the other in this
// thread; times are a processor's, after start-up, so that other work on the machine counts little.
import { type Attempt, attempt, budgetOf, budgetText, generalisedText } from "./attempt.ts";
import { benchTable, milliseconds, seconds, whole } from "./benchTable.ts";
import { median, quantile, sum } from "./statistics.ts";
import type { Suite } from "./suite.ts";
import { readTaskSets, thin } from "./taskSets.ts";

export const runSolve: Suite = async (options) => {
  const budget = budgetOf(options);
  const sets = (await readTaskSets(options)).map(({ name, tasks, domains }) => {
    const attempts = thin(tasks, options.every).map((task): Attempt => {
      const { term: _, ...made } = attempt(task, domains, { budget });
      return made;
    });
    options.onProgress?.(`solve: ${name}`);
    return { name, attempts };
  });
  const table = benchTable(
    [
      "set",
      "tasks",
      "contradictory",
      "solved",
      "generalise",
      "ms median",
      "p90",
      "first ms median",
      "p90",
      "candidates/s",
      "seconds",
    ],
    sets.map(({ name, attempts }) => rowOf(name, attempts)),
  );
  return { tables: [`solve, ${budgetText(budget)}`, table], json: { budget, sets } };
};

/** Times are of the solved tasks. */
function rowOf(name: string, attempts: readonly Attempt[]): string[] {
  const solved = attempts.filter((one) => one.solved);
  const elapsed = solved.map(({ elapsedMs }) => elapsedMs);
  const first = solved.flatMap(({ firstMs }) => firstMs ?? []);
  const all = sum(attempts.map(({ elapsedMs }) => elapsedMs));
  return [
    name,
    String(attempts.length),
    String(attempts.filter(({ stopReason }) => stopReason === "contradiction").length),
    String(solved.length),
    generalisedText(attempts),
    milliseconds(median(elapsed)),
    milliseconds(quantile(elapsed, 0.9)),
    milliseconds(median(first)),
    milliseconds(quantile(first, 0.9)),
    whole((1000 * sum(attempts.map(({ candidates }) => candidates))) / all),
    seconds(all),
  ];
}
