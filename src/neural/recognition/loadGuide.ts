// What a command needs to be guided by a trained model, behind one import: it loads TensorFlow.js.
import type { Domain } from "../../dsl/domain.ts";
import { type Result, failure, success } from "../../support/result.ts";
import type { SourceError } from "../../support/sourceError.ts";
import { BackendError, loadBackend } from "../backend.ts";
import { disposeParameters } from "../nn/parameters.ts";
import { productionTexts } from "./fingerprint.ts";
import { readModel } from "./modelFile.ts";
import { modelFileOf, readBytes } from "./modelFolder.ts";
import { type RecognitionGuide, recognitionGuide } from "./recognitionModel.ts";

/**
 * Loads the guide that a model file is, or the folder of a run with one, for tasks of a domain.
 *
 * A domain that has grown since the model was trained, as by a learned library, is guided all the same;
 * one that has lost half of what the model knows is another language.
 */
export async function loadGuide(
  path: string,
  domain: Domain,
): Promise<Result<RecognitionGuide, SourceError>> {
  const file = await modelFileOf(path);
  const bytes = await readBytes(file);
  if (!bytes.ok) return bytes;
  try {
    await loadBackend();
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    return failure({ file, message: `it cannot be loaded: ${error.message}` });
  }
  const model = readModel(bytes.value);
  if (!model.ok) {
    return failure({ file, message: `this is no recognition model: ${model.error}` });
  }
  const known = new Set(productionTexts(domain));
  const lost = model.value.productions.filter((text) => !known.has(text));
  if (2 * lost.length > model.value.productions.length) {
    disposeParameters(model.value.parameters);
    return failure({
      file,
      message: `the model is for domain "${model.value.domain}": domain "${domain.name}" has not \`${lost[0]}\`, nor ${lost.length - 1} more of its ${model.value.productions.length} productions`,
    });
  }
  return success(recognitionGuide(model.value));
}
