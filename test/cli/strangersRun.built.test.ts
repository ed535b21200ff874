import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { TASK_FILE, writeSmallRun } from "../learn/smallRun.ts";

const root = resolve(import.meta.dirname, "../..");
const scratch = mkdtempSync(join(tmpdir(), "synth-stranger-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const home = join(scratch, "home");
const run = join(home, "run");
const env = { ...process.env, NO_COLOR: "1" };

function node(args: readonly string[], more: Readonly<Record<string, string>> = {}) {
  return spawnSync(process.execPath, args, {
    cwd: home,
    encoding: "utf8",
    env: { ...env, ...more },
  });
}

const synth = (...args: readonly string[]) => node([join(root, "bin/synth.js"), ...args]);

const readConfig = (): Record<string, unknown> =>
  JSON.parse(readFileSync(join(run, "config.json"), "utf8")) as Record<string, unknown>;

const writeConfig = (fields: object): void =>
  writeFileSync(join(run, "config.json"), JSON.stringify({ ...readConfig(), ...fields }));

/** The tasks from these files in turn. */
function listing(...files: readonly string[]): object {
  let index = 0;
  const moved = (entries: unknown): object[] =>
    (entries as object[]).map((entry) => ({ ...entry, file: files[index++ % files.length] }));
  const { train, holdout } = readConfig();
  return { train: moved(train), holdout: moved(holdout) };
}

/** The text of the page, and what was told. */
function report(...more: readonly string[]) {
  const { status, stderr } = synth("report", "run", "--out", "page.html", ...more);
  const path = join(home, "page.html");
  const page = existsSync(path) ? readFileSync(path, "utf8") : "";
  rmSync(path, { force: true });
  return { status, stderr, page };
}

/** The input of an example of the holdout task: on the page only when the tasks were read. */
const SHOWN = "[0, 28]";
const MARK = join(home, "was-run");
const MODULE = `
import { writeFileSync } from "node:fs";
import { shippedDomains } from "synth";
writeFileSync(${JSON.stringify(MARK)}, "");
export const domain = shippedDomains.get("list");
`;

// The digest is of the text of functions: that of the built ones is another one than that of the sources.
let fingerprint = "";

beforeAll(() => {
  mkdirSync(home);
  const at = (path: string): string => JSON.stringify(join(root, "dist", path));
  const code = `
    import { list } from ${at("domains/list/list.js")};
    import { domainFingerprint } from ${at("learn/domainFingerprint.js")};
    process.stdout.write(domainFingerprint(list));`;
  fingerprint = node(["--input-type=module", "--eval", code]).stdout;
});

beforeEach(async () => {
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home);
  await writeSmallRun(run);
  writeConfig({ domain: { spec: "list", fingerprint } });
  writeFileSync(join(home, "a.synth"), TASK_FILE);
});

describe("the module that a run names as its domain", () => {
  beforeEach(() => {
    writeFileSync(join(home, "domain.ts"), MODULE);
    writeConfig({ domain: { spec: "./domain.ts", fingerprint } });
  });

  test.each(["library", "report"])("is not loaded by %s, which says what to do", (command) => {
    const { status, stderr } = synth(command, "run");
    expect(stderr).toContain("config.json");
    expect(stderr).toContain("--domain");
    expect(status).toBe(2);
    expect(existsSync(MARK)).toBe(false);
  });

  test("is loaded when the user names it", () => {
    expect(synth("library", "run", "--domain", "./domain.ts").stdout).toContain("map-of");
    expect(report("--domain", "./domain.ts")).toMatchObject({ status: 0, stderr: "" });
    expect(existsSync(MARK)).toBe(true);
  });

  test("is named in an exported library from where that is", () => {
    mkdirSync(join(home, "sub"));
    const exported = ["--export", "sub/lists.synth"];
    expect(synth("library", "run", "--domain", "./domain.ts", ...exported).status).toBe(0);
    const module = readFileSync(join(home, "sub", "lists.synth"), "utf8");
    expect(module).toContain('domain "../domain.ts"');
  });

  test("is not loaded by a task file that the run brings along either", () => {
    writeConfig({ domain: { spec: "list", fingerprint } });
    writeFileSync(join(home, "a.synth"), TASK_FILE.replace("domain list", 'domain "./domain.ts"'));
    const { status, page, stderr } = report();
    expect(status).toBe(0);
    expect(stderr).toContain("a.synth has tasks that cannot be read");
    expect(page).not.toContain(SHOWN);
    expect(existsSync(MARK)).toBe(false);
  });
});

test("a domain that the run was not learned in is refused", () => {
  for (const command of ["library", "report"]) {
    const { status, stderr } = synth(command, "run", "--domain", "text");
    expect(stderr).toContain('another domain than "text"');
    expect(status).toBe(2);
  }
});

describe("a page shows", () => {
  test("the examples of the files that the run names, here and below", () => {
    const { status, stderr, page } = report();
    expect([status, stderr]).toEqual([0, ""]);
    expect(page).toContain(SHOWN);
  });

  test("nothing of a file elsewhere, unless the user names it", () => {
    writeFileSync(join(scratch, "b.synth"), TASK_FILE);
    const files = ["../b.synth", join(scratch, "b.synth"), "run/../../b.synth"];
    writeConfig(listing(...files, "/dev/zero"));
    const { status, stderr, page } = report();
    // Paths of one file are told of once.
    expect(stderr).toContain("b.synth lies outside this folder");
    expect(stderr).toContain("/dev/zero lies outside this folder");
    expect(stderr).toContain("--tasks");
    expect(status).toBe(0);
    expect(page).not.toContain(SHOWN);
    const named = report("--tasks", "../b.synth");
    expect(named).toMatchObject({ status: 0, stderr: "" });
    expect(named.page).toContain(SHOWN);
  });

  test("nothing of a file that holds other tasks, or none", () => {
    writeFileSync(join(home, "a.synth"), TASK_FILE.replaceAll("28", "secret-28"));
    writeFileSync(join(home, "b.csv"), "a,b\nsecret-1,secret-2\n");
    writeFileSync(join(home, "secret"), "task secret-3\n");
    symlinkSync("secret", join(home, "linked.synth"));
    const files = ["a.synth", "b.csv", "linked.synth", "."];
    writeConfig(listing(...files));
    const { status, stderr, page } = report();
    expect(status).toBe(0);
    for (const file of files) expect(stderr).toMatch(new RegExp(`^${file} `, "m"));
    expect(stderr + page).not.toContain("secret-");
  });

  test("where a file is not, and what to do", () => {
    rmSync(join(home, "a.synth"));
    const { stderr, page } = report();
    expect(stderr).toContain("a.synth is not here");
    expect(page).toContain("a.synth is not here");
  });
});

test("a file of the run that is wrong is told with its place, and the rest is shown", () => {
  const wake = join(run, "iteration-01", "wake.json");
  writeFileSync(wake, readFileSync(wake, "utf8").replace(': "candidates"', ': "constructor"'));
  const { status, stderr, page } = report();
  expect(status).toBe(2);
  expect(stderr).toContain("wake.json: `tasks[2]`: `stopReason` must be one of solved, timeout");
  expect(page).toContain("wake.json is not as a run writes it");
  expect(page).toContain("map-of");
  writeFileSync(join(run, "iteration-01", "library.json"), '{"abstractions": [');
  for (const args of [
    ["library", "run"],
    ["solve", "a.synth", "--library", "run"],
  ]) {
    const told = synth(...args);
    expect(told.stderr).toContain("library.json:1:");
    expect(told.status).toBe(2);
  }
});

test("a backend that there is none of is the user's mistake", () => {
  const model = join(root, "models/list/model.safetensors");
  const { status, stderr } = node(
    [join(root, "bin/synth.js"), "solve", "a.synth", "--guide", model],
    { SYNTH_BACKEND: "gpu" },
  );
  expect(stderr).toContain("SYNTH_BACKEND is gpu; it can be");
  expect(status).toBe(2);
});
