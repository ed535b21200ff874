import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { MODEL_FILE } from "../recognition/modelFolder.ts";

/** The files of a training run besides its model. */
export const CHECKPOINT_FILE = "checkpoint.safetensors";
export const LOG_FILE = "log.jsonl";

/**
 * Makes the folder of a run, and says whether a run is in it already.
 *
 * @throws an Error that says why no run can be kept there
 */
export async function openRunFolder(folder: string): Promise<{ readonly taken: boolean }> {
  await mkdir(folder, { recursive: true });
  const holds = (name: string): Promise<boolean> =>
    stat(join(folder, name)).then(
      () => true,
      () => false,
    );
  if (await holds(CHECKPOINT_FILE)) return { taken: true };
  // Such as one that was copied here, which the run would write over.
  if (await holds(MODEL_FILE)) throw new Error(`${MODEL_FILE} is there already`);
  return { taken: false };
}
