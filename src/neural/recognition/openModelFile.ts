import { type Result, failure, success } from "../../support/result.ts";
import type { SourceError } from "../../support/sourceError.ts";
import { BackendError, loadBackend } from "../backend.ts";
import { modelFileOf, readBytes } from "./modelFolder.ts";

/** A kind of model files. */
export interface ModelKind<T> {
  /** What it is called, such as `recognition model`. */
  readonly what: string;
  /** What a file's bytes are, or one sentence on what is wrong with them. */
  readonly read: (bytes: Uint8Array) => Result<T, string>;
}

/**
 * Opens a model that is a file or lies in the folder of a run, with the backend that its tensors need.
 *
 * @param kindOf what kind bytes are of
 */
export async function openModelFile<T>(
  path: string,
  kindOf: (bytes: Uint8Array) => ModelKind<T>,
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
  const { what, read } = kindOf(bytes.value);
  const model = read(bytes.value);
  if (model.ok) return success({ file, model: model.value });
  return failure({ file, message: `this is no ${what}: ${model.error}` });
}
