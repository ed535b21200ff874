import { randomUUID } from "node:crypto";
import { link, lstat, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { codeOf } from "../support/codeOf.ts";
import { fieldOf, parsedJson } from "../support/jsonObject.ts";

/** Says which process writes to a run directory; there only while one does, or was killed. */
const LOCK_FILE = "lock.json";
/**
 * What a process has beside the lock while it takes it: its number, its machine, and what no other has. A
 * lock that it takes over has the same name with `STALE` behind it.
 */
const TAKING = /^lock\.json\.(\d{1,15})\.([\w-]*)\.[\da-f-]{36}$/;
const STALE = ".stale";
/** A lock is shorter; nothing longer is read. */
const MOST_BYTES = 4096;
/** How often a lock is looked at that others take and leave meanwhile. */
const TRIES = 10;
/** A lock that is not whole may be in writing, where it cannot be made by a link: times it is looked at again. */
const UNFINISHED_TRIES = 2;
const UNFINISHED_MS = 50;

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

/** Why it cannot be told who has a run directory. */
export interface LockObstacle {
  readonly obstacle: string;
  readonly file: string;
}

/**
 * Takes a run directory for this process. What a process of this machine that is no more has left is
 * taken over; of a process on another machine it cannot be told whether it lives.
 *
 * @param folder it must be there
 * @param linkFile gives a file a second name
 * @returns who has it, when that is another process
 * @throws what the operating system says when the folder cannot be written to
 */
export async function lockRun(
  folder: string,
  linkFile: typeof link = link,
): Promise<RunLock | LockHolder | LockObstacle> {
  const file = join(folder, LOCK_FILE);
  const own = `${file}.${process.pid}.${machineName()}.${randomUUID()}`;
  const started = await startOf(process.pid);
  const text = `${JSON.stringify({ pid: process.pid, host: hostname(), started })}\n`;
  await writeFile(own, text, { flag: "wx" });
  try {
    for (let tries = 0; tries < TRIES; tries++) {
      if (await named(own, file, text, linkFile)) {
        // What is left does no harm.
        await removeLeftovers(folder).catch(() => {});
        return { release: () => release(file, text) };
      }
      const before = await readLock(file);
      if (before === undefined) continue;
      if (typeof before !== "string") return before;
      const holder = holderOf(before);
      if (holder === undefined && tries < UNFINISHED_TRIES) {
        await sleep(UNFINISHED_MS);
        continue;
      }
      if (holder !== undefined && !(await isGone(holder))) {
        return { pid: holder.pid, host: holder.host, file };
      }
      // Another process may do the same: who renames it has it, and it may be a new one by then.
      const stale = `${own}${STALE}`;
      const taken = await rename(file, stale).then(
        () => true,
        (thrown: unknown) => {
          if (codeOf(thrown) === "ENOENT") return false;
          throw thrown;
        },
      );
      if (!taken) continue;
      const after = await readLock(stale);
      if (typeof after === "string" && after !== before) await named(stale, file, after, linkFile);
      await rm(stale, { force: true });
    }
    return { obstacle: "other processes take and leave it all the time", file };
  } finally {
    await rm(own, { force: true });
  }
}

/** Removes a lock, unless it is another process's by now. */
async function release(file: string, text: string): Promise<void> {
  if ((await readLock(file)) === text) await rm(file, { force: true });
}

/** Removes what processes of this machine have left that were killed while they took the lock. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, number, machine] = TAKING.exec(name) ?? [];
    if (number === undefined || machine !== machineName()) continue;
    const file = join(folder, name);
    const text = await readLock(file);
    if (typeof text !== "string") continue;
    const pid = Number(number);
    const { started } = holderOf(text) ?? {};
    // A file that is not whole may be in writing, by this very process.
    if (started === undefined && pid === process.pid) continue;
    const holder = { pid, host: hostname(), ...(started === undefined ? {} : { started }) };
    if (!(await isGone(holder))) continue;
    // The other one last: whose this is, is known by it.
    await rm(`${file}${STALE}`, { force: true });
    await rm(file, { force: true });
  }
}

/** The name of this machine, as it can be a part of a file's name. */
const machineName = (): string =>
  hostname()
    .replaceAll(/[^\w-]/g, "_")
    .slice(0, 60);

/** The text of a lock; undefined when there is none. */
async function readLock(file: string): Promise<string | LockObstacle | undefined> {
  try {
    const found = await lstat(file);
    // A link could lead anywhere, and a pipe has no end.
    if (!found.isFile()) return { obstacle: "it is no regular file", file };
    if (found.size > MOST_BYTES) return { obstacle: "it is too long for a lock", file };
    return await readFile(file, "utf8");
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code === "ENOENT") return undefined;
    return { obstacle: `it cannot be read${code === undefined ? "" : ` (${code})`}`, file };
  }
}

/** Gives a file a second name, never over what is there. @returns false when the name is taken */
async function named(
  from: string,
  to: string,
  text: string,
  linkFile: typeof link,
): Promise<boolean> {
  try {
    // A link is made whole or not at all.
    await linkFile(from, to);
    return true;
  } catch (thrown) {
    if (codeOf(thrown) === "EEXIST") return false;
    if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"].includes(codeOf(thrown) ?? "")) throw thrown;
  }
  // A file system without such links, as FAT and some of networks.
  try {
    await writeFile(to, text, { flag: "wx" });
    return true;
  } catch (thrown) {
    if (codeOf(thrown) === "EEXIST") return false;
    throw thrown;
  }
}

interface Holder extends Omit<LockHolder, "file"> {
  /** `startOf` the process. */
  readonly started?: string;
}

/** Who wrote a lock; undefined when it is not whole. */
function holderOf(text: string): Holder | undefined {
  const data = parsedJson(text);
  const [pid, host, started] = ["pid", "host", "started"].map((name) => fieldOf(data, name));
  const isPid = typeof pid === "number" && Number.isSafeInteger(pid) && pid > 0;
  if (!isPid || typeof host !== "string") return undefined;
  return { pid, host, ...(typeof started === "string" ? { started } : {}) };
}

/** Has the process that took a lock ended? Its number may be another process's since. */
async function isGone({ pid, host, started }: Holder): Promise<boolean> {
  if (host !== hostname()) return false;
  const now = await startOf(pid);
  if (started !== undefined && now !== undefined) return started !== now;
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return false;
  } catch (thrown) {
    return codeOf(thrown) === "ESRCH";
  }
}

/**
 * When a process started, to be compared only: the boot of the machine, and clock ticks since (Linux,
 * proc(5), field 22 of `stat`). Undefined where the system does not tell, or there is no such process.
 */
async function startOf(pid: number): Promise<string | undefined> {
  try {
    const [boot, stat] = await Promise.all([
      readFile("/proc/sys/kernel/random/boot_id", "utf8"),
      readFile(`/proc/${pid}/stat`, "utf8"),
    ]);
    // The second field is the name of the program, which may have spaces and brackets in it.
    const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    return ticks === undefined ? undefined : `${boot.trim()} ${ticks}`;
  } catch {
    return undefined;
  }
}
