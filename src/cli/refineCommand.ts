import { setImmediate } from "node:timers/promises";
import { type Command, Option } from "commander";
import type { Domain } from "../dsl/domain.ts";
import type { CompilerModel } from "../neural/compiler/compilerFile.ts";
import { EDIT_ORDERS, REFINE, type RefineOptions } from "../neural/compiler/refineOptions.ts";
import type { RefineTask } from "../neural/compiler/refineTask.ts";
import { contradictionText } from "../search/contradictionText.ts";
import type { TaskReport } from "../search/parallel.ts";
import { distinctExamples } from "../search/rows.ts";
import { type Result, failure, success } from "../support/result.ts";
import { createRng } from "../support/rng.ts";
import { type SourceError, renderSourceError } from "../support/sourceError.ts";
import { readTasks } from "../tasks/readTasks.ts";
import type { Example, Task } from "../tasks/task.ts";
import { commandDomain } from "./commandDomain.ts";
import { withModel } from "./compileCommand.ts";
import { COMPILER_DOMAIN, compilerOption } from "./compilerModelFile.ts";
import { EXIT } from "./exitCode.ts";
import { InputError } from "./inputError.ts";
import { parseCount, parseCountOrNone, parseSeed } from "./quantity.ts";
import { createJsonDisplay, createTextDisplay } from "./solveDisplay.ts";
import type { Terminal } from "./terminal.ts";

interface RefineCommandOptions extends RefineOptions {
  readonly model?: string;
  readonly seed: number;
  readonly json?: boolean;
}

export function addRefineCommand(program: Command, terminal: Terminal): void {
  program
    .command("refine")
    .description("find programs of domain micro by a network: guesses from examples, then edits")
    .argument("<path...>", "task files, or folders of them, whose functions take one list")
    .addOption(compilerOption())
    .addOption(
      new Option("--candidates <count>", "programs tried for a task, by the exact interpreter")
        .argParser(parseCount)
        .default(REFINE.candidates),
    )
    .addOption(
      new Option(
        "--guesses <count>",
        "of them how many are guesses from the examples, tried first; 0 for none",
      )
        .argParser(parseCountOrNone)
        .default(REFINE.guesses),
    )
    .addOption(
      new Option("--order <order>", "of edits: any, or what the network's gradient promises")
        .choices(EDIT_ORDERS)
        .default(REFINE.order),
    )
    .addOption(
      new Option("--seed <number>", "seed of every random choice").argParser(parseSeed).default(1),
    )
    .addOption(new Option("--json", "one JSON object a line: see docs/command-line.md"))
    .addHelpText(
      "after",
      `
An experiment: \`synth solve\` is the way to solve tasks. docs/program-compiler.md tells how it works.

Examples:
  synth refine lists.synth
  synth refine lists.synth --model runs/compiler --candidates 1000 --order gradient`,
    )
    .action((paths: string[], options: RefineCommandOptions) => refine(paths, options, terminal));
}

async function refine(
  paths: readonly string[],
  options: RefineCommandOptions,
  terminal: Terminal,
): Promise<void> {
  const domain = await commandDomain(COMPILER_DOMAIN);
  const read = await readTasks(paths, { domain: COMPILER_DOMAIN });
  if (read.tasks.length === 0 && read.errors.length === 0) {
    throw new InputError(`there are no tasks in ${paths.join(", ")}`);
  }
  const errors = [...read.errors];
  const readable: ReadableTask[] = [];
  for (const task of read.tasks) {
    const slots = await readableTask(task);
    if (slots.ok) readable.push(slots.value);
    else errors.push(slots.error);
  }
  const display = options.json
    ? createJsonDisplay(terminal)
    : createTextDisplay(terminal, readable.length, false);
  for (const error of errors) display.fileError(error, renderSourceError(error));
  let unsolved = 0;
  const searchAll = async (model: CompilerModel): Promise<void> => {
    for (const [index, one] of readable.entries()) {
      display.started(index, one.task);
      // A display that redraws itself has its turn.
      await setImmediate();
      const report = await search(model, one, options, domain);
      if (report.status !== "solved") unsolved++;
      display.finished(index, one.task, report, domain);
    }
  };
  if (readable.length > 0) await withModel(options.model, searchAll);
  display.close(false);
  if (errors.length > 0) process.exitCode = EXIT.input;
  else if (unsolved > 0) process.exitCode = EXIT.unsolved;
}

/** A task with what the network reads of it. */
interface ReadableTask {
  readonly task: Task;
  readonly wanted: RefineTask;
  readonly held: RefineTask;
}

/** A task as the network reads it, or why it cannot, at the task's place. */
async function readableTask(task: Task): Promise<Result<ReadableTask, SourceError>> {
  const { name, file, line, examples, holdout } = task;
  const refused = (message: string): Result<never, SourceError> =>
    failure({ file, ...(line === undefined ? {} : { line }), message });
  const reads = `the network reads functions of domain ${COMPILER_DOMAIN} from a list of at most 6 integers from -32 to 63 to such a list or integer`;
  if (task.domain !== COMPILER_DOMAIN) return refused(`task "${name}": ${reads}`);
  if (examples.length === 0) return refused(`task "${name}" has no examples`);
  const wanted = await slotsOf(examples);
  if ("unread" in wanted) return refused(`task "${name}", example ${wanted.unread}: ${reads}`);
  const held = await slotsOf(holdout);
  if ("unread" in held) return refused(`task "${name}", holdout ${held.unread}: ${reads}`);
  return success({ task, wanted, held });
}

/** Examples as slots, or the place, counted from 1, of one that has none. */
async function slotsOf(
  examples: readonly Example[],
): Promise<RefineTask | { readonly unread: number }> {
  const neural = await import("../neural/compiler/inspect.ts");
  const inputs: Uint8Array[] = [];
  const outputs: Uint8Array[] = [];
  for (const [i, example] of examples.entries()) {
    const slots = neural.exampleSlots(example);
    if (slots === undefined) return { unread: i + 1 };
    inputs.push(slots.input);
    outputs.push(slots.output);
  }
  return { inputs, outputs };
}

/** Looks for a program of one task, and tells of it as `synth solve` does. */
async function search(
  model: CompilerModel,
  { task, wanted, held }: ReadableTask,
  options: RefineCommandOptions,
  domain: Domain,
): Promise<TaskReport> {
  const neural = await import("../neural/compiler/inspect.ts");
  const started = performance.now();
  const holdout = { passed: 0, total: task.holdout.length };
  const { contradiction } = distinctExamples(task.examples);
  if (contradiction !== undefined) {
    return {
      status: "unsolved",
      stopReason: "contradiction",
      reason: contradictionText(contradiction, task, domain),
      solutions: [],
      candidates: 0,
      elapsedMs: performance.now() - started,
      holdout,
    };
  }
  const { found, tried, over } = neural.refine(model, wanted, createRng(options.seed), options);
  const spent = { solutions: [], candidates: tried, elapsedMs: performance.now() - started };
  if (found === undefined) {
    return {
      status: "unsolved",
      stopReason: over ? "candidates" : "exhausted",
      reason: `none of ${tried} programs fits`,
      ...spent,
      holdout,
    };
  }
  return {
    status: "solved",
    stopReason: "solved",
    program: neural.termOf(found.tokens),
    ...spent,
    firstMs: spent.elapsedMs,
    firstCandidates: found.tried,
    holdout: { ...holdout, passed: neural.fitOf(found.tokens, held).right },
  };
}
