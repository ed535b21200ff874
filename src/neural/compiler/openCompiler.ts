import { type Result, success } from "../../support/result.ts";
import type { SourceError } from "../../support/sourceError.ts";
import { type ModelKind, openModelFile } from "../recognition/openModelFile.ts";
import { type CompilerModel, readCompiler } from "./compilerFile.ts";

export const COMPILER_KIND: ModelKind<CompilerModel> = {
  what: "program compiler",
  read: readCompiler,
};

/** Reads a program compiler from a file, or from the folder of a run. */
export async function openCompiler(path: string): Promise<Result<CompilerModel, SourceError>> {
  const opened = await openModelFile(path, () => COMPILER_KIND);
  return opened.ok ? success(opened.value.model) : opened;
}
