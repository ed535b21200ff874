import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRng } from "../../src/support/rng.ts";
import { SMALL_MODULE } from "../support/smallModule.ts";

const bin = resolve(import.meta.dirname, "../../bin/synth.js");
const scratch = mkdtempSync(join(tmpdir(), "synth-learn-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const env = { ...process.env, NO_COLOR: "1" };
const synth = (...args: readonly string[]) =>
  spawnSync(process.execPath, [bin, ...args], { cwd: scratch, encoding: "utf8", env });

/** On a disk that is full after so many writes of the log, since a test cannot fill one. */
const synthOnFullDisk = (writes: number, code: string, ...args: readonly string[]) => {
  writeFileSync(
    join(scratch, "full.mjs"),
    `import { open } from "node:fs/promises";
     const file = await open(process.execPath);
     const handle = Object.getPrototypeOf(file);
     await file.close();
     const { appendFile } = handle;
     let left = ${writes};
     handle.appendFile = function (...args) {
       if (left-- > 0) return appendFile.apply(this, args);
       return Promise.reject(Object.assign(new Error("${code}"), { code: "${code}" }));
     };`,
  );
  const options = ["--import", pathToFileURL(join(scratch, "full.mjs")).href];
  return spawnSync(process.execPath, [...options, bin, ...args], {
    cwd: scratch,
    encoding: "utf8",
    env,
  });
};

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

const mine = (name: string, outputs: readonly number[]): string => `domain "./mine.mjs"

task "${name}" : list int -> int
  [2, 1] => ${outputs[0]}
  [5] => ${outputs[1]}
  [3, 9, 3] => ${outputs[2]}
`;

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

  test("killed while it trains a guide and gone on with, it ends as it would have", async () => {
    const args = (out: string): readonly string[] => [
      ..."learn mine.synth --holdout other.synth --candidates 1000 --iterations 1".split(" "),
      ..."--guide-steps 3 --resume --out".split(" "),
      out,
    ];
    writeFileSync(join(scratch, "mine.mjs"), SMALL_MODULE);
    writeFileSync(join(scratch, "mine.synth"), mine("greatest", [2, 5, 9]));
    writeFileSync(join(scratch, "other.synth"), mine("last", [1, 5, 3]));
    const started = performance.now();
    expect(synth(...args("guided")).status).toBe(0);
    const guidedMs = performance.now() - started;
    const expected = filesOf("guided");
    expect(expected.get(join("iteration-01", "dream.json"))).toMatch(/"loss": [1-9]/);
    const rng = createRng(5);
    let kills = 0;
    for (let code: number | null = null; code !== 0;) {
      const child = spawn(process.execPath, [bin, ...args("killed-guided")], {
        cwd: scratch,
        env,
        stdio: "ignore",
      });
      // Later each time, so that it comes to an end.
      const delay = guidedMs * (0.5 + rng.next() * 0.4) * (kills + 1);
      const timer = setTimeout(() => child.kill("SIGKILL"), delay);
      code = await ended(child);
      clearTimeout(timer);
      if (code === null) kills++;
    }
    expect(kills).toBeGreaterThan(0);
    expect(filesOf("killed-guided")).toEqual(expected);
  });

  test.each([
    ["ENOSPC", "the disk is full; make room and go on with --resume"],
    ["EACCES", "there is no permission to write this"],
  ])(
    "a log that cannot be written (%s) ends it with a sentence, to be gone on with",
    (code, says) => {
      const failed = synthOnFullDisk(3, code, ...learnArgs(code));
      expect(failed.stderr).toContain(says);
      expect(failed.stderr).not.toMatch(/ at .*:\d+|nhandled/);
      expect(failed.status).toBe(2);
      expect(synth(...learnArgs(code, "--resume")).status).toBe(0);
      expect(filesOf(code)).toEqual(filesOf("whole"));
    },
  );

  test("tasks are held out however their files are called", () => {
    writeFileSync(join(scratch, "both.synth"), `${TRAIN}\n${map("cube", (x) => x ** 3)}`);
    cpSync(join(scratch, "test.synth"), join(scratch, "copy.synth"));
    const args = ["--candidates", "100", "--iterations", "1", "--no-guide"];
    const holdout = ["both.synth", "--holdout", join(scratch, "copy.synth")];
    expect(synth("learn", ...holdout, ...args, "--out", "apart").status).toBe(0);
    const config = JSON.parse(readFileSync(join(scratch, "apart", "config.json"), "utf8")) as {
      readonly train: readonly { readonly task: string }[];
    };
    const names = config.train.map(({ task }) => task);
    expect(names).toEqual(["double", "one more", "square", "negate"]);
  });

  test("says when there is nothing to learn from, or to test on", () => {
    const all = synth("learn", "test.synth", "--holdout", `${scratch}/test.synth`, "--out", "none");
    expect(all.stderr).toContain("there is nothing to learn from: all 2 tasks are held out");
    expect(all.status).toBe(2);
    expect(existsSync(join(scratch, "none"))).toBe(false);
    writeFileSync(join(scratch, "empty.synth"), "domain list\n");
    const empty = synth("learn", "test.synth", "--holdout", "empty.synth", "--out", "none");
    expect(empty.stderr).toContain("there are no tasks in empty.synth");
    expect(empty.status).toBe(2);
  });

  test("a run whose configuration is not whole is not gone on with", () => {
    for (const [name, content] of [
      ["damaged", '{"format": 1'],
      ["missing", undefined],
    ] as const) {
      cpSync(join(scratch, "whole"), join(scratch, name), { recursive: true });
      const config = join(scratch, name, "config.json");
      if (content === undefined) rmSync(config);
      else writeFileSync(config, content);
      const before = filesOf(name);
      const resumed = synth(...learnArgs(name, "--resume"));
      expect(resumed.stderr).toContain(`config.json is ${name}`);
      expect(resumed.status).toBe(2);
      expect(filesOf(name)).toEqual(before);
    }
  });

  test("two processes do not write to one run", () => {
    cpSync(join(scratch, "whole"), join(scratch, "shared"), { recursive: true });
    const holder = JSON.stringify({ pid: process.pid, host: hostname() });
    writeFileSync(join(scratch, "shared", "lock.json"), holder);
    const second = synth(...learnArgs("shared", "--resume"));
    expect(second.stderr).toContain(`process ${process.pid} on ${hostname()} is writing to shared`);
    expect(second.status).toBe(2);
    const gone = spawnSync(process.execPath, ["-e", ""]).pid;
    writeFileSync(
      join(scratch, "shared", "lock.json"),
      JSON.stringify({ pid: gone, host: hostname() }),
    );
    expect(synth(...learnArgs("shared", "--resume")).status).toBe(0);
    expect(filesOf("shared")).toEqual(filesOf("whole"));
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
