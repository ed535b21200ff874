import { groupBy } from "../support/groupBy.ts";
import { clip } from "./markup.ts";
import { type IterationRow, type ReportData, type ReportTask, isSolved } from "./reportData.ts";

/** A chart of a page: a Vega-Lite specification, which holds its data. */
export interface Chart {
  readonly title: string;
  /** What the chart shows, in one sentence; it stands below the title. */
  readonly note: string;
  /** In CSS pixels; its place is reserved before it is drawn. */
  readonly height: number;
  /** Does it take the whole width? */
  readonly wide?: boolean;
  readonly spec: { readonly [key: string]: unknown };
}

type Row = { readonly [field: string]: string | number };

const HEIGHT = 230;
/** Points of a curve, and rows of a loss curve, that are kept. */
const MOST_POINTS = 400;
const MOST_GROUPS = 12;
const MOST_LENGTH = 40;

/** Colours are the page's own, so that they follow its light and dark mode. */
const COLORS: { readonly [series: string]: string } = {
  solved: "var(--solved)",
  generalise: "var(--good)",
  "fits the examples only": "var(--near)",
  unsolved: "var(--open)",
  error: "var(--bad)",
  train: "var(--solved)",
  training: "var(--solved)",
  holdout: "var(--second)",
  validation: "var(--second)",
  programs: "var(--solved)",
  library: "var(--second)",
};

/** The charts that the data have something to show in. */
export function chartsOf(data: ReportData): readonly Chart[] {
  const charts: Chart[] = [];
  if (data.iterations.length > 0) charts.push(...iterationCharts(data.iterations));
  if (data.losses.length > 1) charts.push(lossChart(data));
  const { costs } = data.library ?? {};
  if (costs !== undefined && costs.length > 1) charts.push(costChart(costs));
  const solved = data.tasks.filter(isSolved);
  if (data.tasks.length > 4 && solved.length > 1) {
    charts.push(reachChart(data.tasks, "seconds"), reachChart(data.tasks, "candidates"));
  }
  if (new Set(data.tasks.map(({ group }) => group)).size > 1) charts.push(groupChart(data.tasks));
  return charts;
}

/** Of series that have no colour of their own, in turn. */
const MORE_COLORS = ["solved", "second", "good", "near", "bad", "open"].map(
  (name) => `var(--${name})`,
);

const color = (series: readonly string[], legend = series.length > 1): object => ({
  field: "series",
  type: "nominal",
  scale: {
    domain: series,
    range: series.map((name, i) => COLORS[name] ?? MORE_COLORS[i % MORE_COLORS.length]),
  },
  // Names of runs are long: more than three do not fit into a line.
  legend: legend ? { title: null, ...(series.length > 3 ? { columns: 3 } : {}) } : null,
});

/** How many tasks are solved within a time, or a number of candidates: the search's progress curve. */
function reachChart(tasks: readonly ReportTask[], unit: "seconds" | "candidates"): Chart {
  const effortOf = (task: ReportTask): number =>
    unit === "seconds"
      ? Math.max(0.001, (task.firstMs ?? task.elapsedMs) / 1000)
      : Math.max(1, task.firstCandidates ?? task.candidates);
  const curve = (series: string, of: readonly ReportTask[]): readonly Row[] =>
    thinned(
      of
        .map(effortOf)
        .sort((a, b) => a - b)
        .map((effort, index) => ({ series, effort, tasks: index + 1 })),
    );
  const generalising = tasks.filter(({ status }) => status === "generalises");
  const series = generalising.length > 0 ? ["solved", "generalise"] : ["solved"];
  const rows = [
    ...curve("solved", tasks.filter(isSolved)),
    ...(generalising.length > 0 ? curve("generalise", generalising) : []),
  ];
  return {
    title: unit === "seconds" ? "Solved within a time" : "Solved within a number of candidates",
    note:
      unit === "seconds"
        ? `Of ${tasks.length} tasks, how many had a solution after so many seconds each.`
        : `Of ${tasks.length} tasks, how many were solved with so many candidates each.`,
    height: HEIGHT,
    spec: {
      data: { values: rows },
      mark: { type: "line", interpolate: "step-after", strokeWidth: 2.5 },
      encoding: {
        x: {
          field: "effort",
          type: "quantitative",
          scale: { type: "log" },
          title: unit === "seconds" ? "seconds, logarithmic" : "candidates, logarithmic",
          axis: { format: unit === "seconds" ? "~g" : "~s", tickCount: 4, grid: false },
        },
        y: { field: "tasks", type: "quantitative", title: "tasks" },
        color: color(series),
      },
    },
  };
}

const STATUS_SERIES = {
  generalises: "generalise",
  solved: "solved",
  fits: "fits the examples only",
  unsolved: "unsolved",
  error: "error",
} as const;

/** What became of the tasks of each file or folder. */
function groupChart(tasks: readonly ReportTask[]): Chart {
  const groups = [...groupBy(tasks, ({ group }) => group)];
  const largest = groups.toSorted((a, b) => b[1].length - a[1].length).slice(0, MOST_GROUPS);
  const order = groups.filter((group) => largest.includes(group));
  const statuses = Object.values(STATUS_SERIES);
  const names = shortNames(order.map(([group]) => group));
  const rows: Row[] = order.flatMap(([group, members]) =>
    Object.entries(STATUS_SERIES).flatMap(([status, series], index) => {
      const count = members.filter((task) => task.status === status).length;
      return count === 0
        ? []
        : [{ series, group: names.get(group) ?? "", tasks: count, order: index }];
    }),
  );
  const used = new Set(rows.map(({ series }) => series));
  return {
    title: "By file",
    note:
      order.length < groups.length
        ? `The ${order.length} largest of ${groups.length} files and folders.`
        : "What became of the tasks of each file or folder.",
    height: 26 * order.length + 80,
    wide: true,
    spec: {
      data: { values: rows },
      mark: { type: "bar", height: { band: 0.7 }, cornerRadius: 2 },
      encoding: {
        y: {
          field: "group",
          type: "nominal",
          title: null,
          sort: null,
          axis: { labelLimit: 170, ticks: false },
        },
        x: { field: "tasks", type: "quantitative", title: "tasks", stack: "zero" },
        order: { field: "order", type: "quantitative" },
        color: color(statuses.filter((series) => used.has(series))),
      },
    },
  };
}

/** Paths without the folder that they have in common, and of long ones the end; no two are the same. */
function shortNames(paths: readonly string[]): ReadonlyMap<string, string> {
  const folders = paths.map((path) => path.split("/").slice(0, -1));
  const [first = []] = folders;
  const differs = first.findIndex((name, i) => folders.some((of) => of[i] !== name));
  const shared = first.slice(0, differs === -1 ? first.length : differs);
  const skipped = shared.length === 0 ? 0 : shared.join("/").length + 1;
  const taken = new Set<string>();
  return new Map(
    paths.map((path) => {
      const own = path.slice(skipped);
      let name = own.length <= MOST_LENGTH ? own : `…${own.slice(1 - MOST_LENGTH)}`;
      while (taken.has(name)) name += "′";
      taken.add(name);
      return [path, name];
    }),
  );
}

function iterationCharts(iterations: readonly IterationRow[]): readonly Chart[] {
  const charts = [shareChart(iterations, "solved"), shareChart(iterations, "generalised")];
  if (iterations.some(({ candidates }) => candidates !== undefined)) {
    charts.push(medianChart(iterations, "candidates"));
  }
  if (iterations.some(({ seconds }) => seconds !== undefined)) {
    charts.push(medianChart(iterations, "seconds"));
  }
  const bits = iterations.flatMap(({ iteration, programsBits, libraryBits }) =>
    programsBits === undefined
      ? []
      : [
          { iteration, series: "programs", bits: programsBits },
          { iteration, series: "library", bits: libraryBits ?? 0 },
        ],
  );
  if (bits.length > 0) {
    charts.push({
      title: "Description length",
      note: "Bits a solved training task takes: its program, and its share of the library.",
      height: HEIGHT,
      spec: {
        data: { values: bits },
        mark: { type: "bar", width: { band: 0.6 } },
        encoding: {
          x: iterationAxis("ordinal"),
          y: { field: "bits", type: "quantitative", title: "bits a task" },
          color: color(["programs", "library"]),
        },
      },
    });
  }
  return charts;
}

const iterationAxis = (type: "ordinal" | "quantitative"): object => ({
  field: "iteration",
  type,
  title: "iteration",
  axis: { format: "d", tickMinStep: 1, labelAngle: 0, grid: false },
});

/** Other series stay as they come. */
const trainFirst = (a: string, b: string): number => Number(b === "train") - Number(a === "train");

/** Lines over the iterations, with a mark on each. */
const iterationLines = (rows: readonly Row[], y: object): Chart["spec"] => ({
  data: { values: rows },
  mark: { type: "line", strokeWidth: 2.5, point: { size: 55, filled: true } },
  encoding: {
    x: iterationAxis("quantitative"),
    y,
    color: color([...new Set(rows.map(({ series }) => String(series)))].toSorted(trainFirst)),
  },
});

function shareChart(iterations: readonly IterationRow[], field: "solved" | "generalised"): Chart {
  const rows = iterations.map((row) => ({
    iteration: row.iteration,
    series: row.series,
    share: row.tasks === 0 ? 0 : row[field] / row.tasks,
    tasks: `${row[field]} of ${row.tasks}`,
  }));
  return {
    title: field === "solved" ? "Solved" : "Generalised",
    note:
      field === "solved"
        ? "Share of the tasks with a program that fits all examples."
        : "Share of the tasks whose program is right on the holdout examples too.",
    height: HEIGHT,
    spec: iterationLines(rows, {
      field: "share",
      type: "quantitative",
      title: null,
      scale: { domain: [0, 1] },
      axis: { format: "%", tickCount: 5 },
    }),
  };
}

function medianChart(iterations: readonly IterationRow[], field: "candidates" | "seconds"): Chart {
  const rows = iterations.flatMap((row) => {
    const median = row[field];
    return median === undefined
      ? []
      : [{ iteration: row.iteration, series: row.series, median: Math.max(median, 0.001) }];
  });
  const exponents = rows.map(({ median }) => Math.log10(median));
  const lowest = Math.floor(Math.min(...exponents));
  const highest = Math.max(lowest + 1, Math.ceil(Math.max(...exponents)));
  const powers = Array.from({ length: highest - lowest + 1 }, (_, i) => 10 ** (lowest + i));
  return {
    title: field === "candidates" ? "Candidates to solution" : "Seconds to solution",
    note: `Median over the solved tasks, logarithmic; lower is better.`,
    height: HEIGHT,
    spec: iterationLines(rows, {
      field: "median",
      type: "quantitative",
      title: field,
      scale: { type: "log", domain: [powers[0], powers.at(-1)] },
      axis: { format: field === "seconds" ? "~g" : "~s", values: powers },
    }),
  };
}

function lossChart({ losses }: ReportData): Chart {
  const bySeries = groupBy(losses, ({ series }) => series);
  const rows = [...bySeries.values()].flatMap((of) =>
    thinned(
      of.map(({ iteration, step, series, loss }) => ({
        iteration,
        step,
        series: clip(series, MOST_LENGTH),
        loss,
      })),
    ),
  );
  const begins = [...new Set(losses.map(({ iteration }) => iteration))].map((iteration) => ({
    iteration,
    step: losses.findLast((row) => row.iteration < iteration)?.step ?? 0,
  }));
  const several = begins.length > 1;
  return {
    title: "Training loss",
    note: several
      ? "Of the network that guides the search, trained anew in each dream sleep, by step; the lines say of which iteration."
      : "Of the network that guides the search, by step of training.",
    height: HEIGHT,
    spec: {
      layer: [
        ...(several ? sleepMarks(begins) : []),
        {
          data: { values: rows },
          mark: { type: "line", strokeWidth: 2 },
          encoding: {
            x: {
              field: "step",
              type: "quantitative",
              title: "step",
              axis: { format: "~s", grid: false },
            },
            y: { field: "loss", type: "quantitative", title: "loss", scale: { zero: false } },
            // Each sleep begins with another network: no line leads from one to the next.
            detail: { field: "iteration", type: "nominal" },
            color: color([...new Set(rows.map(({ series }) => String(series)))].toSorted()),
          },
        },
      ],
    },
  };
}

/** A line where each dream sleep begins, with its iteration. */
function sleepMarks(begins: readonly Row[]): readonly object[] {
  const x = { field: "step", type: "quantitative" };
  return [
    {
      data: { values: begins },
      mark: { type: "rule", strokeDash: [3, 3], opacity: 0.4 },
      encoding: { x },
    },
    {
      data: { values: begins },
      mark: { type: "text", align: "left", baseline: "top", dx: 4, opacity: 0.7 },
      encoding: { x, y: { value: 0 }, text: { field: "iteration", type: "nominal" } },
    },
  ];
}

function costChart(costs: readonly number[]): Chart {
  return {
    title: "Cost of the programs",
    note: "Before the first abstraction, and after each.",
    height: HEIGHT,
    spec: {
      data: { values: thinned(costs.map((cost, abstractions) => ({ abstractions, cost }))) },
      mark: {
        type: "area",
        line: { color: "var(--solved)", strokeWidth: 2.5 },
        point: costs.length <= 40 ? { size: 45, filled: true, color: "var(--solved)" } : false,
        color: "var(--solved)",
        fillOpacity: 0.15,
      },
      encoding: {
        x: {
          field: "abstractions",
          type: "quantitative",
          title: "abstractions",
          axis: { format: "d", tickMinStep: 1, grid: false },
        },
        y: { field: "cost", type: "quantitative", title: "cost", axis: { format: "~s" } },
      },
    },
  };
}

/** At most so many of the rows, evenly, the first and the last among them. */
function thinned<T>(rows: readonly T[]): readonly T[] {
  if (rows.length <= MOST_POINTS) return rows;
  const stride = (rows.length - 1) / (MOST_POINTS - 1);
  return Array.from({ length: MOST_POINTS }, (_, i) => rows[Math.round(i * stride)] as T);
}
