import { dirname, resolve } from "node:path";
import type { Command } from "commander";
import { withDefinitions } from "../dsl/definition.ts";
import { printSexpr } from "../dsl/printSexpr.ts";
import { printTerm } from "../dsl/printTerm.ts";
import type { Term } from "../dsl/term.ts";
import { printType } from "../dsl/type.ts";
import { libraryModule } from "../learn/libraryModule.ts";
import { type LearnedRun, loadRun } from "../learn/loadLearned.ts";
import { type LearnedAbstraction, callCounts } from "../library/learnLibrary.ts";
import { counted } from "../support/counted.ts";
import { plainText } from "../support/plainText.ts";
import { writeAtomically } from "../tasks/atomicFile.ts";
import { isDomainPath, relativeDomainPath } from "../tasks/loadDomain.ts";
import { fileError } from "./fileError.ts";
import { InputError } from "./inputError.ts";
import { parseCountOrNone } from "./quantity.ts";
import { runDomain, runDomainOption } from "./runDomain.ts";
import type { Terminal } from "./terminal.ts";

interface LibraryOptions {
  readonly domain?: string;
  readonly examples: number;
  readonly json?: boolean;
  readonly export?: string;
}

export function addLibraryCommand(program: Command, terminal: Terminal): void {
  program
    .command("library")
    .description("show what a run of `synth learn` has learned")
    .argument("<run>", "the run directory")
    .addOption(runDomainOption())
    .option("--examples <count>", "programs shown that use each abstraction", parseCountOrNone, 2)
    .option("--export <file>", "write the library as a .synth module, to be renamed and edited")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
Examples:
  synth library runs/list
  synth library runs/list --export lists.synth
  synth solve more-tasks/ --library lists.synth`,
    )
    .action((path: string, options: LibraryOptions) => show(path, options, terminal));
}

async function show(path: string, options: LibraryOptions, terminal: Terminal): Promise<void> {
  const { spec, domain } = await runDomain(path, options.domain);
  const run = await loadRun(path, domain);
  if (!run.ok) throw new InputError(run.error);
  const { library } = run.value;
  if (options.export !== undefined) {
    // A file names a module from its own folder.
    const named = isDomainPath(spec)
      ? relativeDomainPath(resolve(spec), dirname(resolve(options.export)))
      : spec;
    try {
      await writeAtomically(options.export, libraryModule(run.value, domain, named));
    } catch (thrown) {
      const told = fileError(thrown, "--export");
      throw told ?? new InputError(`${options.export}: ${(thrown as Error).message}`);
    }
  }
  const extended = withDefinitions(domain, library);
  const uses = usesOf(run.value, options.examples);
  if (options.json === true) {
    const listed = library.map((one) => ({
      name: one.name,
      proposedName: one.proposedName,
      type: printType(one.type),
      program: printTerm(one.body, extended),
      sexpr: printSexpr(one.body, extended),
      utility: one.utility,
      calls: one.calls,
      uses: (uses.get(one.name) ?? []).map(({ task, program }) => ({
        task,
        program: printTerm(program, extended),
      })),
    }));
    terminal.print(JSON.stringify(listed, undefined, 2));
    return;
  }
  const { bold, dim } = terminal.colors;
  terminal.print(
    `${counted(library.length, "abstraction")} after iteration ${run.value.iteration}, from programs of ${counted(run.value.frontiers.length, "task")}`,
  );
  for (const one of library) {
    terminal.print("");
    terminal.print(`${bold(one.name)} : ${printType(one.type)}`);
    terminal.print(`  ${printTerm(one.body, extended)}`);
    terminal.print(dim(`  ${documentation(one)}`));
    for (const { task, program } of uses.get(one.name) ?? []) {
      terminal.print(`  ${plainText(task)}: ${printTerm(program, extended)}`);
    }
  }
}

const documentation = ({ proposedName, calls, utility }: LearnedAbstraction): string =>
  `${proposedName}; ${counted(calls, "call")}, saves ${utility}`;

interface Use {
  readonly task: string;
  readonly program: Term;
}

/** By name of an abstraction: programs that call it, the shortest texts first, one a task. */
function usesOf({ frontiers }: LearnedRun, count: number): ReadonlyMap<string, readonly Use[]> {
  const uses = new Map<string, (Use & { readonly length: number })[]>();
  for (const { task, programs } of frontiers) {
    const seen = new Set<string>();
    for (const { program } of programs) {
      const { length } = printSexpr(program);
      for (const name of callCounts([program]).keys()) {
        if (seen.has(name)) continue;
        seen.add(name);
        const own = uses.get(name) ?? [];
        own.push({ task, program, length });
        uses.set(name, own);
      }
    }
  }
  for (const [name, own] of uses) {
    uses.set(name, own.sort((a, b) => a.length - b.length).slice(0, count));
  }
  return uses;
}
