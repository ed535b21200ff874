import { realpath } from "node:fs/promises";
import { sep } from "node:path";
import { type Command, Option } from "commander";
import { withDefinitions } from "../dsl/definition.ts";
import { type Domain, withoutPrimitives } from "../dsl/domain.ts";
import { learnedWeights } from "../learn/learnedWeights.ts";
import { type SearchLibrary, guideOfRun, loadLibrary } from "../learn/loadLearned.ts";
import type { ReportData } from "../report/reportData.ts";
import { solveData } from "../report/solveData.ts";
import type { TaskGuide } from "../search/guidance.ts";
import { type TaskReport, solveAll } from "../search/parallel.ts";
import type { WorkerPool } from "../search/workerPool.ts";
import { renderSourceError } from "../support/sourceError.ts";
import { type TasksRead, readTasks } from "../tasks/readTasks.ts";
import type { Task } from "../tasks/task.ts";
import { domainOption } from "./commandDomain.ts";
import { EXIT } from "./exitCode.ts";
import { guideOptions, taskGuideFor } from "./guides.ts";
import { InputError } from "./inputError.ts";
import { interruptible } from "./interruptible.ts";
import { type SearchOptions, addSearchOptions, budgetOf, memoryOf, settingsOf } from "./options.ts";
import { parseCount, printCount, printDuration, printSize } from "./quantity.ts";
import { type SolveDisplay, createJsonDisplay, createTextDisplay } from "./solveDisplay.ts";
import type { Terminal } from "./terminal.ts";
import { checkReportPath, pageOrigin, writeReport } from "./writeReport.ts";
import { workersFor } from "./workers.ts";

interface SolveCommandOptions extends SearchOptions {
  readonly domain?: string;
  readonly json?: boolean;
  readonly top?: number;
  readonly explain?: boolean;
  readonly guide?: string;
  readonly guideMix?: number;
  readonly library?: string;
  readonly report?: string;
}

export function addSolveCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command("solve")
    .description("find a program for every task of the files and folders")
    .argument("<path...>", "task files (.synth, .json, .sl, .csv), or folders of them")
    .addOption(domainOption());
  for (const option of guideOptions()) command.addOption(option);
  addSearchOptions(command)
    .addOption(
      new Option(
        "--library <path>",
        "use what was learned: a run directory, or a module of `def`s",
      ),
    )
    .addOption(new Option("--top <count>", "solutions shown of each task").argParser(parseCount))
    .addOption(new Option("--explain", "tell below each unsolved task what was tried"))
    .addOption(
      new Option(
        "--report <file>",
        "also write a page that shows every task: examples, program, run",
      ),
    )
    .addOption(new Option("--json", "one JSON object a line: see docs/command-line.md"))
    .addHelpText(
      "after",
      `
Examples:
  synth solve tasks/                                    everything below a folder
  synth solve tasks/text --timeout 30s --jobs 1
  synth solve prices.csv --domain text
  synth solve tasks/list --candidates 200k --json       the same result on any machine
  synth solve tasks/text --explain                      why tasks are not solved
  synth solve tasks/list --strategy top-down --no-ranges
  synth solve tasks/list --report report.html           a page to open in a browser
  synth solve pictures.synth --domain ./grid.ts         a domain of your own
  synth solve tasks/list --guide none                   without the network that ships
  synth solve tasks/list --library runs/list            with what \`synth learn\` found
  synth solve tasks/list --library run --guide run      with its network too: as the run itself searches

Ctrl-C ends the search and prints what was found so far.`,
    )
    .action((paths: string[], options: SolveCommandOptions) => solve(paths, options, terminal));
}

async function solve(
  paths: readonly string[],
  options: SolveCommandOptions,
  terminal: Terminal,
): Promise<void> {
  if (options.report !== undefined) await checkReportPath(options.report);
  const workers = workersFor(memoryOf(options));
  const read = await readTasks(paths, {
    ...options,
    vetDomain: (spec, baseFolder) => workers.vetDomain(spec, baseFolder),
  });
  const { errors } = read;
  if (read.tasks.length === 0 && errors.length === 0) {
    throw new InputError(`there are no tasks in ${paths.join(", ")}`);
  }
  const library =
    options.library === undefined ? undefined : await readLibrary(read, options.library);
  const found = library === undefined ? read : { ...read, tasks: read.tasks.map(within(library)) };
  const { tasks } = found;
  const display = options.json
    ? createJsonDisplay(terminal)
    : createTextDisplay(terminal, tasks.length, options.explain === true);
  for (const error of errors) display.fileError(error, renderSourceError(error));

  const interruption = interruptible();
  const started = performance.now();
  const results = await search(found, library, workers, options, display, interruption.signal);
  interruption.dispose();
  const elapsedMs = performance.now() - started;
  const reports = results.filter((report) => report !== undefined);
  display.close(reports.length < tasks.length);
  // Last: a page that cannot be written must not take the results with it.
  if (options.report !== undefined) {
    const data = reportData(paths, found, library, results, options, elapsedMs);
    await writeReport(options.report, data);
  }

  if (interruption.signal.aborted) process.exitCode = EXIT.interrupted;
  else if (errors.length > 0) process.exitCode = EXIT.input;
  else if (reports.some((report) => report.status !== "solved")) process.exitCode = EXIT.unsolved;
}

/** The library at a path, which all tasks are searched with. */
async function readLibrary({ tasks, domains }: TasksRead, path: string): Promise<SearchLibrary> {
  const specs = [...new Set(tasks.map(({ domain }) => domain))];
  if (specs.length > 1) {
    throw new InputError(`a library is of one domain, these tasks are of ${specs.join(", ")}`);
  }
  const library = await loadLibrary(path, domains.get(specs[0] as string) as Domain);
  if (!library.ok) throw new InputError(library.error);
  const names = new Set(library.value.definitions.map(({ name }) => name));
  for (const { file, definitions } of tasks) {
    const both = definitions.find(({ name }) => names.has(name));
    if (both !== undefined) {
      throw new InputError(`${file} defines \`${both.name}\`, and so does ${path}; rename one`);
    }
  }
  return library.value;
}

/** A task whose program may call the library too. */
const within =
  ({ definitions }: SearchLibrary) =>
  (task: Task): Task => ({ ...task, definitions: [...definitions, ...task.definitions] });

async function search(
  { tasks, domains }: TasksRead,
  library: SearchLibrary | undefined,
  workers: WorkerPool,
  options: SolveCommandOptions,
  display: SolveDisplay,
  signal: AbortSignal,
): Promise<readonly (TaskReport | undefined)[]> {
  const reports = tasks.map((): TaskReport | undefined => undefined);
  const { top } = options;
  const settings = {
    ...settingsOf(options),
    budget: { ...budgetOf(options), memoryBytes: memoryOf(options) },
    ...(top === undefined ? {} : { top }),
  };
  const { definitions = [], without = [], weights } = library ?? {};
  // A library brings weights that know it; a network that ships does not.
  const named = options.guide ?? (weights === undefined ? undefined : "none");
  const languages = new Map(
    [...domains].map(([spec, domain]) => [
      spec,
      withoutPrimitives(withDefinitions(domain, definitions), without),
    ]),
  );
  const ofRun = named === undefined ? undefined : await guideOfRun(named);
  const told = await taskGuideFor(ofRun ?? named, languages);
  const guide: TaskGuide | undefined =
    told === undefined
      ? undefined
      : async (task) => {
          const own = await told(task);
          return own === undefined ? undefined : learnedWeights(own, weights);
        };
  // What a run has learned is trusted as in the run's own search; a guide of another origin is not.
  const isOwn = named === "none" || (await isWithinLibrary(ofRun ?? named, options.library));
  const guideMix = options.guideMix ?? (isOwn ? library?.guideMix : undefined);
  const all = {
    ...settings,
    ...(guideMix === undefined ? {} : { guideMix }),
    ...(weights === undefined ? {} : { weights }),
    ...(guide === undefined ? {} : { guide }),
    without: [...without, ...(settings.without ?? [])],
    jobs: options.jobs,
    signal,
    workers,
  };
  await solveAll(tasks, all, (event) => {
    const task = tasks[event.index] as Task;
    switch (event.kind) {
      case "started":
        return display.started(event.index, task);
      case "progress":
        return display.progress(event.index, event.candidates);
      case "finished":
        reports[event.index] = event.report;
        return display.finished(
          event.index,
          task,
          event.report,
          domains.get(task.domain) as Domain,
        );
    }
  });
  return reports;
}

/** Is a guide that of the run whose library is used? */
async function isWithinLibrary(
  guide: string | undefined,
  library: string | undefined,
): Promise<boolean> {
  if (guide === undefined || library === undefined) return false;
  const [file, folder] = await Promise.all(
    [guide, library].map((path) => realpath(path).catch(() => undefined)),
  );
  // A name is no path.
  if (file === undefined || folder === undefined) return false;
  return `${file}${sep}`.startsWith(`${folder}${sep}`);
}

function reportData(
  paths: readonly string[],
  { tasks, domains, errors }: TasksRead,
  library: SearchLibrary | undefined,
  reports: readonly (TaskReport | undefined)[],
  options: SolveCommandOptions,
  elapsedMs: number,
): ReportData {
  const { timeoutMs, candidates } = budgetOf(options);
  return solveData(
    {
      tasks,
      reports,
      domains,
      problems: errors.map(renderSourceError),
      ...(library === undefined ? {} : { library: library.definitions }),
      title: paths.join(", "),
      ...pageOrigin(),
      facts: [
        ["took", printDuration(elapsedMs)],
        ...(timeoutMs === undefined ? [] : [["time a task", printDuration(timeoutMs)] as const]),
        ...(candidates === undefined
          ? []
          : [["candidates a task", printCount(candidates)] as const]),
        ["memory a task", printSize(memoryOf(options))],
        ["strategy", options.strategy],
        ["seed", String(options.seed)],
        ["at the same time", String(options.jobs)],
      ],
    },
    { duration: printDuration, count: printCount },
  );
}
