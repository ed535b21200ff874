import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { readRunHead } from "../learn/loadLearned.ts";
import { type ComparedRun, areComparable, comparisonData } from "../report/comparisonData.ts";
import { readRun } from "../report/readRun.ts";
import { runData } from "../report/runData.ts";
import { readRunTasks } from "../report/runTasks.ts";
import { plainText } from "../support/plainText.ts";
import { type SourceError, renderSourceError } from "../support/sourceError.ts";
import { ablationOrder } from "./ablation.ts";
import { EXIT } from "./exitCode.ts";
import { InputError } from "./inputError.ts";
import { printCount, printDuration } from "./quantity.ts";
import { runDomain, runDomainOption } from "./runDomain.ts";
import type { Terminal } from "./terminal.ts";
import { checkReportPath, pageOrigin, writeReport } from "./writeReport.ts";

/** Lines about task files on standard error; the page has all. */
const MOST_TOLD = 10;

interface ReportOptions {
  readonly out?: string;
  readonly domain?: string;
  readonly tasks?: readonly string[];
}

export function addReportCommand(program: Command, terminal: Terminal): void {
  program
    .command("report")
    .description("write a page that shows a run of `synth learn`, or compares those of an ablation")
    .argument("<run>", "the run directory, or that of an ablation; it may still be going on")
    .option("--out <file>", "the page (default: report.html in the run directory)")
    .addOption(runDomainOption())
    .option("--tasks <path...>", "task files or folders (default: those that the run names)")
    .addHelpText(
      "after",
      `
Run it in the folder in which \`synth learn\` was run: the page shows the examples of the task files
that the run names, as far as they lie in that folder and are as the run had them.

Examples:
  synth report runs/list
  synth report runs/list --tasks ../tasks/list
  synth report runs/list --out list.html
  synth report runs/ablation                     compares its runs; each has a page of its own too`,
    )
    .action((path: string, options: ReportOptions) => report(path, options, terminal));
}

async function report(path: string, options: ReportOptions, terminal: Terminal): Promise<void> {
  const { runs: inner, problems: damaged } = await runsIn(path);
  const out = options.out ?? join(path, "report.html");
  if (inner.length > 0) {
    await checkReportPath(out);
    return compare(path, inner, damaged, out, options, terminal);
  }
  const { spec, domain } = await runDomain(path, options.domain);
  await checkReportPath(out);
  for (const named of options.tasks ?? []) {
    if (!existsSync(named)) throw new InputError(`--tasks: there is no ${named}`);
  }
  const run = await readRun(path, domain);
  if (!run.ok) throw new InputError(run.error);
  const found = await readRunTasks(run.value, options.tasks, { spec, domain });
  const data = runData(
    run.value,
    {
      tasks: found.tasks,
      domain,
      title: path,
      ...pageOrigin(),
      problems: [...run.value.problems.map(leftOutText), ...found.problems],
    },
    { duration: printDuration, count: printCount },
  );
  await writeReport(out, data);
  for (const problem of run.value.problems) terminal.printError(renderSourceError(problem));
  for (const problem of found.problems.slice(0, MOST_TOLD)) terminal.printError(plainText(problem));
  terminal.print(out);
  if (run.value.problems.length > 0) process.exitCode = EXIT.input;
}

/** A page that compares the runs in a folder. @param damaged what is wrong with others in it */
async function compare(
  path: string,
  names: readonly string[],
  damaged: readonly SourceError[],
  out: string,
  options: ReportOptions,
  terminal: Terminal,
): Promise<void> {
  const paths = names.map((name) => join(path, name));
  const runs: ComparedRun[] = [];
  for (const [index, inner] of paths.entries()) {
    const { domain } = await runDomain(inner, options.domain);
    const run = await readRun(inner, domain);
    if (!run.ok) throw new InputError(run.error);
    runs.push({ name: names[index] as string, run: run.value });
  }
  if (!areComparable(runs)) {
    throw new InputError(
      `${path} holds several runs, with other tasks held out, so that they cannot be compared; name one: ${paths.join(", ")}`,
    );
  }
  const problems = [...damaged, ...runs.flatMap(({ run }) => run.problems)];
  const data = comparisonData(
    runs,
    { title: path, ...pageOrigin(), problems: problems.map(leftOutText) },
    { duration: printDuration, count: printCount },
  );
  await writeReport(out, data);
  for (const problem of problems) terminal.printError(renderSourceError(problem));
  terminal.print(out);
  if (problems.length > 0) process.exitCode = EXIT.input;
}

/** Where, and no more: whoever wrote the run chose what the file leads to, and the page may be sent on. */
const leftOutText = ({ file, line }: SourceError): string =>
  `${line === undefined ? file : `${file}:${line}`} is not as a run writes it, and is left out.`;

/** Runs compared at most: more series than there are colours for cannot be told apart. */
const MOST_COMPARED = 6;

interface RunsFound {
  /** Names of the runs in a folder that is none itself, those of an ablation in its order. */
  readonly runs: readonly string[];
  /** Of runs in it whose `config.json` cannot be read. */
  readonly problems: readonly SourceError[];
}

async function runsIn(path: string): Promise<RunsFound> {
  const names: readonly string[] = await readdir(path).catch(() => []);
  if (names.includes("config.json")) return { runs: [], problems: [] };
  const runs: string[] = [];
  const problems: SourceError[] = [];
  for (const name of names.toSorted((a, b) => a.localeCompare(b, "en"))) {
    const inner = join(path, name);
    const head = await readRunHead(inner);
    if (head.ok) runs.push(name);
    else if (head.error.file !== inner) problems.push(head.error);
  }
  const order = runs.toSorted((a, b) => ablationOrder(a) - ablationOrder(b));
  const [wrong] = problems;
  if (order.length === 0 && wrong !== undefined) throw new InputError(wrong);
  if (order.length !== 1 && order.length <= MOST_COMPARED) return { runs: order, problems };
  const shown = order.slice(0, 10).map((name) => join(path, name));
  throw new InputError(
    order.length === 1
      ? `${path} is no run, but holds one; name it: ${shown.join()}`
      : `${path} holds ${order.length} runs; name one: ${shown.join(", ")}`,
  );
}
