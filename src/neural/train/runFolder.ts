import { mkdir, open, readFile, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Result, failure, success } from "../../support/result.ts";
import type { SourceError } from "../../support/sourceError.ts";

/** Larger files are not read. */
const MOST_BYTES = 2 ** 28;

/** The files of a training run. */
export const MODEL_FILE = "model.safetensors";
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

/** The bytes of a file, or why there are none. */
export async function readBytes(path: string): Promise<Result<Uint8Array, SourceError>> {
  const problem = (message: string): Result<Uint8Array, SourceError> =>
    failure({ file: path, message });
  try {
    const { size } = await stat(path);
    if (size > MOST_BYTES) return problem(`it is larger than ${MOST_BYTES} bytes`);
    return success(await readFile(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return problem("the file does not exist");
    return problem(`it cannot be read: ${(error as Error).message}`);
  }
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
