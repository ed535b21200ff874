import { type Command, Option } from "commander";
import { printTerm } from "../dsl/printTerm.ts";
import { createRng } from "../support/rng.ts";
import { renderSourceError } from "../support/sourceError.ts";
import { readTasks } from "../tasks/readTasks.ts";
import type { Example, Task } from "../tasks/task.ts";
import { commandDomain } from "./commandDomain.ts";
import { withModel } from "./compileCommand.ts";
import { COMPILER_DOMAIN, compilerOption } from "./compilerModelFile.ts";
import { EXIT } from "./exitCode.ts";
import { InputError } from "./inputError.ts";
import { parseCount, parseSeed } from "./quantity.ts";
import type { Terminal } from "./terminal.ts";

interface RefineCommandOptions {
  readonly model?: string;
  readonly candidates?: number;
  readonly guesses?: number;
  readonly order: "gradient" | "random";
  readonly seed: number;
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
        .default(undefined, "300"),
    )
    .addOption(
      new Option("--guesses <count>", "of them how many are guesses from the examples, tried first")
        .argParser(parseCount)
        .default(undefined, "50"),
    )
    .addOption(
      new Option("--order <order>", "of edits: what the network's gradient promises, or any")
        .choices(["gradient", "random"])
        .default("gradient"),
    )
    .addOption(
      new Option("--seed <number>", "seed of every random choice").argParser(parseSeed).default(1),
    )
    .addHelpText(
      "after",
      `
An experiment: \`synth solve\` is the way to solve tasks. docs/program-compiler.md tells how it works.

Examples:
  synth refine lists.synth
  synth refine lists.synth --model runs/compiler --candidates 1000 --order random`,
    )
    .action((paths: string[], options: RefineCommandOptions) => refine(paths, options, terminal));
}

async function refine(
  paths: readonly string[],
  { model: asked, candidates, guesses, order, seed }: RefineCommandOptions,
  terminal: Terminal,
): Promise<void> {
  const domain = await commandDomain(COMPILER_DOMAIN);
  const { tasks, errors } = await readTasks(paths, { domain: COMPILER_DOMAIN });
  for (const error of errors) terminal.printError(renderSourceError(error));
  if (tasks.length === 0 && errors.length === 0) {
    throw new InputError(`there are no tasks in ${paths.join(", ")}`);
  }
  let unsolved = 0;
  await withModel(asked, async (model) => {
    const neural = await import("../neural/compiler/inspect.ts");
    const slotsOf = (task: Task, examples: readonly Example[]) => {
      const inputs = examples.map(({ inputs: given }) =>
        given.length === 1 ? neural.valueSlot(given[0]) : undefined,
      );
      const outputs = examples.map(({ output }) => neural.outputSlot(output));
      const all = [...inputs, ...outputs];
      if (task.domain !== COMPILER_DOMAIN || all.includes(undefined)) {
        throw new InputError(
          `task "${task.name}": the network reads functions of domain ${COMPILER_DOMAIN} from a list of at most 6 integers from -32 to 63 to such a list or integer`,
        );
      }
      return { inputs: inputs as Uint8Array[], outputs: outputs as Uint8Array[] };
    };
    for (const task of tasks) {
      const wanted = slotsOf(task, task.examples);
      const trials = neural.refine(model, wanted, createRng(seed), {
        candidates: candidates ?? neural.REFINE.candidates,
        guesses: guesses ?? neural.REFINE.guesses,
        order,
      });
      const { found } = trials;
      if (found === undefined) {
        unsolved++;
        terminal.print(`✗ ${task.name}: none of ${trials.tried} programs fits`);
        continue;
      }
      const held = slotsOf(task, task.holdout);
      const right = neural.fitOf(found.tokens, held).right;
      const passed =
        task.holdout.length === 0 ? "" : `, ${right} of ${task.holdout.length} held out`;
      terminal.print(`✓ ${task.name}: the ${ordinal(found.tried)} program fits${passed}`);
      terminal.print(`  ${printTerm(neural.termOf(found.tokens), domain)}`);
    }
  });
  if (errors.length > 0) process.exitCode = EXIT.input;
  else if (unsolved > 0) process.exitCode = EXIT.unsolved;
}

function ordinal(n: number): string {
  const teens = n % 100 >= 11 && n % 100 <= 13;
  const ending = teens ? "th" : (["th", "st", "nd", "rd"][n % 10] ?? "th");
  return `${n}${ending}`;
}
