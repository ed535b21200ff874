import { dirname, extname, resolve } from "node:path";
import type { Domain } from "../dsl/domain.ts";
import { type Result, failure, success } from "../support/result.ts";
import type { SourceError } from "../support/sourceError.ts";
import { readCsv } from "./csv/readCsv.ts";
import { findTaskFiles } from "./findTaskFiles.ts";
import { readJsonTasks } from "./json/readJsonTasks.ts";
import { isDomainPath, loadDomain, relativeDomainPath } from "./loadDomain.ts";
import { readTaskText } from "./readTaskText.ts";
import { readSygus } from "./sygus/readSygus.ts";
import { readSynth } from "./synth/readSynth.ts";
import type { Task } from "./task.ts";
import type { LoadedDomain, ReadContext, TaskFileContents, TaskText } from "./taskFile.ts";

export interface ReadTasksOptions {
  /** Domain of tasks whose file names none: a shipped name, or a module's path. */
  readonly domain?: string;
  /**
   * Asked what is wrong with a domain's module before it is loaded into this process, where one that
   * never ends, or that ends the process, would do harm.
   */
  readonly vetDomain?: (spec: string, baseFolder: string) => Promise<SourceError | undefined>;
}

export interface TasksRead {
  /** In order of the paths, of the names in a folder, and of the file. */
  readonly tasks: readonly Task[];
  /** In the same order. A file or a task that is wrong takes no other down. */
  readonly errors: readonly SourceError[];
  /** What `Task.domain` names, loaded. Worker processes get the same by `loadDomain(name, cwd)`. */
  readonly domains: ReadonlyMap<string, Domain>;
  /** Number of files that were read, bad ones included. */
  readonly files: number;
}

interface FileReader {
  /** Files above this are refused: it bounds the memory that reading takes, hostile files' too. */
  readonly maxBytes: number;
  read(source: TaskText, context: ReadContext): Promise<TaskFileContents>;
}

const MEGABYTE = 1_000_000;

// A token or a field takes far more memory than its text, hence the lower limits.
const READERS: ReadonlyMap<string, FileReader> = new Map([
  // More than a text of `MAX_SOURCE_LENGTH` can take as UTF-8.
  [".synth", { maxBytes: 4 * MEGABYTE, read: readSynth }],
  [".json", { maxBytes: 32 * MEGABYTE, read: readJsonTasks }],
  [".sl", { maxBytes: 8 * MEGABYTE, read: readSygus }],
  [".csv", { maxBytes: 32 * MEGABYTE, read: readCsv }],
]);

/** Reads the tasks that files and folders hold, in every format known. */
export async function readTasks(
  paths: readonly string[],
  options: ReadTasksOptions = {},
): Promise<TasksRead> {
  const tasks: Task[] = [];
  const errors: SourceError[] = [];
  const domains = new Map<string, Domain>();
  // Each is loaded once, and complained of as often as it is named.
  const loading = new Map<string, Promise<Result<LoadedDomain, SourceError>>>();

  const load = async (spec: string): Promise<Result<LoadedDomain, SourceError>> => {
    const problem = isDomainPath(spec) ? await options.vetDomain?.(spec, ".") : undefined;
    if (problem !== undefined) return failure(problem);
    const loaded = await loadDomain(spec, ".");
    if (!loaded.ok) return loaded;
    domains.set(spec, loaded.value);
    return success({ spec, domain: loaded.value });
  };

  const context: ReadContext = {
    ...(options.domain === undefined ? {} : { domain: options.domain }),
    loadDomain: async (spec, from) => {
      if (from !== undefined && isDomainPath(spec) && !/^\.\.?\//.test(spec)) {
        return failure({
          file: from.file,
          message: `a file names the module of its domain by a path from its own folder, not "${spec}"`,
          expected: ['"./my-domain.ts"'],
        });
      }
      const name = isDomainPath(spec)
        ? relativeDomainPath(
            resolve(from === undefined ? "." : dirname(from.file), spec),
            resolve("."),
          )
        : spec;
      const known = loading.get(name) ?? load(name);
      loading.set(name, known);
      return known;
    },
  };

  // A domain that the user asked for and that cannot be had is one error, not one a file.
  if (options.domain !== undefined) {
    const wanted = await context.loadDomain(options.domain);
    if (!wanted.ok) return { tasks, errors: [wanted.error], domains, files: 0 };
  }
  let files = 0;
  for (const found of await findTaskFiles(paths, new Set(READERS.keys()))) {
    if (found.kind === "error") {
      errors.push(found.error);
      continue;
    }
    files++;
    const { file } = found;
    const reader = READERS.get(extname(file).toLowerCase());
    if (reader === undefined) {
      errors.push({
        file,
        message: "no task format has this ending",
        expected: [...READERS.keys()],
      });
      continue;
    }
    const source = await readTaskText(file, reader.maxBytes);
    if (!source.ok) {
      errors.push(source.error);
      continue;
    }
    const contents = await reader.read(source.value, context);
    for (const task of contents.tasks) tasks.push(task);
    for (const error of contents.errors) errors.push(error);
  }
  return { tasks, errors, domains, files };
}
