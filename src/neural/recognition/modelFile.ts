import { InternalError } from "../../support/internalError.ts";
import { isObject } from "../../support/jsonObject.ts";
import { type Result, failure, success } from "../../support/result.ts";
import { parseType } from "../../dsl/parseType.ts";
import type { Type } from "../../dsl/type.ts";
import { createRng } from "../../support/rng.ts";
import type { EncoderConfig } from "../nn/encoder.ts";
import { type ParameterTree, flattenParameters, writeParameters } from "../nn/parameters.ts";
import { type NamedNumbers, readSafetensors, writeSafetensors } from "../safetensors.ts";
import { VOCABULARY } from "../tokens/vocabulary.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { type Layout, layoutOf } from "./layout.ts";
import { type ModelConfig, initModel } from "./model.ts";
import { modelShapes, shapeProblem } from "./modelShapes.ts";
import type { RecognitionModel } from "./recognitionModel.ts";

/** What a file says of its model besides the numbers; JSON in the file's metadata. */
export interface ModelDescription {
  readonly format: typeof FORMAT;
  readonly domain: string;
  /** Of the productions. */
  readonly fingerprint: string;
  /** As `productionTexts` has them. */
  readonly productions: readonly string[];
  /** Rows of the vocabulary of tokens. */
  readonly vocabulary: number;
  readonly config: ModelConfig;
}

const FORMAT = "synth recognition model 1";
/** Key of the description among the metadata. */
export const DESCRIPTION = "synth";

/** Larger models are not loaded: a description of a few bytes could ask for all memory. */
const MOST_PRODUCTIONS = 2_000;
const MOST_WIDTH = 1_024;
const MOST_LAYERS = 32;
const MOST_TOKENS = 1_024;
/** Numbers that attention makes of an example: heads times tokens squared. A default model has 16,384. */
const MOST_SCORES = 2 ** 22;

export function describeModel(
  domain: string,
  productions: readonly string[],
  config: ModelConfig,
): ModelDescription {
  const fingerprint = fingerprintOf(productions);
  return { format: FORMAT, domain, fingerprint, productions, vocabulary: VOCABULARY, config };
}

/** The tensors of a parameter tree's numbers, with their shapes. */
export function namedNumbers(
  parameters: ParameterTree,
  numbers: ReadonlyMap<string, Float32Array>,
  prefix = "",
): ReadonlyMap<string, NamedNumbers> {
  return new Map(
    flattenParameters(parameters).map(({ name, variable }) => [
      prefix + name,
      { shape: variable.shape, numbers: numbers.get(name) as Float32Array },
    ]),
  );
}

export const writeModel = (
  description: ModelDescription,
  tensors: ReadonlyMap<string, NamedNumbers>,
): Uint8Array =>
  writeSafetensors({ tensors, metadata: new Map([[DESCRIPTION, JSON.stringify(description)]]) });

/**
 * Reads a model from bytes of any content. Its memory is freed by `disposeParameters`.
 *
 * @returns the model, or one sentence on what is wrong
 */
export function readModel(bytes: Uint8Array): Result<RecognitionModel, string> {
  const file = readSafetensors(bytes);
  if (!file.ok) return file;
  const described = readDescription(file.value.metadata.get(DESCRIPTION));
  if (!described.ok) return described;
  const { description, layout } = described.value;
  const { domain, productions, config } = description;
  // Before memory is taken for what a description of a few bytes may ask for.
  const problem = shapeProblem(file.value.tensors, modelShapes(config, layout));
  if (problem !== undefined) return failure(problem);
  const parameters = initModel(createRng(0), config, layout);
  const numbers = new Map<string, Float32Array>();
  for (const [name, tensor] of file.value.tensors) numbers.set(name, tensor.numbers);
  const written = writeParameters(parameters, numbers);
  if (!written.ok) throw new InternalError(`the shapes are right, and yet ${written.error}`);
  return success({ domain, productions, layout, config, parameters });
}

/** Reads a description from a text of any content. */
export function readDescription(
  text: string | undefined,
): Result<{ readonly description: ModelDescription; readonly layout: Layout }, string> {
  if (text === undefined) return failure("it says of no model what it is");
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return failure("its description is no JSON");
  }
  if (!isObject(data)) return failure("its description is no object");
  const { format, domain, fingerprint, productions, vocabulary, config } = data;
  if (format !== FORMAT) return failure(`it is no "${FORMAT}"`);
  if (typeof domain !== "string") return failure("`domain` must be a text");
  if (
    !Array.isArray(productions) ||
    productions.length > MOST_PRODUCTIONS ||
    !productions.every((one): one is string => typeof one === "string")
  ) {
    return failure(`\`productions\` must be a list of at most ${MOST_PRODUCTIONS} texts`);
  }
  if (fingerprint !== fingerprintOf(productions)) {
    return failure("its fingerprint is not that of its productions");
  }
  if (vocabulary !== VOCABULARY) {
    return failure("it reads values in another way than this version: train it anew");
  }
  if (!isModelConfig(config)) return failure("`config` describes no model that can be loaded");
  const types: Type[] = [];
  for (const text_ of productions) {
    const colon = text_.lastIndexOf(" : ");
    const type = colon === -1 ? undefined : parseType(text_.slice(colon + 3));
    if (type?.ok !== true) {
      return failure(`${JSON.stringify(text_.slice(0, 100))} is no production`);
    }
    types.push(type.value);
  }
  const description = { format: FORMAT, domain, fingerprint, productions, vocabulary, config };
  return success({ description: description as ModelDescription, layout: layoutOf(types) });
}

/** Is this the shape of a model of a size that can be loaded? */
export function isModelConfig(data: unknown): data is ModelConfig {
  return (
    isObject(data) &&
    isSize(data["summary"], MOST_WIDTH) &&
    isSize(data["tokens"], MOST_TOKENS) &&
    isEncoderConfig(data["encoder"]) &&
    data["encoder"].heads * data["tokens"] ** 2 <= MOST_SCORES
  );
}

function isEncoderConfig(data: unknown): data is EncoderConfig {
  if (!isObject(data)) return false;
  const { width, heads, layers, hidden, ...rest } = data;
  return (
    isSize(width, MOST_WIDTH) &&
    isSize(heads, width) &&
    width % heads === 0 &&
    isSize(layers, MOST_LAYERS) &&
    isSize(hidden, 4 * MOST_WIDTH) &&
    Object.keys(rest).length === 0
  );
}

const isSize = (value: unknown, most: number): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= most;
