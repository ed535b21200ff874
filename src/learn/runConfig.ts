import type { Domain } from "../dsl/domain.ts";
import { domainFingerprint } from "./domainFingerprint.ts";
import type { LearnSettings } from "./learnSettings.ts";
import type { TaskSplit } from "./splitTasks.ts";
import { taskHash, taskKeys } from "./taskKeys.ts";

/** What a run depends on, as `config.json` has it. */
export interface RunConfig {
  readonly format: typeof RUN_FORMAT;
  readonly synth: string;
  /** The version of Node that the run was begun with: nothing depends on it. */
  readonly node: string;
  /** How many the run is to have; it may be gone on with for more. */
  readonly iterations: number;
  readonly domain: { readonly spec: string; readonly fingerprint: string };
  readonly settings: LearnSettings;
  /** `DreamSleep.kind`; null: no guide. */
  readonly guide: string | null;
  readonly train: readonly TaskEntry[];
  readonly holdout: readonly TaskEntry[];
}

interface TaskEntry {
  readonly task: string;
  readonly file: string;
  readonly hash: string;
}

/** Of the layout of run directories. */
export const RUN_FORMAT = 1;

export function runConfig(
  split: TaskSplit,
  domain: Domain,
  more: Pick<RunConfig, "synth" | "node" | "iterations" | "settings" | "guide"> & {
    readonly spec: string;
  },
): RunConfig {
  const { spec, ...rest } = more;
  const keys = taskKeys([...split.train, ...split.holdout]);
  const entries = [...split.train, ...split.holdout].map((task, index): TaskEntry => ({
    task: keys[index] as string,
    file: task.file,
    hash: taskHash(task),
  }));
  return {
    format: RUN_FORMAT,
    ...rest,
    domain: { spec, fingerprint: domainFingerprint(domain) },
    train: entries.slice(0, split.train.length),
    holdout: entries.slice(split.train.length),
  };
}

/**
 * Where a run's configuration is not the one that is asked for now: a path such as `settings.seed`
 * with both values. Undefined: the run may be gone on with.
 */
export function configDifference(before: unknown, now: RunConfig): string | undefined {
  const differ = (old: unknown, own: unknown, path: string): string | undefined => {
    if (path === "node" || path === "iterations") return undefined;
    if (isObject(old) && isObject(own)) {
      for (const key of new Set([...Object.keys(old), ...Object.keys(own)])) {
        const inner = path === "" ? key : `${path}.${key}`;
        const found = differ(old[key], own[key], inner);
        if (found !== undefined) return found;
      }
      return undefined;
    }
    return old === own ? undefined : `${path} was ${shown(old)} and is now ${shown(own)}`;
  };
  // By way of JSON, which has no undefined fields.
  return differ(before, JSON.parse(JSON.stringify(now)), "");
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const shown = (value: unknown): string =>
  value === undefined ? "absent" : JSON.stringify(value).slice(0, 80);
