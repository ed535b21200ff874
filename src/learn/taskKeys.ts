import { createHash } from "node:crypto";
import { printSexpr } from "../dsl/printSexpr.ts";
import { printType } from "../dsl/type.ts";
import type { Task } from "../tasks/task.ts";

/** A name for each task by which files know it: its own, with the file where others are called the same. */
export function taskKeys(tasks: readonly Task[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { name } of tasks) counts.set(name, (counts.get(name) ?? 0) + 1);
  const used = new Set<string>();
  return tasks.map(({ name, file }) => {
    const key = counts.get(name) === 1 ? name : `${name} (${file})`;
    let unique = key;
    for (let n = 2; used.has(unique); n++) unique = `${key} ${n}`;
    used.add(unique);
    return unique;
  });
}

/** A digest of what a search sees of a task and of what it is tested on. */
export const taskHash = (task: Task): string =>
  digest({
    request: printType(task.request),
    examples: task.examples,
    holdout: task.holdout,
    definitions: task.definitions.map(({ name, body }) => [name, printSexpr(body)]),
  });

/** SHA-256 of plain data, shortened to 128 bits. */
export function digest(data: unknown): string {
  const text = JSON.stringify(data, (_, value: unknown) =>
    typeof value === "bigint" ? `#${value}` : value,
  );
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
