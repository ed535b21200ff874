import { availableParallelism } from "node:os";
import { type Command, InvalidArgumentError, Option } from "commander";
import {
  type Budget,
  STRATEGIES,
  type SearchSettings,
  type Strategy,
  type Techniques,
} from "../search/solveOptions.ts";
import { parseCount, parseCountOrNone, parseDuration, parseSeed, parseSize } from "./quantity.ts";
import { QUARTER_OF_MEMORY_BYTES } from "./workers.ts";

/** What the options of a searching command gave. */
export interface SearchOptions {
  readonly timeout?: number;
  readonly candidates?: number;
  readonly memory?: number;
  readonly jobs: number;
  readonly seed: number;
  readonly strategy: Strategy;
  readonly settle?: number;
  readonly without?: readonly string[];
  readonly deduction: boolean;
  readonly conditionals: boolean;
  readonly laws: boolean;
  readonly ranges: boolean;
  readonly forward: boolean;
  readonly backward: boolean;
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
    )
    .addOption(
      new Option("--strategy <name>", "how programs are searched")
        .choices(STRATEGIES)
        .default(STRATEGIES[0]),
    )
    .addOption(
      new Option("--settle <count>", "candidates after the first solution, to find a likelier one")
        .argParser(parseCountOrNone)
        .default(undefined, "some more than the first took"),
    )
    .addOption(
      new Option(
        "--without <names>",
        "primitives to leave out, such as map,index: programs are built from the others",
      ).argParser((text: string) => text.split(",").map((name) => name.trim())),
    )
    .addOption(new Option("--no-deduction", "without sub-goals by inverses"))
    .addOption(new Option("--no-conditionals", "without conditionals as decision trees"))
    .addOption(new Option("--no-laws", "without leaving out what laws show to be redundant"))
    .addOption(new Option("--no-ranges", "top-down: without ranges, forward and backward"))
    .addOption(new Option("--no-forward", "top-down: without ranges of partial programs"))
    .addOption(new Option("--no-backward", "top-down: without ranges of what holes must give"));
}

/** What a task is searched with. */
export function settingsOf(options: SearchOptions): SearchSettings {
  const { ranges, deduction, conditionals, laws } = options;
  const techniques: Techniques = {
    deduction,
    conditionals,
    laws,
    forward: ranges && options.forward,
    backward: ranges && options.backward,
  };
  return {
    budget: budgetOf(options),
    seed: options.seed,
    strategy: options.strategy,
    techniques,
    ...(options.settle === undefined ? {} : { settle: options.settle }),
    ...(options.without === undefined ? {} : { without: options.without }),
  };
}

/** What the search of a task may take, in bytes. */
export const memoryOf = ({ memory = QUARTER_OF_MEMORY_BYTES }: SearchOptions): number => memory;

/** Without memory when none is asked for: a learning run may go on on a machine that has another. */
export function budgetOf(options: SearchOptions): Budget {
  const timeoutMs =
    options.timeout ?? (options.candidates === undefined ? DEFAULT_TIMEOUT_MS : undefined);
  return {
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(options.candidates === undefined ? {} : { candidates: options.candidates }),
    ...(options.memory === undefined ? {} : { memoryBytes: options.memory }),
  };
}

function parseJobs(text: string): number {
  const jobs = parseCount(text);
  if (jobs > 256) throw new InvalidArgumentError("It must be a whole number from 1 to 256.");
  return jobs;
}
