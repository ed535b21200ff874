import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { list } from "../../src/domains/list/list.ts";
import { libraryModule } from "../../src/learn/libraryModule.ts";
import { loadRun } from "../../src/learn/loadLearned.ts";
import { readRun } from "../../src/report/readRun.ts";
import { reportPage } from "../../src/report/reportPage.ts";
import { runData } from "../../src/report/runData.ts";
import { renderSourceError } from "../../src/support/sourceError.ts";
import { HELD, NONE, THRICE, TWICE, writeSmallRun } from "../learn/smallRun.ts";
import { change, changed } from "../support/changedJson.ts";
import { PRINT, STUB_ASSETS } from "./testReport.ts";

const scratch = mkdtempSync(join(tmpdir(), "synth-stranger-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const folder = join(scratch, "run");
const texts = new Map<string, string>();

beforeAll(async () => {
  await writeSmallRun(folder);
  for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (/\.jsonl?$/.test(entry)) texts.set(entry, readFileSync(join(folder, entry), "utf8"));
  }
});

/** All that commands do with a run; what is wrong is told in a sentence each. */
async function useRun(): Promise<readonly string[]> {
  const told: string[] = [];
  const learned = await loadRun(folder, list);
  if (learned.ok) libraryModule(learned.value, list, "list");
  else told.push(renderSourceError(learned.error));
  const run = await readRun(folder, list);
  if (!run.ok) return [...told, renderSourceError(run.error)];
  const tasks = [TWICE, THRICE, HELD, NONE];
  const options = { tasks, domain: list, title: "run", subtitle: "", problems: [] };
  const data = runData(run.value, options, PRINT);
  expect(reportPage(data, STUB_ASSETS, PRINT).length).toBeLessThan(10_000_000);
  return [...told, ...run.value.problems.map(renderSourceError)];
}

test("whatever stands in the files of a run, it is shown or what is wrong is told", async () => {
  expect(await useRun()).toEqual([]);
  let wrong = 0;
  const files = fc.nat(1e6).map((n) => [...texts.keys()][n % texts.size] as string);
  await fc.assert(
    fc.asyncProperty(
      files,
      fc.array(change, { minLength: 1, maxLength: 2 }),
      async (name, changes) => {
        const path = join(folder, name);
        const before = texts.get(name) as string;
        const now = changes.reduce(changed, before);
        writeFileSync(path, now);
        try {
          const told = await useRun();
          if (told.length > 0) wrong++;
          for (const message of told) {
            expect(message).toMatch(/run.*: ./);
            expect(message.length).toBeLessThan(2_000);
          }
        } finally {
          writeFileSync(path, before);
        }
      },
    ),
    { numRuns: 100, seed: 1 },
  );
  expect(wrong).toBeGreaterThan(30);
  expect(({} as Record<string, unknown>)["length"]).toBeUndefined();
});
