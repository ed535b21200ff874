import { link, lstat, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { fieldOf } from "../support/jsonObject.ts";

/** Says which process writes to a run directory; there only while one does, or was killed. */
const LOCK_FILE = "lock.json";

/** A run directory that this process alone writes to. */
export interface RunLock {
  readonly release: () => Promise<void>;
}

/** The process that has a run directory. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** The file that says so. */
  readonly file: string;
}

/** Something else than a lock lies where the lock of a run directory should be. */
export class LockError extends Error {
  override readonly name = "LockError";
}

/** How often a lock that is there and gone again is tried for. */
const TRIES = 100;

/**
 * Takes a run directory for this process. What a process of this machine that is no more has left is
 * taken over; of a process on another machine it cannot be told whether it lives.
 *
 * @param folder it must be there
 * @returns who has it, when that is another process
 * @throws LockError when what lies there is no file or cannot be read
 */
export async function lockRun(folder: string): Promise<RunLock | LockHolder> {
  const file = join(folder, LOCK_FILE);
  const own = `${file}.${process.pid}`;
  const text = JSON.stringify({ pid: process.pid, host: hostname() });
  // Never through a link that lies there.
  await rm(own, { force: true });
  await writeFile(own, `${text}\n`, { flag: "wx" });
  try {
    for (let tries = 0; tries < TRIES; tries++) {
      // A link is made whole or not at all, and never over what is there.
      if (await linked(own, file)) return { release: () => released(file, `${text}\n`) };
      const before = await lockText(file);
      if (before === undefined) continue;
      const holder = holderOf(before, file);
      if (holder !== undefined && !isGone(holder)) return holder;
      // Another process may do the same: who renames it has it, and it may be a new one by then.
      const stale = `${own}.stale`;
      const taken = await rename(file, stale).then(
        () => true,
        () => false,
      );
      if (taken && (await readFile(stale, "utf8")) !== before) await linked(stale, file);
      await rm(stale, { force: true });
    }
    throw new LockError(`${file}: other processes take and leave it all the time`);
  } finally {
    await rm(own, { force: true });
  }
}

/** What a lock says; undefined when it has just gone. */
async function lockText(file: string): Promise<string | undefined> {
  try {
    if ((await lstat(file)).isFile()) return await readFile(file, "utf8");
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new LockError(`${file}: it says which process writes to the run, and cannot be read`);
  }
  throw new LockError(`${file}: this should be a file, and is none; remove it`);
}

/** Takes a lock away, unless it is another's by now. */
async function released(file: string, text: string): Promise<void> {
  const now = await readFile(file, "utf8").catch(() => undefined);
  if (now === text) await rm(file, { force: true });
}

/** Gives a file a second name. @returns false when the name is taken */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw thrown;
  }
}

/** Who wrote a lock; undefined when it is not whole. */
function holderOf(text: string, file: string): LockHolder | undefined {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  const [pid, host] = [fieldOf(data, "pid"), fieldOf(data, "host")];
  const isPid = typeof pid === "number" && Number.isSafeInteger(pid) && pid > 0;
  return isPid && typeof host === "string" ? { pid, host, file } : undefined;
}

/** Has the process that took a lock ended? One with this process's own number has. */
function isGone({ pid, host }: LockHolder): boolean {
  if (host !== hostname()) return false;
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return false;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === "ESRCH";
  }
}
