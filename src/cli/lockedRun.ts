import { mkdir } from "node:fs/promises";
import { type RunLock, lockRun } from "../learn/runLock.ts";
import { fileError } from "./fileError.ts";
import { InputError } from "./inputError.ts";

/**
 * Makes the folder of a run and takes it for this process.
 *
 * @param option by which the run is gone on with
 * @throws InputError when another process writes to it, or it cannot be written to
 */
export async function lockedRun(folder: string, option: string): Promise<RunLock> {
  const lock = await taken(folder).catch((error: unknown) => {
    throw fileError(error, option) ?? error;
  });
  if ("release" in lock) return lock;
  if ("obstacle" in lock) {
    throw new InputError(
      `${lock.file}: ${lock.obstacle}, so it is not known whether a process is writing to ${folder}; remove it when none is`,
    );
  }
  const { pid, host, file } = lock;
  throw new InputError(
    `process ${pid} on ${host} is writing to ${folder}: wait for it, or remove ${file} when there is no such process any more`,
  );
}

async function taken(folder: string): ReturnType<typeof lockRun> {
  await mkdir(folder, { recursive: true });
  return lockRun(folder);
}
