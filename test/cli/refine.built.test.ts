import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadBackend } from "../../src/neural/backend.ts";
import { writeCompilerCheckpoint } from "../../src/neural/compiler/compilerCheckpoint.ts";
import { COMPILER } from "../../src/neural/compiler/compilerConfig.ts";
import {
  disposeCompiler,
  newCompiler,
  writeCompiler,
} from "../../src/neural/compiler/compilerFile.ts";
import { CompilerTrainer } from "../../src/neural/compiler/compilerTrainer.ts";
import { COMPILER_TRAINING } from "../../src/neural/compiler/compilerTraining.ts";
import { REFINE } from "../../src/neural/compiler/refineOptions.ts";
import { createRng } from "../../src/support/rng.ts";

const bin = resolve(import.meta.dirname, "../../bin/synth.js");
const scratch = mkdtempSync(join(tmpdir(), "synth-refine-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const env = { ...process.env, NO_COLOR: "1", SYNTH_BACKEND: "wasm" };

const synth = (...args: readonly string[]): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [bin, ...args], { cwd: scratch, encoding: "utf8", env });

const TASKS = `domain micro

task "one more" : list int -> list int
  [1, 5] => [2, 6]
  [7, -3, 0] => [8, -2, 1]
  holdout [9] => [10]

task "no such function" : list int -> int
  [1] => 2
  [1] => 3
`;

/** Tasks that cannot be read, among some that can. */
const MIXED = `domain micro

task "beyond" : list int -> int
  [1] => 1
  [40] => 64

task "only held out" : list int -> int
  holdout [1] => 1

task "right by chance" : list int -> int
  [5] => 5
  holdout [9, 3] => 50
  holdout [7] => 7

task "held out beyond" : list int -> int
  [5] => 5
  holdout [5] => 5
  holdout [64] => 5
`;

const CONFIG = { ...COMPILER, width: 8, heads: 2, layers: 1, hidden: 8, microWidth: 4 };

/** A network that has learned nothing: what is found is found by the exact steps. */
beforeAll(async () => {
  await loadBackend("wasm");
  const model = newCompiler(createRng(1), CONFIG);
  writeFileSync(join(scratch, "model.safetensors"), writeCompiler(model));
  disposeCompiler(model);
  writeFileSync(join(scratch, "lists.synth"), TASKS);
  writeFileSync(join(scratch, "mixed.synth"), MIXED);
  writeFileSync(join(scratch, "long.synth"), 'domain micro\n\ntask "n" : int -> int\n  1 => 2\n');
});

describe("synth refine", () => {
  test("finds programs that fit, and names examples that no program fits, without a search", () => {
    const run = synth("refine", "lists.synth", "--model", "model.safetensors", "--guesses", "5");
    expect(run.stderr).toBe("");
    expect(run.stdout).toMatch(/^✓ one more +\d.*s {2}\\xs -> /m);
    expect(run.stdout).toMatch(
      /^· no such function .*examples 1 and 2 contradict each other: \[1\] => 2 and \[1\] => 3$/m,
    );
    expect(run.stdout).toContain("solved 1 of 2 (50%), 1 generalise to the holdout examples");
    expect(run.status).toBe(1);
  });

  test("tells the places of tasks that it cannot read, and does the others", () => {
    const args = ["refine", "mixed.synth", "--model", "model.safetensors", "--guesses", "0"];
    const reads =
      "the network reads functions of domain micro from a list of at most 6 integers from -32 to 63 to such a list or integer";
    const told = [
      { line: 3, message: `task "beyond", example 2: ${reads}` },
      { line: 7, message: 'task "only held out" has no examples' },
      { line: 15, message: `task "held out beyond", holdout 2: ${reads}` },
    ];
    const stderr = told.map(({ line, message }) => `mixed.synth:${line}:1: ${message}\n`).join("");
    const text = synth(...args);
    expect(text.stderr).toBe(stderr);
    expect(text.stdout).toMatch(/^~ right by chance .* \(1 of 2 holdout\)$/m);
    expect(text.stdout).toContain("solved 1 of 1 (100%), 0 generalise");
    expect(text.status).toBe(2);
    const json = synth(...args, "--json");
    const events = json.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as object);
    expect(events.slice(0, 3)).toEqual(
      told.map((error) => ({ event: "error", file: "mixed.synth", ...error })),
    );
    expect(events[3]).toMatchObject({
      event: "task",
      task: "right by chance",
      status: "solved",
      generalised: false,
      holdout: { passed: 1, total: 2 },
    });
    expect(events[4]).toMatchObject({ event: "summary", tasks: 1, solved: 1, generalised: 0 });
    expect([json.stderr, json.status]).toEqual([stderr, 2]);
  });

  test("says how many programs were tried in vain", () => {
    const none = ["refine", "lists.synth", "--model", "model.safetensors", "--candidates", "1"];
    const run = synth(...none);
    expect(run.stdout).toMatch(/^· one more .*none of 1 programs fits$/m);
    expect(run.status).toBe(1);
  });

  test("shows in its help what holds when nothing is given", () => {
    const help = synth("refine", "--help").stdout.replace(/\s+/g, " ");
    expect(help).toMatch(
      new RegExp(`--candidates <count> [^(]*\\(default: ${REFINE.candidates}\\)`),
    );
    expect(help).toMatch(new RegExp(`--guesses <count> [^(]*\\(default: ${REFINE.guesses}\\)`));
    expect(help).toContain(`(choices: "random", "gradient", default: "${REFINE.order}")`);
  });

  test("tells what it cannot read", () => {
    const other = synth("refine", "long.synth", "--model", "model.safetensors");
    expect(other.stderr).toContain("the network reads functions of domain micro from a list");
    expect(other.status).toBe(2);
    const missing = synth("refine", "lists.synth", "--model", "missing.safetensors");
    expect(missing.stderr).toContain("missing.safetensors: the file does not exist");
    expect(missing.status).toBe(2);
  });

  test("takes the folder of a run", () => {
    const run = synth("refine", "lists.synth", "--model", ".", "--candidates", "1");
    expect(run.stderr).toBe("");
    expect(run.status).toBe(1);
  });
});

describe("synth solve guided by a program compiler", () => {
  test("finds programs of domain micro, and says of other domains that it is for that one", () => {
    const solved = synth("solve", "lists.synth", "--guide", ".", "--candidates", "20k", "--json");
    expect(solved.stderr).toBe("");
    const [line] = solved.stdout.split("\n");
    const { status, explanation } = JSON.parse(line as string) as {
      readonly status: string;
      readonly explanation: { readonly guidedCandidates: number };
    };
    expect(status).toBe("solved");
    expect(explanation.guidedCandidates).toBeGreaterThan(0);
    expect(solved.stdout).not.toContain("guideProblem");
    writeFileSync(join(scratch, "other.synth"), 'domain list\n\ntask "n" : int -> int\n  1 => 2\n');
    const other = synth("solve", "other.synth", "--guide", "model.safetensors");
    expect(other.stderr).toContain('a program compiler guides tasks of domain "micro"');
    expect(other.status).toBe(2);
  });

  test("is guided by the one that ships", () => {
    const run = synth(
      "solve",
      "lists.synth",
      "--guide",
      "compiler",
      "--candidates",
      "20k",
      "--json",
    );
    expect(run.stderr).toBe("");
    expect(run.stdout).toContain('"status":"solved"');
  });
});

describe("a command that runs a network without --model", () => {
  test.each<readonly [readonly string[], string]>([
    [["compile", "\\xs -> sum (map inc xs)"], "x map-inc sum\n"],
    [["eval", "--domain", "micro", "--neural", "\\xs -> sum (map inc xs)", "[3, 4]"], "9"],
    [["refine", "lists.synth", "--candidates", "50"], "✓ one more"],
  ])("uses the one that ships: %j", (args, told) => {
    const run = synth(...args);
    expect(run.stderr).toBe("");
    expect(run.stdout).toContain(told);
    const help = synth(args[0] as string, "--help").stdout.replace(/\s+/g, " ");
    expect(help).toContain("(default: the one that ships)");
  });
});

test("a program that the network cannot read is refused with the place", () => {
  const refused = synth("compile", "\\xs -> sum (map (\\x -> x + x) xs)");
  expect(refused.stderr).toContain(
    "the network cannot read the program: no token stands for this function",
  );
  expect(refused.stderr).toMatch(/^<command line>:1:\d+: /);
  expect(refused.status).toBe(2);
});

test("a run by the network ends with the last token that does something", () => {
  const run = synth("eval", "--domain", "micro", "--neural", "sum", "[3, 4]");
  expect(run.stdout).toMatch(/^sum +7 +7 +✓$/m);
  expect(run.stdout).not.toContain("nop");
});

describe("a page of a program compiler", () => {
  test("is written by compile, and with its run by eval --neural", () => {
    const own = ["\\xs -> sum (map inc xs)", "--model", "model.safetensors", "--report"];
    const compiled = synth("compile", ...own, "compile.html");
    expect([compiled.stderr, compiled.status]).toEqual(["", 0]);
    expect(readFileSync(join(scratch, "compile.html"), "utf8")).not.toContain('id="run"');
    const run = ["--domain", "micro", "--neural", "--ranges", "[0..3] list of length 1..2"];
    expect(synth("eval", ...own, "eval.html", ...run).stderr).toBe("");
    const page = readFileSync(join(scratch, "eval.html"), "utf8");
    expect(page).toContain('id="state-8"');
    expect(page).toContain("[1..4, 1..4?]");
    // What comes after the body's content is scripts, Vega's among them.
    expect(page.slice(0, page.indexOf("<script"))).not.toMatch(/NaN|undefined|\[object/);
  });

  test("is refused before anything is computed, and without a run by the network", () => {
    const program = "\\xs -> sum xs";
    const nowhere = synth("compile", program, "--report", "missing/page.html");
    expect([nowhere.stderr, nowhere.stdout, nowhere.status]).toEqual([
      "missing/page.html: there is no folder missing\n",
      "",
      2,
    ]);
    const neural = ["--domain", "micro", "--neural", "[1]"];
    const text = synth("eval", program, ...neural, "--report", "page.txt");
    expect([text.stderr, text.stdout]).toEqual([
      "page.txt: a report is a page; its name must end in .html\n",
      "",
    ]);
    const without = synth("eval", program, "[1]", "--domain", "micro", "--report", "page.html");
    expect(without.stderr).toContain("--report shows a run by the network: give --neural too");
    expect(without.status).toBe(2);
  });
});

describe("synth train --model compiler", () => {
  test("is for steps, on its own domain, and goes on with runs of its kind only", () => {
    const minutes = synth("train", "--model", "compiler", "--minutes", "5");
    expect(minutes.stderr).toContain("a program compiler is trained for --steps");
    expect(minutes.status).toBe(2);
    const from = synth("train", "--model", "compiler", "--from", "nowhere");
    expect(from.stderr).toContain("nowhere");
    expect(from.status).toBe(2);
    const list = synth("train", "--model", "compiler", "--domain", "list", "--steps", "1");
    expect(list.stderr).toContain("on domain micro");
    const short = synth("train", "--model", "compiler", "--tokens", "3");
    expect(short.stderr).toContain("It must be a whole number from 4 to 32.");
    expect(short.status).toBe(2);
    const other = synth("train", "--tokens", "12");
    expect(other.stderr).toContain("--tokens is for --model compiler");
    expect(other.status).toBe(2);
    // Its own domain is none to complain about: the next problem is told.
    const micro = ["train", "--model", "compiler", "--domain", "micro", "--from", "nowhere"];
    expect(synth(...micro).stderr).toContain("nowhere");
  });

  test("goes on for more steps than are done only", async () => {
    const training = { ...COMPILER_TRAINING, model: CONFIG, steps: 4, seed: 1 };
    const trainer = await CompilerTrainer.start(
      { ...training, data: { ...training.data, tokens: CONFIG.tokens } },
      [],
    );
    trainer.optimiser.restore({ ...trainer.optimiser.save(), steps: 3 });
    const bytes = writeCompilerCheckpoint(trainer, { elapsedMs: 0, loss: { sum: 0, updates: 0 } });
    await trainer.close();
    mkdirSync(join(scratch, "run"));
    writeFileSync(join(scratch, "run", "checkpoint.safetensors"), bytes);
    const run = synth("train", "--model", "compiler", "--from", "run", "--steps", "3");
    expect(run.stderr).toContain("the run has 3 steps already");
    expect(run.status).toBe(2);
  });
});
