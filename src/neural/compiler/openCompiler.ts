import { type Result, failure } from "../../support/result.ts";
import type { SourceError } from "../../support/sourceError.ts";
import { BackendError, loadBackend } from "../backend.ts";
import { modelFileOf, readBytes } from "../recognition/modelFolder.ts";
import { type CompilerModel, readCompiler } from "./compilerFile.ts";

/** Reads a program compiler from a file, or from the folder of a run. */
export async function openCompiler(path: string): Promise<Result<CompilerModel, SourceError>> {
  const file = await modelFileOf(path);
  const bytes = await readBytes(file);
  if (!bytes.ok) return bytes;
  try {
    await loadBackend();
  } catch (error) {
    if (error instanceof BackendError) return failure({ file, message: error.message });
    throw error;
  }
  const model = readCompiler(bytes.value);
  if (model.ok) return model;
  return failure({ file, message: `this is no program compiler: ${model.error}` });
}
