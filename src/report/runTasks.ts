import { stat } from "node:fs/promises";
import { isAbsolute, relative, resolve, sep } from "node:path";
import type { Domain } from "../dsl/domain.ts";
import { taskHash } from "../learn/taskKeys.ts";
import { isDomainPath } from "../tasks/loadDomain.ts";
import { readTasks } from "../tasks/readTasks.ts";
import type { Task } from "../tasks/task.ts";
import { clip } from "./markup.ts";
import type { RunRecord } from "./readRun.ts";

/** Of a path, in characters. */
const MOST_SHOWN = 200;

/** What was found of a run's tasks. */
export interface RunTasks {
  /** Those that are as the run had them. */
  readonly tasks: readonly Task[];
  /** Sentences on files that are not shown; nothing of what is in them. */
  readonly problems: readonly string[];
}

/**
 * Reads the tasks of a run again, for a page that shows their examples. A run may be a stranger's, who
 * chose the paths in it: files outside the current folder are not opened, modules that task files name
 * are not loaded, and of all that is read only tasks whose hash the run has are given.
 *
 * @param paths files and folders that the user names; undefined: the files that the run names
 * @param known the run's domain, as the user named it
 */
export async function readRunTasks(
  { train, holdout }: Pick<RunRecord, "train" | "holdout">,
  paths: readonly string[] | undefined,
  { spec, domain }: { readonly spec: string; readonly domain: Domain },
): Promise<RunTasks> {
  const entries = [...train, ...holdout];
  const problems: string[] = [];
  const named =
    paths ??
    (await filesHere(
      entries.map(({ file }) => file),
      problems,
    ));
  const read = await readTasks(named, {
    domain: spec,
    vetDomain: async (other, baseFolder) =>
      isDomainPath(spec) && resolve(baseFolder, other) === resolve(spec)
        ? undefined
        : { file: other, message: "only the run's own domain is loaded" },
  });
  for (const file of new Set(read.errors.map((error) => error.file))) {
    problems.push(`${file} has tasks that cannot be read: \`synth tasks list\` tells why.`);
  }
  const hashes = new Set(entries.map(({ hash }) => hash));
  const tasks = read.tasks.filter(
    (task) => read.domains.get(task.domain)?.name === domain.name && hashes.has(taskHash(task)),
  );
  return { tasks, problems };
}

/** The files that lie in the current folder or below it; of others it is told why not. */
async function filesHere(
  listed: readonly string[],
  problems: string[],
): Promise<readonly string[]> {
  const files = new Map(listed.map((file) => [resolve(file), file]));
  const here: string[] = [];
  for (const [path, file] of files) {
    const steps = relative(".", path);
    if (steps === ".." || steps.startsWith(`..${sep}`) || isAbsolute(steps)) {
      problems.push(
        `${clip(file, MOST_SHOWN)} lies outside this folder and is not opened: name it by --tasks.`,
      );
    } else if (await isFile(path)) {
      here.push(file);
    } else {
      problems.push(
        `${clip(file, MOST_SHOWN)} is not here: run the command where \`synth learn\` was run, or name the task files by --tasks.`,
      );
    }
  }
  return here;
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
