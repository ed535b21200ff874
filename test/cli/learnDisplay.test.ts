import pc from "picocolors";
import { expect, test } from "vitest";
import { createLearnDisplay } from "../../src/cli/learnDisplay.ts";
import type { LearnState } from "../../src/learn/learn.ts";

/** The line about an abstraction phase of which an event tells so much. */
function lineOf(told: Readonly<Record<string, number>>, more: Partial<LearnState> = {}): string {
  const lines: string[] = [];
  const display = createLearnDisplay(
    {
      print: (line) => lines.push(line),
      printError: (line) => lines.push(line),
      screen: process.stdout,
      width: Infinity,
      live: false,
      colors: pc.createColors(false),
    },
    1,
  );
  const state = { iteration: 1, library: [], frontiers: [], evaluations: [], ...more };
  const phase = { iteration: 1, phase: "abstraction", elapsedMs: 0 } as const;
  display.event({ kind: "finished", ...phase, state, told });
  display.close();
  return lines.at(-1) ?? "";
}

test("what was not learned from is told by its reason", () => {
  expect(lineOf({ byLuck: 3, lost: 1 })).toContain(
    "0 abstractions from 0 tasks, 3 programs left out as luck, 1 program lost in rewriting",
  );
  expect(lineOf({ byLuck: 0, lost: 0 })).toMatch(/0 abstractions from 0 tasks {2}\S+$/);
});
