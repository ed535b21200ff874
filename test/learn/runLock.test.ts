import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import type { link } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type RunLock, lockRun } from "../../src/learn/runLock.ts";

const scratch = mkdtempSync(join(tmpdir(), "synth-lock-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const newFolder = (): string => mkdtempSync(join(scratch, "run-"));

/** Leaves a lock as another process would. */
const leave = (folder: string, content: unknown): void =>
  writeFileSync(
    join(folder, "lock.json"),
    typeof content === "string" ? content : JSON.stringify(content),
  );

async function taken(folder: string, linkFile?: typeof link): Promise<RunLock> {
  const lock = await lockRun(folder, linkFile);
  if (!("release" in lock)) throw new Error("it was not taken");
  return lock;
}

test("a run that another process writes to is not taken", async () => {
  const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  const folder = newFolder();
  leave(folder, { pid: other.pid, host: hostname() });
  const held = await lockRun(folder);
  other.kill("SIGKILL");
  expect(held).toEqual({ pid: other.pid, host: hostname(), file: join(folder, "lock.json") });
  expect(readdirSync(folder)).toEqual(["lock.json"]);
});

test("of a process on another machine it is not known whether it lives", async () => {
  const folder = newFolder();
  leave(folder, { pid: 1, host: `not-${hostname()}` });
  expect(await lockRun(folder)).toMatchObject({ pid: 1 });
});

test.each([
  ["a process that ended", { pid: spawnSync(process.execPath, ["-e", ""]).pid, host: hostname() }],
  ["an earlier process of this number", { pid: process.pid, host: hostname() }],
  ["a power cut", '{"pid": 1'],
  ["something else", { pid: "1; ls", host: 3 }],
])("what %s left is taken over, and nothing is left after", async (_, content) => {
  const folder = newFolder();
  leave(folder, content);
  const lock = await taken(folder);
  expect(readdirSync(folder)).toEqual(["lock.json"]);
  await lock.release();
  expect(readdirSync(folder)).toEqual([]);
});

test.each<readonly [string, string, (file: string) => void]>([
  ["a folder", "it is no regular file", (file) => mkdirSync(file)],
  ["a link that leads nowhere", "it is no regular file", (file) => symlinkSync("none", file)],
  ["a link to a file", "it is no regular file", (file) => symlinkSync(import.meta.filename, file)],
  ["too long", "it is too long for a lock", (file) => writeFileSync(file, " ".repeat(5000))],
])("a lock that is %s is told of, and left as it is", async (_, obstacle, make) => {
  const folder = newFolder();
  const file = join(folder, "lock.json");
  make(file);
  expect(await lockRun(folder)).toEqual({ obstacle, file });
  expect(readdirSync(folder)).toEqual(["lock.json"]);
});

test.skipIf(process.getuid?.() === 0 || process.platform === "win32")(
  "a lock that may not be read is told of",
  async () => {
    const folder = newFolder();
    leave(folder, { pid: 1, host: hostname() });
    chmodSync(join(folder, "lock.json"), 0o000);
    expect(await lockRun(folder)).toMatchObject({ obstacle: "it cannot be read (EACCES)" });
  },
);

test("nothing is written through a link beside the lock", async () => {
  const folder = newFolder();
  const victim = join(newFolder(), "victim");
  writeFileSync(victim, "mine");
  symlinkSync(victim, join(folder, `lock.json.${process.pid}`));
  await (await taken(folder)).release();
  expect(readFileSync(victim, "utf8")).toBe("mine");
});

test("a lock that is another process's by now is not released", async () => {
  const folder = newFolder();
  const lock = await taken(folder);
  const other = { pid: 1, host: `not-${hostname()}` };
  leave(folder, other);
  await lock.release();
  expect(JSON.parse(readFileSync(join(folder, "lock.json"), "utf8"))).toEqual(other);
});

test.each(["EPERM", "ENOTSUP"])("a file system without links (%s) has locks", async (code) => {
  const noLinks = () => Promise.reject(Object.assign(new Error(code), { code }));
  const folder = newFolder();
  const lock = await taken(folder, noLinks);
  expect(JSON.parse(readFileSync(join(folder, "lock.json"), "utf8"))).toMatchObject({
    pid: process.pid,
  });
  const other = { pid: 1, host: `not-${hostname()}` };
  leave(folder, other);
  expect(await lockRun(folder, noLinks)).toMatchObject(other);
  rmSync(join(folder, "lock.json"));
  await lock.release();
  expect(readdirSync(folder)).toEqual([]);
});

test.skipIf(!existsSync("/proc/self/stat"))(
  "a lock of a process whose number is another's now is taken over",
  async () => {
    const folder = newFolder();
    leave(folder, { pid: process.ppid, host: hostname(), started: "another boot 1" });
    await (await taken(folder)).release();
    const lock = await taken(folder);
    // This very process: it has it still.
    expect(await lockRun(folder)).toMatchObject({ pid: process.pid });
    await lock.release();
  },
);

test("what a process left that was killed while it took the lock is removed, and nothing else", async () => {
  const folder = newFolder();
  const gone = spawnSync(process.execPath, ["-e", ""]).pid;
  const living = process.ppid;
  const machine = hostname().replaceAll(/[^\w-]/g, "_");
  const id = (digit: number): string => `${digit}`.repeat(8) + "-1111-4111-8111-111111111111";
  const put = (pid: number, of: string, digit: number, text: string, end = ""): string => {
    const name = `lock.json.${pid}.${of}.${id(digit)}${end}`;
    writeFileSync(join(folder, name), text);
    return name;
  };
  const textOf = (pid: number, more: object = {}): string =>
    JSON.stringify({ pid, host: hostname(), ...more });
  put(gone, machine, 1, textOf(gone));
  put(gone, machine, 1, textOf(living), ".stale");
  put(gone, machine, 2, "");
  const kept = [
    put(living, machine, 3, textOf(living)),
    put(living, machine, 3, textOf(gone), ".stale"),
    put(living, machine, 4, ""),
    put(process.pid, machine, 5, ""),
    put(gone, `not-${machine}`, 6, textOf(gone)),
    "lock.json.backup",
  ];
  writeFileSync(join(folder, "lock.json.backup"), textOf(gone));
  const lock = await taken(folder);
  expect(readdirSync(folder)).toEqual([...kept, "lock.json"].toSorted());
  await lock.release();
  expect(readdirSync(folder)).toEqual(kept.toSorted());
});
