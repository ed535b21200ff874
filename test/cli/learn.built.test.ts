import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRng } from "../../src/support/rng.ts";

const bin = resolve(import.meta.dirname, "../../bin/synth.js");
const scratch = mkdtempSync(join(tmpdir(), "synth-learn-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const env = { ...process.env, NO_COLOR: "1" };
const synth = (...args: readonly string[]) =>
  spawnSync(process.execPath, [bin, ...args], { cwd: scratch, encoding: "utf8", env });

const map = (name: string, f: (x: number) => number): string =>
  [
    `task "${name}" : list int -> list int`,
    ...[[3, 1, 4], [], [2, 7, 1, 8], [6]].map(
      (xs) => `  [${xs.join(", ")}] => [${xs.map(f).join(", ")}]`,
    ),
    `  holdout [0, 5, 9] => [${[0, 5, 9].map(f).join(", ")}]`,
    "",
  ].join("\n");

const TRAIN = `domain list\n
${map("double", (x) => x + x)}
${map("one more", (x) => x + 1)}
${map("square", (x) => x * x)}
${map("negate", (x) => -x || 0)}`;

const TEST = `domain list\n
${map("cube", (x) => x ** 3)}
${map("square and one", (x) => x * x + 1)}`;

const learnArgs = (out: string, ...more: readonly string[]): readonly string[] => [
  ..."learn train.synth --holdout test.synth --candidates 3000 --iterations 2".split(" "),
  ..."--without map,index,range,length,unfold --no-grammar --no-guide --strategy bank --out".split(
    " ",
  ),
  out,
  ...more,
];

/** The files of a run with their texts, but for the log. */
function filesOf(folder: string): ReadonlyMap<string, string> {
  const root = join(scratch, folder);
  const names = readdirSync(root, { recursive: true, encoding: "utf8" }).sort();
  return new Map(
    names
      .filter((name) => statSync(join(root, name)).isFile() && name !== "events.jsonl")
      .map((name) => [name, readFileSync(join(root, name), "utf8")]),
  );
}

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((done) => child.on("close", (code) => done(code)));

describe("synth learn", { timeout: 600_000 }, () => {
  let elapsedMs = 0;
  let whole: ReturnType<typeof synth>;

  beforeAll(() => {
    writeFileSync(join(scratch, "train.synth"), TRAIN);
    writeFileSync(join(scratch, "test.synth"), TEST);
    const started = performance.now();
    whole = synth(...learnArgs("whole"));
    elapsedMs = performance.now() - started;
  }, 600_000);

  test("tells of every phase, and what came of it", () => {
    expect(whole.stderr).toBe("");
    expect(whole.status).toBe(0);
    expect(whole.stdout).toMatch(/^before learning$/m);
    expect(whole.stdout).toMatch(/^before +2 +0 +0\.0%/m);
    expect(whole.stdout).toMatch(/^2 +2 +2 +100\.0%/m);
  });

  test("shows what was learned, and writes it as a module that can be used", () => {
    const shown = synth("library", "whole", "--export", "lists.synth");
    expect(shown.status).toBe(0);
    expect(shown.stdout).toContain("fn_0 : (a -> b) -> list a -> list b");
    expect(shown.stdout).toContain("one more: ");
    const renamed = readFileSync(join(scratch, "lists.synth"), "utf8").replaceAll("fn_0", "each");
    writeFileSync(join(scratch, "lists.synth"), renamed);
    for (const library of ["whole", "lists.synth"]) {
      const without = "map,index,range,length,unfold";
      const budget = ["--candidates", "3000", "--guide", "none", "--without", without];
      const solved = synth("solve", "test.synth", "--library", library, ...budget);
      expect(solved.stdout).toContain("solved 2 of 2");
      expect(solved.stdout).toContain(library === "whole" ? "fn_0 (" : "each (");
    }
  });

  test("says why a folder is no run, and why a run cannot be gone on with", () => {
    expect(synth("library", ".").stderr).toContain("no folder of a learning run");
    expect(synth(...learnArgs("whole")).stderr).toContain("add --resume");
    const other = synth(...learnArgs("whole", "--resume", "--seed", "2"));
    expect(other.stderr).toContain("settings.seed was 1 and is now 2");
    expect(other.status).toBe(2);
  });

  test("gone on with when it is over, it does nothing again", () => {
    const before = filesOf("whole");
    expect(synth(...learnArgs("whole", "--resume")).stdout).toMatch(/^2 +2 +2 +100\.0%/m);
    expect(filesOf("whole")).toEqual(before);
  });

  test("killed at 20 random instants and gone on with, it ends as it would have", async () => {
    const rng = createRng(11);
    let kills = 0;
    for (let round = 0; kills < 20; round++) {
      const out = `killed-${round}`;
      // Each time it is let live longer, so that every run comes to an end.
      for (let attempt = 1; ; attempt++) {
        const child = spawn(process.execPath, [bin, ...learnArgs(out, "--resume")], {
          cwd: scratch,
          env,
          stdio: "ignore",
        });
        const delay = rng.next() * elapsedMs * (0.5 + attempt / 4);
        const timer = setTimeout(() => child.kill("SIGKILL"), delay);
        const code = await ended(child);
        clearTimeout(timer);
        if (code === 0) break;
        expect(code).toBeNull();
        kills++;
      }
      expect(filesOf(out)).toEqual(filesOf("whole"));
    }
  });

  test("Ctrl-C ends it cleanly, with what to do next", async () => {
    const child = spawn(process.execPath, [bin, ...learnArgs("stopped")], { cwd: scratch, env });
    let output = "";
    child.stdout.on("data", (text: Buffer) => {
      const seen = output.includes("before learning");
      output += text.toString();
      if (!seen && output.includes("before learning")) child.kill("SIGINT");
    });
    expect(await ended(child)).toBe(130);
    expect(output).toContain("--resume goes on");
    expect(existsSync(join(scratch, "stopped", "iteration-00", "evaluation.json"))).toBe(true);
    expect(synth(...learnArgs("stopped", "--resume")).status).toBe(0);
    expect(filesOf("stopped")).toEqual(filesOf("whole"));
  });
});
