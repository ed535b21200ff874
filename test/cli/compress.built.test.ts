import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";

const bin = resolve(import.meta.dirname, "../../bin/synth.js");
const scratch = mkdtempSync(join(tmpdir(), "synth-compress-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const env = { ...process.env, NO_COLOR: "1" };

const synth = (...args: readonly string[]): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [bin, "compress", ...args], { cwd: scratch, encoding: "utf8", env });

function file(name: string, content: unknown): string {
  writeFileSync(
    join(scratch, name),
    typeof content === "string" ? content : JSON.stringify(content),
  );
  return name;
}

const PROGRAMS = [
  "(f (g a a) (k (g a a)))",
  "(f (g b b) (k (g b b)))",
  "(lam (f (g $0 $0) (k (g $0 $0))))",
];

/** Enough to search for a while: many subterms that are alike and not the same. */
const LONG = Array.from({ length: 300 }, (_, i) => {
  const part = (depth: number, n: number): string =>
    depth === 0
      ? `p${(n * n + 3 * n) % 11}`
      : `(f${n % 5} ${part(depth - 1, n * 5 + (i % 13))} ${part(depth - 1, n * 3 + i)} ${part(depth - 1, n + 2)})`;
  return part(4, i);
});

describe("synth compress", () => {
  test("prints the library and what it saves", () => {
    const run = synth(file("programs.json", PROGRAMS), "--max-arity", "1");
    expect(run.stderr).toBe("");
    expect(run.status).toBe(0);
    expect(run.stdout).toMatch(/^fn_0 +3 +\d+ +604 +\(f \(g #0 #0\) \(k \(g #0 #0\)\)\)$/m);
    expect(run.stdout).toMatch(/^cost \d+ -> 604 .*1 abstraction, .* expansions/m);
    expect(run.stdout).not.toContain("\u001b");
  });

  test("prints JSON that it goes on from, and DreamCoder's", () => {
    const run = synth(file("programs.json", PROGRAMS), "-a1", "-i1", "--json");
    const library = JSON.parse(run.stdout) as { rewritten: string[]; num_abstractions: number };
    expect(library).toMatchObject({
      num_abstractions: 1,
      rewritten: ["(fn_0 a)", "(fn_0 b)", "(lam (fn_0 $0))"],
    });
    const again = synth(file("library.json", run.stdout), "--json");
    expect(JSON.parse(again.stdout)).toMatchObject({ original: library.rewritten });
    const dreamcoder = JSON.parse(synth("programs.json", "-a1", "--dreamcoder").stdout) as object;
    expect(Object.keys(dreamcoder)).toEqual(["DSL", "frontiers"]);
  });

  test("takes the costs and switches that Stitch takes", () => {
    const name = file("programs.json", PROGRAMS);
    const flags = ["--cost-lam=2", "--cost-app=3", "--cost-var=50", "--cost-prim-default=10"];
    const run = synth(name, ...flags, "--cost-prim", '{"f": 7, "__proto__": 3}', "--json", "-n2");
    expect(run.stderr).toBe("");
    // Three calls of f at 7, six of g and three of k at 10, four leaves each; 7 applications each.
    const own = 7 + 2 * 10 + 10 + 7 * 3;
    expect(JSON.parse(run.stdout)).toMatchObject({
      original_cost: own + 4 * 10 + own + 4 * 10 + own + 4 * 50 + 2,
    });
    const switches = [
      "--no-curried-metavars",
      "--no-curried-bodies",
      "--allow-single-task",
      "--eta-long",
      "--constant-arguments",
    ];
    expect(
      synth(name, ...switches, "--fused-lambda-tags", "1,2", "--structure-penalty", "0.5").status,
    ).toBe(0);
    const slow = synth(name, "--without", "upper-bound", "argument-capture", "--json");
    const fast = synth(name, "--json");
    type Json = { final_cost: number; expansions: number };
    const [all, some] = [slow, fast].map(({ stdout }) => JSON.parse(stdout) as Json) as [
      Json,
      Json,
    ];
    expect(all.final_cost).toBe(some.final_cost);
    expect(all.expansions).toBeGreaterThan(some.expansions);
  });

  test("gives types in a domain, and refuses programs without one", () => {
    const programs = ["(lambda (map (lambda (+ $0 1)) $0))", "(lambda (map (lambda (+ $0 2)) $0))"];
    const run = synth(file("typed.json", programs), "--domain", "list", "-i1");
    expect(run.stdout).toMatch(/int -> list int -> list int/);
    const bad = synth(file("ill.json", [...programs, "(map 1 2)"]), "--domain", "list");
    expect(bad.status).toBe(2);
    expect(bad.stderr).toContain("ill.json, program 3:1:6");
  });

  test("writes a page that loads nothing and shows what is in the file as text", () => {
    const hostile = ["(<script> & a a)", "(<script> & b b)"];
    const run = synth(file("hostile.json", hostile), "-a1", "--report", "page.html");
    expect(run.status).toBe(0);
    const page = readFileSync(join(scratch, "page.html"), "utf8");
    expect(page).toContain("(&lt;script&gt; &amp; #0 #0)");
    expect(page).not.toMatch(/<script> |<img|<link(?! rel="icon" href="data:,")/);
  });

  test.each([
    ["page.txt", "its name must end in .html"],
    ["nowhere/page.html", "there is no folder nowhere"],
    ["programs.json/page.html", "is no folder"],
    ["folder.html", "that is no file"],
  ])("refuses to write a page to %s before it searches", (path, message) => {
    file("programs.json", PROGRAMS);
    mkdirSync(join(scratch, "folder.html"), { recursive: true });
    const run = synth("programs.json", "--report", path);
    expect(run.status).toBe(2);
    expect(run.stderr).toContain(message);
    expect(run.stdout).toBe("");
  });

  test.each([
    ["no file", ["missing.json"], "missing.json"],
    ["a wrong option", ["programs.json", "--cost-prim", "[1]"], "It must be JSON"],
    ["a prefix that is no name", ["programs.json", "--prefix", "a b"], "beginning of a name"],
  ])("ends with exit code 2 for %s", (_, args, message) => {
    file("programs.json", PROGRAMS);
    const run = synth(...args);
    expect(run.status).toBe(2);
    expect(run.stderr).toContain(message);
    expect(run.stdout).toBe("");
  });

  test("prints abstractions as they are found, and what it has on Ctrl-C", async () => {
    const args = [bin, "compress", file("long.json", LONG), "-a2", "-i1000"];
    const child = spawn(process.execPath, args, { cwd: scratch, env });
    let output = "";
    let interrupted = false;
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      // A second one would end it at once.
      if (!interrupted && output.includes("fn_1 ")) interrupted = child.kill("SIGINT");
    });
    const status = await new Promise((done) => child.on("exit", done));
    expect(status).toBe(130);
    expect(output).toMatch(/^fn_0 .*\nfn_1 /m);
    expect(output).toMatch(/^cost \d+ -> \d+ .*; stopped$/m);
  });
});
