import { relative, resolve } from "node:path";
import { type Command, Option } from "commander";
import { type Domain, findPrimitive } from "../dsl/domain.ts";
import { type LearnState, tally } from "../learn/learn.ts";
import type { LearnSettings } from "../learn/learnSettings.ts";
import { RunDirectory } from "../learn/runDirectory.ts";
import { iterationTitle } from "../report/iterationTitle.ts";
import { share } from "../report/percentage.ts";
import { renderTable } from "../report/table.ts";
import { isDomainPath } from "../tasks/loadDomain.ts";
import { runAblation } from "./ablation.ts";
import { domainOption } from "./commandDomain.ts";
import { EXIT } from "./exitCode.ts";
import { InputError } from "./inputError.ts";
import { interruptible } from "./interruptible.ts";
import { type LearnRun, runLearning } from "./learnRun.ts";
import { leftOutText, onlyDomain, readLearnTasks } from "./learnTasks.ts";
import { type SearchOptions, addSearchOptions, memoryOf, settingsOf } from "./options.ts";
import { parseCount, parseDuration, parsePart } from "./quantity.ts";
import type { Terminal } from "./terminal.ts";

interface LearnCommandOptions extends SearchOptions {
  readonly domain?: string;
  readonly out: string;
  readonly resume?: boolean;
  readonly iterations: number;
  readonly minibatch?: number;
  readonly holdout?: readonly string[];
  readonly holdoutShare: number;
  readonly testCandidates?: number;
  readonly testTimeout?: number;
  readonly frontier: number;
  readonly abstractions: number;
  readonly maxArity: number;
  readonly library: boolean;
  readonly grammar: boolean;
  readonly guide: boolean;
  readonly guideSteps: number;
  readonly ablation?: boolean;
}

export function addLearnCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command("learn")
    .description("learn from tasks: search them, grow a library from what is found, search again")
    .argument("<path...>", "task files (.synth, .json, .csv), or folders of them")
    .addOption(domainOption())
    .requiredOption("--out <folder>", "the run directory, which everything is written to")
    .option("--resume", "go on with the run in --out, begun by the same command")
    .addOption(
      new Option("--iterations <count>", "rounds of wake and sleep")
        .argParser(parseCount)
        .default(5),
    )
    .addOption(
      new Option("--minibatch <count>", "tasks of one wake phase")
        .argParser(parseCount)
        .default(undefined, "all"),
    )
    .addOption(
      new Option("--holdout <path...>", "tasks to test on, and not to learn from").conflicts(
        "holdoutShare",
      ),
    )
    .addOption(
      new Option("--holdout-share <part>", "without --holdout: the part of the tasks to test on")
        .argParser(parsePart)
        .default(0.5),
    )
    .addOption(
      new Option("--test-candidates <count>", "programs built for each task that is tested on")
        .argParser(parseCount)
        .default(undefined, "the budget of all tasks"),
    )
    .addOption(
      new Option("--test-timeout <time>", "time for each task that is tested on")
        .argParser(parseDuration)
        .default(undefined, "the budget of all tasks"),
    )
    .addOption(
      new Option("--frontier <count>", "programs kept of each task")
        .argParser(parseCount)
        .default(5),
    )
    .addOption(
      new Option("--abstractions <count>", "abstractions of the library, at most")
        .argParser(parseCount)
        .default(16),
    )
    .addOption(
      new Option("--max-arity <count>", "arguments of an abstraction, at most")
        .argParser(parseCount)
        .default(3),
    )
    .addOption(
      new Option("--guide-steps <count>", "updates of the network in each dream sleep")
        .argParser(parseCount)
        .default(600),
    )
    .option("--no-library", "without learning a library")
    .option("--no-guide", "without training a network, which takes most of the time")
    .option("--no-grammar", "without weights fitted to what was found: costs go by kind")
    .option("--ablation", "run with and without each part, into folders of --out, and compare");
  addSearchOptions(command).addHelpText(
    "after",
    `
Examples:
  synth learn tasks/list --domain list --candidates 200k --out runs/list
  synth learn train/ --holdout test/ --iterations 10 --timeout 20s --out run
  synth learn tasks/list --without map,index,range,length --candidates 500k --out run
  synth learn tasks/list --candidates 200k --ablation --out runs/ablation
  synth library run                  and then: synth solve more-tasks/ --library run

Ctrl-C ends the phase; what was over before is kept. The same command with --resume goes on.`,
  );
  command.action((paths: string[], options: LearnCommandOptions) => run(paths, options, terminal));
}

async function run(
  paths: readonly string[],
  options: LearnCommandOptions,
  terminal: Terminal,
): Promise<void> {
  const { domains, ...split } = await readLearnTasks(
    paths,
    { ...options, memoryBytes: memoryOf(options) },
    terminal,
  );
  const [spec, domain] = onlyDomain([...split.train, ...split.holdout], domains);
  if (split.leftOut > 0) terminal.printError(leftOutText(split.leftOut));
  checkPrimitives(options.without ?? [], domain);
  const dream = options.guide
    ? // Loaded here, not at the top: it loads TensorFlow.js.
      (await import("../learn/recognitionSleep.ts")).recognitionSleep(
        options.guideSteps,
        {},
        options.jobs,
      )
    : undefined;
  const interruption = interruptible();
  const { signal } = interruption;
  const { out, iterations, resume = false, jobs } = options;
  const of = (settings: LearnSettings, folder: string): LearnRun => ({
    split,
    domain,
    spec,
    settings,
    iterations,
    resume,
    jobs,
    terminal,
    signal,
    directory: new RunDirectory(folder),
    ...(settings.guide && dream !== undefined ? { dream } : {}),
  });
  const settings = learnSettings(options);
  const isOver =
    options.ablation === true
      ? await runAblation(settings, out, of)
      : await runAlone(of(settings, out));
  interruption.dispose();
  if (!isOver) {
    terminal.print("interrupted: the same command with --resume goes on");
    process.exitCode = EXIT.interrupted;
  }
}

/** Tells whether the run was not interrupted. */
async function runAlone(run: LearnRun): Promise<boolean> {
  const { terminal, spec, directory } = run;
  const state = await runLearning(run);
  if (state === undefined) return false;
  terminal.print("");
  for (const line of iterationTable(state, terminal)) terminal.print(line);
  // A module is loaded by who names it, not by a run.
  const named = isDomainPath(spec) ? ` --domain ${relative(process.cwd(), resolve(spec))}` : "";
  terminal.print(`\nsynth library ${directory.path}${named}   shows what was learned`);
  return true;
}

function learnSettings(options: LearnCommandOptions): LearnSettings {
  const { seed, ...search } = settingsOf(options);
  return {
    seed,
    search,
    ...testBudgetOf(options),
    ...(options.minibatch === undefined ? {} : { minibatch: options.minibatch }),
    frontier: options.frontier,
    abstractions: options.abstractions,
    maxArity: options.maxArity,
    library: options.library,
    grammar: options.grammar,
    guide: options.guide,
  };
}

function testBudgetOf(options: LearnCommandOptions): Pick<LearnSettings, "testBudget"> {
  const { testCandidates: candidates, testTimeout: timeoutMs, memory } = options;
  if (candidates === undefined && timeoutMs === undefined) return {};
  return {
    testBudget: {
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      ...(candidates === undefined ? {} : { candidates }),
      ...(memory === undefined ? {} : { memoryBytes: memory }),
    },
  };
}

function checkPrimitives(names: readonly string[], domain: Domain): void {
  for (const name of names) {
    if (findPrimitive(domain, name) === undefined) {
      throw new InputError(`--without: domain "${domain.name}" has no primitive "${name}"`);
    }
  }
}

const percent = (part: number, of: number): string =>
  of === 0 ? "" : `${share(part, of).toFixed(1)}%`;

function iterationTable({ evaluations }: LearnState, terminal: Terminal): readonly string[] {
  const rows = evaluations.map((outcomes, iteration) => {
    const { tasks, solved, generalise, candidates } = tally(outcomes);
    return [
      iterationTitle(iteration),
      String(tasks),
      String(solved),
      percent(solved, tasks),
      String(generalise),
      percent(generalise, tasks),
      String(candidates),
    ];
  });
  const right = (title: string) => ({ title, align: "right" }) as const;
  return renderTable(
    [
      { title: "iteration" },
      right("held-out tasks"),
      right("solved"),
      right(""),
      right("generalise"),
      right(""),
      right("candidates"),
    ],
    rows,
    terminal.width,
  );
}
