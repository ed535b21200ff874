import { existsSync } from "node:fs";
import { join } from "node:path";
import { micro } from "../src/domains/micro/micro.ts";
import type { Domain } from "../src/dsl/domain.ts";
import { COMPILER } from "../src/neural/compiler/compilerConfig.ts";
import { renderSourceError } from "../src/support/sourceError.ts";
import { readTasks } from "../src/tasks/readTasks.ts";
import type { Task } from "../src/tasks/task.ts";
import { microSet } from "./microTasks.ts";
import type { SuiteOptions } from "./suite.ts";

/** Tasks that are counted together. */
export interface TaskSet {
  readonly name: string;
  readonly tasks: readonly Task[];
  readonly domains: ReadonlyMap<string, Domain>;
}

/** Where the public sets lie in a folder of them, and the domain of those whose files name none. */
const PUBLIC_SETS: readonly { name: string; folder: string; domain?: string }[] = [
  { name: "DreamCoder lists", folder: "dreamcoder-list", domain: "list" },
  { name: "LambdaBeam synthetic", folder: "lambdabeam", domain: "deepcoder" },
  { name: "SyGuS strings", folder: "sygus/PBE_SLIA_Track" },
  { name: "SyGuS bit-vectors", folder: "sygus/PBE_BV_Track" },
];

/** The sets that the options name, whole; of domain `micro`, which no files are of, held-out programs. */
export async function readTaskSets({
  data,
  domain,
  seed = 1,
}: Pick<SuiteOptions, "data" | "domain" | "seed">): Promise<readonly TaskSet[]> {
  if (data === undefined && domain === micro.name) return [microSet(seed, COMPILER.tokens)];
  if (data === undefined) return readShippedSets();
  const found = PUBLIC_SETS.filter(({ folder }) => existsSync(join(data, folder)));
  if (found.length === 0) {
    return [{ name: data, ...(await read(data, domain)) }];
  }
  return Promise.all(
    found.map(async (set) => ({
      name: set.name,
      ...(await read(join(data, set.folder), set.domain)),
    })),
  );
}

/** The tasks that ship, a set for each domain. */
export async function readShippedSets(): Promise<readonly TaskSet[]> {
  const { tasks, domains } = await read("tasks", undefined);
  return [...domains.keys()].map((name) => ({
    name: `shipped ${name}`,
    tasks: tasks.filter((task) => task.domain === name),
    domains,
  }));
}

async function read(
  path: string,
  domain: string | undefined,
): Promise<Pick<TaskSet, "tasks" | "domains">> {
  const { tasks, errors, domains } = await readTasks(
    [path],
    domain === undefined ? {} : { domain },
  );
  // A figure over some of a set's tasks would be taken for one over all.
  if (errors.length > 0) throw new Error(errors.map(renderSourceError).join("\n"));
  return { tasks, domains };
}

/** Each so-manieth of the items, the first included. */
export const thin = <T>(items: readonly T[], every = 1): readonly T[] =>
  items.filter((_, index) => index % every === 0);

/** Examples to search on where a task has many and holds none out. */
const SEARCHED = 10;
const MANY = 12;

/**
 * The task with all but its first 10 examples held out, when it has at least 12, holds none out, and
 * its examples are the only description of it; else undefined. Files with a grammar of their own are
 * left as they are: their later rows are seldom new.
 */
export function withHeldOut(task: Task): Task | undefined {
  if (task.holdout.length > 0 || task.grammar !== undefined || task.examples.length < MANY) {
    return undefined;
  }
  return {
    ...task,
    examples: task.examples.slice(0, SEARCHED),
    holdout: task.examples.slice(SEARCHED),
  };
}
