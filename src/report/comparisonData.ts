import type { NumberPrinters } from "./describeTask.ts";
import { iterationTitle } from "./iterationTitle.ts";
import { points, share } from "./percentage.ts";
import type { RunRecord } from "./readRun.ts";
import type { IterationRow, ReportData, ReportTable } from "./reportData.ts";
import { iterationRows } from "./runData.ts";

export interface ComparisonOptions {
  readonly title: string;
  readonly subtitle: string;
  readonly time?: string;
  /** What went wrong when the files were read, as text. */
  readonly problems: readonly string[];
}

/** A run that is compared with others. */
export interface ComparedRun {
  readonly name: string;
  readonly run: RunRecord;
}

/** Have runs the same tasks held out, so that what they solve of them can be compared? */
export function areComparable(runs: readonly ComparedRun[]): boolean {
  const held = runs.map(({ run }) => JSON.stringify(run.holdout.map(({ hash }) => hash)));
  return new Set(held).size === 1;
}

/** Runs with the same tasks held out, as those of an ablation, as a page compares them. */
export function comparisonData(
  runs: readonly ComparedRun[],
  options: ComparisonOptions,
  print: NumberPrinters,
): ReportData {
  const { title, subtitle, time, problems } = options;
  const compared = runs.map(({ name, run }) => ({
    name,
    run,
    rows: iterationRows(run)
      .filter(({ series }) => series === "holdout")
      .map((row) => ({ ...row, series: name })),
  }));
  return {
    title,
    subtitle,
    ...(time === undefined ? {} : { time }),
    facts: sharedSettings(runs),
    problems,
    tasks: [],
    iterations: compared.flatMap(({ rows }) => rows),
    table: comparisonTable(compared, print),
    losses: [],
  };
}

/** The settings that all runs have, but for how many there are. */
const sharedSettings = (runs: readonly ComparedRun[]): ReportData["facts"] =>
  (runs[0]?.run.settings ?? []).filter(([label, text]) =>
    runs.every(({ run }) => run.settings.some(([own, value]) => own === label && value === text)),
  );

interface Compared extends ComparedRun {
  readonly rows: readonly IterationRow[];
}

function comparisonTable(runs: readonly Compared[], print: NumberPrinters): ReportTable {
  return {
    note: "Of the tasks held out. Gain: percentage points against before learning. Candidates and time to a solution are medians of the solved tasks; what it took is of the run so far.",
    columns: [
      "run",
      "iteration",
      "solved",
      "gain",
      "generalised",
      "gain",
      "candidates",
      "to solution",
      "abstractions",
      "took",
    ],
    rows: runs.flatMap(({ name, run, rows }) => {
      const before = rows.find(({ iteration }) => iteration === 0);
      return rows.map((row) => {
        const { iteration, solved, generalised, tasks, candidates, seconds } = row;
        const learned = run.iterations.find((one) => one.iteration === iteration)?.learned;
        const took = [...run.times].reduce((sum, [at, ms]) => sum + (at <= iteration ? ms : 0), 0);
        const gain = (field: "solved" | "generalised"): string =>
          before === undefined || iteration === 0
            ? ""
            : points(share(row[field], tasks) - share(before[field], before.tasks));
        return [
          name,
          iterationTitle(iteration),
          `${solved} of ${tasks}`,
          gain("solved"),
          `${generalised} of ${tasks}`,
          gain("generalised"),
          candidates === undefined ? "" : print.count(candidates),
          seconds === undefined ? "" : print.duration(1000 * seconds),
          learned === undefined ? "" : String(learned.library.length),
          took === 0 ? "" : print.duration(took),
        ];
      });
    }),
  };
}
