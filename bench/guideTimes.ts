import { guideFor } from "./guideFor.ts";
import { benchTable, milliseconds } from "./benchTable.ts";
import { median } from "./statistics.ts";
import { readShippedSets } from "./taskSets.ts";

/** How long a trained network takes to say what is likely for a task. */
export interface GuideTimes {
  readonly domain: string;
  readonly tasks: number;
  /** Until the network is ready, TensorFlow.js aside where an earlier one has loaded it. */
  readonly loadMs: number;
  /** Of the first task, when nothing is warm; then of all, and the slowest. */
  readonly firstMs: number;
  readonly medianMs: number;
  readonly mostMs: number;
}

/** Asks the networks that ship about all tasks that ship. */
export async function guideTimes(): Promise<readonly GuideTimes[]> {
  const found: GuideTimes[] = [];
  for (const { tasks, domains } of await readShippedSets()) {
    const domain = domains.get(tasks[0]?.domain ?? "");
    if (domain === undefined) continue;
    const started = performance.now();
    const guide = await guideFor(undefined, domain);
    if (guide === undefined) continue;
    const loadMs = performance.now() - started;
    const times = tasks.map((task) => {
      const from = performance.now();
      guide.weights(task, domain);
      return performance.now() - from;
    });
    found.push({
      domain: domain.name,
      tasks: tasks.length,
      loadMs,
      firstMs: times[0] ?? 0,
      medianMs: median(times),
      mostMs: Math.max(...times),
    });
  }
  return found;
}

export const guideTimesTable = (times: readonly GuideTimes[]): string =>
  benchTable(
    ["guide of", "tasks", "load ms", "first ms", "median ms", "most ms"],
    times.map(({ domain, tasks, loadMs, firstMs, medianMs, mostMs }) => [
      domain,
      String(tasks),
      ...[loadMs, firstMs, medianMs, mostMs].map(milliseconds),
    ]),
    1,
  );
