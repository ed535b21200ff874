import { Console } from "node:console";
import { Command, CommanderError } from "commander";
import { InternalError } from "../support/internalError.ts";
import { addCheckCommand } from "./checkCommand.ts";
import { addCompileCommand } from "./compileCommand.ts";
import { addCompressCommand } from "./compressCommand.ts";
import { addDoctorCommand } from "./doctorCommand.ts";
import { addEnumerateCommand } from "./enumerateCommand.ts";
import { addEvalCommand } from "./evalCommand.ts";
import { EXIT } from "./exitCode.ts";
import { InputError } from "./inputError.ts";
import { addInferCommand } from "./inferCommand.ts";
import { addLearnCommand } from "./learnCommand.ts";
import { addLibraryCommand } from "./libraryCommand.ts";
import { addPrimitivesCommand } from "./primitivesCommand.ts";
import { addRefineCommand } from "./refineCommand.ts";
import { addReportCommand } from "./reportCommand.ts";
import { addSolveCommand } from "./solveCommand.ts";
import { addTasksCommand } from "./tasksCommand.ts";
import { addTrainCommand } from "./trainCommand.ts";
import { optionDescription } from "./optionDescription.ts";
import { processTerminal } from "./terminal.ts";
import { version } from "./version.ts";

const terminal = processTerminal();

// What a user's module prints must not get between our results.
globalThis.console = new Console(process.stderr, process.stderr);

const program = new Command("synth")
  .description("Finds programs from examples.")
  .version(version)
  .exitOverride()
  .configureOutput({ writeOut: (text) => terminal.screen.write(text) })
  .configureHelp({ optionDescription })
  .showSuggestionAfterError()
  .showHelpAfterError("(add --help for usage)")
  .addHelpText(
    "after",
    `
Examples:
  synth solve tasks/                             find a program for every task file below a folder
  synth solve tasks/list/mapping.synth --json       one JSON object a line, for machines
  synth eval 'map (\\x -> x * x)' '[1, 2, 3]'       run a program
  synth primitives --domain text                 what programs are made of
  synth check --domain ./my-domain.ts            property-test a domain of your own
  synth compress programs.json                   learn a library from programs
  synth learn tasks/list --out run               search tasks, learn a library, search again

Exit codes: 0 done, all solved; 1 a task is unsolved, a check failed or a program has no value; 2 bad
usage or input; 3 a defect of synth; 130 ended by Ctrl-C.`,
  );

addSolveCommand(program, terminal);
addEvalCommand(program, terminal);
addInferCommand(program, terminal);
addCheckCommand(program, terminal);
addPrimitivesCommand(program, terminal);
addEnumerateCommand(program, terminal);
addTasksCommand(program, terminal);
addCompressCommand(program, terminal);
addTrainCommand(program, terminal);
addCompileCommand(program, terminal);
addRefineCommand(program, terminal);
addLearnCommand(program, terminal);
addLibraryCommand(program, terminal);
addReportCommand(program, terminal);
addDoctorCommand(program, terminal);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.input;
  } else if (error instanceof InputError) {
    terminal.printError(error.message);
    process.exitCode = EXIT.input;
  } else {
    const defect = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const kind = error instanceof InternalError ? "a broken invariant" : "an unexpected error";
    terminal.printError(`synth ${version} stopped on ${kind}; please report this:\n${defect}`);
    process.exitCode = EXIT.internal;
  }
}

// A user's module may have left a timer or a server running. What was printed is written out before.
terminal.screen.write("", () => process.stderr.write("", () => process.exit()));
