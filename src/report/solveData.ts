import { dirname } from "node:path";
import type { Definition } from "../dsl/definition.ts";
import type { Domain } from "../dsl/domain.ts";
import type { TaskReport } from "../search/workerProtocol.ts";
import type { Task } from "../tasks/task.ts";
import { HOW_TO_READ, describeLibrary } from "./describeLibrary.ts";
import { type NumberPrinters, describeTask } from "./describeTask.ts";
import type { ReportData } from "./reportData.ts";
import { MOST_FILES } from "./solveReport.ts";

/** What a run of `solve` gave. */
export interface SolveRun {
  readonly tasks: readonly Task[];
  /** By task; undefined where the search did not get to it. */
  readonly reports: readonly (TaskReport | undefined)[];
  /** By name, as tasks name them. */
  readonly domains: ReadonlyMap<string, Domain>;
  /** Errors of files and tasks that could not be read, as text. */
  readonly problems: readonly string[];
  /** Definitions that the search could use, besides those of the files. */
  readonly library?: readonly Definition[];
  readonly title: string;
  readonly subtitle: string;
  readonly time?: string;
  readonly facts: ReportData["facts"];
}

/** A run of `solve` as a page shows it. */
export function solveData(run: SolveRun, print: NumberPrinters): ReportData {
  const { title, subtitle, time, facts, problems, tasks, reports, domains, library } = run;
  const domain = domains.get(tasks[0]?.domain ?? "");
  const manyFiles = new Set(tasks.map(({ file }) => file)).size > MOST_FILES;
  return {
    title,
    subtitle,
    ...(time === undefined ? {} : { time }),
    facts,
    problems,
    tasks: tasks.map((task, index) =>
      describeTask(
        task,
        reports[index],
        domains.get(task.domain) as Domain,
        manyFiles ? dirname(task.file) : task.file,
        print,
      ),
    ),
    ...(library === undefined || domain === undefined
      ? {}
      : {
          library: {
            summary: `What the search had besides the domain's primitives. ${HOW_TO_READ}`,
            abstractions: describeLibrary(library, domain),
          },
        }),
    iterations: [],
    losses: [],
  };
}
