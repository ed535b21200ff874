import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { domainOfRun } from "../learn/loadLearned.ts";
import { readRun } from "../report/readRun.ts";
import { runData } from "../report/runData.ts";
import { renderSourceError } from "../support/sourceError.ts";
import { readTasks } from "../tasks/readTasks.ts";
import { commandDomain } from "./commandDomain.ts";
import { InputError } from "./inputError.ts";
import { printCount, printDuration } from "./quantity.ts";
import type { Terminal } from "./terminal.ts";
import { checkReportPath, pageOrigin, writeReport } from "./writeReport.ts";

interface ReportOptions {
  readonly out?: string;
  readonly domain?: string;
}

export function addReportCommand(program: Command, terminal: Terminal): void {
  program
    .command("report")
    .description("write a page that shows a run of `synth learn`")
    .argument("<run>", "the run directory; the run may still be going on")
    .option("--out <file>", "the page (default: report.html in the run directory)")
    .option("--domain <domain>", "where the run's own is another file now")
    .addHelpText(
      "after",
      `
Run it in the folder in which \`synth learn\` was run: the page shows the examples of the task files
that the run names.

Examples:
  synth report runs/list
  synth report runs/list --out list.html`,
    )
    .action((path: string, options: ReportOptions) => report(path, options, terminal));
}

async function report(path: string, options: ReportOptions, terminal: Terminal): Promise<void> {
  const spec = options.domain ?? (await domainOfRun(path));
  if (spec === undefined) throw new InputError(await noRun(path));
  const out = options.out ?? join(path, "report.html");
  await checkReportPath(out);
  const domain = await commandDomain(spec);
  const run = await readRun(path, domain);
  if (!run.ok) throw new InputError(`${path}: ${run.error}`);
  const { train, holdout } = run.value;
  const files = [...new Set([...train, ...holdout].map(({ file }) => file))];
  const there: string[] = [];
  for (const file of files) {
    if (
      await stat(file)
        .then((found) => found.isFile())
        .catch(() => false)
    )
      there.push(file);
  }
  const read = await readTasks(there, { domain: spec });
  const data = runData(
    run.value,
    {
      tasks: read.tasks,
      domain,
      title: path,
      ...pageOrigin(),
      problems: read.errors.map(renderSourceError),
    },
    { duration: printDuration, count: printCount },
  );
  await writeReport(out, data);
  terminal.print(out);
}

/** Why a folder is no run; of one that holds runs, which. */
async function noRun(path: string): Promise<string> {
  const names = await readdir(path).catch(() => []);
  const runs: string[] = [];
  for (const name of names.toSorted((a, b) => a.localeCompare(b, "en"))) {
    const inner = join(path, name);
    if ((await domainOfRun(inner)) !== undefined) runs.push(inner);
  }
  return runs.length === 0
    ? `${path}: this is no folder of a learning run`
    : `${path} holds several runs; name one: ${runs.slice(0, 10).join(", ")}`;
}
