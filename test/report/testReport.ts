import type { PageAssets } from "../../src/report/pageAssets.ts";
import type { ReportData, ReportTask } from "../../src/report/reportData.ts";

/** Scripts that do nothing, in place of those that are compiled. */
export const STUB_ASSETS: PageAssets = {
  scripts: ["/* page */"],
  charts: { scripts: ["/* vega */"], modules: ["/* charts */"], compile: (spec) => spec },
};

export const PRINT = {
  duration: (ms: number) => `${ms} ms`,
  count: (count: number) => String(count),
};

export const reportTask = (fields: Partial<ReportTask> = {}): ReportTask => ({
  name: "a task",
  group: "a.synth",
  status: "generalises",
  line: "\\x -> x",
  candidates: 10,
  elapsedMs: 5,
  calls: [],
  detail: {
    request: "int -> int",
    facts: [],
    others: [],
    examples: [{ inputs: ["1"], output: "1", holdout: false }],
    moreExamples: 0,
    explanation: [],
    nearest: [],
  },
  ...fields,
});

export const reportData = (fields: Partial<ReportData> = {}): ReportData => ({
  title: "a run",
  subtitle: "synth solve",
  facts: [],
  problems: [],
  tasks: [],
  iterations: [],
  losses: [],
  ...fields,
});
