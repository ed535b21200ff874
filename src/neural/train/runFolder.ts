import { mkdir, open, rename, stat } from "node:fs/promises";
import { join } from "node:path";

/** The files of a training run besides its model. */
export const CHECKPOINT_FILE = "checkpoint.safetensors";
export const LOG_FILE = "log.jsonl";

/** Writes a file so that whoever reads it, at any moment, finds all of the old or all of the new. */
export async function writeAtomically(path: string, bytes: Uint8Array | string): Promise<void> {
  const part = `${path}.part`;
  const file = await open(part, "w");
  try {
    await file.writeFile(bytes);
    // Before the new name is: else a crash of the machine could leave the name with nothing behind it.
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, path);
}

/** Makes the folder of a run, and says whether a run is in it already. */
export async function openRunFolder(folder: string): Promise<{ readonly taken: boolean }> {
  await mkdir(folder, { recursive: true });
  const taken = await stat(join(folder, CHECKPOINT_FILE)).then(
    () => true,
    () => false,
  );
  return { taken };
}
