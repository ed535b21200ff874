import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { readSafetensors, writeSafetensors } from "../../src/neural/safetensors.ts";
import { SMALL_MODULE } from "../support/smallModule.ts";

const bin = resolve(import.meta.dirname, "../../bin/synth.js");
const scratch = mkdtempSync(join(tmpdir(), "synth-train-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const env = { ...process.env, NO_COLOR: "1", SYNTH_BACKEND: "wasm" };

const synth = (...args: readonly string[]): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [bin, ...args], { cwd: scratch, encoding: "utf8", env });

const TASK = `domain "./mine.mjs"

task "the greatest" : list int -> int
  [1, 2] => 2
  [5] => 5
  [3, 9, 3] => 9
`;

beforeAll(() => {
  writeFileSync(join(scratch, "mine.mjs"), SMALL_MODULE);
  writeFileSync(join(scratch, "task.synth"), TASK);
});

const model = (run: string): Buffer => readFileSync(join(scratch, run, "model.safetensors"));

describe("synth train", () => {
  test("trains a user's domain; going on gives to the bit what one run gives; solve is guided by it", () => {
    const domain = ["--domain", "./mine.mjs"];
    const whole = synth(
      "train",
      ...domain,
      "--steps",
      "6",
      "--threads",
      "1",
      "--out",
      "whole",
      "--json",
    );
    expect(whole.stderr).toBe("");
    expect(whole.status).toBe(0);
    const events = whole.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { kind: string; step?: number });
    expect(events.map(({ kind }) => kind)).toEqual(["started", "validation", "ended"]);
    const log = readFileSync(join(scratch, "whole", "log.jsonl"), "utf8")
      .trim()
      .split("\n");
    expect(log).toHaveLength(2);

    const begun = synth("train", ...domain, "--steps", "4", "--out", "parts", "--threads", "2");
    expect(begun.stdout).toMatch(/^step 4: loss \d\.\d+/m);
    expect(model("parts")).not.toEqual(model("whole"));
    const unasked = synth("train", "--from", "parts", "--steps", "6");
    expect(unasked.stderr).toContain('its domain is the module "./mine.mjs"');
    expect(unasked.status).toBe(2);
    const rest = synth("train", "--from", "parts", ...domain, "--steps", "6");
    expect(rest.stderr).toBe("");
    expect(model("parts")).toEqual(model("whole"));

    const solved = synth("solve", "task.synth", "--guide", "whole", "--json");
    expect(solved.status).toBe(0);
    expect(solved.stdout).not.toContain("guideProblem");

    const again = synth("train", ...domain, "--steps", "6", "--out", "whole");
    expect(again.status).toBe(2);
    expect(again.stderr).toContain("a run is there already");
    const other = synth("train", "--from", "whole", "--domain", "list");
    expect(other.stderr).toContain('the run is of domain "mine" with other primitives');
  });

  test("tells what is wrong with what it goes on from, or is guided by", () => {
    const missing = synth("train", "--from", "nowhere");
    expect(missing.status).toBe(2);
    expect(missing.stderr).toMatch(/nowhere.checkpoint\.safetensors: the file does not exist/);
    writeFileSync(join(scratch, "broken.safetensors"), "no numbers");
    const broken = synth("solve", "task.synth", "--guide", "broken.safetensors");
    expect(broken.status).toBe(2);
    expect(broken.stderr).toContain("broken.safetensors: this is no recognition model: its header");
  });

  test("does not go on with a checkpoint that lacks what its optimiser remembers", () => {
    const begun = synth("train", "--domain", "./mine.mjs", "--steps", "2", "--out", "forgetful");
    expect(begun.status).toBe(0);
    const path = join(scratch, "forgetful", "checkpoint.safetensors");
    const file = readSafetensors(readFileSync(path));
    if (!file.ok) throw new Error(file.error);
    const { metadata, tensors } = file.value;
    const kept = new Map([...tensors].filter(([name]) => !name.startsWith("optimiser/")));
    expect(kept.size).toBeLessThan(tensors.size);
    writeFileSync(path, writeSafetensors({ metadata, tensors: kept }));
    const onward = ["--from", "forgetful", "--domain", "./mine.mjs", "--steps", "4"];
    const { status, stderr } = synth("train", ...onward);
    expect(stderr).toContain("the checkpoint is not of this model");
    expect(status).toBe(2);
  });

  test("does not wait for dreams when it is interrupted", async () => {
    // Its thread says that it dreams, and then never does.
    writeFileSync(
      join(scratch, "endless.mjs"),
      `import { isMainThread } from "node:worker_threads";
import { writeSync } from "node:fs";
import { INT_TYPE, domain, primitive } from "synth";
if (!isMainThread) { writeSync(2, "dreaming"); for (;;); }
export const endless = domain({ name: "endless", doc: "Never ends.", types: [INT_TYPE],
  primitives: [primitive({ name: "next", type: "int -> int", doc: "next", examples: [],
    evaluate: (x) => x + 1, range: "top" })] });
`,
    );
    const args = [bin, "train", "--domain", "./endless.mjs", "--steps", "5", "--threads", "1"];
    const running = spawn(process.execPath, args, { cwd: scratch, env });
    // Also where the test takes too long, when nothing after an `await` is reached.
    onTestFinished(() => void running.kill("SIGKILL"));
    await once(running.stderr, "data");
    running.kill("SIGINT");
    expect(await once(running, "close")).toEqual([130, null]);
    expect(existsSync(join(scratch, "runs", "endless", "checkpoint.safetensors"))).toBe(true);
  });

  test.each<readonly [string, string, RegExp]>([
    [
      "whose programs all give the same",
      `domain({ name: "mute", doc: "Says nothing.", types: [INT_TYPE],
        primitives: [on("zero", "int -> int", () => 0)] })`,
      /domain "mute" gives no programs to learn from/,
    ],
    [
      "whose module ends the thread that dreams",
      `isMainThread ? domain({ name: "mortal", doc: "Ends.", types: [INT_TYPE],
        primitives: [on("next", "int -> int", (x) => x + 1)] }) : process.exit(7)`,
      /a thread that makes up programs has ended: exit code 7/,
    ],
    [
      "with a name that is a path",
      `domain({ name: "../mine", doc: "A name.", types: [INT_TYPE],
        primitives: [on("next", "int -> int", (x) => x + 1)] })`,
      /no folder is called after domain "\.\.\/mine": name one with --out/,
    ],
  ])("refuses a domain %s", (_, source, message) => {
    writeFileSync(
      join(scratch, "odd.mjs"),
      `import { isMainThread } from "node:worker_threads";
import { INT_TYPE, domain, primitive } from "synth";
const on = (name, type, evaluate) =>
  primitive({ name, type, doc: name, examples: [], evaluate, range: "top" });
export const odd = ${source};
`,
    );
    const { status, stderr } = synth("train", "--domain", "./odd.mjs", "--steps", "5");
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });

  test("keeps to minutes that are over before its speed is known, and to the steps of a run", () => {
    const short = synth("train", "--domain", "./mine.mjs", "--minutes", "0.001", "--out", "short");
    expect(short.stderr).toBe("");
    expect(short.stdout).toMatch(/^step 1: loss/m);
    const onward = ["--from", "short", "--domain", "./mine.mjs"];
    const longer = synth("train", "--minutes", "1", ...onward);
    expect(longer.status).toBe(2);
    expect(longer.stderr).toContain("the run is one of 1 steps");
  });

  test("makes no folder when there is no such backend", () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [bin, "train", "--domain", "./mine.mjs", "--steps", "5", "--out", "none"],
      { cwd: scratch, encoding: "utf8", env: { ...env, SYNTH_BACKEND: "abacus" } },
    );
    expect(stderr).toContain("abacus");
    expect(status).toBe(2);
    expect(existsSync(join(scratch, "none"))).toBe(false);
  });
});
