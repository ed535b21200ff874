import { type SpawnSyncReturns, execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { moduleFile } from "../search/moduleFile.ts";

const bin = resolve(import.meta.dirname, "../../bin/synth.js");
const scratch = mkdtempSync(join(tmpdir(), "synth-lost-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const env = { ...process.env, NO_COLOR: "1" };

const synth = (...args: readonly string[]): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [bin, ...args], {
    cwd: scratch,
    encoding: "utf8",
    env,
    timeout: 30_000,
  });

/** A task file in the domain of a module, which it writes beside it. */
function taskFile(name: string, evaluate: string, atLoad: string): string {
  moduleFile(scratch, name, evaluate, atLoad);
  writeFileSync(
    join(scratch, `${name}.synth`),
    `domain "./${name}.mjs"\n\ntask "${name}" : list int -> list int\n  [1, 2] => [2, 4]\n  [5] => [10]\n`,
  );
  return `${name}.synth`;
}

test("a module that ends its process, prints or leaves a timer does not disturb the run", () => {
  const files = [
    taskFile("exits", "(x) => x", "process.exit(0);"),
    taskFile("throws", "(x) => x", "throw new Error('no such luck');"),
    taskFile(
      "prints",
      "(x) => { process.stdout.write('Printed by a primitive.'); return x; }",
      `console.log("Printed by a console.");
       process.stdout.write("Printed on standard output.");
       setInterval(() => {}, 1000);`,
    ),
  ];
  const run = synth("solve", ...files, "--json", "--candidates", "20k");
  const events = run.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  expect(events.map(({ event, file, status }) => [event, file ?? status])).toEqual([
    ["error", "exits.synth"],
    ["error", "throws.synth"],
    ["task", "prints.synth"],
    ["summary", undefined],
  ]);
  expect(events[0]?.["message"]).toBe("the domain's module ended its process with exit code 0");
  expect(events[2]?.["status"]).toBe("solved");
  for (const printed of ["by a primitive", "by a console", "on standard output"]) {
    expect(run.stderr).toContain(`Printed ${printed}.`);
  }
  expect(run.status).toBe(2);
});

test("no worker outlives a run that is killed, not even one that hangs", async () => {
  const pids = join(scratch, "pids");
  const file = taskFile(
    "hangs",
    "() => { for (;;); }",
    `appendFileSync(${JSON.stringify(pids)}, process.pid + "\\n");`,
  );
  const parent = spawn(process.execPath, [bin, "solve", file, "--timeout", "60s"], {
    cwd: scratch,
    env,
    stdio: "ignore",
  });
  const known = (): readonly number[] => {
    try {
      return readFileSync(pids, "utf8").trim().split("\n").map(Number);
    } catch {
      return [];
    }
  };
  // The module is loaded in a worker, then in the parent; the search that hangs comes after.
  while (known().length < 2) await sleep(50);
  await sleep(500);
  parent.kill("SIGKILL");
  const workers = known().filter((pid) => pid !== parent.pid);
  expect(workers.length).toBeGreaterThan(0);
  while (workers.some(isRunning)) await sleep(50);
});

/** Does a process run? One that has ended counts as ended, even if nobody has asked how. */
function isRunning(pid: number): boolean {
  try {
    const state = execFileSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
    return !state.startsWith("Z");
  } catch {
    return false;
  }
}
