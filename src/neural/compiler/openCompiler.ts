import { readFile } from "node:fs/promises";
import { type Result, failure } from "../../support/result.ts";
import { BackendError, loadBackend } from "../backend.ts";
import { type CompilerModel, readCompiler } from "./compilerFile.ts";

/** Reads a program compiler from a file. @returns the model, or one sentence that names the file */
export async function openCompiler(file: string): Promise<Result<CompilerModel, string>> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
    await loadBackend();
  } catch (error) {
    if (error instanceof BackendError) return failure(error.message);
    return failure(`${file}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
  }
  const model = readCompiler(bytes);
  return model.ok ? model : failure(`${file}: ${model.error}`);
}
