// The suites: `npm run bench -- --suite NAME`. Compiled before it runs: a loader that transpiles as it
// goes leaves calls between modules that cost half of the speed.
import { writeFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";
import { Command, Option } from "commander";
import { parseCount, parseDuration, parseSeed, parseSize } from "../src/cli/quantity.ts";
import { guideFor } from "./guideFor.ts";
import { runAblate } from "./ablate.ts";
import { runCompiler } from "./compiler.ts";
import { PARTS, runCompilerParts } from "./compilerParts.ts";
import { runEnumerate } from "./enumerate.ts";
import { runGeneralise } from "./generalise.ts";
import { runGuide } from "./guide.ts";
import { runLibrary } from "./library.ts";
import { runNeural } from "./neural.ts";
import { runRefine } from "./refine.ts";
import { runRate } from "./rate.ts";
import { runSolve } from "./solve.ts";
import type { Suite } from "./suite.ts";

const SUITES: ReadonlyMap<string, Suite> = new Map([
  ["enumerate", runEnumerate],
  ["rate", runRate],
  ["solve", runSolve],
  ["ablate", runAblate],
  ["compiler", runCompiler],
  ["parts", runCompilerParts],
  ["generalise", runGeneralise],
  ["guide", runGuide],
  ["library", runLibrary],
  ["neural", runNeural],
  ["refine", runRefine],
]);
/** Those that take a minute or two. */
const SHORT = ["enumerate", "rate", "solve", "library"];

interface Options {
  readonly suite: readonly string[];
  readonly data?: string;
  readonly domain?: string;
  readonly timeout?: number;
  readonly candidates?: number;
  readonly memory: number;
  readonly every: number;
  readonly seconds: number;
  readonly steps?: number;
  readonly variants?: readonly string[];
  readonly seed: number;
  readonly model?: string;
  readonly guide?: string;
  readonly gradients: boolean;
  readonly json?: string;
}

const GIGABYTE = 2 ** 30;

const program = new Command("npm run bench --")
  .description("Measures the search, in one thread. docs/benchmarks.md shows what it printed.")
  .addOption(
    new Option("--suite <names...>", "what to measure").choices([...SUITES.keys()]).default(SHORT),
  )
  .option("--data <path>", "folder of public sets, or task files; the shipped tasks when absent")
  .option("--domain <name>", "domain of tasks in --data that name none")
  .addOption(
    new Option("--timeout <time>", "processor time per task, such as 10s").argParser(parseDuration),
  )
  .addOption(
    new Option("--candidates <count>", "candidates per task, such as 500k")
      .argParser(parseCount)
      .default(undefined, "200k, or no limit when --timeout is given"),
  )
  .addOption(
    new Option("--memory <size>", "memory per task")
      .argParser(parseSize)
      .default(4 * GIGABYTE, "4GB"),
  )
  .addOption(
    new Option("--every <k>", "each k-th task of a set, or held-out program, only")
      .argParser(parseCount)
      .default(1),
  )
  .addOption(
    new Option("--seconds <count>", "suite rate: processor time per task")
      .argParser(parseCount)
      .default(10),
  )
  .addOption(
    new Option("--steps <count>", "suite parts: updates of each variant").argParser(parseCount),
  )
  .addOption(
    new Option(
      "--variants <names...>",
      'suite parts: these alone, such as "as it is" "no pointers"',
    ).choices(PARTS),
  )
  .addOption(
    new Option("--seed <number>", "suite parts, and suite guide of domain micro")
      .argParser(parseSeed)
      .default(1),
  )
  .option(
    "--model <file>",
    "suites compiler and refine: a model file; the one that ships when absent",
  )
  .option(
    "--guide <model>",
    "suite guide: a model file, the folder of a run, or none; those that ship when absent",
  )
  .option("--no-gradients", "suite refine: without the methods that take gradients, which are slow")
  .option("--json <file>", "writes all figures to a file");

const { suite, timeout, memory, json, ...given } = program.parse().opts<Options>();

const machine = {
  node: process.version,
  processor: cpus()[0]?.model ?? "unknown",
  cores: availableParallelism(),
  memoryGB: Math.round(totalmem() / GIGABYTE),
};
process.stdout.write(
  `Node ${machine.node}, ${machine.cores} cores (${machine.processor.trim()}), ${machine.memoryGB} GB\n`,
);
const results: Record<string, unknown> = {};
for (const name of suite) {
  const run = SUITES.get(name);
  if (run === undefined) throw new Error(`there is no suite "${name}"`);
  const report = await run({
    ...given,
    memoryBytes: memory,
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
    guideFor: (domain) => guideFor(given.guide, domain),
    onProgress: (line) => process.stderr.write(`${line}\n`),
  });
  process.stdout.write(`\n${report.tables.join("\n\n")}\n`);
  results[name] = report.json;
}
if (json !== undefined) {
  const options = { ...given, suite, timeout, memory };
  writeFileSync(json, `${JSON.stringify({ machine, options, suites: results })}\n`);
}
