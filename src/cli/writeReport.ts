import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { chartsOf } from "../report/charts.ts";
import type { CompilerData } from "../report/compilerData.ts";
import { loadPageAssets } from "../report/pageAssets.ts";
import type { ReportData } from "../report/reportData.ts";
import { reportPage } from "../report/reportPage.ts";
import { writeAtomically } from "../tasks/atomicFile.ts";
import { InputError } from "./inputError.ts";
import { printCount, printDuration } from "./quantity.ts";

const ENDINGS = /\.html?$/i;

/**
 * Checks, before anything is computed for it, that a page can be written to a path: its folder exists,
 * it names a file of that kind, and it is no folder.
 */
export async function checkReportPath(path: string): Promise<void> {
  if (!ENDINGS.test(path)) {
    throw new InputError(`${path}: a report is a page; its name must end in .html`);
  }
  const folder = await stat(dirname(path)).catch(() => undefined);
  if (folder === undefined) throw new InputError(`${path}: there is no folder ${dirname(path)}`);
  if (!folder.isDirectory()) throw new InputError(`${path}: ${dirname(path)} is no folder`);
  const there = await stat(path).catch(() => undefined);
  if (there !== undefined && !there.isFile()) throw new InputError(`${path}: that is no file`);
}

/** Writes the page of tasks or a run. */
export async function writeReport(path: string, data: ReportData): Promise<void> {
  const assets = await loadPageAssets({ charts: chartsOf(data).length > 0 });
  await writePage(path, reportPage(data, assets, { duration: printDuration, count: printCount }));
}

/** Writes the page of a look into a program compiler. */
export async function writeCompilerReport(path: string, data: CompilerData): Promise<void> {
  // Only here: other commands do without.
  const { compilerPage } = await import("../report/compilerPage.ts");
  await writePage(path, compilerPage(data, await loadPageAssets({ charts: true })));
}

/** In one step: whoever reads the path sees the old page or the whole new one. */
async function writePage(path: string, page: string): Promise<void> {
  try {
    await writeAtomically(path, page);
  } catch (thrown) {
    throw new InputError(`${path}: ${(thrown as Error).message}`);
  }
}

/** What a page says of where it comes from: the command, and when. */
export const pageOrigin = (): { readonly subtitle: string; readonly time: string } => ({
  subtitle: ["synth", ...process.argv.slice(2)].join(" "),
  time: new Date().toISOString().slice(0, 16).replace("T", " "),
});
