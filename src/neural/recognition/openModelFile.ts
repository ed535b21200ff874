import { type Result, failure, success } from "../../support/result.ts";
import type { SourceError } from "../../support/sourceError.ts";
import { BackendError, loadBackend } from "../backend.ts";
import { modelFileOf, readBytes } from "./modelFolder.ts";

/**
 * Opens a model that is a file or lies in the folder of a run, with the backend that its tensors need.
 *
 * @param read what its bytes are, or one sentence on what is wrong with them
 * @param what it should be, such as `recognition model`
 */
export async function openModelFile<T>(
  path: string,
  what: string,
  read: (bytes: Uint8Array) => Result<T, string>,
): Promise<Result<{ readonly file: string; readonly model: T }, SourceError>> {
  const file = await modelFileOf(path);
  const bytes = await readBytes(file);
  if (!bytes.ok) return bytes;
  try {
    await loadBackend();
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    return failure({ file, message: `it cannot be loaded: ${error.message}` });
  }
  const model = read(bytes.value);
  if (model.ok) return success({ file, model: model.value });
  return failure({ file, message: `this is no ${what}: ${model.error}` });
}
