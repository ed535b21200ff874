import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** The files of a training run besides its model. */
export const CHECKPOINT_FILE = "checkpoint.safetensors";
export const LOG_FILE = "log.jsonl";

/** Makes the folder of a run, and says whether a run is in it already. */
export async function openRunFolder(folder: string): Promise<{ readonly taken: boolean }> {
  await mkdir(folder, { recursive: true });
  const taken = await stat(join(folder, CHECKPOINT_FILE)).then(
    () => true,
    () => false,
  );
  return { taken };
}
