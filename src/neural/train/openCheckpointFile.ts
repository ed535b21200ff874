import { join } from "node:path";
import { type Result, failure } from "../../support/result.ts";
import type { SourceError } from "../../support/sourceError.ts";
import { readBytes } from "../recognition/modelFolder.ts";
import { CHECKPOINT_FILE } from "./runFolder.ts";

/**
 * Opens the checkpoint in the folder of a run.
 *
 * @param what it should be a checkpoint of, such as `a training run`
 * @param read what its bytes are, or one sentence on what is wrong with them
 */
export async function openCheckpointFile<T>(
  folder: string,
  what: string,
  read: (bytes: Uint8Array) => Result<T, string>,
): Promise<Result<T, SourceError>> {
  const file = join(folder, CHECKPOINT_FILE);
  const bytes = await readBytes(file);
  if (!bytes.ok) return bytes;
  const checkpoint = read(bytes.value);
  if (checkpoint.ok) return checkpoint;
  return failure({ file, message: `this is no checkpoint of ${what}: ${checkpoint.error}` });
}
