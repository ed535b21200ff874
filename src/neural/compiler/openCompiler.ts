import { type Result, success } from "../../support/result.ts";
import type { SourceError } from "../../support/sourceError.ts";
import { openModelFile } from "../recognition/openModelFile.ts";
import { type CompilerModel, readCompiler } from "./compilerFile.ts";

/** Reads a program compiler from a file, or from the folder of a run. */
export async function openCompiler(path: string): Promise<Result<CompilerModel, SourceError>> {
  const opened = await openModelFile(path, "program compiler", readCompiler);
  return opened.ok ? success(opened.value.model) : opened;
}
