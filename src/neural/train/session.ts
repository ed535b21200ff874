// What the command line needs of training, behind one import: it loads TensorFlow.js.
import type { Domain } from "../../dsl/domain.ts";
import type { Result } from "../../support/result.ts";
import type { SourceError } from "../../support/sourceError.ts";
import { fingerprintOf, productionTexts } from "../recognition/fingerprint.ts";
import { type Checkpoint, readCheckpoint } from "./checkpoint.ts";
import { openCheckpointFile } from "./openCheckpointFile.ts";
import { openRunFolder } from "./runFolder.ts";

export { BackendError, loadBackend } from "../backend.ts";
export { train } from "./train.ts";
export { DEFAULT_TRAINING, type TrainingConfig } from "./trainingConfig.ts";

/** The checkpoint of a run, or what is wrong with it. */
export const openCheckpoint = (folder: string): Promise<Result<Checkpoint, SourceError>> =>
  openCheckpointFile(folder, "a training run", readCheckpoint);

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
