// What the command line needs of training, behind one import: it loads TensorFlow.js.
import { join } from "node:path";
import type { Domain } from "../../dsl/domain.ts";
import { type Result, failure, success } from "../../support/result.ts";
import type { SourceError } from "../../support/sourceError.ts";
import { fingerprintOf, productionTexts } from "../recognition/fingerprint.ts";
import { type Checkpoint, readCheckpoint } from "./checkpoint.ts";
import { readBytes } from "../recognition/modelFolder.ts";
import { CHECKPOINT_FILE, openRunFolder } from "./runFolder.ts";

export { BackendError, loadBackend } from "../backend.ts";
export { train } from "./train.ts";
export { DEFAULT_TRAINING, type TrainingConfig } from "./trainingConfig.ts";

/** The checkpoint of a run, or what is wrong with it. */
export async function openCheckpoint(folder: string): Promise<Result<Checkpoint, SourceError>> {
  const path = join(folder, CHECKPOINT_FILE);
  const bytes = await readBytes(path);
  if (!bytes.ok) return bytes;
  const read = readCheckpoint(bytes.value);
  return read.ok
    ? success(read.value)
    : failure({ file: path, message: `this is no checkpoint of a training run: ${read.error}` });
}

/** Makes the folder of a new run. @returns why it cannot be there */
export async function newRun(folder: string): Promise<SourceError | undefined> {
  try {
    const { taken } = await openRunFolder(folder);
    if (!taken) return undefined;
    return {
      file: folder,
      message: "a run is there already",
      expected: [`--from ${folder} to go on with it`, "--out with another folder"],
    };
  } catch (error) {
    return { file: folder, message: `no run can be kept here: ${(error as Error).message}` };
  }
}

/** Why a run cannot go on in a domain. */
export function checkpointProblem(
  { description }: Checkpoint,
  domain: Domain,
  folder: string,
): SourceError | undefined {
  if (description.fingerprint === fingerprintOf(productionTexts(domain))) return undefined;
  return {
    file: folder,
    message: `the run is of domain "${description.domain}" with other primitives or literals than "${domain.name}" has now: train anew`,
  };
}
