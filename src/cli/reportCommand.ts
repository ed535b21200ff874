import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { readRunHead } from "../learn/loadLearned.ts";
import { readRun } from "../report/readRun.ts";
import { runData } from "../report/runData.ts";
import { readRunTasks } from "../report/runTasks.ts";
import { plainText } from "../support/plainText.ts";
import { renderSourceError } from "../support/sourceError.ts";
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
    .description("write a page that shows a run of `synth learn`")
    .argument("<run>", "the run directory; the run may still be going on")
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
  synth report runs/list --out list.html`,
    )
    .action((path: string, options: ReportOptions) => report(path, options, terminal));
}

async function report(path: string, options: ReportOptions, terminal: Terminal): Promise<void> {
  const { spec, domain } = await runDomain(path, options.domain).catch(async (error: unknown) => {
    throw (await severalRuns(path)) ?? error;
  });
  const out = options.out ?? join(path, "report.html");
  await checkReportPath(out);
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
      problems: [
        // Where, and no more: whoever wrote the run chose what the file leads to, and the page may be sent on.
        ...run.value.problems.map(
          ({ file, line }) =>
            `${line === undefined ? file : `${file}:${line}`} is not as a run writes it, and is left out.`,
        ),
        ...found.problems,
      ],
    },
    { duration: printDuration, count: printCount },
  );
  await writeReport(out, data);
  for (const problem of run.value.problems) terminal.printError(renderSourceError(problem));
  for (const problem of found.problems.slice(0, MOST_TOLD)) terminal.printError(plainText(problem));
  terminal.print(out);
  if (run.value.problems.length > 0) process.exitCode = EXIT.input;
}

/** Of a folder that holds runs and is none itself, which. */
async function severalRuns(path: string): Promise<InputError | undefined> {
  const names: readonly string[] = await readdir(path).catch(() => []);
  if (names.includes("config.json")) return undefined;
  const runs: string[] = [];
  for (const name of names.toSorted((a, b) => a.localeCompare(b, "en"))) {
    const inner = join(path, name);
    if ((await readRunHead(inner)).ok) runs.push(inner);
  }
  return runs.length === 0
    ? undefined
    : new InputError(`${path} holds several runs; name one: ${runs.slice(0, 10).join(", ")}`);
}
