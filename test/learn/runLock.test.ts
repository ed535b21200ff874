import { spawn, spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { LockError, lockRun } from "../../src/learn/runLock.ts";

const scratch = mkdtempSync(join(tmpdir(), "synth-lock-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const newFolder = (): string => mkdtempSync(join(scratch, "run-"));

/** Leaves a lock as another process would. */
const leave = (folder: string, content: unknown): void =>
  writeFileSync(
    join(folder, "lock.json"),
    typeof content === "string" ? content : JSON.stringify(content),
  );

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
  const lock = await lockRun(folder);
  if (!("release" in lock)) throw new Error("it was not taken");
  expect(readdirSync(folder)).toEqual(["lock.json"]);
  await lock.release();
  expect(readdirSync(folder)).toEqual([]);
});

test.each([
  ["a folder", (path: string) => mkdirSync(path)],
  ["a link to nowhere", (path: string) => symlinkSync("nowhere", path)],
])("%s in the place of a lock is refused, not waited for", async (_, put) => {
  const folder = newFolder();
  put(join(folder, "lock.json"));
  await expect(lockRun(folder)).rejects.toThrow(LockError);
  expect(readdirSync(folder)).toEqual(["lock.json"]);
});

test("what a link in a lock's place points to is left alone, and so is another's lock", async () => {
  const folder = newFolder();
  writeFileSync(join(folder, "precious"), "precious");
  symlinkSync("precious", join(folder, `lock.json.${process.pid}`));
  const lock = await lockRun(folder);
  if (!("release" in lock)) throw new Error("it was not taken");
  expect(readFileSync(join(folder, "precious"), "utf8")).toBe("precious");
  leave(folder, { pid: 1, host: "another" });
  await lock.release();
  expect(readdirSync(folder).sort()).toEqual(["lock.json", "precious"]);
});
