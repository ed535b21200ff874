import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { Definition } from "../dsl/definition.ts";
import { withDefinitions } from "../dsl/definition.ts";
import { type Domain, withoutPrimitives } from "../dsl/domain.ts";
import { parseModule, resolveModule } from "../dsl/parseModule.ts";
import type { WeightedGrammar } from "../dsl/weightedGrammar.ts";
import type { LearnedAbstraction } from "../library/learnLibrary.ts";
import { fieldOf } from "../support/jsonObject.ts";
import { type Result, failure, success } from "../support/result.ts";
import type { SourceError } from "../support/sourceError.ts";
import { readTaskText } from "../tasks/readTaskText.ts";
import { domainFingerprint } from "./domainFingerprint.ts";
import type { TaskFrontier } from "./frontier.ts";
import { LEARNED_GUIDE_MIX } from "./learnedWeights.ts";
import { readRunFile } from "./readRunFile.ts";
import { RUN_FORMAT } from "./runConfig.ts";
import { RunDirectory } from "./runDirectory.ts";
import { type IterationFiles, RunReader } from "./runReader.ts";
import { fittedFromJson, frontiersFromJson, libraryFromJson } from "./runFiles.ts";

/** Larger modules are refused, as task files are. */
const MOST_MODULE_BYTES = 4_000_000;

/** What an iteration has learned. */
export interface Learned {
  readonly library: readonly LearnedAbstraction[];
  readonly frontiers: readonly TaskFrontier[];
  /** Absent when there was nothing to fit it to. */
  readonly grammar?: WeightedGrammar;
}

/** What a run has learned by the end of its last whole iteration. */
export interface LearnedRun extends Learned {
  readonly path: string;
  readonly iteration: number;
  /** Does the run's own search use the grammar's weights? */
  readonly usesGrammar: boolean;
  /** `SearchSettings.guideMix` of the run's own search. */
  readonly guideMix: number;
  /** Primitives that the run's search leaves out. */
  readonly without: readonly string[];
}

/** What a run says of itself. */
export interface RunHead {
  readonly path: string;
  /** `config.json`, of which the other fields alone are known to be there. */
  readonly config: unknown;
  /** Name of the domain, or path of its module: who wrote the run chose it, so that it must not be loaded unasked. */
  readonly spec: string;
  readonly fingerprint: string;
}

/** Reads the `config.json` of a run directory; the error says why it is none. */
export async function readRunHead(path: string): Promise<Result<RunHead, SourceError>> {
  const file = join(path, "config.json");
  const read = await readRunFile(file);
  if (!read.ok) return read;
  const config = read.value;
  if (config === undefined) {
    return failure({ file: path, message: "this is no folder of a learning run" });
  }
  const [spec, fingerprint] = ["spec", "fingerprint"].map((field) =>
    fieldOf(fieldOf(config, "domain"), field),
  );
  if (typeof spec !== "string" || typeof fingerprint !== "string") {
    const message = "this is no run's: `domain` must have a `spec` and a `fingerprint`, both texts";
    return failure({ file, message });
  }
  if (fieldOf(config, "format") !== RUN_FORMAT) {
    return failure({
      file,
      message: `this is of another version: \`format\` must be ${RUN_FORMAT}`,
    });
  }
  return success({ path, config, spec, fingerprint });
}

/** Why what a run has learned means something else in a domain; undefined when it does not. */
export const domainProblem = (
  { path, fingerprint }: RunHead,
  domain: Domain,
): SourceError | undefined =>
  fingerprint === domainFingerprint(domain)
    ? undefined
    : {
        file: path,
        message: `it was learned in another domain than "${domain.name}", or in another version of it`,
      };

/** The folder of the guide that a run has trained last; undefined when it is no run, or has none. */
export async function guideOfRun(path: string): Promise<string | undefined> {
  const directory = new RunDirectory(path);
  for (const iteration of [...(await directory.iterations())].reverse()) {
    const dream = await readRunFile(directory.file(iteration, "dream.json"));
    if (dream.ok && dream.value !== undefined) {
      return directory.file(iteration, "guide");
    }
  }
  return undefined;
}

/** Primitives that a run's search leaves out, by its `config.json`. */
export function leftOut(config: unknown): readonly string[] {
  const listed = fieldOf(fieldOf(fieldOf(config, "settings"), "search"), "without");
  return Array.isArray(listed) ? listed.filter((name) => typeof name === "string") : [];
}

/**
 * What an iteration has learned; undefined when its abstraction phase is not over.
 *
 * @param base the domain without what the run leaves out
 */
export async function loadIteration(
  directory: IterationFiles,
  iteration: number,
  base: Domain,
): Promise<Learned | undefined> {
  const library = await directory.load(iteration, "library.json", (data) =>
    libraryFromJson(data, base),
  );
  if (library === undefined) return undefined;
  const domain = withDefinitions(base, library);
  const frontiers = await directory.load(iteration, "frontiers.json", (data) =>
    frontiersFromJson(data, domain),
  );
  const fitted = await directory.load(iteration, "grammar.json", (data) =>
    fittedFromJson(data, domain),
  );
  return frontiers === undefined || fitted === undefined
    ? undefined
    : { library, frontiers, ...fitted };
}

/** Reads a run directory; the error says what is wrong with it. */
export async function loadRun(
  path: string,
  domain: Domain,
): Promise<Result<LearnedRun, SourceError>> {
  const head = await readRunHead(path);
  if (!head.ok) return head;
  const problem = domainProblem(head.value, domain);
  if (problem !== undefined) return failure(problem);
  const { config } = head.value;
  const without = leftOut(config);
  const base = withoutPrimitives(domain, without);
  const settings = fieldOf(config, "settings");
  const usesGrammar = fieldOf(settings, "grammar") !== false;
  const mix = fieldOf(fieldOf(settings, "search"), "guideMix");
  const guideMix = typeof mix === "number" && mix >= 0 && mix <= 1 ? mix : LEARNED_GUIDE_MIX;
  const reader = new RunReader(path);
  for (const iteration of [...(await reader.iterations())].reverse()) {
    const learned = await loadIteration(reader, iteration, base);
    const [wrong] = reader.problems;
    if (wrong !== undefined) return failure(wrong);
    if (learned === undefined) continue;
    return success({ path, iteration, ...learned, usesGrammar, guideMix, without });
  }
  return failure({ file: path, message: "the run has not learned anything yet" });
}

/** What a search can be given besides the domain's primitives. */
export interface SearchLibrary {
  readonly definitions: readonly Definition[];
  readonly without: readonly string[];
  /** Those fitted by a run whose own search uses them. */
  readonly weights?: WeightedGrammar;
  /** Of a run: `SearchSettings.guideMix` of its own search. */
  readonly guideMix?: number;
}

/**
 * The library of a run directory, or that of a `.synth` module: its definitions, as `synth library
 * --export` writes them and a person may have renamed and edited them.
 */
export async function loadLibrary(
  path: string,
  domain: Domain,
): Promise<Result<SearchLibrary, SourceError>> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return failure({ file: path, message: "no file or folder is there" });
  if (found.isDirectory()) {
    const run = await loadRun(path, domain);
    if (!run.ok) return run;
    const { library, grammar, usesGrammar, guideMix, without } = run.value;
    const weights = usesGrammar && grammar !== undefined ? { weights: grammar } : {};
    return success({ definitions: library, without, guideMix, ...weights });
  }
  if (!found.isFile()) return failure({ file: path, message: "this is no file" });
  const read = await readTaskText(path, MOST_MODULE_BYTES);
  if (!read.ok) return read;
  const syntax = parseModule(read.value.text, { file: path });
  if (!syntax.ok) return syntax;
  const module = resolveModule(syntax.value, domain);
  return module.ok ? success({ definitions: module.value.definitions, without: [] }) : module;
}
