/** Why a training cannot begin or go on that is for its user to mend, in one sentence. */
export class TrainingError extends Error {
  override readonly name = "TrainingError";
}
