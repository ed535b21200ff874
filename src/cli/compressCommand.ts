import { basename } from "node:path";
import { performance } from "node:perf_hooks";
import { type Command, InvalidArgumentError, Option } from "commander";
import {
  type Abstraction,
  type Compression,
  type Progress,
  compressing,
} from "../library/compress.ts";
import type { CompressOptions } from "../library/compress.ts";
import type { Corpus } from "../library/corpus.ts";
import { readCorpus } from "../library/readCorpus.ts";
import type { Domain } from "../dsl/domain.ts";
import {
  type TypedLibrary,
  createTypedLibrary,
  findChangedMeaning,
  typeErrors,
} from "../library/typedLibrary.ts";
import { counted } from "../support/counted.ts";
import { commandDomain, domainOption } from "./commandDomain.ts";
import { PRUNINGS, type Pruning } from "../library/searchOptions.ts";
import { dreamcoderJson, libraryJson } from "../library/writeLibrary.ts";
import { libraryData } from "../report/libraryData.ts";
import { cutText } from "../report/table.ts";
import { plainText } from "../support/plainText.ts";
import { renderSourceError } from "../support/sourceError.ts";
import { readTaskText } from "../tasks/readTaskText.ts";
import { createDisplay } from "./display.ts";
import { EXIT } from "./exitCode.ts";
import { InputError } from "./inputError.ts";
import { interruptible } from "./interruptible.ts";
import { parseCount, parseSeed, printCount, printDuration } from "./quantity.ts";
import type { Terminal } from "./terminal.ts";
import { checkReportPath, pageOrigin, writeReport } from "./writeReport.ts";

interface CompressCommandOptions {
  readonly iterations: number;
  readonly maxArity: number;
  readonly candidates: number;
  readonly costLam: number;
  readonly costApp: number;
  readonly costVar: number;
  readonly costPrimDefault: number;
  readonly costPrim?: ReadonlyMap<string, number>;
  readonly structurePenalty: number;
  readonly allowSingleTask?: boolean;
  readonly curriedMetavars: boolean;
  readonly curriedBodies: boolean;
  readonly etaLong?: boolean;
  readonly fusedLambdaTags?: ReadonlySet<number>;
  readonly constantArguments?: boolean;
  readonly stopWhen: "utility" | "description-length";
  readonly without?: readonly Pruning[];
  readonly domain?: string;
  readonly firstOrder?: boolean;
  readonly prefix: string;
  readonly json?: boolean;
  readonly dreamcoder?: boolean;
  readonly report?: string;
}

const MAX_BYTES = 512_000_000;
const MAX_ARITY = 64;
/** Sums over the largest file stay exact. */
const MAX_COST = 10_000_000;

export function addCompressCommand(program: Command, terminal: Terminal): void {
  program
    .command("compress")
    .description("learn a library: the abstractions that make a set of programs shortest")
    .argument("<file>", "programs as JSON: a list, DreamCoder's frontiers, or what --json wrote")
    .option("-i, --iterations <count>", "abstractions to learn, at most", parseCount, 3)
    .option("-a, --max-arity <count>", "arguments of an abstraction, at most", parseArity, 2)
    .option("-n, --candidates <count>", "best abstractions of a step to report", parseCount, 1)
    .option("--cost-lam <cost>", "cost of a lambda", parseCost, 1)
    .option("--cost-app <cost>", "cost of an application", parseCost, 1)
    .option("--cost-var <cost>", "cost of a variable", parseCost, 100)
    .option("--cost-prim-default <cost>", "cost of a primitive or an abstraction", parseCost, 100)
    .option("--cost-prim <costs>", `costs of single primitives, as JSON: '{"map": 50}'`, parseCosts)
    .option("--structure-penalty <factor>", "weight of the cost of a body", parseFactor, 1)
    .option("--allow-single-task", "also take what is of use in one task only")
    .option("--no-curried-metavars", "no argument where a function is applied: (#0 1)")
    .option("--no-curried-bodies", "no body that lacks arguments: (+ 1) of (+ 1 2)")
    .option("--eta-long", "keep programs in eta-long, beta-normal form")
    .option("--fused-lambda-tags <tags>", "lambdas that stay where they are: 2,3", parseTags)
    .option("--constant-arguments", "also try arguments that are the same at every use (slower)")
    .addOption(
      new Option("--stop-when <rule>", "end early when nothing is saved, or when bits are not")
        .choices(["utility", "description-length"])
        .default("utility"),
    )
    .addOption(
      new Option("--without <pruning...>", "prunings to do without, to measure them").choices(
        PRUNINGS,
      ),
    )
    .addOption(
      domainOption().default(undefined, "none: words mean nothing, and abstractions need no type"),
    )
    .option("--first-order", "with --domain: no arguments or results that are functions")
    .option("--prefix <text>", "what abstractions are called, before a number", parsePrefix, "fn_")
    .option("--json", "print one JSON object, in Stitch's format")
    .option("--dreamcoder", "print DreamCoder's JSON, abstractions written out")
    .option("--report <file>", "also write a page that shows the library as a graph")
    .addHelpText(
      "after",
      `
Examples:
  synth compress programs.json
  synth compress programs.json --max-arity 3 --iterations 10
  synth compress programs.json --json > library.json    and later: synth compress library.json
  synth compress programs.json --report library.html

Ctrl-C ends the search and prints the library so far, with the best abstraction of the step.`,
    )
    .action((file: string, options: CompressCommandOptions) => run(file, options, terminal));
}

async function run(
  file: string,
  options: CompressCommandOptions,
  terminal: Terminal,
): Promise<void> {
  if (options.json === true && options.dreamcoder === true) {
    throw new InputError("--json and --dreamcoder are two answers; ask for one");
  }
  if (options.firstOrder === true && options.domain === undefined) {
    throw new InputError("--first-order needs a --domain, which says what has which type");
  }
  if (options.report !== undefined) await checkReportPath(options.report);
  const corpus = await read(file);
  const typing = await typingOf(corpus, file, options);
  const started = performance.now();
  const interruption = interruptible();
  const compression = await search(corpus, options, typing?.library, interruption.signal, terminal);
  const elapsedMs = performance.now() - started;
  interruption.dispose();
  if (typing !== undefined) checkMeaning(compression, typing);
  const { taskNames } = corpus;
  const types = typing?.library.types;
  const told = {
    ...(taskNames === undefined ? {} : { taskNames }),
    ...(types === undefined ? {} : { types }),
  };
  if (options.json === true) terminal.print(JSON.stringify(libraryJson(compression, told)));
  else if (options.dreamcoder === true) {
    const json = dreamcoderJson(compression, told);
    if (!json.ok) throw new InputError(json.error);
    terminal.print(JSON.stringify(json.value));
  } else terminal.print(summary(compression, elapsedMs));
  // Last: a page that cannot be written must not take the result with it.
  if (options.report !== undefined) {
    await writeReport(
      options.report,
      libraryData(compression, { title: basename(file), ...pageOrigin(), ...told }),
    );
  }
  if (interruption.signal.aborted) process.exitCode = EXIT.interrupted;
}

async function read(file: string): Promise<Corpus> {
  const text = await readTaskText(file, MAX_BYTES);
  if (!text.ok) throw new InputError(text.error);
  const corpus = readCorpus(text.value.text, file);
  if (!corpus.ok) throw new InputError(corpus.error.map(renderSourceError).join("\n"));
  return corpus.value;
}

interface Typing {
  readonly domain: Domain;
  readonly library: TypedLibrary;
}

async function typingOf(
  corpus: Corpus,
  file: string,
  options: CompressCommandOptions,
): Promise<Typing | undefined> {
  if (options.domain === undefined) return undefined;
  const domain = await commandDomain(options.domain);
  const { known } = corpus;
  const library = createTypedLibrary(domain, { firstOrder: options.firstOrder === true, known });
  const errors = typeErrors(corpus, domain, file, library);
  if (errors.length > 0) throw new InputError(errors.map(renderSourceError).join("\n"));
  return { domain, library };
}

function checkMeaning(compression: Compression, { domain, library }: Typing): void {
  const changed = findChangedMeaning(compression, domain, library, { seed: 1 });
  if (changed === undefined) return;
  throw new InputError(
    `program ${changed.program} gives another value with the library on ${changed.inputs.join(" ")}: is every primitive of the domain a function of its arguments?`,
  );
}

/** Lets signals and the display in between the turns of the search. */
async function search(
  corpus: Corpus,
  options: CompressCommandOptions,
  typed: TypedLibrary | undefined,
  signal: AbortSignal,
  terminal: Terminal,
): Promise<Compression> {
  const quiet = options.json === true || options.dreamcoder === true;
  const display = quiet ? undefined : createDisplay(terminal);
  let printed = 0;
  const print = (abstractions: readonly Abstraction[]): void => {
    for (const one of abstractions.slice(printed)) {
      if (printed++ === 0) display?.print(terminal.colors.dim(HEADER));
      display?.print(cutText(row(one, typed?.types), terminal.width));
    }
  };
  const steps = compressing(corpus, {
    ...compressOptions(options),
    ...(typed === undefined ? {} : { accepts: typed.accepts, onAbstraction: typed.onAbstraction }),
    shouldStop: () => signal.aborted,
  });
  let shown = performance.now();
  try {
    for (;;) {
      const step = steps.next();
      print(step.value.abstractions);
      if (step.done === true) return step.value;
      await new Promise((resolve) => setImmediate(resolve));
      if (performance.now() - shown < 200) continue;
      shown = performance.now();
      display?.status(progressLines(step.value, terminal));
    }
  } finally {
    display?.close();
  }
}

function progressLines(progress: Progress, terminal: Terminal): string[] {
  const { step, best, counts } = progress;
  const found = best === undefined ? "" : `, saves ${best.utility}: ${clip(best.body, 60)}`;
  const line = `abstraction ${step + 1}: ${printCount(counts.expansions)} expansions${found}`;
  return [terminal.colors.dim(clip(line, Math.min(terminal.width, 120)))];
}

const clip = (text: string, width: number): string =>
  plainText(text.length <= width ? text : `${text.slice(0, width - 1)}…`);

function compressOptions(options: CompressCommandOptions): CompressOptions {
  return {
    iterations: options.iterations,
    maxArity: options.maxArity,
    candidates: options.candidates,
    costs: {
      lambda: options.costLam,
      application: options.costApp,
      variable: options.costVar,
      primitive: options.costPrimDefault,
      ...(options.costPrim === undefined ? {} : { primitives: options.costPrim }),
    },
    structurePenalty: options.structurePenalty,
    allowSingleTask: options.allowSingleTask === true,
    curriedArguments: options.curriedMetavars,
    curriedBodies: options.curriedBodies,
    etaLong: options.etaLong === true,
    ...(options.fusedLambdaTags === undefined ? {} : { fusedTags: options.fusedLambdaTags }),
    constantArguments: options.constantArguments === true,
    stopWhen: options.stopWhen,
    ...(options.without === undefined ? {} : { without: new Set(options.without) }),
    prefix: options.prefix,
  };
}

const HEADER = `${"name".padEnd(8)}${"calls".padStart(8)}${"utility".padStart(12)}${"cost after".padStart(12)}  body`;

function row(one: Abstraction, types: ReadonlyMap<string, string> | undefined): string {
  const { name, calls, utility, costAfter, body } = one;
  const numbers = `${String(calls).padStart(8)}${String(utility).padStart(12)}${String(costAfter).padStart(12)}`;
  const type = types?.get(name);
  const shown = `${plainText(body)}${type === undefined ? "" : ` : ${type}`}`;
  return `${plainText(name).padEnd(8)}${numbers}  ${shown}`;
}

function summary(compression: Compression, elapsedMs: number): string {
  const { abstractions, originalCost, finalCost, counts, stop } = compression;
  const expansions = counts.reduce((sum, one) => sum + one.expansions, 0);
  const ratio = finalCost === 0 ? "" : ` (${(originalCost / finalCost).toFixed(2)}x)`;
  const count = abstractions.length;
  const parts = [
    `cost ${originalCost} -> ${finalCost}${ratio}`,
    counted(count, "abstraction"),
    `${printCount(expansions)} expansions`,
    printDuration(elapsedMs),
  ];
  return `${parts.join(", ")}${STOPPED[stop]}`;
}

const STOPPED = {
  iterations: "",
  "no abstraction": "; no other abstraction pays",
  "description length": "; another abstraction would cost more bits than it saves",
  stopped: "; stopped",
} as const;

function parseArity(text: string): number {
  const arity = parseSeed(text);
  if (arity > MAX_ARITY) throw new InvalidArgumentError(`It must be at most ${MAX_ARITY}.`);
  return arity;
}

function parseCost(text: string): number {
  const cost = parseSeed(text);
  if (cost > MAX_COST) throw new InvalidArgumentError(`It must be at most ${MAX_COST}.`);
  return cost;
}

function parseCosts(text: string): ReadonlyMap<string, number> {
  const wrong = new InvalidArgumentError(
    `It must be JSON such as '{"map": 50}', of whole numbers.`,
  );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw wrong;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong;
  const costs = new Map<string, number>();
  for (const [name, cost] of Object.entries(value)) {
    if (!Number.isSafeInteger(cost) || cost < 0 || cost > MAX_COST) throw wrong;
    costs.set(name, cost as number);
  }
  return costs;
}

function parseFactor(text: string): number {
  const factor = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (!(factor >= 0 && factor <= 1e6))
    throw new InvalidArgumentError("It must be a number from 0 up.");
  return factor;
}

function parseTags(text: string): ReadonlySet<number> {
  if (!/^\d{1,9}(,\d{1,9})*$/.test(text)) {
    throw new InvalidArgumentError("It must be whole numbers such as 2,3.");
  }
  return new Set(text.split(",").map(Number));
}

function parsePrefix(text: string): string {
  if (/^[^\s()"[\]#$]+$/.test(text) && !/^lam(bda)?(_\d*)?$/.test(text)) return text;
  throw new InvalidArgumentError("It must be the beginning of a name, such as fn_.");
}
