// What a page's script is given as JSON. Texts are plain and already cut to a length fit to be shown.

/** What opens below a task's line. */
export interface TaskDetail {
  /** The type asked for. */
  readonly request: string;
  /** Label and text, such as where the task comes from. */
  readonly facts: readonly (readonly [label: string, text: string])[];
  readonly program?: { readonly readable: string; readonly sexpr: string };
  /** Other programs that fit, best first. */
  readonly others: readonly string[];
  readonly examples: readonly ExampleDetail[];
  /** Examples that are not listed. */
  readonly moreExamples: number;
  readonly trace?: TraceDetail;
  /** Why there is no program. */
  readonly explanation: readonly string[];
  readonly nearest: readonly { readonly program: string; readonly fits: string }[];
  /** What is left out, because the page would be too large. */
  readonly note?: string;
}

export interface ExampleDetail {
  readonly inputs: readonly string[];
  readonly output: string;
  readonly holdout: boolean;
  /** What the program gives, where that is something else. */
  readonly given?: string;
}

/** A run of the program on one example. */
export interface TraceDetail {
  readonly inputs: readonly {
    readonly name: string;
    readonly value: string;
    readonly range: string;
  }[];
  /** Texts that `StepRow.source` points into: the program, then the definitions it calls. */
  readonly sources: readonly { readonly name: string; readonly text: string }[];
  readonly rows: readonly TraceRow[];
  /** Did the run go on? */
  readonly cut: boolean;
}

export type TraceRow = StepRow | OmittedRow;

export interface StepRow {
  readonly kind: "step";
  readonly depth: number;
  /** The part evaluated: a piece of a source. */
  readonly source: number;
  readonly start: number;
  readonly end: number;
  /** `x = 3`: what a function was called with, when this is its body. */
  readonly bound?: string;
  readonly value: string;
  /** What the part can give on all examples; absent when that is not known. */
  readonly range?: string;
}

/** Calls of a function that followed and are not shown. */
export interface OmittedRow {
  readonly kind: "omitted";
  readonly depth: number;
  readonly calls: number;
}
