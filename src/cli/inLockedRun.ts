import { mkdir } from "node:fs/promises";
import { type RunLock, lockRun } from "../learn/runLock.ts";
import { TrainingError } from "../neural/train/trainingError.ts";
import { fileError } from "./fileError.ts";
import { InputError } from "./inputError.ts";

/**
 * Makes the folder of a run and does a work in it that no other process does meanwhile.
 *
 * @param option by which the run is gone on with
 * @throws InputError when another process writes to it, it cannot be written to, or a training cannot go on
 */
export async function inLockedRun<T>(
  folder: string,
  option: string,
  work: () => Promise<T>,
): Promise<T> {
  let lock: RunLock | undefined;
  try {
    await mkdir(folder, { recursive: true });
    lock = await lockedRun(folder);
    return await work();
  } catch (thrown) {
    if (thrown instanceof TrainingError) throw new InputError(thrown.message);
    throw fileError(thrown, option) ?? thrown;
  } finally {
    // What it throws would hide what went wrong before.
    await lock?.release().catch(() => {});
  }
}

async function lockedRun(folder: string): Promise<RunLock> {
  const lock = await lockRun(folder);
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
