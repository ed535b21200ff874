import { expect, test } from "vitest";
import { ablationJson, ablationTable, ablationVariants } from "../../src/cli/ablation.ts";
import type { LearnSettings } from "../../src/learn/learnSettings.ts";
import type { TaskOutcome } from "../../src/learn/runFiles.ts";

const SETTINGS = { library: true, guide: true, grammar: true } as LearnSettings;

const namesOf = (without: Partial<LearnSettings>): readonly string[] =>
  ablationVariants({ ...SETTINGS, ...without }, "out").map(({ name }) => name);

test("each part is left out once, in a folder of its own", () => {
  const variants = ablationVariants(SETTINGS, "out");
  expect(variants.map(({ folder }) => folder)).toEqual([
    "out/full",
    "out/no-library",
    "out/no-guide",
    "out/no-grammar",
    "out/grammar-alone",
  ]);
  const parts = variants.map(({ settings }) => [
    settings.library,
    settings.guide,
    settings.grammar,
  ]);
  expect(parts).toEqual([
    [true, true, true],
    [false, true, true],
    [true, false, true],
    [true, true, false],
    [false, false, true],
  ]);
});

test("what is left out anyway makes no second run of the same kind", () => {
  expect(namesOf({ guide: false })).toEqual(["full", "no library", "no grammar"]);
  expect(namesOf({ library: false, guide: false })).toEqual(["full", "no grammar"]);
  expect(namesOf({ library: false, guide: false, grammar: false })).toEqual(["full"]);
});

/** Outcomes of eight tasks. */
const outcomes = (solved: number, generalise: number): readonly TaskOutcome[] =>
  Array.from({ length: 8 }, (_, index) => ({
    task: `task ${index}`,
    status: index < solved ? "solved" : "unsolved",
    stopReason: index < solved ? "solved" : "candidates",
    candidates: 10,
    programs: [],
    generalises: index < solved ? index < generalise : null,
  }));

const RESULTS = [
  {
    name: "full",
    failed: false,
    iterations: [
      { evaluation: outcomes(3, 2), abstractions: 0, elapsedMs: 1_000 },
      { evaluation: outcomes(4, 4), abstractions: 5, elapsedMs: 12_345 },
      { evaluation: outcomes(2, 2), abstractions: 6, elapsedMs: 125_000 },
    ],
  },
  {
    name: "no library",
    failed: true,
    iterations: [{ evaluation: outcomes(3, 2), abstractions: 0, elapsedMs: 900 }],
  },
  { name: "no guide", failed: true, iterations: [] },
];

test("the table has a line for each iteration, with what it has gained", () => {
  expect(ablationTable(RESULTS, Infinity)).toEqual([
    "run         iteration  solved   gain  generalise   gain  abstractions    time",
    "──────────  ─────────  ──────  ─────  ──────────  ─────  ────────────  ──────",
    "full        before       37.5               25.0                    0   1.00s",
    "            1            50.0  +12.5        50.0  +25.0             5   12.3s",
    "            2            25.0  -12.5        25.0   +0.0             6  2m 05s",
    "no library  before       37.5               25.0                    0   0.90s",
    "            failed",
    "no guide    failed",
    "",
    "In percent of the 8 held-out tasks. Gain: percentage points against before learning. Time: of the run so far.",
  ]);
});

test("the numbers are those of every evaluation, whole or not", () => {
  expect(ablationJson(RESULTS)).toMatchObject([
    {
      name: "full",
      failed: false,
      evaluations: [
        { tasks: 8, solved: 3, generalise: 2, candidates: 80, abstractions: 0, elapsedMs: 1_000 },
        { solved: 4, abstractions: 5, elapsedMs: 12_345 },
        { solved: 2 },
      ],
    },
    { name: "no library", failed: true, evaluations: [{ solved: 3 }] },
    { name: "no guide", failed: true, evaluations: [] },
  ]);
});
