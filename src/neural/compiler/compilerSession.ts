// What the command line needs to train a program compiler, behind one import: it loads TensorFlow.js.
import type { Result } from "../../support/result.ts";
import type { SourceError } from "../../support/sourceError.ts";
import { openCheckpointFile } from "../train/openCheckpointFile.ts";
import { type CompilerCheckpoint, readCompilerCheckpoint } from "./compilerCheckpoint.ts";

export { BackendError, loadBackend } from "../backend.ts";
export { newRun } from "../train/session.ts";
export { COMPILER_TRAINING } from "./compilerTraining.ts";
export { poolOf } from "./programPool.ts";
export { trainCompiler } from "./trainCompiler.ts";

/** How a program compiler is trained when nothing else is said. */
export const COMPILER_EXTENT = {
  steps: 6_000,
  distilSteps: 24_000,
  guesserSteps: 4_000,
  validateEvery: 250,
};

/** The checkpoint of a run, or what is wrong with it. */
export const openCompilerCheckpoint = (
  folder: string,
): Promise<Result<CompilerCheckpoint, SourceError>> =>
  openCheckpointFile(folder, "the training of a program compiler", readCompilerCheckpoint);
