import { withDefinitions } from "../dsl/definition.ts";
import type { Domain } from "../dsl/domain.ts";
import { parseTypedTerm } from "../dsl/parseTerm.ts";
import type { Term } from "../dsl/term.ts";
import type { TaskFrontier } from "../learn/frontier.ts";
import type { TaskOutcome } from "../learn/runFiles.ts";
import { taskHash } from "../learn/taskKeys.ts";
import type { LearnedAbstraction } from "../library/learnLibrary.ts";
import { groupBy } from "../support/groupBy.ts";
import { median } from "../support/median.ts";
import type { TaskReport } from "../search/workerProtocol.ts";
import { countFitting } from "../tasks/fit.ts";
import type { Task } from "../tasks/task.ts";
import { HOW_TO_READ, describeLibrary } from "./describeLibrary.ts";
import { type NumberPrinters, describeTask } from "./describeTask.ts";
import { clip } from "./markup.ts";
import {
  type Effort,
  type RunIteration,
  type RunRecord,
  type RunTask,
  effortKey,
} from "./readRun.ts";
import { iterationTitle } from "./iterationTitle.ts";
import type { IterationRow, ReportData, ReportTable, ReportTask } from "./reportData.ts";
import { stopReason } from "./stopReason.ts";

export interface RunDataOptions {
  /** The tasks of the files that the run names, as they are now. */
  readonly tasks: readonly Task[];
  readonly domain: Domain;
  readonly title: string;
  readonly subtitle: string;
  readonly time?: string;
  /** What went wrong when the files were read, as text. */
  readonly problems: readonly string[];
}

/** A search may end with what only tells the examples apart, which a run does not keep. */
const ONLY_TABLES = "found nothing but a table of the examples";

/** The outcome of one search of a task. */
interface Search {
  readonly iteration: number;
  readonly outcome: TaskOutcome;
  readonly effort: Effort | undefined;
}

/**
 * A learning run as a page shows it. Tasks learned from have the program that the run kept last, tasks
 * held out that of the last evaluation; where a file is not there any more, or its task is another
 * one now, only what the run wrote down is told.
 */
export function runData(
  run: RunRecord,
  options: RunDataOptions,
  print: NumberPrinters,
): ReportData {
  const { domain, title, subtitle, time } = options;
  const last = lastLearned(run);
  const library = last?.library ?? [];
  const found = matched([...run.train, ...run.holdout], options.tasks);
  const describer = new TaskDescriber(run, domain, found, print);
  const missing = [...run.train, ...run.holdout].filter(({ key }) => !found.has(key)).length;
  const problems = [
    ...options.problems,
    ...(missing === 0
      ? []
      : [
          `${missing} ${missing === 1 ? "task is" : "tasks are"} not in the files any more as the run had them: they are shown without examples and runs.`,
        ]),
  ];
  const rows = iterationRows(run);
  return {
    title,
    subtitle,
    ...(time === undefined ? {} : { time }),
    facts: [...run.settings, ...timeFacts(run, print)],
    problems,
    tasks: [
      ...run.train.map((task) => describer.train(task)),
      ...run.holdout.map((task) => describer.holdout(task)),
    ],
    library: {
      summary:
        library.length === 0
          ? "No abstraction was learned."
          : `${library.length} abstractions, learned from the programs of ${last?.frontiers.length ?? 0} tasks. ${HOW_TO_READ}`,
      abstractions: describeLibrary(library, domain),
    },
    iterations: rows,
    ...(rows.length === 0 ? {} : { table: iterationTable(run, rows, print) }),
    losses: run.losses,
  };
}

function timeFacts({ times }: RunRecord, print: NumberPrinters): ReportData["facts"] {
  const elapsedMs = [...times.values()].reduce((sum, ms) => sum + ms, 0);
  return elapsedMs === 0 ? [] : [["took", print.duration(elapsedMs)]];
}

const lastLearned = (run: RunRecord): RunIteration["learned"] =>
  run.iterations.findLast(({ learned }) => learned !== undefined)?.learned;

/**
 * The tasks as they are now, by key, those that are as they were. The file decides only between tasks
 * that are alike: it may have been moved.
 */
function matched(entries: readonly RunTask[], tasks: readonly Task[]): ReadonlyMap<string, Task> {
  const byContent = groupBy(tasks, taskHash);
  const found = new Map<string, Task>();
  for (const { key, file, hash } of entries) {
    const alike = (byContent.get(hash) ?? []).filter(
      ({ name }) => key === name || key.startsWith(`${name} (`),
    );
    const task = alike.find((one) => one.file === file) ?? alike[0];
    if (task !== undefined) found.set(key, task);
  }
  return found;
}

class TaskDescriber {
  private readonly run: RunRecord;
  private readonly domain: Domain;
  private readonly tasks: ReadonlyMap<string, Task>;
  private readonly print: NumberPrinters;
  private readonly wakes: ReadonlyMap<string, readonly Search[]>;
  private readonly evaluations: ReadonlyMap<string, readonly Search[]>;
  /** What was learned last, and its frontiers by task. */
  private readonly last: RunIteration["learned"];
  private readonly frontiers: ReadonlyMap<string, TaskFrontier>;

  constructor(
    run: RunRecord,
    domain: Domain,
    tasks: ReadonlyMap<string, Task>,
    print: NumberPrinters,
  ) {
    this.run = run;
    this.domain = domain;
    this.tasks = tasks;
    this.print = print;
    this.wakes = searchesOf(run, "wake");
    this.evaluations = searchesOf(run, "evaluation");
    this.last = lastLearned(run);
    this.frontiers = new Map(this.last?.frontiers.map((one) => [one.task, one]));
  }

  /** With the programs kept last, and what the search took that first found one. */
  train(entry: RunTask): ReportTask {
    const searches = this.wakes.get(entry.key) ?? [];
    const first = searches.find(({ outcome }) => outcome.status === "solved");
    const programs = this.frontiers.get(entry.key)?.programs.map(({ program }) => program) ?? [];
    const shown = first ?? searches.at(-1);
    const library = this.last?.library ?? [];
    return this.describe(entry, "train", shown, programs, library, first?.iteration);
  }

  /** As the last evaluation has it. */
  holdout(entry: RunTask): ReportTask {
    const searches = this.evaluations.get(entry.key) ?? [];
    const last = searches.at(-1);
    const first = searches.find(({ outcome }) => outcome.status === "solved");
    const library = this.libraryOf(last?.iteration ?? 0);
    const task = this.tasks.get(entry.key);
    const domain = withDefinitions(this.domain, [...library, ...(task?.definitions ?? [])]);
    const programs = (last?.outcome.programs ?? []).flatMap((text) => {
      const parsed = parseTypedTerm(
        text,
        domain,
        task === undefined ? {} : { expected: task.request },
      );
      return parsed.ok ? [parsed.value.term] : [];
    });
    return this.describe(entry, "holdout", last, programs, library, first?.iteration);
  }

  private libraryOf(iteration: number): readonly LearnedAbstraction[] {
    const { iterations } = this.run;
    const own = iterations.findLast(
      (one) => one.iteration <= iteration && one.learned !== undefined,
    );
    return own?.learned?.library ?? [];
  }

  private describe(
    entry: RunTask,
    split: "train" | "holdout",
    search: Search | undefined,
    programs: readonly Term[],
    library: readonly LearnedAbstraction[],
    solvedIn: number | undefined,
  ): ReportTask {
    const task = this.tasks.get(entry.key);
    if (task === undefined) return this.unread(entry, split, search);
    const extended = { ...task, definitions: [...library, ...task.definitions] };
    const report = search === undefined ? undefined : this.reportOf(extended, search, programs);
    const described = describeTask(extended, report, this.domain, task.file, this.print);
    const since: readonly (readonly [string, string])[] =
      solvedIn === undefined
        ? []
        : [["first solved", solvedIn === 0 ? "before learning" : `in iteration ${solvedIn}`]];
    return {
      ...described,
      name: entry.key,
      split,
      detail: { ...described.detail, facts: [...described.detail.facts, ...since] },
    };
  }

  private reportOf(task: Task, search: Search, programs: readonly Term[]): TaskReport {
    const { outcome, effort } = search;
    const [program] = programs;
    const { elapsedMs = 0, firstMs, firstCandidates } = effort ?? {};
    const total = task.holdout.length;
    return {
      status:
        program === undefined ? (outcome.status === "error" ? "error" : "unsolved") : "solved",
      stopReason: program === undefined ? outcome.stopReason : "solved",
      ...(program === undefined && outcome.stopReason === "solved" ? { reason: ONLY_TABLES } : {}),
      ...(program === undefined ? {} : { program }),
      solutions: programs.map((one, rank) => ({ program: one, cost: 0, rank })),
      candidates: outcome.candidates,
      elapsedMs,
      ...(firstMs === undefined ? {} : { firstMs }),
      ...(firstCandidates === undefined ? {} : { firstCandidates }),
      holdout: {
        passed:
          program === undefined
            ? 0
            : countFitting(program, task.holdout, withDefinitions(this.domain, task.definitions)),
        total,
      },
    };
  }

  /** What the run alone tells of a task. */
  private unread(
    { key, file }: RunTask,
    split: "train" | "holdout",
    search: Search | undefined,
  ): ReportTask {
    const outcome = search?.outcome;
    const [program] = outcome?.programs ?? [];
    return {
      name: key,
      group: file,
      split,
      status:
        outcome === undefined || outcome.status !== "solved"
          ? (outcome?.status ?? "unsolved")
          : outcome.generalises === null
            ? "solved"
            : outcome.generalises
              ? "generalises"
              : "fits",
      line: clip(program ?? (outcome === undefined ? "not searched" : stopReason(outcome)), 300),
      candidates: outcome?.candidates ?? 0,
      elapsedMs: search?.effort?.elapsedMs ?? 0,
      calls: [],
      detail: {
        request: "",
        facts: [["from", file]],
        ...(program === undefined
          ? {}
          : { program: { readable: clip(program, 6_000), sexpr: clip(program, 6_000) } }),
        others: [],
        examples: [],
        moreExamples: 0,
        explanation: program === undefined && outcome !== undefined ? [stopReason(outcome)] : [],
        nearest: [],
      },
    };
  }
}

/** The searches of each task, in order of the iterations. */
function searchesOf(
  run: RunRecord,
  phase: "wake" | "evaluation",
): ReadonlyMap<string, readonly Search[]> {
  const searches = new Map<string, Search[]>();
  for (const one of run.iterations) {
    for (const outcome of one[phase] ?? []) {
      const effort = run.efforts.get(effortKey(one.iteration, phase, outcome.task));
      const of = searches.get(outcome.task) ?? [];
      of.push({ iteration: one.iteration, outcome, effort });
      searches.set(outcome.task, of);
    }
  }
  return searches;
}

/** Numbers of the wakes and the evaluations of a run. */
export function iterationRows(run: RunRecord): readonly IterationRow[] {
  return run.iterations.flatMap(({ iteration, wake, evaluation, learned }) => {
    const row = (
      series: "train" | "holdout",
      phase: string,
      outcomes: readonly TaskOutcome[],
    ): IterationRow => {
      const solved = outcomes.filter(({ status }) => status === "solved");
      const effortOf = ({ task }: TaskOutcome): Effort | undefined =>
        run.efforts.get(effortKey(iteration, phase, task));
      const candidates = median(
        solved.map((outcome) => effortOf(outcome)?.firstCandidates ?? outcome.candidates),
      );
      const milliseconds = median(
        solved.flatMap((outcome) => {
          const effort = effortOf(outcome);
          return effort === undefined ? [] : [effort.firstMs ?? effort.elapsedMs];
        }),
      );
      const bits = series === "train" ? learned?.bits : undefined;
      return {
        iteration,
        series,
        tasks: outcomes.length,
        solved: solved.length,
        generalised: outcomes.filter(({ generalises }) => generalises === true).length,
        ...(candidates === undefined ? {} : { candidates }),
        ...(milliseconds === undefined ? {} : { seconds: milliseconds / 1000 }),
        ...(bits === undefined ? {} : { programsBits: bits.programs, libraryBits: bits.library }),
      };
    };
    return [
      ...(wake === undefined ? [] : [row("train", "wake", wake)]),
      ...(evaluation === undefined ? [] : [row("holdout", "evaluation", evaluation)]),
    ];
  });
}

/** What the charts show, in numbers. */
function iterationTable(
  run: RunRecord,
  rows: readonly IterationRow[],
  print: NumberPrinters,
): ReportTable {
  const part = (count: number | undefined, of: number | undefined): string =>
    count === undefined || of === undefined ? "" : `${count} of ${of}`;
  return {
    note: "Tasks learned from (train) and held out (holdout); candidates and time to a solution are medians of the solved held-out tasks, or of those learned from where none is held out.",
    columns: [
      "iteration",
      "train solved",
      "generalised",
      "holdout solved",
      "generalised",
      "candidates",
      "to solution",
      "bits a task",
      "abstractions",
      "guide's loss",
      "took",
    ],
    rows: run.iterations.map(({ iteration, learned, loss }) => {
      const own = rows.filter((row) => row.iteration === iteration);
      const train = own.find(({ series }) => series === "train");
      const holdout = own.find(({ series }) => series === "holdout");
      const { candidates, seconds } = (holdout?.tasks ?? 0) > 0 ? (holdout ?? {}) : (train ?? {});
      const bits = learned?.bits;
      const elapsedMs = run.times.get(iteration);
      return [
        iterationTitle(iteration),
        part(train?.solved, train?.tasks),
        part(train?.generalised, train?.tasks),
        part(holdout?.solved, holdout?.tasks),
        part(holdout?.generalised, holdout?.tasks),
        candidates === undefined ? "" : print.count(candidates),
        seconds === undefined ? "" : print.duration(1000 * seconds),
        bits === undefined ? "" : (bits.programs + bits.library).toFixed(1),
        learned === undefined ? "" : String(learned.library.length),
        loss === undefined ? "" : loss.toFixed(3),
        elapsedMs === undefined ? "" : print.duration(elapsedMs),
      ];
    }),
  };
}
