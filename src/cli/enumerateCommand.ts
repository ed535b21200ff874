import { setImmediate } from "node:timers/promises";
import { type Command, InvalidArgumentError, Option } from "commander";
import { type Domain, typeProblem } from "../dsl/domain.ts";
import { countPrograms, enumeratePrograms } from "../dsl/enumeratePrograms.ts";
import { parseType } from "../dsl/parseType.ts";
import { printSexpr } from "../dsl/printSexpr.ts";
import { printTerm } from "../dsl/printTerm.ts";
import { selectProductions } from "../dsl/selectProductions.ts";
import type { Type } from "../dsl/type.ts";
import {
  type HeadProduction,
  type WeightedGrammar,
  domainProductions,
  uniformGrammar,
} from "../dsl/weightedGrammar.ts";
import { addDomainOption, commandDomain } from "./commandDomain.ts";
import { InputError } from "./inputError.ts";
import { parseCount } from "./quantity.ts";
import type { Terminal } from "./terminal.ts";

interface EnumerateOptions {
  readonly domain: string;
  readonly request: string;
  readonly maxCost: number;
  readonly counts?: number;
  readonly primitives?: string;
  readonly limit?: number;
  readonly json?: boolean;
}

/** Brackets of `--counts` at most. */
const MOST_BRACKETS = 1_000_000;

export function addEnumerateCommand(program: Command, terminal: Terminal): void {
  addDomainOption(
    program
      .command("enumerate")
      .description("list the programs of a type in order of cost, or count them"),
  )
    .requiredOption("--request <type>", "the type asked for, such as 'list int -> int'")
    .addOption(
      new Option("--max-cost <nats>", "list programs that cost less")
        .argParser(parseNats)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option(
        "--counts <width>",
        "print their number per bracket of so many nats instead, one number a line",
      ).argParser(parseNats),
    )
    .option(
      "--primitives <names>",
      "use only these, separated by commas: primitives, numerals and other literals",
    )
    .addOption(
      new Option("--limit <count>", "list no more than so many")
        .argParser(parseCount)
        .conflicts("counts"),
    )
    .option("--json", "one JSON object a line: see docs/command-line.md")
    .addHelpText(
      "after",
      `
A program's cost is the sum over its nodes of -ln p, where all that fits at a node has the same weight
and the variables that fit share one: DreamCoder's uniform grammar (docs/command-line.md).

Examples:
  synth enumerate --request 'list int -> list int' --max-cost 9
  synth enumerate --request 'list int -> int' --max-cost 18 --counts 1.5
  synth enumerate --request 'int -> int' --max-cost 12 --primitives +,-,0,1,2 --limit 20
  synth enumerate --domain text --request 'string -> int' --max-cost 8`,
    )
    .action(async (options: EnumerateOptions) => {
      const domain = await commandDomain(options.domain);
      const request = readRequest(options.request, domain);
      const grammar = uniformGrammar(productionsOf(options.primitives, domain));
      if (options.counts === undefined) await list(request, grammar, domain, options, terminal);
      else count(request, grammar, options.counts, options, terminal);
    });
}

function readRequest(text: string, domain: Domain): Type {
  const parsed = parseType(text, { file: "--request" });
  if (!parsed.ok) throw new InputError(parsed.error);
  const problem = typeProblem(parsed.value, domain.types);
  if (problem === undefined) return parsed.value;
  const hint = problem.suggestion === undefined ? "" : `; did you mean \`${problem.suggestion}\`?`;
  throw new InputError(`--request: the type ${problem.message}${hint}`);
}

function productionsOf(names: string | undefined, domain: Domain): readonly HeadProduction[] {
  if (names === undefined) return domainProductions(domain);
  // Commas within a text or a list separate nothing.
  const parts = names.match(/(?:"(?:[^"\\]|\\.)*"|\[[^\]]*\]|[^,])+/g) ?? [];
  const texts = parts.map((text) => text.trim());
  const selected = selectProductions(texts, domain);
  if (!selected.ok) throw new InputError(`--primitives: ${selected.error}`);
  return selected.value;
}

/** Lines between which the process looks whether its reader is still there. */
const LINES_A_TURN = 200;

async function list(
  request: Type,
  grammar: WeightedGrammar,
  domain: Domain,
  { maxCost, limit, json }: EnumerateOptions,
  terminal: Terminal,
): Promise<void> {
  const limits = { mostCost: maxCost, ...(limit === undefined ? {} : { count: limit }) };
  let lines = 0;
  for (const { program, cost } of enumeratePrograms(grammar, request, limits)) {
    terminal.print(
      json === true
        ? JSON.stringify({
            cost,
            program: printTerm(program, domain),
            sexpr: printSexpr(program, domain),
          })
        : `${cost.toFixed(4)}  ${printTerm(program, domain)}`,
    );
    // An error of the stream, as when `head` has seen enough, arrives between turns.
    if (++lines % LINES_A_TURN === 0) await setImmediate();
  }
}

function count(
  request: Type,
  grammar: WeightedGrammar,
  width: number,
  { maxCost, json }: EnumerateOptions,
  terminal: Terminal,
): void {
  if (maxCost / width > MOST_BRACKETS) {
    throw new InputError(`--counts: more than ${MOST_BRACKETS} brackets`);
  }
  const counts = countPrograms(grammar, request, maxCost, width);
  for (const [bracket, programs] of counts.entries()) {
    const from = bracket * width;
    const below = Math.min(maxCost, (bracket + 1) * width);
    terminal.print(json === true ? JSON.stringify({ from, below, programs }) : String(programs));
  }
}

/** Reads a cost: a number above 0. */
function parseNats(text: string): number {
  const nats = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (!Number.isFinite(nats) || nats <= 0) {
    throw new InvalidArgumentError("It must be a number above 0, such as 12 or 1.5.");
  }
  return nats;
}
