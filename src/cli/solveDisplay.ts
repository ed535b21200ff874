import type { Domain } from "../dsl/domain.ts";
import { printSexpr } from "../dsl/printSexpr.ts";
import { printTerm } from "../dsl/printTerm.ts";
import type { Term } from "../dsl/term.ts";
import {
  SUMMARY_COLUMNS,
  type TaskOutcome,
  fitsAll,
  generalises,
  summarise,
  summariseGroup,
  summaryCells,
} from "../report/solveReport.ts";
import { explanationLines } from "../report/explanationLines.ts";
import { cutText, fitText, renderTable } from "../report/table.ts";
import type { TaskReport } from "../search/parallel.ts";
import type { StopReason } from "../search/solveResult.ts";
import { plainText } from "../support/plainText.ts";
import type { SourceError } from "../support/sourceError.ts";
import type { Task } from "../tasks/task.ts";
import { createDisplay } from "./display.ts";
import { printCount, printDuration } from "./quantity.ts";
import type { Terminal } from "./terminal.ts";

/** Shows a run of `solve` as it goes: as text for people or as JSON lines for programs. */
export interface SolveDisplay {
  fileError(error: SourceError, text: string): void;
  started(index: number, task: Task): void;
  progress(index: number, candidates: number): void;
  finished(index: number, task: Task, report: TaskReport, domain: Domain): void;
  /** `interrupted`: some tasks were not finished. */
  close(interrupted: boolean): void;
}

const outcomeOf = (task: Task, report: TaskReport, domain: Domain): TaskOutcome => ({
  name: task.name,
  file: task.file,
  status: report.status,
  ...(report.program === undefined
    ? { reason: reasonOf(report, domain) }
    : { program: printProgram(report.program, task, domain) }),
  candidates: report.candidates,
  elapsedMs: report.elapsedMs,
  holdout: report.holdout,
});

/** The readable notation with the parameters' names from the file. */
const printProgram = (program: Term, task: Task, domain: Domain): string =>
  printTerm(program, domain, { parameters: task.parameters ?? [] });

const STOPPED: { readonly [reason in StopReason]: string } = {
  solved: "solved",
  timeout: "out of time",
  candidates: "out of candidates",
  memory: "out of memory",
  exhausted: "no program within the limits of the search fits",
  contradiction: "two examples contradict each other",
  "no-examples": "the task has no examples",
  unsupported: "not supported",
  cancelled: "cancelled",
};

function reasonOf(report: TaskReport, domain: Domain): string {
  const why =
    report.reason ?? (report.stopReason === "error" ? "error" : STOPPED[report.stopReason]);
  const [nearest] = report.explanation?.nearest ?? [];
  return nearest === undefined || nearest.fits === 0
    ? why
    : `${why}; nearest: ${printTerm(nearest.program, domain)} (fits ${nearest.fits})`;
}

/** One JSON object a line, in the order in which tasks end. */
export function createJsonDisplay(terminal: Terminal): SolveDisplay {
  const started = performance.now();
  const totals = { tasks: 0, solved: 0, generalised: 0, candidates: 0 };
  const emit = (event: object): void => terminal.print(JSON.stringify(event));
  return {
    fileError: ({ file, line, column, message }, text) => {
      emit({ event: "error", file, line, column, message });
      terminal.printError(text);
    },
    started: () => {},
    progress: () => {},
    finished: (_index, task, report, domain) => {
      const outcome = outcomeOf(task, report, domain);
      totals.tasks++;
      totals.candidates += report.candidates;
      if (report.status === "solved") totals.solved++;
      if (generalises(outcome)) totals.generalised++;
      const { program, explanation } = report;
      emit({
        event: "task",
        task: task.name,
        file: task.file,
        status: report.status,
        stopReason: report.stopReason,
        ...(report.reason === undefined ? {} : { reason: report.reason }),
        program: program === undefined ? null : printProgram(program, task, domain),
        sexpr: program === undefined ? null : printSexpr(program),
        cost: report.cost ?? null,
        generalised: program === undefined || task.holdout.length === 0 ? null : fitsAll(outcome),
        solutions: report.solutions.map((solution) => ({
          program: printProgram(solution.program, task, domain),
          cost: solution.cost,
          rank: tenths(solution.rank),
        })),
        candidates: report.candidates,
        elapsedMs: tenths(report.elapsedMs),
        firstMs: report.firstMs === undefined ? null : tenths(report.firstMs),
        firstCandidates: report.firstCandidates ?? null,
        ...(report.guideProblem === undefined ? {} : { guideProblem: report.guideProblem }),
        holdout: report.holdout,
        explanation:
          explanation === undefined
            ? null
            : {
                ...explanation,
                nearest: explanation.nearest.map((near) => ({
                  program: printTerm(near.program, domain),
                  fits: near.fits,
                })),
              },
      });
    },
    close: () => {
      emit({ event: "summary", ...totals, elapsedMs: Math.round(performance.now() - started) });
    },
  };
}

const tenths = (n: number): number => Math.round(10 * n) / 10;

/** Between two redraws of the status lines. */
const REDRAW_MS = 100;
const BAR_WIDTH = 24;
const NAME_WIDTH = 36;

/** A line a task, a status below that redraws itself on a terminal, and a table at the end. */
export function createTextDisplay(
  terminal: Terminal,
  total: number,
  explains: boolean,
): SolveDisplay {
  const { colors } = terminal;
  const started = performance.now();
  const display = createDisplay(terminal);
  const outcomes: TaskOutcome[] = [];
  const running = new Map<number, { name: string; since: number; candidates: number }>();
  let solved = 0;
  let finishedCandidates = 0;

  const statusLines = (): readonly string[] => {
    const now = performance.now();
    const done = outcomes.length;
    const share = total === 0 ? 1 : done / total;
    const filled = Math.round(share * BAR_WIDTH);
    const bar = "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
    const elapsed = now - started;
    const candidates =
      finishedCandidates + [...running.values()].reduce((sum, task) => sum + task.candidates, 0);
    const left =
      done === 0 ? "" : `, about ${printDuration((elapsed / done) * (total - done))} left`;
    const rate = `${printCount((1000 * candidates) / Math.max(elapsed, 1))} candidates/s`;
    return [
      `${bar} ${done}/${total}, ${colors.green(`${solved} solved`)}, ${printDuration(elapsed)}${left}, ${rate}`,
      ...[...running.values()].map(({ name, since, candidates: count }) =>
        colors.dim(
          `  ${fitText(plainText(name), NAME_WIDTH)}  ${printDuration(now - since)}  ${printCount(count)}`,
        ),
      ),
    ].map((line) => cutText(line, terminal.width));
  };

  // Redrawn by a timer rather than by events: a long search sends none.
  const timer = terminal.live
    ? setInterval(() => display.status(statusLines()), REDRAW_MS)
    : undefined;

  return {
    fileError: (_error, text) => terminal.printError(colors.red(text)),
    started: (index, task) => {
      running.set(index, { name: task.name, since: performance.now(), candidates: 0 });
    },
    progress: (index, candidates) => {
      const task = running.get(index);
      if (task !== undefined) task.candidates = candidates;
    },
    finished: (index, task, report, domain) => {
      running.delete(index);
      const outcome = outcomeOf(task, report, domain);
      outcomes.push(outcome);
      finishedCandidates += report.candidates;
      if (outcome.status === "solved") solved++;
      display.print(taskLine(outcome, terminal));
      if (report.guideProblem !== undefined) {
        const told = `    searched without a guide: ${plainText(report.guideProblem)}`;
        display.print(cutText(colors.yellow(told), terminal.width));
      }
      for (const { program } of report.solutions.slice(1)) {
        display.print(colors.dim(`    ${printProgram(program, task, domain)}`));
      }
      if (explains) {
        for (const line of whyUnsolved(task, report, domain)) {
          display.print(cutText(colors.dim(`    ${line}`), terminal.width));
        }
      }
    },
    close: (interrupted) => {
      clearInterval(timer);
      display.close();
      for (const line of closing(outcomes, performance.now() - started, terminal)) {
        terminal.print(line);
      }
      if (interrupted) {
        terminal.print(
          colors.yellow(`interrupted: ${total - outcomes.length} tasks were not finished`),
        );
      }
    },
  };
}

/** `✓ double every element   0.02s  \xs -> map (\x -> x + x) xs` */
function taskLine(outcome: TaskOutcome, terminal: Terminal): string {
  const { colors } = terminal;
  const sign =
    outcome.status === "error"
      ? colors.red("!")
      : outcome.status === "unsolved"
        ? colors.dim("·")
        : fitsAll(outcome)
          ? colors.green("✓")
          : colors.yellow("~");
  const detail = outcome.program ?? colors.dim(plainText(outcome.reason ?? ""));
  const missed =
    outcome.status === "solved" && !fitsAll(outcome)
      ? colors.yellow(` (${outcome.holdout.passed} of ${outcome.holdout.total} holdout)`)
      : "";
  const line = `${sign} ${fitText(plainText(outcome.name), NAME_WIDTH)} ${printDuration(outcome.elapsedMs).padStart(7)}  ${detail}${missed}`;
  // A program is never cut: it is what was asked for.
  return outcome.program === undefined ? cutText(line, terminal.width) : line;
}

/** What is told below the line of an unsolved task. */
function whyUnsolved(task: Task, report: TaskReport, domain: Domain): readonly string[] {
  if (report.status !== "unsolved" || report.explanation === undefined) return [];
  return explanationLines(report.explanation, task.examples.length, {
    count: printCount,
    program: (program) => printProgram(program, task, domain),
  });
}

function closing(
  outcomes: readonly TaskOutcome[],
  elapsedMs: number,
  terminal: Terminal,
): readonly string[] {
  if (outcomes.length === 0) return [];
  const print = { duration: printDuration, count: printCount };
  const groups = summarise(outcomes);
  const all = summariseGroup("all", outcomes);
  const rows = (groups.length > 1 ? [...groups, all] : groups).map((s) => summaryCells(s, print));
  const share = Math.floor((100 * all.solved) / outcomes.length);
  return [
    "",
    ...renderTable(SUMMARY_COLUMNS, rows, terminal.width),
    "",
    `${terminal.colors.bold(`solved ${all.solved} of ${outcomes.length} (${share}%)`)}, ${all.generalised} generalise to the holdout examples; ${printDuration(elapsedMs)}`,
  ];
}
