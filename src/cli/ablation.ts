import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { tally } from "../learn/learn.ts";
import type { LearnSettings } from "../learn/learnSettings.ts";
import { writeJson } from "../learn/runDirectory.ts";
import { type IterationSummary, runHistory } from "../learn/runHistory.ts";
import { iterationTitle } from "../report/iterationTitle.ts";
import { points, share } from "../report/percentage.ts";
import { renderTable } from "../report/table.ts";
import { EXIT } from "./exitCode.ts";
import { fileError } from "./fileError.ts";
import { InputError } from "./inputError.ts";
import { type LearnRun, isBegun, runLearning } from "./learnRun.ts";
import { printDuration } from "./quantity.ts";

/** A run of an ablation. */
export interface Variant {
  readonly name: string;
  readonly settings: LearnSettings;
  readonly folder: string;
}

/** What is left out of each. */
const PARTS: readonly (readonly [name: string, without: Partial<LearnSettings>])[] = [
  ["full", {}],
  ["no library", { library: false }],
  ["no guide", { guide: false }],
  ["no grammar", { grammar: false }],
  ["grammar alone", { library: false, guide: false }],
];

const folderOf = (name: string): string => name.replaceAll(" ", "-");

/** Where the folder of a run stands among those of an ablation; others come last. */
export function ablationOrder(folder: string): number {
  const place = PARTS.findIndex(([name]) => folderOf(name) === folder);
  return place === -1 ? PARTS.length : place;
}

/**
 * The runs of an ablation, each in a folder of its own. What the settings are without anyway is not left
 * out again: no two runs are the same.
 */
export function ablationVariants(settings: LearnSettings, out: string): readonly Variant[] {
  const variants = new Map<string, Variant>();
  for (const [name, without] of PARTS) {
    const own = { ...settings, ...without };
    const key = JSON.stringify([own.library, own.guide, own.grammar]);
    if (variants.has(key)) continue;
    variants.set(key, { name, settings: own, folder: join(out, folderOf(name)) });
  }
  return [...variants.values()];
}

/**
 * Makes the runs of an ablation one after the other, and prints a table of them. One that fails does not
 * keep the others from running.
 *
 * @param of the run of some settings in a folder
 * @returns whether none was interrupted
 */
export async function runAblation(
  settings: LearnSettings,
  out: string,
  of: (settings: LearnSettings, folder: string) => LearnRun,
): Promise<boolean> {
  const runs = ablationVariants(settings, out).map((variant) => ({
    name: variant.name,
    run: of(variant.settings, variant.folder),
  }));
  for (const { run } of runs) await isBegun(run);
  // Before the first of them has run for hours.
  try {
    await mkdir(out, { recursive: true });
  } catch (thrown) {
    throw fileError(thrown, "--resume") ?? thrown;
  }
  const results: VariantResult[] = [];
  let interrupted = false;
  for (const { name, run } of runs) {
    const { terminal, directory } = run;
    terminal.print(terminal.colors.bold(name));
    let failed = false;
    try {
      interrupted = (await runLearning(run)) === undefined;
    } catch (thrown) {
      if (!(thrown instanceof InputError)) throw thrown;
      terminal.printError(`${name}: ${thrown.message}`);
      failed = true;
      process.exitCode = EXIT.input;
    }
    results.push({ name, iterations: await runHistory(directory.path), failed });
    if (interrupted) break;
  }
  const { terminal } = (runs[0] as (typeof runs)[number]).run;
  terminal.print("");
  for (const line of ablationTable(results, terminal.width)) terminal.print(line);
  if (interrupted) return false;
  try {
    await writeJson(join(out, "ablation.json"), ablationJson(results));
  } catch (thrown) {
    throw fileError(thrown, "--resume") ?? thrown;
  }
  return true;
}

/** What became of a run of an ablation. */
export interface VariantResult {
  readonly name: string;
  /** As far as they went. */
  readonly iterations: readonly IterationSummary[];
  /** Did it end before its time? */
  readonly failed: boolean;
}

/** The numbers of an ablation, as `ablation.json` has them. */
export const ablationJson = (results: readonly VariantResult[]): readonly object[] =>
  results.map(({ name, failed, iterations }) => ({
    name,
    failed,
    evaluations: iterations.map(({ evaluation, abstractions, elapsedMs }) => ({
      ...tally(evaluation),
      abstractions,
      elapsedMs: Math.round(elapsedMs),
    })),
  }));

/** A line for each run and iteration: what it solves, and what it has gained since before learning. */
export function ablationTable(results: readonly VariantResult[], width: number): readonly string[] {
  const right = (title: string) => ({ title, align: "right" }) as const;
  const rows = results.flatMap(({ name, iterations, failed }) => {
    const before = tally(iterations[0]?.evaluation ?? []);
    const own = iterations.map(({ evaluation, abstractions, elapsedMs }, iteration) => {
      const now = tally(evaluation);
      const cells = (["solved", "generalise"] as const).flatMap((field) => [
        share(now[field], now.tasks).toFixed(1),
        iteration === 0
          ? ""
          : points(share(now[field], now.tasks) - share(before[field], before.tasks)),
      ]);
      return [
        iteration === 0 ? name : "",
        iterationTitle(iteration),
        ...cells,
        String(abstractions),
        printDuration(elapsedMs),
      ];
    });
    return failed ? [...own, [own.length === 0 ? name : "", "failed"]] : own;
  });
  const columns = [
    { title: "run" },
    { title: "iteration" },
    right("solved"),
    right("gain"),
    right("generalise"),
    right("gain"),
    right("abstractions"),
    right("time"),
  ];
  const tasks = results.flatMap(({ iterations }) => iterations[0]?.evaluation.length ?? [])[0];
  return [
    ...renderTable(columns, rows, width),
    ...(tasks === undefined
      ? []
      : [
          "",
          `In percent of the ${tasks} held-out tasks. Gain: percentage points against before learning. Time: of the run so far.`,
        ]),
  ];
}
