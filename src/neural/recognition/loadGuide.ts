// What a search that is guided by a recognition model needs, behind one import: it loads TensorFlow.js.
import type { Domain } from "../../dsl/domain.ts";
import { type Result, failure, success } from "../../support/result.ts";
import type { SourceError } from "../../support/sourceError.ts";
import { disposeParameters } from "../nn/parameters.ts";
import { productionTexts } from "./fingerprint.ts";
import { readModel } from "./modelFile.ts";
import { type ModelKind, openModelFile } from "./openModelFile.ts";
import {
  type RecognitionGuide,
  type RecognitionModel,
  recognitionGuide,
} from "./recognitionModel.ts";

export const RECOGNITION_KIND: ModelKind<RecognitionModel> = {
  what: "recognition model",
  read: readModel,
};

/** Loads the guide that a model file is, or the folder of a run with one, for tasks of a domain. */
export async function loadGuide(
  path: string,
  domain: Domain,
): Promise<Result<RecognitionGuide, SourceError>> {
  const opened = await openModelFile(path, () => RECOGNITION_KIND);
  return opened.ok ? guideOf(opened.value.model, opened.value.file, domain) : opened;
}

/**
 * The guide that a model from a file is for tasks of a domain; a model that is none is freed.
 *
 * A domain that has grown since the model was trained, as by a learned library, is guided all the same;
 * one that has lost half of what the model knows is another language.
 */
export function guideOf(
  model: RecognitionModel,
  file: string,
  domain: Domain,
): Result<RecognitionGuide, SourceError> {
  const known = new Set(productionTexts(domain));
  const lost = model.productions.filter((text) => !known.has(text));
  if (2 * lost.length > model.productions.length) {
    disposeParameters(model.parameters);
    return failure({
      file,
      message: `the model is for domain "${model.domain}": domain "${domain.name}" has not \`${lost[0]}\`, nor ${lost.length - 1} more of its ${model.productions.length} productions`,
    });
  }
  return success(recognitionGuide(model));
}
