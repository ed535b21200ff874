import { dirname } from "node:path";
import type { Column } from "./table.ts";
import { groupBy } from "../support/groupBy.ts";
import { median } from "../support/median.ts";
import { plainText } from "../support/plainText.ts";

/** The outcome of one task as a reader wants to see it. */
export interface TaskOutcome {
  readonly name: string;
  readonly file: string;
  readonly status: "solved" | "unsolved" | "error";
  /** The program in the readable notation, when there is one. */
  readonly program?: string;
  /** Why it was not solved, in a few words. */
  readonly reason?: string;
  readonly candidates: number;
  readonly elapsedMs: number;
  readonly holdout: { readonly passed: number; readonly total: number };
}

/** A solved task generalises when it has holdout examples and its program passes them all. */
export const generalises = ({ status, holdout }: TaskOutcome): boolean =>
  status === "solved" && holdout.total > 0 && holdout.passed === holdout.total;

/** Solved, and on no holdout example wrong: all that can be said of a task that has none. */
export const fitsAll = ({ status, holdout }: TaskOutcome): boolean =>
  status === "solved" && holdout.passed === holdout.total;

/** A row of the closing table. */
export interface GroupSummary {
  readonly group: string;
  readonly tasks: number;
  readonly solved: number;
  readonly generalised: number;
  /** Median over the solved tasks; undefined when none is. */
  readonly medianMs: number | undefined;
  readonly candidates: number;
}

/** More files than this are summed up by folder. */
export const MOST_FILES = 16;

/** Sums up outcomes by file, or by folder when there are many files, in order of appearance. */
export function summarise(outcomes: readonly TaskOutcome[]): readonly GroupSummary[] {
  const files = new Set(outcomes.map((outcome) => outcome.file));
  const groupOf = ({ file }: TaskOutcome): string =>
    files.size > MOST_FILES ? dirname(file) : file;
  return [...groupBy(outcomes, groupOf)].map(([group, members]) => summariseGroup(group, members));
}

/** One row for all of the outcomes. */
export function summariseGroup(group: string, outcomes: readonly TaskOutcome[]): GroupSummary {
  const solved = outcomes.filter((outcome) => outcome.status === "solved");
  return {
    group,
    tasks: outcomes.length,
    solved: solved.length,
    generalised: solved.filter(generalises).length,
    medianMs: median(solved.map((outcome) => outcome.elapsedMs)),
    candidates: outcomes.reduce((sum, outcome) => sum + outcome.candidates, 0),
  };
}

export const SUMMARY_COLUMNS: readonly Column[] = [
  { title: "tasks from", flexible: true },
  { title: "tasks", align: "right" },
  { title: "solved", align: "right" },
  { title: "", align: "right" },
  { title: "generalise", align: "right" },
  { title: "median", align: "right" },
  { title: "candidates", align: "right" },
];

/** The cells of a row under `SUMMARY_COLUMNS`. */
export function summaryCells(
  summary: GroupSummary,
  print: { readonly duration: (ms: number) => string; readonly count: (count: number) => string },
): readonly string[] {
  const share = Math.floor((100 * summary.solved) / Math.max(1, summary.tasks));
  return [
    plainText(summary.group),
    String(summary.tasks),
    String(summary.solved),
    `${share}%`,
    String(summary.generalised),
    summary.medianMs === undefined ? "" : print.duration(summary.medianMs),
    print.count(summary.candidates),
  ];
}
