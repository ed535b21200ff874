import { readFile, stat } from "node:fs/promises";
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
import { domainFingerprint } from "./domainFingerprint.ts";
import type { TaskFrontier } from "./frontier.ts";
import { RunDirectory, readJson } from "./runDirectory.ts";
import { fittedFromJson, frontiersFromJson, libraryFromJson } from "./runFiles.ts";

/** What an iteration has learned. */
export interface Learned {
  readonly library: readonly LearnedAbstraction[];
  readonly frontiers: readonly TaskFrontier[];
  readonly grammar: WeightedGrammar;
}

/** What a run has learned by the end of its last whole iteration. */
export interface LearnedRun extends Learned {
  readonly path: string;
  readonly iteration: number;
  /** Does the run's own search use the grammar's weights? */
  readonly usesGrammar: boolean;
  /** Primitives that the run's search leaves out. */
  readonly without: readonly string[];
}

/** Name or path of the domain that a run is in; undefined when the folder is no run directory. */
export async function domainOfRun(path: string): Promise<string | undefined> {
  const spec = fieldOf(fieldOf(await readJson(join(path, "config.json")), "domain"), "spec");
  return typeof spec === "string" ? spec : undefined;
}

/** The folder of the guide that a run has trained last; undefined when it is no run, or has none. */
export async function guideOfRun(path: string): Promise<string | undefined> {
  const directory = new RunDirectory(path);
  for (const iteration of [...(await directory.iterations())].reverse()) {
    if ((await readJson(directory.file(iteration, "dream.json"))) !== undefined) {
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
  directory: RunDirectory,
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
  const grammar = await directory.load(iteration, "grammar.json", (data) =>
    fittedFromJson(data, domain),
  );
  return frontiers === undefined || grammar === undefined
    ? undefined
    : { library, frontiers, grammar };
}

/** Reads a run directory; the error says what is wrong with it. */
export async function loadRun(
  path: string,
  domain: Domain,
): Promise<Result<LearnedRun, SourceError>> {
  const config = await readJson(join(path, "config.json"));
  const wrong = (message: string): { readonly ok: false; readonly error: SourceError } =>
    failure({ file: path, message });
  const recorded = fieldOf(config, "domain");
  if (recorded === undefined) return wrong("this is no folder of a learning run");
  if (fieldOf(recorded, "fingerprint") !== domainFingerprint(domain)) {
    return wrong(`it was learned in another version of domain "${domain.name}"`);
  }
  const without = leftOut(config);
  const base = withoutPrimitives(domain, without);
  const usesGrammar = fieldOf(fieldOf(config, "settings"), "grammar") !== false;
  const directory = new RunDirectory(path);
  for (const iteration of [...(await directory.iterations())].reverse()) {
    const learned = await loadIteration(directory, iteration, base);
    if (learned === undefined) continue;
    return success({ path, iteration, ...learned, usesGrammar, without });
  }
  return wrong("the run has not learned anything yet");
}

/** What a search can be given besides the domain's primitives. */
export interface SearchLibrary {
  readonly definitions: readonly Definition[];
  readonly without: readonly string[];
  readonly weights?: WeightedGrammar;
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
    const { library, grammar, usesGrammar, without } = run.value;
    return success({ definitions: library, without, ...(usesGrammar ? { weights: grammar } : {}) });
  }
  const text = await readFile(path, "utf8");
  const syntax = parseModule(text, { file: path });
  if (!syntax.ok) return syntax;
  const module = resolveModule(syntax.value, domain);
  return module.ok ? success({ definitions: module.value.definitions, without: [] }) : module;
}
