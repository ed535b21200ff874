import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";

const bin = resolve(import.meta.dirname, "../../bin/synth.js");
const scratch = mkdtempSync(join(tmpdir(), "synth-ablation-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const env = { ...process.env, NO_COLOR: "1" };

const task = (name: string, f: (x: number) => number): string =>
  [
    `task "${name}" : int -> int`,
    ...[1, 2, 3].map((x) => `  ${x} => ${f(x)}`),
    `  holdout 7 => ${f(7)}`,
  ].join("\n");

const file = (...tasks: readonly string[]): string => ["domain list", ...tasks, ""].join("\n\n");
writeFileSync(join(scratch, "train.synth"), file(task("double", (x) => x + x)));
writeFileSync(
  join(scratch, "test.synth"),
  file(
    task("next", (x) => x + 1),
    task("far", (x) => 31 * x * x * x + 77),
  ),
);

/** Without a guide three runs are left: no network is trained. */
const ablation = (out: string, ...more: readonly string[]): readonly string[] => [
  bin,
  ..."learn train.synth --holdout test.synth --candidates 300 --iterations 1".split(" "),
  ..."--no-guide --jobs 1 --ablation --out".split(" "),
  out,
  ...more,
];

const learn = (out: string, ...more: readonly string[]) =>
  spawnSync(process.execPath, ablation(out, ...more), { cwd: scratch, encoding: "utf8", env });

test("a run that fails keeps no other from running, and is made up for by --resume", () => {
  const log = join("failing", "no-library", "events.jsonl");
  mkdirSync(join(scratch, log), { recursive: true });
  const first = learn("failing");
  expect(first.stderr).toBe(`no library: ${log}: a folder is in the way of a file\n`);
  expect(first.status).toBe(2);
  const table = (text: string): readonly string[] =>
    text
      .slice(text.indexOf("\nrun "))
      .split("\n")
      .filter((line) => /^(full|no| +\d)/.test(line))
      .map((line) => line.replace(/ +\S+$/, "").replaceAll(/ +/g, " "));
  expect(table(first.stdout)).toEqual([
    "full before 50.0 50.0 0",
    " 1 50.0 +0.0 50.0 +0.0 0",
    "no library",
    "no grammar before 50.0 50.0 0",
    " 1 50.0 +0.0 50.0 +0.0 0",
  ]);
  expect(first.stdout).toMatch(/^no library +failed$/m);

  rmSync(join(scratch, log), { recursive: true });
  const again = learn("failing");
  expect(again.stderr).toContain(`${join("failing", "full")} holds a run already: add --resume`);
  expect(again.stdout).toBe("");
  expect(again.status).toBe(2);

  const resumed = learn("failing", "--resume");
  expect(resumed.stderr).toBe("");
  expect(resumed.status).toBe(0);
  expect(table(resumed.stdout)[2]).toBe("no library before 50.0 50.0 0");
  const numbers = JSON.parse(
    readFileSync(join(scratch, "failing", "ablation.json"), "utf8"),
  ) as readonly { readonly name: string; readonly failed: boolean }[];
  expect(numbers.map(({ name, failed }) => [name, failed])).toEqual([
    ["full", false],
    ["no library", false],
    ["no grammar", false],
  ]);
});

test("Ctrl-C ends it with a table of what is over, and --resume goes on", async () => {
  const child = spawn(process.execPath, ablation("stopped"), { cwd: scratch, env });
  let output = "";
  child.stdout.on("data", (text: Buffer) => {
    const seen = output.includes("no library");
    output += text.toString();
    if (!seen && output.includes("no library")) child.kill("SIGINT");
  });
  const status = await new Promise((done) => child.on("close", done));
  expect(status).toBe(130);
  expect(output).toMatch(/^full +before +50\.0/m);
  expect(output).not.toMatch(/^no grammar/m);
  expect(output).toContain("the same command with --resume goes on");
  expect(existsSync(join(scratch, "stopped", "ablation.json"))).toBe(false);
  const resumed = learn("stopped", "--resume");
  expect(resumed.status).toBe(0);
  expect(resumed.stdout).toMatch(/^no grammar +before +50\.0/m);
});

test("a file in the place of its folder is told before anything runs", () => {
  writeFileSync(join(scratch, "taken"), "");
  const run = learn("taken");
  expect([run.status, run.stdout, run.stderr]).toEqual([
    2,
    "",
    "taken: a file is in the way of a folder\n",
  ]);
});
