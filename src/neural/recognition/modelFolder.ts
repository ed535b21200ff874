import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { codeOf } from "../../support/codeOf.ts";
import { type Result, failure, success } from "../../support/result.ts";
import type { SourceError } from "../../support/sourceError.ts";

/** The file of a folder that is its model. */
export const MODEL_FILE = "model.safetensors";

/** Larger files are not read. */
const MOST_BYTES = 2 ** 28;

/** The model file that a path names: itself, or where it is a folder that of the run in it. */
export async function modelFileOf(path: string): Promise<string> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isFolder ? join(path, MODEL_FILE) : path;
}

/** The bytes of a file, or why there are none. */
export async function readBytes(path: string): Promise<Result<Uint8Array, SourceError>> {
  const problem = (message: string): Result<Uint8Array, SourceError> =>
    failure({ file: path, message });
  try {
    const found = await stat(path);
    if (!found.isFile()) return problem("this is no file");
    if (found.size > MOST_BYTES) return problem(`it is larger than ${MOST_BYTES} bytes`);
    return success(await readFile(path));
  } catch (error) {
    if (codeOf(error) === "ENOENT") return problem("the file does not exist");
    return problem(`it cannot be read: ${(error as Error).message}`);
  }
}
