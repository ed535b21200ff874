import type { TaskDetail } from "./page/pageData.ts";

/** All that a page shows: plain data, its texts cut to a length fit to be shown. */
export interface ReportData {
  readonly title: string;
  /** What was run, such as the command. */
  readonly subtitle: string;
  /** When, as text; absent when that does not matter. */
  readonly time?: string;
  /** Settings and counts, as label and text. */
  readonly facts: readonly (readonly [label: string, text: string])[];
  /** What could not be read, or went wrong with the run as a whole. */
  readonly problems: readonly string[];
  readonly tasks: readonly ReportTask[];
  readonly library?: ReportLibrary;
  /** One for each iteration of the learning loop and each series of tasks. */
  readonly iterations: readonly IterationRow[];
  /** The numbers of the iterations, a line each. */
  readonly table?: ReportTable;
  readonly losses: readonly LossRow[];
}

export type TaskStatus =
  /** Solved, and right on all holdout examples. */
  | "generalises"
  /** Solved, and wrong on a holdout example. */
  | "fits"
  /** Solved; there are no holdout examples. */
  | "solved"
  | "unsolved"
  | "error";

/** Is there a program that fits all examples? */
export const isSolved = ({ status }: ReportTask): boolean =>
  status !== "unsolved" && status !== "error";

export interface ReportTask {
  readonly name: string;
  /** File or folder it is listed under. */
  readonly group: string;
  /** In a learning run: are its solutions learned from, or does it only measure? */
  readonly split?: "train" | "holdout";
  readonly status: TaskStatus;
  /** The program, or why there is none, in one line. */
  readonly line: string;
  readonly candidates: number;
  readonly elapsedMs: number;
  /** When the first solution was found, and after how many candidates, where that is known. */
  readonly firstMs?: number;
  readonly firstCandidates?: number;
  /** Abstractions of the library that the program calls, by name. */
  readonly calls: readonly string[];
  readonly detail: TaskDetail;
}

export interface ReportLibrary {
  /** A sentence on what it was learned from and what it saves. */
  readonly summary: string;
  readonly abstractions: readonly ReportAbstraction[];
  /** Cost of all programs before the first abstraction and after each, in order; absent when unknown. */
  readonly costs?: readonly number[];
}

export interface ReportAbstraction {
  readonly name: string;
  /** A name that its body suggests. */
  readonly proposedName?: string;
  readonly type?: string;
  readonly body: string;
  /** The body in the readable notation, where there is a domain. */
  readonly readable?: string;
  /** Other abstractions that the body calls. */
  readonly callees: readonly string[];
  /** Label and text, such as how often it is called. */
  readonly facts: readonly (readonly [label: string, text: string])[];
  /** What it is worth, for the length of its bar; 0 when unknown. */
  readonly weight: number;
  /** Programs that call it, when there are no tasks that could be linked to. */
  readonly uses: readonly string[];
}

export interface IterationRow {
  readonly iteration: number;
  /** Which tasks, or whose: `train`, `holdout`, or the name of a run that is compared with others. */
  readonly series: string;
  readonly tasks: number;
  readonly solved: number;
  readonly generalised: number;
  /** Medians over the solved, to the first solution where that is known; absent when none is. */
  readonly candidates?: number;
  readonly seconds?: number;
  /** In bits a solved training task: of its program, and its share of the library. */
  readonly programsBits?: number;
  readonly libraryBits?: number;
}

export interface ReportTable {
  /** A sentence that says what the columns are. */
  readonly note: string;
  readonly columns: readonly string[];
  /** As many cells as there are columns; the first names the row. */
  readonly rows: readonly (readonly string[])[];
}

export interface LossRow {
  /** Whose dream sleep it is of. */
  readonly iteration: number;
  /** Of all sleeps so far. */
  readonly step: number;
  readonly series: string;
  readonly loss: number;
}
