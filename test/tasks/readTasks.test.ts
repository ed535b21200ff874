import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { shippedDomains } from "../../src/domains/shipped.ts";
import { renderSourceError } from "../../src/support/sourceError.ts";
import { type TasksRead, readTasks } from "../../src/tasks/readTasks.ts";

const root = mkdtempSync(join(tmpdir(), "read-tasks-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folders = 0;

/** A new folder with these files, and a function that reads paths within it. */
function folderOf(files: Readonly<Record<string, string | Uint8Array>>): {
  folder: string;
  read: (paths?: readonly string[], domain?: string) => Promise<TasksRead>;
} {
  const folder = join(root, String(folders++));
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return {
    folder,
    read: (paths = ["."], domain) =>
      readTasks(
        paths.map((path) => join(folder, path)),
        domain === undefined ? {} : { domain },
      ),
  };
}

const synth = (name: string): string => `domain list\ntask "${name}" : int -> int\n  1 => 2\n`;
const names = ({ tasks }: TasksRead): readonly string[] => tasks.map(({ name }) => name);
const told = ({ errors }: TasksRead): readonly string[] => errors.map(renderSourceError);

describe("folders", () => {
  test("are read in order of names, each format by its ending, the rest passed over", async () => {
    const { folder, read } = folderOf({
      "b/second.synth": synth("second"),
      "b/README.md": "# not a task",
      "a.synth": `${synth("first")}\ntask "first again" : int -> int\n`,
      "c.SL": "(set-logic LIA)(synth-fun f ((x Int)) Int)",
      "d.csv": "in,out\na,b\n",
      "e.json": '{"examples": [{"i": 1, "o": 2}]}',
      ".hidden/x.synth": "wrong",
      "node_modules/x.synth": "wrong",
    });
    const found = await read();
    expect(told(found)).toEqual([]);
    expect(names(found)).toEqual(["first", "first again", "second", "c", "d", "e"]);
    expect(found.files).toBe(5);
    expect(found.tasks[2]).toMatchObject({ file: join(folder, "b/second.synth"), line: 2 });
    expect([...found.domains.keys()].toSorted()).toEqual(["list", "text"]);
    expect(found.domains.get("list")).toBe(shippedDomains.get("list"));
  });

  test("that link back to themselves end, and no file is read twice", async () => {
    const { folder, read } = folderOf({ "sub/a.synth": synth("a") });
    symlinkSync(folder, join(folder, "sub/loop"));
    symlinkSync(join(folder, "sub/a.synth"), join(folder, "z.synth"));
    symlinkSync("nowhere", join(folder, "dead.synth"));
    expect(names(await read())).toEqual(["a"]);
    expect(names(await read(["sub/a.synth", ".", "sub"]))).toEqual(["a"]);
    expect((await read(["sub/a.synth", ".", "sub"])).errors).toEqual([]);
  });

  test("without task files are an error", async () => {
    expect(told(await folderOf({ "README.md": "" }).read())[0]).toContain("has no task files");
  });
});

describe("one bad file is one error, and the others are read", () => {
  test("whatever is wrong with it", async () => {
    const { read } = folderOf({
      "1.synth": synth("one"),
      "2.synth": "domain list\ntask oops",
      "3.sl": "(set-logic LIA",
      "4.json": "{",
      "5.csv": "alone\n",
      "6.synth": new Uint8Array([0xff, 0xfe, 0x64, 0x00]),
      "7.json": new Uint8Array([0x22, 0xc3, 0x28, 0x22]),
      "8.csv": "a,b\n\0,c\n",
      "9.synth": synth("nine"),
    });
    const found = await read();
    expect(names(found)).toEqual(["one", "nine"]);
    expect(found.errors.map(({ file }) => basename(file)[0])).toEqual("2345678".split(""));
    expect(told(found)[4]).toContain("UTF-16");
    expect(told(found)[5]).toContain("this is no text");
    expect(told(found)[6]).toContain("NUL");
  });

  test("one that is too large is refused unread", async () => {
    const { folder, read } = folderOf({ "b.synth": synth("b") });
    writeFileSync(join(folder, "huge.synth"), synth("huge"));
    // With a hole, which takes no space on the disk.
    truncateSync(join(folder, "huge.synth"), 100_000_000);
    writeFileSync(join(folder, "large.synth"), " ".repeat(1_100_000));
    const found = await read();
    expect(names(found)).toEqual(["b"]);
    expect(told(found)).toEqual([
      expect.stringContaining("the file has 100 MB"),
      expect.stringContaining("at most 1048576"),
    ]);
  });

  test("a byte order mark is no mistake", async () => {
    const { read } = folderOf({ "a.synth": `\ufeff${synth("a")}`, "b.csv": "\ufeffx,y\na,b\n" });
    const found = await read();
    expect(told(found)).toEqual([]);
    expect(found.tasks[1]?.parameters).toEqual(["x"]);
  });
});

describe("paths that lead nowhere", () => {
  test("are told with the nearest name", async () => {
    const { folder, read } = folderOf({ "double.synth": synth("a") });
    const [error] = (await read(["duoble.synth"])).errors;
    expect(error).toMatchObject({
      message: "no file or folder is there",
      suggestion: join(folder, "double.synth"),
    });
  });

  test("a named file of another format is complained of", async () => {
    const { read } = folderOf({ "README.md": "#" });
    expect(told(await read(["README.md"]))[0]).toContain("no task format has this ending");
  });

  test("a device is not read", async () => {
    expect(told(await readTasks(["/dev/zero"]))[0]).toContain("neither a file nor a folder");
  });
});

describe("domains", () => {
  const MODULE = `import { INT_TYPE, domain as make } from "synth";
export const domain = make({ name: "own", doc: "", types: [INT_TYPE], primitives: [] });`;

  test("the user's is for tasks that name none", async () => {
    const { read } = folderOf({
      "a.synth": 'task "a" : int -> int\n  1 => 2\n',
      "b.synth": synth("b"),
    });
    const found = await read(["."], "deepcoder");
    expect(found.tasks.map(({ domain }) => domain)).toEqual(["deepcoder", "list"]);
    expect(told(await read(["a.synth"]))[0]).toContain("the file names no domain");
  });

  test("one that the user asks for in vain is one error", async () => {
    const { read } = folderOf({ "a.synth": synth("a"), "b.synth": synth("b") });
    const found = await read(["."], "lists");
    expect(found.tasks).toEqual([]);
    expect(found.errors).toHaveLength(1);
    expect(found.errors[0]).toMatchObject({ suggestion: "list" });
  });

  test("a module is named from the file's folder, and loaded once", async () => {
    const { folder, read } = folderOf({
      "own/domain.ts": MODULE,
      "own/tasks/a.synth": 'domain "../domain.ts"\ntask "a" : int -> int\n  1 => 2\n',
      "own/tasks/b.json":
        '{"domain": "../domain.ts", "arguments": [{"type": "int"}], "output": "int", "examples": []}',
    });
    const found = await read();
    expect(told(found)).toEqual([]);
    const spec = relative(".", join(folder, "own/domain.ts"));
    expect(found.tasks.map(({ domain }) => domain)).toEqual([spec, spec]);
    expect(found.domains.get(spec)?.name).toBe("own");
  });

  test("a module is vetted before it is loaded, a shipped one is not", async () => {
    const { folder } = folderOf({
      "a.synth": synth("a"),
      "b.synth": `domain "./b.mjs"\ntask "b" : int -> int\n  1 => 2\n`,
      "b.mjs": "globalThis.loadedUnvetted = true;",
    });
    const vetted: string[] = [];
    const found = await readTasks([folder], {
      vetDomain: (spec) => {
        vetted.push(basename(spec));
        return Promise.resolve({ file: spec, message: "it hangs" });
      },
    });
    expect(vetted).toEqual(["b.mjs"]);
    expect(names(found)).toEqual(["a"]);
    expect(told(found)).toEqual([expect.stringMatching(/b\.synth:1:8: it hangs/)]);
    expect("loadedUnvetted" in globalThis).toBe(false);
  });

  test("a wrong one is told where the file names it", async () => {
    const { read } = folderOf({
      "a.synth": 'domain "./nothing.ts"\n',
      "b.synth": "domain lst\n",
      "c.synth": 'domain "/etc/passwd.ts"\n',
      "d.json": '[{"domain": "own/x.ts", "arguments": [], "output": "int", "examples": []}]',
    });
    const found = await read();
    expect(found.errors.map(({ line, column }) => [line, column])).toEqual([
      [1, 8],
      [1, 8],
      [1, 8],
      [1, 13],
    ]);
    expect(told(found)[0]).toContain("the domain's module does not exist");
    expect(told(found)[1]).toContain("did you mean `list`?");
    expect(told(found)[2]).toContain("by a path from its own folder");
    expect(told(found)[3]).toContain("task 1: a file names the module of its domain by a path");
  });
});
