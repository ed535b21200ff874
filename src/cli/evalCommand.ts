import type { Command } from "commander";
import type { Domain } from "../dsl/domain.ts";
import { printValue } from "../dsl/printValue.ts";
import type { Range } from "../dsl/range.ts";
import { printType, splitFunctionType } from "../dsl/type.ts";
import { abstractEvaluate } from "../interp/abstractEvaluate.ts";
import { type Fault, compile } from "../interp/evaluate.ts";
import { printRange } from "../interp/ranges/lattice.ts";
import { addDomainOption, commandDomain } from "./commandDomain.ts";
import { evaluateByNetwork } from "./compileCommand.ts";
import { compilerOption } from "./compilerModelFile.ts";
import { EXIT } from "./exitCode.ts";
import { InputError } from "./inputError.ts";
import { parseRange } from "./parseRange.ts";
import { readApplication, readProgram } from "./readProgram.ts";
import type { Terminal } from "./terminal.ts";
import { checkReportPath } from "./writeReport.ts";

interface EvalOptions {
  readonly domain: string;
  readonly ranges?: string[];
  readonly neural?: boolean;
  readonly model?: string;
  readonly report?: string;
}

export function addEvalCommand(program: Command, terminal: Terminal): void {
  addDomainOption(
    program
      .command("eval")
      .description("run a program on inputs, or on ranges of inputs")
      .argument("<program>", "in either notation; put it in single quotes")
      .argument("[inputs...]", "one value a parameter"),
  )
    .option("--ranges <range...>", "run it on ranges instead, one a parameter")
    .option("--neural", "run it by a network too, state by state (domain micro)")
    .option("--report <file>", "with --neural: also write a page that shows both runs")
    .addOption(compilerOption())
    .addHelpText(
      "after",
      `
Ranges are written [0..9], [..9] (no lower end), 5, bool, true, string of length 0..8,
(RANGE, RANGE) for pairs, RANGE list, RANGE list of length 2..4, and any.

Examples:
  synth eval 'map (\\x -> x * x)' '[1, 2, 3]'
  synth eval '\\x y -> x + y' 2 -- -3
  synth eval --domain text '\\s -> str.++ s "!"' '"hello"'
  synth eval '\\xs -> map (\\x -> x + 1) xs' --ranges '[0..9] list of length 2..4'
  synth eval --domain micro --neural '\\xs -> sum (map inc xs)' '[3, 4]'
  synth eval --domain micro --neural '\\xs -> rev xs' --ranges '[0..9] list of length 2..3' --report page.html`,
    )
    .action(async (text: string, inputs: string[], options: EvalOptions) => {
      const domain = await commandDomain(options.domain);
      const { ranges, neural, model, report } = options;
      if (ranges !== undefined && inputs.length > 0) {
        throw new InputError("give either inputs or --ranges, not both");
      }
      if (report !== undefined && neural !== true) {
        throw new InputError("--report shows a run by the network: give --neural too");
      }
      if (neural === true) {
        if (report !== undefined) await checkReportPath(report);
        const program = readProgram(text, domain);
        const argument =
          ranges === undefined
            ? { value: valueOfInput(text, inputs, domain) }
            : { range: rangesOfInputs(text, ranges, domain)[0] as Range };
        const input = (ranges ?? inputs).join(" ");
        await evaluateByNetwork(program, domain, argument, { model, report, input }, terminal);
      } else if (ranges === undefined) evaluateOnValues(text, inputs, domain, terminal);
      else evaluateOnRanges(text, ranges, domain, terminal);
    });
}

function evaluateOnValues(
  text: string,
  inputs: readonly string[],
  domain: Domain,
  terminal: Terminal,
): void {
  const { term, type } = readApplication(text, inputs, domain);
  const missing = splitFunctionType(type).parameters;
  if (missing.length > 0) {
    const types = missing.map((parameter) => `\`${printType(parameter)}\``);
    throw new InputError(
      `the program still wants ${missing.length === 1 ? "an input" : `${missing.length} inputs`} of type ${types.join(", ")}`,
    );
  }
  const evaluator = compile(term, domain);
  const value = evaluator.run();
  if (value === undefined) {
    terminal.printError(`fault: ${describeFault(evaluator.lastFault())}`);
    process.exitCode = EXIT.unsolved;
    return;
  }
  terminal.print(printValue(value, type, domain));
}

function evaluateOnRanges(
  text: string,
  ranges: readonly string[],
  domain: Domain,
  terminal: Terminal,
): void {
  const inputs = rangesOfInputs(text, ranges, domain);
  const { term } = readProgram(text, domain);
  terminal.print(printRange(abstractEvaluate(term, inputs, domain)));
}

/** The ranges that are given for the parameters of a program. */
function rangesOfInputs(text: string, ranges: readonly string[], domain: Domain): readonly Range[] {
  const { type } = readProgram(text, domain);
  const { parameters } = splitFunctionType(type);
  if (ranges.length !== parameters.length) {
    throw new InputError(
      `the program has ${parameters.length} parameters (\`${printType(type)}\`), --ranges gives ${ranges.length}`,
    );
  }
  return ranges.map((range, index) => {
    const parsed = parseRange(range, parameters[index] as (typeof parameters)[number], domain);
    if (!parsed.ok) throw new InputError(parsed.error);
    return parsed.value;
  });
}

/** The value of the only input of a program. */
function valueOfInput(text: string, inputs: readonly string[], domain: Domain): unknown {
  // Its type is checked against the program's parameter.
  readApplication(text, inputs, domain);
  if (inputs.length !== 1) throw new InputError("--neural runs a program on one input");
  const value = compile(readProgram(inputs[0] as string, domain).term, domain).run();
  if (!Array.isArray(value)) throw new InputError("--neural runs a program on a list");
  return value;
}

function describeFault(fault: Fault | undefined): string {
  switch (fault?.kind) {
    case "primitive":
      return `\`${fault.name}\` has no value on ${describeArguments(fault.arguments)}`;
    case "result":
      return `the result of \`${fault.name}\` on ${describeArguments(fault.arguments)} is beyond the domain's limits`;
    case "fuel":
      return "out of fuel: the program calls functions too often";
    case "depth":
      return "the program nests too deeply";
    case "unknown":
      return UNKNOWN.get(fault.name) ?? `\`${fault.name}\` has no meaning`;
    case undefined:
      return "the program has no value";
  }
}

const UNKNOWN: ReadonlyMap<string, string> = new Map([
  ["?", "a hole has no value"],
  ["argument", "a primitive calls a function with something that is no value"],
  ["function", "a primitive gives a function that has no value"],
]);

const LONGEST_ARGUMENT = 60;

const describeArguments = (values: readonly unknown[]): string =>
  values
    .map((value) => {
      if (typeof value === "function") return "a function";
      const text =
        typeof value === "bigint"
          ? `#x${value.toString(16)}`
          : JSON.stringify(value, (_, v: unknown) =>
              typeof v === "bigint" ? `#x${v.toString(16)}` : v,
            );
      return text.length > LONGEST_ARGUMENT ? `${text.slice(0, LONGEST_ARGUMENT)}…` : text;
    })
    .join(", ");
