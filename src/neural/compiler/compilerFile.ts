import { InternalError } from "../../support/internalError.ts";
import { fieldOf, isCount, parsedJson } from "../../support/jsonObject.ts";
import { type Result, failure, success } from "../../support/result.ts";
import { type Rng, createRng } from "../../support/rng.ts";
import {
  type ParameterTree,
  disposeParameters,
  readParameters,
  writeParameters,
} from "../nn/parameters.ts";
import { namedNumbers } from "../recognition/modelFile.ts";
import { shapeProblem } from "../recognition/modelShapes.ts";
import { readHeader, readSafetensors, writeSafetensors } from "../safetensors.ts";
import { COMPILER, type CompilerConfig } from "./compilerConfig.ts";
import { type CompilerParameters, initCompiler } from "./compilerModel.ts";
import { compilerModelShapes } from "./compilerShapes.ts";
import { type GuesserParameters, initGuesser } from "./guesser.ts";
import { type ProgramEncoderParameters, initProgramEncoder } from "./programEncoder.ts";
import { TOKENS } from "./tokens.ts";

/** A trained program compiler, whole. */
export interface CompilerModel {
  readonly config: CompilerConfig;
  /** Of its training: parts programs into those it was trained on and those held out. */
  readonly seed: number;
  readonly parameters: CompilerParameters;
  /** Reads programs in the order in which they are written. */
  readonly source: ProgramEncoderParameters;
  /** Guesses programs from examples. */
  readonly guesser: GuesserParameters;
}

/** A model before any training. Its memory is freed by `disposeCompiler`. */
export function newCompiler(rng: Rng, config: CompilerConfig, seed = 0): CompilerModel {
  const parameters = initCompiler(rng, config);
  const source = initProgramEncoder(rng, config);
  return { config, seed, parameters, source, guesser: initGuesser(rng, config) };
}

/** Frees the memory of a model. */
export function disposeCompiler(model: CompilerModel): void {
  disposeParameters(treeOf(model));
}

const treeOf = ({
  parameters,
  source,
  guesser,
}: Pick<CompilerModel, "parameters" | "source" | "guesser">): ParameterTree => ({
  ...parameters,
  source,
  guesser,
});

/** What the format of every version begins with. */
const KIND = "synth program compiler ";
const FORMAT = `${KIND}5`;
/** Key of the description among the metadata. */
const DESCRIPTION = "synth";
/** Larger models are not loaded: a description of a few bytes could ask for all memory. */
const MOST: CompilerConfig = {
  tokens: 64,
  width: 512,
  heads: 32,
  layers: 16,
  hidden: 2048,
  patterns: 128,
  microWidth: 512,
  arithmetic: 1,
  ranks: 1,
  pointers: 1,
  encoderLayers: 16,
  encoderStates: 64,
  decoderLayers: 16,
};

const NAMES: readonly string[] = TOKENS.map(({ name }) => name);

/** The bytes of a model. */
export function writeCompiler(model: CompilerModel): Uint8Array {
  const tree = treeOf(model);
  const { config, seed } = model;
  const description = JSON.stringify({ format: FORMAT, tokens: NAMES, config, seed });
  return writeSafetensors({
    tensors: namedNumbers(tree, readParameters(tree)),
    metadata: new Map([[DESCRIPTION, description]]),
  });
}

/**
 * Reads a model from bytes of any content. Its memory is freed by `disposeCompiler`.
 *
 * @returns the model, or one sentence on what is wrong
 */
export function readCompiler(bytes: Uint8Array): Result<CompilerModel, string> {
  const file = readSafetensors(bytes);
  if (!file.ok) return file;
  const described = readDescription(file.value.metadata.get(DESCRIPTION));
  if (!described.ok) return described;
  const { config, seed } = described.value;
  // Before memory is taken for what a description of a few bytes may ask for.
  const problem = shapeProblem(file.value.tensors, compilerModelShapes(config));
  if (problem !== undefined) return failure(problem);
  const numbers = new Map<string, Float32Array>();
  for (const [name, tensor] of file.value.tensors) numbers.set(name, tensor.numbers);
  const model = newCompiler(createRng(0), config, seed);
  const written = writeParameters(treeOf(model), numbers);
  if (!written.ok) throw new InternalError(`the shapes are right, and yet ${written.error}`);
  return success(model);
}

/** Does a file say that it is a program compiler, of this version or another? */
export function isCompilerFile(bytes: Uint8Array): boolean {
  const header = readHeader(bytes);
  if (!header.ok) return false;
  const format = fieldOf(parsedJson(header.value.metadata.get(DESCRIPTION) ?? ""), "format");
  return typeof format === "string" && format.startsWith(KIND);
}

function readDescription(
  text: string | undefined,
): Result<Pick<CompilerModel, "config" | "seed">, string> {
  const data = parsedJson(text ?? "");
  if (data === undefined) return failure("it says of no model what it is");
  if (typeof data !== "object" || data === null) return failure("its description is no object");
  const { format, tokens, config, seed } = data as Readonly<Record<string, unknown>>;
  if (format !== FORMAT) return failure(`it is no "${FORMAT}"`);
  if (JSON.stringify(tokens) !== JSON.stringify(NAMES)) {
    return failure("it has other tokens than this version: train it anew");
  }
  if (!isConfig(config)) return failure("`config` describes no model that can be loaded");
  return isCount(seed) ? success({ config, seed }) : failure("`seed` is no seed");
}

/** Sizes that may be none. */
const MAY_BE_NONE: ReadonlySet<string> = new Set([
  "arithmetic",
  "ranks",
  "pointers",
  "encoderStates",
]);

/** Is it a description of a model that can be loaded? */
export function isConfig(data: unknown): data is CompilerConfig {
  if (typeof data !== "object" || data === null) return false;
  const given = data as Readonly<Record<string, unknown>>;
  const names = Object.keys(COMPILER) as (keyof CompilerConfig)[];
  const bounded = names.every((name) => {
    const value = given[name];
    const least = MAY_BE_NONE.has(name) ? 0 : 1;
    return Number.isInteger(value) && (value as number) >= least && (value as number) <= MOST[name];
  });
  return bounded && (given["width"] as number) % (given["heads"] as number) === 0;
}
