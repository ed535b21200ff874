import { mkdir, stat } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { type Domain, findPrimitive } from "../dsl/domain.ts";
import { EventLog } from "../learn/eventLog.ts";
import { type LearnState, type SearchTasks, learn, tally } from "../learn/learn.ts";
import type { LearnSettings } from "../learn/learnSettings.ts";
import { type RunConfig, configDifference, runConfig } from "../learn/runConfig.ts";
import { RunDirectory, readJson, writeJson } from "../learn/runDirectory.ts";
import { type FairSplit, splitTasks, withoutHeldOut } from "../learn/splitTasks.ts";
import { renderTable } from "../report/table.ts";
import { solveAll } from "../search/parallel.ts";
import { renderSourceError } from "../support/sourceError.ts";
import { isDomainPath } from "../tasks/loadDomain.ts";
import { type TasksRead, readTasks } from "../tasks/readTasks.ts";
import type { Task } from "../tasks/task.ts";
import { domainOption } from "./commandDomain.ts";
import { EXIT } from "./exitCode.ts";
import { InputError } from "./inputError.ts";
import { interruptible } from "./interruptible.ts";
import { createLearnDisplay } from "./learnDisplay.ts";
import { inLockedRun } from "./inLockedRun.ts";
import { type SearchOptions, addSearchOptions, budgetOf, settingsOf } from "./options.ts";
import { parseCount, parseDuration } from "./quantity.ts";
import type { Terminal } from "./terminal.ts";
import { version } from "./version.ts";
import { workersFor } from "./workers.ts";

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
        .argParser(parseShare)
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
  const { domains, ...split } = await readSplit(paths, options, terminal);
  const [spec, domain] = onlyDomain([...split.train, ...split.holdout], domains);
  if (split.leftOut > 0) terminal.printError(leftOutText(split.leftOut));
  const interruption = interruptible();
  const variants = variantsOf(options);
  const ended: { readonly name: string; readonly state: LearnState }[] = [];
  for (const { name, settings, folder } of variants) {
    if (name !== "") terminal.print(terminal.colors.bold(name));
    const state = await runOne({
      split,
      domain,
      spec,
      settings,
      folder,
      options,
      terminal,
      signal: interruption.signal,
    });
    if (state === undefined) break;
    ended.push({ name, state });
  }
  interruption.dispose();
  if (interruption.signal.aborted) {
    terminal.print("interrupted: the same command with --resume goes on");
    process.exitCode = EXIT.interrupted;
    return;
  }
  terminal.print("");
  if (variants.length > 1) {
    await mkdir(options.out, { recursive: true });
    const table = ended.map(({ name, state }) => ({
      name,
      evaluations: state.evaluations.map(tally),
      abstractions: state.library.length,
    }));
    await writeJson(join(options.out, "ablation.json"), table);
    for (const line of ablationTable(ended, terminal)) terminal.print(line);
  } else {
    for (const line of iterationTable(ended[0]?.state as LearnState, terminal)) {
      terminal.print(line);
    }
    // A module is loaded by who names it, not by a run.
    const named = isDomainPath(spec) ? ` --domain ${relative(process.cwd(), resolve(spec))}` : "";
    terminal.print(`\nsynth library ${options.out}${named}   shows what was learned`);
  }
}

async function readSplit(
  paths: readonly string[],
  options: LearnCommandOptions,
  terminal: Terminal,
): Promise<FairSplit & Pick<TasksRead, "domains">> {
  const domains = new Map<string, Domain>();
  let wrong = false;
  const read = async (some: readonly string[]): Promise<readonly Task[]> => {
    const workers = workersFor(budgetOf(options).memoryBytes);
    const found = await readTasks(some, {
      ...(options.domain === undefined ? {} : { domain: options.domain }),
      vetDomain: (spec, baseFolder) => workers.vetDomain(spec, baseFolder),
    });
    workers.close();
    for (const error of found.errors) terminal.printError(renderSourceError(error));
    wrong ||= found.errors.length > 0;
    for (const [spec, domain] of found.domains) domains.set(spec, domain);
    return found.tasks.filter((task) => {
      if (task.grammar === undefined) return true;
      terminal.printError(
        `${task.file}: task "${task.name}" has a grammar of its own, which no library can grow; it is left out`,
      );
      return false;
    });
  };
  const tasks = await read(paths);
  const held = options.holdout === undefined ? undefined : await read(options.holdout);
  if (wrong) throw new InputError("not all files could be read; a run needs all of them");
  for (const [some, found] of [
    [paths, tasks],
    [options.holdout ?? [], held],
  ] as const) {
    if (found?.length === 0) throw new InputError(`there are no tasks in ${some.join(", ")}`);
  }
  const split =
    held === undefined
      ? splitTasks(tasks, options.holdoutShare, options.seed)
      : withoutHeldOut(tasks, held);
  if (split.train.length === 0) {
    throw new InputError(
      `there is nothing to learn from: ${tasks.length === 1 ? "the only task is" : `all ${tasks.length} tasks are`} held out`,
    );
  }
  return { ...split, domains };
}

const leftOutText = (count: number): string =>
  count === 1
    ? "1 task is not learned from: it is the same as one held out"
    : `${count} tasks are not learned from: they are the same as some held out`;

/** All tasks of a run speak one language. */
function onlyDomain(
  tasks: readonly Task[],
  domains: ReadonlyMap<string, Domain>,
): readonly [spec: string, domain: Domain] {
  const specs = [...new Set(tasks.map(({ domain }) => domain))];
  const [spec] = specs;
  const domain = domains.get(spec ?? "");
  if (specs.length > 1 || spec === undefined || domain === undefined) {
    throw new InputError(`a run learns in one domain, these tasks are of ${specs.join(", ")}`);
  }
  return [spec, domain];
}

interface Variant {
  readonly name: string;
  readonly settings: LearnSettings;
  readonly folder: string;
}

/** The run that is asked for; of an ablation, all of its runs. */
function variantsOf(options: LearnCommandOptions): readonly Variant[] {
  const settings = learnSettings(options);
  const { out } = options;
  if (options.ablation !== true) return [{ name: "", settings, folder: out }];
  const of = (name: string, changed: Partial<LearnSettings>): Variant => ({
    name,
    settings: { ...settings, ...changed },
    folder: join(out, name.replaceAll(" ", "-")),
  });
  return [
    of("full", {}),
    of("no library", { library: false }),
    of("no guide", { guide: false }),
    of("neither", { library: false, guide: false }),
  ];
}

function learnSettings(options: LearnCommandOptions): LearnSettings {
  const { seed, top: _top, ...search } = settingsOf(options);
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
  const { testCandidates: candidates, testTimeout: timeoutMs } = options;
  if (candidates === undefined && timeoutMs === undefined) return {};
  return {
    testBudget: {
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      ...(candidates === undefined ? {} : { candidates }),
      memoryBytes: budgetOf(options).memoryBytes,
    },
  };
}

interface OneRun extends Omit<Variant, "name"> {
  readonly split: FairSplit;
  readonly domain: Domain;
  readonly spec: string;
  readonly options: LearnCommandOptions;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

/** One run in its folder; undefined when it was interrupted. */
async function runOne({
  split,
  domain,
  spec,
  settings,
  folder,
  options,
  terminal,
  signal,
}: OneRun): Promise<LearnState | undefined> {
  checkPrimitives(settings.search.without ?? [], domain);
  const node = process.versions.node;
  // Loaded here, not at the top: it loads TensorFlow.js.
  const dream = settings.guide
    ? (await import("../learn/recognitionSleep.ts")).recognitionSleep(
        options.guideSteps,
        {},
        options.jobs,
      )
    : undefined;
  const guide = dream?.kind ?? null;
  const config = runConfig(split, domain, { synth: version, node, settings, guide, spec });
  const directory = new RunDirectory(folder);
  const display = createLearnDisplay(terminal, options.iterations);
  let log: EventLog | undefined;
  return inLockedRun(folder, "--resume", async () => {
    try {
      await prepare(directory, config, options.resume === true);
      const over = await directory.phasesOver();
      log = await EventLog.open(join(folder, "events.jsonl"), over);
      const { iterations } = options;
      await log.write({ event: "run", iteration: 0, iterations, leftOut: split.leftOut });
      return await learn({
        split,
        domain,
        spec,
        ...(dream === undefined ? {} : { dream }),
        iterations,
        settings,
        directory,
        log,
        search: searcher(options, signal),
        signal,
        clock: () => performance.now(),
        onEvent: (event) => display.event(event),
      });
    } finally {
      // What it throws would hide what went wrong before.
      await log?.close().catch(() => {});
    }
  }).finally(() => display.close());
}

/** Makes the folder of a new run, or sees that a run may be gone on with. */
async function prepare(directory: RunDirectory, config: RunConfig, resume: boolean): Promise<void> {
  const path = join(directory.path, "config.json");
  const before = await readJson(path);
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  const iterations = await directory.iterations();
  if ((isThere || iterations.length > 0) && !resume) {
    throw new InputError(`${directory.path} holds a run already: add --resume to go on with it`);
  }
  if (before === undefined && iterations.length > 0) {
    throw new InputError(
      `${path} ${isThere ? "is damaged" : "is missing"}: what this run depends on is not known, so it cannot be gone on with`,
    );
  }
  if (before !== undefined) {
    const difference = configDifference(before, config);
    if (difference !== undefined) {
      throw new InputError(`${directory.path} holds another run: ${difference}`);
    }
    await directory.tidy();
    return;
  }
  await writeJson(path, config);
}

const searcher =
  (options: LearnCommandOptions, signal: AbortSignal): SearchTasks =>
  async (tasks, settings, weights, onReport) => {
    const { memoryBytes } = budgetOf(options);
    const workers = workersFor(memoryBytes);
    const told = new Map(tasks.map((task, index) => [task, weights?.[index]]));
    await solveAll(
      tasks,
      { ...settings, jobs: options.jobs, guide: (task) => told.get(task), signal, workers },
      (event) => {
        if (event.kind === "finished") onReport(event.index, event.report);
      },
    );
  };

function checkPrimitives(names: readonly string[], domain: Domain): void {
  for (const name of names) {
    if (findPrimitive(domain, name) === undefined) {
      throw new InputError(`--without: domain "${domain.name}" has no primitive "${name}"`);
    }
  }
}

const percent = (part: number, of: number): string =>
  of === 0 ? "" : `${((100 * part) / of).toFixed(1)}%`;

function iterationTable({ evaluations }: LearnState, terminal: Terminal): readonly string[] {
  const rows = evaluations.map((outcomes, iteration) => {
    const { tasks, solved, generalise, candidates } = tally(outcomes);
    return [
      iteration === 0 ? "before" : String(iteration),
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

function ablationTable(
  ended: readonly { readonly name: string; readonly state: LearnState }[],
  terminal: Terminal,
): readonly string[] {
  const most = Math.max(0, ...ended.map(({ state }) => state.evaluations.length));
  const right = (title: string) => ({ title, align: "right" }) as const;
  return renderTable(
    [
      { title: "held-out tasks that generalise" },
      ...Array.from({ length: most }, (_, i) => right(i === 0 ? "before" : String(i))),
      right("abstractions"),
    ],
    ended.map(({ name, state }) => [
      name,
      ...Array.from({ length: most }, (_, i) => {
        const outcomes = state.evaluations[i];
        if (outcomes === undefined) return "";
        const { tasks, generalise } = tally(outcomes);
        return percent(generalise, tasks);
      }),
      String(state.library.length),
    ]),
    terminal.width,
  );
}

function parseShare(text: string): number {
  const share = /^(0|1|0?\.\d+)$/.test(text) ? Number(text) : NaN;
  if (!(share >= 0 && share < 1)) {
    throw new InvalidArgumentError("It must be a number from 0 up to 1, such as 0.3.");
  }
  return share;
}
