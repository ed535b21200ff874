import { availableParallelism } from "node:os";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Budget } from "../search/solve.ts";
import { parseCount, parseDuration, parseSeed, parseSize } from "./quantity.ts";
import { QUARTER_OF_MEMORY_BYTES } from "./workers.ts";

/** What `--timeout`, `--candidates`, `--memory`, `--jobs` and `--seed` gave. */
export interface SearchOptions {
  readonly timeout?: number;
  readonly candidates?: number;
  readonly memory?: number;
  readonly jobs: number;
  readonly seed: number;
}

/** Time a task gets when the user names no budget at all. */
export const DEFAULT_TIMEOUT_MS = 5000;

/** Adds the budget options that every searching command has. */
export function addSearchOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--timeout <time>", "time per task, such as 10s or 2m")
        .argParser(parseDuration)
        .default(undefined, "5s, or none when --candidates is given"),
    )
    .addOption(
      new Option(
        "--candidates <count>",
        "programs built per task, such as 200000 or 200k; the same count gives the same result on any machine",
      ).argParser(parseCount),
    )
    .addOption(
      new Option("--memory <size>", "memory per task, such as 2GB")
        .argParser(parseSize)
        .default(undefined, "a quarter of the machine's"),
    )
    .addOption(
      new Option("--jobs <count>", "tasks searched at the same time")
        .argParser(parseJobs)
        .default(availableParallelism(), "the number of cores"),
    )
    .addOption(
      new Option("--seed <number>", "seed of every random choice").argParser(parseSeed).default(1),
    );
}

export function budgetOf(options: SearchOptions): Budget & { readonly memoryBytes: number } {
  const timeoutMs =
    options.timeout ?? (options.candidates === undefined ? DEFAULT_TIMEOUT_MS : undefined);
  return {
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(options.candidates === undefined ? {} : { candidates: options.candidates }),
    memoryBytes: options.memory ?? QUARTER_OF_MEMORY_BYTES,
  };
}

function parseJobs(text: string): number {
  const jobs = parseCount(text);
  if (jobs > 256) throw new InvalidArgumentError("It must be a whole number from 1 to 256.");
  return jobs;
}
