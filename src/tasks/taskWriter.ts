import type { Domain } from "../dsl/domain.ts";
import { counted } from "../support/counted.ts";
import { InternalError } from "../support/internalError.ts";
import { type Result, failure } from "../support/result.ts";
import type { SourceError } from "../support/sourceError.ts";
import type { Task } from "./task.ts";

/** A file that tasks were written to, not yet on any disk. */
export interface WrittenFile {
  /** A plain name without folders, safe on any file system. */
  readonly name: string;
  readonly text: string;
}

export interface Conversion {
  readonly files: readonly WrittenFile[];
  /** What the format cannot say and the files therefore lack, one sentence each. */
  readonly lost: readonly string[];
}

export interface WriteContext {
  /** The domains of the tasks, by the names that the tasks have for them. */
  readonly domains: ReadonlyMap<string, Domain>;
}

export type TaskWriter = (
  tasks: readonly Task[],
  context: WriteContext,
) => Result<Conversion, SourceError>;

/** The loaded domain of a task. */
export function domainOf(task: Task, { domains }: WriteContext): Domain {
  const domain = domains.get(task.domain);
  if (domain === undefined) throw new InternalError(`domain "${task.domain}" is not loaded`);
  return domain;
}

/** The error for a task that a format has no way to say. */
export const cannotSay = (
  task: Task,
  format: string,
  what: string,
): { readonly ok: false; readonly error: SourceError } =>
  failure({
    file: task.file,
    ...(task.line === undefined ? {} : { line: task.line }),
    message: `task "${task.name}" ${what}, which ${format} cannot say`,
  });

/** Sentences for what was left out, counted over the tasks. */
export function lostParts(
  tasks: readonly Task[],
  format: string,
  parts: readonly [what: string, has: (task: Task) => boolean][],
): readonly string[] {
  return parts.flatMap(([what, has]) => {
    const count = tasks.filter(has).length;
    return count === 0 ? [] : [`${format} cannot say the ${what} of ${counted(count, "task")}`];
  });
}

export const hasHoldout = ({ holdout }: Task): boolean => holdout.length > 0;
export const hasGrammar = ({ grammar }: Task): boolean => grammar !== undefined;
export const hasDefinitions = ({ definitions }: Task): boolean => definitions.length > 0;

/** File names for tasks: from their names, plain characters only, none twice. */
export function fileNames(tasks: readonly Task[], extension: string): readonly string[] {
  const used = new Set<string>();
  return tasks.map(({ name }) => {
    const plain =
      name
        .normalize("NFKD")
        .replace(/[^A-Za-z0-9_.-]+/g, "-")
        .replace(/^[.-]+|[.-]+$/g, "")
        .slice(0, 80) || "task";
    let unique = plain;
    // Some file systems do not tell capitals from small letters.
    for (let n = 2; used.has(unique.toLowerCase()); n++) unique = `${plain}-${n}`;
    used.add(unique.toLowerCase());
    return `${unique}${extension}`;
  });
}
