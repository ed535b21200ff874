import { tally, type LearnEvent, type LearnState } from "../learn/learn.ts";
import type { Phase } from "../learn/runDirectory.ts";
import { cutText, fitText } from "../report/table.ts";
import { counted } from "../support/counted.ts";
import { plainText } from "../support/plainText.ts";
import { createDisplay } from "./display.ts";
import { printCount, printDuration } from "./quantity.ts";
import type { Terminal } from "./terminal.ts";

/** Shows a learning run as it goes: a line a phase, and what is being done now on a terminal. */
export interface LearnDisplay {
  event(event: LearnEvent): void;
  close(): void;
}

const REDRAW_MS = 100;
const BAR_WIDTH = 24;
/** What is told beside the bar: in a narrow terminal it has the room, and the bar what is left. */
const TOLD_WIDTH = 60;
const NAME_WIDTH = 36;

/** What is going on now. */
interface Current {
  readonly iteration: number;
  readonly phase: Phase;
  readonly since: number;
  readonly total: number;
  done: number;
  solved: number;
  candidates: number;
  detail: string;
}

/** @param iterations of the whole run */
export function createLearnDisplay(terminal: Terminal, iterations: number): LearnDisplay {
  const { colors } = terminal;
  const display = createDisplay(terminal);
  const started = performance.now();
  let current: Current | undefined;
  let shown = -1;
  let best = "";
  /** Of the phases of whole iterations, for the time that is left. */
  const elapsed = new Map<number, number>();

  const lines = (): readonly string[] => {
    if (current === undefined) return [];
    const { iteration, phase, since, total, done, solved, candidates, detail } = current;
    const now = performance.now();
    const share = total === 0 ? 0 : done / total;
    const barWidth = Math.max(0, Math.min(BAR_WIDTH, terminal.width - TOLD_WIDTH));
    const filled = Math.round(share * barWidth);
    const bar = "█".repeat(filled) + "░".repeat(barWidth - filled);
    const parts = [
      `iteration ${iteration} of ${iterations}, ${phase}`,
      ...(total === 0 ? [] : [`${done}/${total}`, colors.green(`${solved} solved`)]),
      printDuration(now - since),
      ...(done === 0
        ? []
        : [`about ${printDuration(((now - since) / done) * (total - done))} left`]),
      ...(candidates === 0
        ? []
        : [`${printCount((1000 * candidates) / Math.max(1, now - since))} candidates/s`]),
    ];
    return [
      ...(total === 0 ? [parts.join(", ")] : [`${bar} ${parts.join(", ")}`.trimStart()]),
      ...(detail === "" ? [] : [colors.dim(`  ${detail}`)]),
      colors.dim(`  ${[...(best === "" ? [] : [best]), ...runTime(now)].join(", ")}`),
    ].map((line) => cutText(line, terminal.width));
  };
  const runTime = (now: number): readonly string[] => {
    const known = [...elapsed.entries()].filter(([iteration]) => iteration > 0);
    const at = current?.iteration ?? 0;
    const whole = known.filter(([iteration]) => iteration < at);
    const ran = `running for ${printDuration(now - started)}`;
    if (whole.length === 0) return [ran];
    const mean = whole.reduce((sum, [, ms]) => sum + ms, 0) / whole.length;
    const spent = elapsed.get(at) ?? 0;
    const left = Math.max(0, mean * (iterations - at + 1) - spent);
    return [ran, `about ${printDuration(left)} of the run left`];
  };
  const timer = terminal.live ? setInterval(() => display.status(lines()), REDRAW_MS) : undefined;

  return {
    event: (event) => {
      switch (event.kind) {
        case "started":
          current = {
            iteration: event.iteration,
            phase: event.phase,
            since: performance.now(),
            total: event.tasks.length,
            done: 0,
            solved: 0,
            candidates: 0,
            detail: "",
          };
          break;
        case "task":
          if (current === undefined) break;
          current.done++;
          current.candidates += event.outcome.candidates;
          if (event.outcome.status === "solved") {
            current.solved++;
            const program = event.outcome.programs[0] ?? "";
            current.detail = `${fitText(plainText(event.task.name), NAME_WIDTH)}  ${program}`;
          }
          break;
        case "compressing": {
          if (current === undefined) break;
          const { step, best: found, counts } = event.progress;
          const body = found === undefined ? "" : `, saves ${found.utility}: ${found.body}`;
          current.detail = plainText(
            `abstraction ${step + 1}: ${printCount(counts.expansions)} expansions${body}`,
          );
          break;
        }
        case "dreaming": {
          if (current === undefined) break;
          const { step, steps, loss } = event.progress;
          current.detail = `step ${step} of ${steps}, loss ${loss.toFixed(3)}`;
          break;
        }
        case "finished": {
          current = undefined;
          const { iteration, phase, elapsedMs, state } = event;
          elapsed.set(iteration, (elapsed.get(iteration) ?? 0) + elapsedMs);
          if (iteration !== shown) {
            shown = iteration;
            display.print(
              colors.bold(iteration === 0 ? "before learning" : `iteration ${iteration}`),
            );
          }
          const told = phaseText(phase, state, event.told);
          if (phase === "evaluation") best = bestText(state);
          display.print(
            cutText(`  ${phase.padEnd(12)} ${told}  ${printDuration(elapsedMs)}`, terminal.width),
          );
          break;
        }
      }
    },
    close: () => {
      clearInterval(timer);
      display.close();
    },
  };
}

/** Why programs that were found were not learned from. */
const LEFT_OUT = { byLuck: "left out as luck", lost: "lost in rewriting" } as const;

function phaseText(
  phase: Phase,
  { library, frontiers }: LearnState,
  told: { readonly [field: string]: unknown },
): string {
  const number = (field: string): number => Number(told[field] ?? 0);
  switch (phase) {
    case "wake":
      return `${number("solved")} of ${number("tasks")} tasks solved`;
    case "evaluation":
      return `${number("solved")} of ${number("tasks")} held-out tasks solved, ${number("generalise")} generalise`;
    case "abstraction": {
      const count = library.length;
      const from = frontiers.length;
      const cost =
        count === 0 || from === 0
          ? ""
          : `, cost ${number("originalCost")} -> ${number("finalCost")}`;
      const leftOut = (["byLuck", "lost"] as const).flatMap((field) =>
        number(field) === 0 ? [] : [`, ${counted(number(field), "program")} ${LEFT_OUT[field]}`],
      );
      return `${counted(count, "abstraction")} from ${counted(from, "task")}${cost}${leftOut.join("")}`;
    }
    case "dream":
      return `guide trained, loss ${number("loss").toFixed(3)}`;
  }
}

/** The evaluation that solved the most. */
function bestText({ evaluations }: LearnState): string {
  const tallies = evaluations.map(tally);
  const most = Math.max(...tallies.map(({ generalise }) => generalise));
  const at = tallies.findIndex(({ generalise }) => generalise === most);
  const { tasks } = tallies[at] ?? { tasks: 0 };
  return `best so far: ${most} of ${tasks} held-out tasks generalise (iteration ${at})`;
}
