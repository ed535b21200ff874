import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type * as Pool from "../../src/search/workerPool.ts";
import { moduleFile } from "./moduleFile.ts";

const built = (path: string): string => new URL(`../../dist/${path}`, import.meta.url).href;
const { WorkerPool } = (await import(built("search/workerPool.js"))) as typeof Pool;

const folder = mkdtempSync(join(tmpdir(), "synth-pool-"));
const pool = new WorkerPool(2 ** 28);
afterAll(() => {
  pool.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a domain is vetted whatever its module does, and the next one after it", async () => {
  const modules = {
    hangs: "for (;;);",
    exits: "process.exit(0);",
    throws: "throw new Error('no such luck');",
    rejects: "Promise.reject(new Error('early'));",
    fine: "",
  };
  const messages: (string | undefined)[] = [];
  for (const [name, atLoad] of Object.entries(modules)) {
    moduleFile(folder, name, "(x) => x", atLoad);
    messages.push((await pool.vetDomain(`./${name}.mjs`, folder, 2000))?.message);
  }
  expect(messages).toEqual([
    "loading ./hangs.mjs does not end",
    "the domain's module ended its process with exit code 0",
    "the domain's module failed to load: no such luck",
    "the search failed: early",
    undefined,
  ]);
});

test("a released worker is used again, one that is of no more use is not", async () => {
  const first = await pool.acquire();
  if (first === undefined || "problem" in first) throw new Error("no worker");
  pool.release(first);
  expect(await pool.acquire()).toBe(first);
  first.kill("for the test");
  pool.release(first);
  expect(await pool.acquire()).not.toBe(first);
});

test("a closed pool gives no more workers, not even one that is being started", async () => {
  const other = new WorkerPool(2 ** 28);
  const acquired = other.acquire();
  other.close();
  expect(await acquired).toBeUndefined();
  expect(await other.acquire()).toBeUndefined();
});
