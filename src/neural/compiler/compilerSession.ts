// What the command line needs to train a program compiler, behind one import: it loads TensorFlow.js.
import { join } from "node:path";
import { type Result, failure, success } from "../../support/result.ts";
import type { SourceError } from "../../support/sourceError.ts";
import { readBytes } from "../recognition/modelFolder.ts";
import { CHECKPOINT_FILE } from "../train/runFolder.ts";
import { type CompilerCheckpoint, readCompilerCheckpoint } from "./compilerCheckpoint.ts";
import { POOL } from "./programPool.ts";

export { BackendError, loadBackend } from "../backend.ts";
export { newRun } from "../train/session.ts";
export { COMPILER_TRAINING } from "./compilerTrainer.ts";
export { trainCompiler } from "./trainCompiler.ts";

/** How a program compiler is trained when nothing else is said. */
export const COMPILER_EXTENT = {
  steps: 6_000,
  pool: POOL,
  distilSteps: 2_000,
  guesserSteps: 4_000,
  validateEvery: 250,
};

/** The checkpoint of a run, or what is wrong with it. */
export async function openCompilerCheckpoint(
  folder: string,
): Promise<Result<CompilerCheckpoint, SourceError>> {
  const path = join(folder, CHECKPOINT_FILE);
  const bytes = await readBytes(path);
  if (!bytes.ok) return bytes;
  const read = readCompilerCheckpoint(bytes.value);
  return read.ok
    ? success(read.value)
    : failure({
        file: path,
        message: `this is no checkpoint of the training of a program compiler: ${read.error}`,
      });
}
