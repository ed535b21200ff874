import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";

const bin = resolve(import.meta.dirname, "../../bin/synth.js");
const scratch = mkdtempSync(join(tmpdir(), "synth-cli-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const env = { ...process.env, NO_COLOR: "1" };

const synth = (...args: readonly string[]): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [bin, ...args], { cwd: scratch, encoding: "utf8", env });

function file(name: string, text: string): string {
  writeFileSync(join(scratch, name), text);
  return name;
}

const EASY = `domain list

task "double every element" : list int -> list int
  [1, 2, 3] => [2, 4, 6]
  [] => []
  [5, 0] => [10, 0]
  holdout [7, 1] => [14, 2]
  holdout [4] => [8]

task "first element" : list int -> int
  [3, 1] => 3
  [9, 8, 7] => 9
  holdout [4, 4, 5] => 4
`;

const HARD = `domain list

task "no program does this" : list int -> int
  [3, 1, 4, 1, 5] => 92653
  [2, 7, 1, 8] => 28182
  [1, 6, 1, 8] => 33988
`;

interface Event {
  readonly event: string;
  readonly [key: string]: unknown;
}

const eventsOf = (output: string): readonly Event[] =>
  output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Event);

describe("synth solve", () => {
  test("finds programs, shows them and sums up", () => {
    const run = synth("solve", file("easy.synth", EASY));
    expect(run.status).toBe(0);
    expect(run.stdout).toMatch(/^✓ double every element .*\\xs? ->.*map/m);
    expect(run.stdout).toMatch(/^✓ first element .*car/m);
    expect(run.stdout).toMatch(/solved 2 of 2 \(100%\), 2 generalise/);
    expect(run.stdout).not.toContain("\u001b");
  });

  test("prints one JSON object a task and a summary", () => {
    const run = synth("solve", file("easy.synth", EASY), "--json");
    const events = eventsOf(run.stdout);
    expect(events.map((event) => event.event)).toEqual(["task", "task", "summary"]);
    const first = events.find((event) => event["task"] === "double every element");
    expect(first).toMatchObject({
      file: "easy.synth",
      status: "solved",
      stopReason: "solved",
      holdout: { passed: 2, total: 2 },
    });
    expect(Object.keys(first ?? {})).toEqual([
      "event",
      "task",
      "file",
      "status",
      "stopReason",
      "program",
      "sexpr",
      "cost",
      "generalised",
      "solutions",
      "candidates",
      "elapsedMs",
      "firstMs",
      "firstCandidates",
      "holdout",
      "explanation",
    ]);
    expect(first?.["sexpr"]).toMatch(/^\(lambda \(map/);
    expect(events.at(-1)).toMatchObject({ tasks: 2, solved: 2, generalised: 2 });
  });

  test("stops at a budget in candidates, whatever the number of jobs", () => {
    const path = file("mixed.synth", EASY + HARD.slice(HARD.indexOf("task")));
    const [one, two] = ["1", "2"].map((jobs) =>
      eventsOf(synth("solve", path, "--json", "--candidates", "20k", "--jobs", jobs).stdout)
        .filter((event) => event.event === "task")
        .map(({ task, status, stopReason, program, candidates, cost }) => ({
          task,
          status,
          stopReason,
          program,
          candidates,
          cost,
        }))
        .toSorted((a, b) => String(a.task).localeCompare(String(b.task))),
    );
    expect(one).toEqual(two);
    expect(one?.find(({ task }) => task === "no program does this")).toMatchObject({
      status: "unsolved",
      stopReason: "candidates",
      candidates: 20_000,
    });
  });

  test("answers 1 when a task stays unsolved", () => {
    const run = synth("solve", file("hard.synth", HARD), "--timeout", "500ms");
    expect(run.status).toBe(1);
    expect(run.stdout).toContain("out of time");
  });

  test("solves the other files when one is bad, and answers 2", () => {
    const bad = file("bad.synth", 'domain list\n\ntask "x" : list int -> itn\n  [1] => 1\n');
    const run = synth("solve", bad, file("easy.synth", EASY));
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(/bad\.synth:3:\d+: /);
    expect(run.stderr).toContain("did you mean `int`?");
    expect(run.stdout).toContain("solved 2 of 2");
  });

  test("ends in silence when its reader goes away", () => {
    const command = `${process.execPath} ${bin} solve ${file("easy.synth", EASY)} --json | head -n 1`;
    const run = spawnSync("bash", ["-c", command], { cwd: scratch, encoding: "utf8", env });
    expect(run.stderr).toBe("");
    expect(eventsOf(run.stdout)).toHaveLength(1);
  });

  test("prints what was found so far on Ctrl-C", async () => {
    const path = file("slow.synth", EASY + HARD.slice(HARD.indexOf("task")));
    const child = spawn(process.execPath, [bin, "solve", path, "--timeout", "60s", "--jobs", "1"], {
      cwd: scratch,
      env,
    });
    let output = "";
    let interrupted = false;
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
      // A second one would end it at once.
      if (!interrupted && output.includes("first element")) {
        interrupted = child.kill("SIGINT");
      }
    });
    const status = await new Promise((done) => child.on("exit", done));
    expect(status).toBe(130);
    expect(output).toContain("solved 2 of 2");
    expect(output).toContain("interrupted: 1 tasks were not finished");
  });

  test("explains what was tried on tasks that stay unsolved", () => {
    const path = file("hard.synth", HARD);
    const run = synth("solve", path, "--candidates", "5000", "--explain");
    expect(run.status).toBe(1);
    expect(run.stdout).toMatch(/every program up to cost \d+ was tried on all 3 examples/);
    expect(run.stdout).toMatch(/5\.00k candidates, .* equal to a cheaper one/);
    expect(synth("solve", path, "--candidates", "5000").stdout).not.toContain("was tried on");
  });

  test("searches as it is told to, and shows as many solutions as were asked for", () => {
    const path = file("easy.synth", EASY);
    const programs = (...options: readonly string[]): readonly string[] => {
      const run = synth("solve", path, "--candidates", "60k", ...options);
      expect(run.stderr).toBe("");
      expect(run.stdout).toContain("solved 2 of 2");
      return run.stdout.split("\n").filter((line) => line.includes("->"));
    };
    const one = programs("--settle", "0");
    expect(one).toHaveLength(2);
    expect(programs("--top", "3").length).toBeGreaterThan(one.length);
    programs("--strategy", "top-down");
    programs("--no-deduction");
  });

  test("does not let a task's name steer the terminal", () => {
    const path = file(
      "names.json",
      JSON.stringify([
        {
          name: "evil \u001b[2J name",
          type: { input: "list-of-int", output: "int" },
          examples: [
            { i: [1, 2], o: 1 },
            { i: [5], o: 5 },
          ],
        },
      ]),
    );
    const run = synth("solve", path, "--domain", "list");
    expect(run.stdout).toContain("evil \ufffd[2J name");
    expect(run.stdout).not.toContain("\u001b");
  });
});

describe("synth eval", () => {
  test.each([
    [["map (\\x -> x * x)", "[1, 2, 3]"], "[1, 4, 9]"],
    [["(lambda (fold $0 0 (lambda (lambda (+ $0 $1)))))", "[1, 2, 3]"], "6"],
    [["\\x y -> x - y", "2", "--", "-3"], "5"],
    [["1 + 1"], "2"],
    [["--domain", "text", '\\s -> str.++ s "!"', '"hello"'], '"hello!"'],
    [["--domain", "bits", "bvnot", "#x0f"], "#xfffffffffffffff0"],
  ])("%j prints %s", (args, expected) => {
    const run = synth("eval", ...args);
    expect(run.stderr).toBe("");
    expect(run.stdout.trim()).toBe(expected);
  });

  test.each([
    [["\\x -> x + 1", "--ranges", "[0..9]"], "[1..10]"],
    [["\\xs -> length xs", "--ranges", "[0..9] list of length 2..4"], "[2..4]"],
    [
      ["\\xs -> map (\\x -> x + 1) xs", "--ranges", "[0..9] list of length 2..4"],
      "list of [1..10] of length [2..4]",
    ],
    [["\\x y -> x + y", "--ranges", "[..3]", "5"], "[-2147483642..8]"],
    [["--domain", "text", "\\s -> str.len s", "--ranges", "string of length 4..6"], "[2..6]"],
  ])("%j prints %s", (args, expected) => {
    const run = synth("eval", ...args);
    expect(run.stderr).toBe("");
    expect(run.stdout.trim()).toBe(expected);
  });

  test("a range that was printed can be read", () => {
    const printed = synth(
      "eval",
      "\\xs -> xs",
      "--ranges",
      "[0..9] list of length 2..4",
    ).stdout.trim();
    expect(synth("eval", "\\xs -> xs", "--ranges", printed).stdout.trim()).toBe(printed);
  });

  test.each([
    [["car", "[]"], 1, "fault: `car` has no value on []"],
    [["\\x -> x"], 2, "the program still wants an input"],
    [["map", "3"], 2, "input 1, 3"],
    [["lenght", "[1]"], 2, "did you mean `length`?"],
    [["length ("], 2, "<command line>:1:"],
    [["length", "--ranges", "[3..1] list"], 2, "the interval 3..1 is empty"],
    [["length", "--ranges", "true"], 2, "no range of"],
    [["\\x -> x + 1", "--ranges", "any", "any"], 2, "--ranges gives 2"],
    [["--domain", "lits", "1"], 2, "did you mean `list`?"],
  ])("%j answers %i and says %s", (args, status, message) => {
    const run = synth("eval", ...args);
    expect(run.stderr).toContain(message);
    expect(run.status).toBe(status);
    expect(run.stdout).toBe("");
  });
});

describe("the other commands", () => {
  test("infer prints the principal type", () => {
    expect(synth("infer", "\\f xs -> map f (map f xs)").stdout.trim()).toBe(
      "(a -> a) -> list a -> list a",
    );
    expect(synth("infer", "\\x -> x x").status).toBe(2);
  });

  test("primitives lists a domain and explains a primitive", () => {
    expect(synth("primitives", "--domain", "text").stdout).toContain("str.++");
    const fold = synth("primitives", "fold").stdout;
    expect(fold).toContain("fold : list a -> b -> (a -> b -> b) -> b");
    expect(JSON.parse(synth("primitives", "--json").stdout)).toContainEqual(
      expect.objectContaining({ name: "cons", type: "a -> list a -> list a" }),
    );
    expect(synth("primitives", "flod").stderr).toContain("did you mean `fold`?");
  });

  test("tasks are listed and converted, and read back the same", () => {
    const path = file("easy.synth", EASY);
    expect(synth("tasks", "list", path).stdout).toMatch(
      /double every element\s+list int -> list int\s+3\s+2/,
    );
    const json = synth("tasks", "convert", path, "--to", "json", "--out", "easy.json");
    expect(json.stderr).toBe("");
    const back = synth("tasks", "convert", "easy.json", "--to", "synth", "--domain", "list");
    expect(back.stdout).toContain('task "double every element" : list int -> list int');
    expect(back.stdout).toContain("holdout [7, 1] => [14, 2]");
  });

  test("check passes on a shipped domain", () => {
    const run = synth("check", "--domain", "list", "--runs", "20");
    expect(run.stderr).toBe("");
    expect(run.status).toBe(0);
    expect(run.stdout).toContain("cons");
  });

  test("doctor tells what the machine has", () => {
    const run = synth("doctor");
    expect(run.status).toBe(0);
    expect(run.stdout).toMatch(/Node\s+ok\s+\d+\.\d+/);
    expect(run.stdout).toMatch(/worker processes\s+ok\s+start in/);
  });

  test.each([
    [["slove", "tasks/"], "Did you mean solve?"],
    [["solve"], "missing required argument"],
    [["solve", "nowhere/"], "nowhere"],
    [["solve", "x.synth", "--timeout", "ten"], "a time such as 10s"],
    [["solve", "x.synth", "--memory", "2"], "a size such as 512MB"],
    [["solve", "x.synth", "--candidates", "0"], "a whole number from 1 up"],
    [["solve", "x.synth", "--jobs", "1.5"], "a whole number"],
  ])("%j is bad usage: answers 2 and says %s", (args, message) => {
    const run = synth(...args);
    expect(run.stderr).toContain(message);
    expect(run.status).toBe(2);
  });

  test("help and version answer 0", () => {
    expect(synth("--help").status).toBe(0);
    expect(synth("--version").stdout).toMatch(/^\d+\.\d+\.\d+/);
    for (const command of ["solve", "eval", "infer", "check", "primitives", "doctor"]) {
      const help = synth(command, "--help");
      expect(help.status).toBe(0);
      expect(help.stdout).toMatch(/Example|what this machine offers/);
    }
  });
});

describe("synth enumerate", () => {
  const enumerate = (...args: readonly string[]): SpawnSyncReturns<string> =>
    synth("enumerate", "--domain", "list", ...args);

  test("lists programs in order of cost", () => {
    const run = enumerate("--request", "list int -> list int", "--max-cost", "4.8");
    expect(run.stdout.split("\n")).toEqual([
      "2.3979  \\x -> x",
      "2.3979  \\x -> empty",
      "4.5951  \\x -> car empty",
      "4.7958  \\x -> cdr x",
      "4.7958  \\x -> cdr empty",
      "4.7958  \\x -> range 0",
      "4.7958  \\x -> range 1",
      "",
    ]);
    const json = enumerate("--request", "int -> int", "--max-cost", "9", "--limit", "1", "--json");
    expect(JSON.parse(json.stdout)).toEqual({
      cost: Math.log(12),
      program: "\\x -> x",
      sexpr: "(lambda $0)",
    });
  });

  test("counts programs per bracket, one number a line", () => {
    const names =
      "map,unfold,range,index,fold,length,if,+,-,empty,cons,car,cdr,empty?,0,1,*,mod,gt?,eq?,is-prime,is-square";
    const args = ["--request", "list int -> list bool", "--max-cost", "9", "--counts", "1.5"];
    expect(enumerate(...args).stdout).toBe("0\n1\n2\n0\n7\n29\n");
    expect(enumerate(...args, "--primitives", names).stdout).toBe("0\n1\n2\n0\n7\n29\n");
    expect(enumerate(...args, "--primitives", "empty,0,5").stdout).toBe("1\n0\n0\n0\n0\n0\n");
  });

  test("ends when its reader has seen enough", () => {
    const command = `"${process.execPath}" "${bin}" enumerate --request "list int -> int" --max-cost 60 | head -2`;
    const run = spawnSync("sh", ["-c", command], { cwd: scratch, encoding: "utf8", env });
    expect(run.stdout.split("\n")).toHaveLength(3);
    expect(run.stderr).toBe("");
  });

  test.each([
    [["--request", "int -> grid", "--max-cost", "3"], /unknown type "grid"/],
    [["--request", "int ->", "--max-cost", "3"], /--request:1:7/],
    [["--request", "int", "--max-cost", "0"], /number above 0/],
    [["--request", "int", "--max-cost", "3", "--counts", "1e-9"], /number above 0/],
    [["--request", "int", "--max-cost", "99", "--counts", "0.00001"], /brackets/],
    [["--request", "int", "--max-cost", "3", "--primitives", "0,mapp"], /did you mean `map`/],
    [["--max-cost", "3"], /--request/],
    [["--request", "int"], /--max-cost/],
  ])("refuses %j", (args, reason) => {
    const run = enumerate(...args);
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(reason);
    expect(run.stdout).toBe("");
  });
});
