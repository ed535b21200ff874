import type { Command } from "commander";
import type { Domain } from "../dsl/domain.ts";
import { type ParsedTerm, toSourceError } from "../dsl/parseTerm.ts";
import { printSexpr } from "../dsl/printSexpr.ts";
import { printTerm } from "../dsl/printTerm.ts";
import type { Range } from "../dsl/range.ts";
import type { CompilerModel } from "../neural/compiler/compilerFile.ts";
import type { Decompiled } from "../neural/compiler/decompile.ts";
import type { ListingRow } from "../neural/compiler/listing.ts";
import type { CompilerData, CompilerRun } from "../report/compilerData.ts";
import { renderTable } from "../report/table.ts";
import { commandDomain } from "./commandDomain.ts";
import { COMPILER_DOMAIN, SHIPPED_COMPILER, compilerOption } from "./compilerModelFile.ts";
import { EXIT } from "./exitCode.ts";
import { InputError } from "./inputError.ts";
import { readProgram } from "./readProgram.ts";
import type { Terminal } from "./terminal.ts";
import { checkReportPath, pageOrigin, writeCompilerReport } from "./writeReport.ts";

export function addCompileCommand(program: Command, terminal: Terminal): void {
  program
    .command("compile")
    .description("compile a program of domain micro to the micro-operations of a network, and back")
    .argument("<program>", "a function of one list, in either notation; put it in single quotes")
    .addOption(compilerOption())
    .option("--listing", "show what each micro-operation sets")
    .option("--report <file>", "also write a page that shows it, with pictures")
    .addHelpText(
      "after",
      `
\`synth train --model compiler\` trains one, into runs/compiler. docs/program-compiler.md tells how it works.

Examples:
  synth compile '\\xs -> sum (map inc xs)' --model runs/compiler
  synth compile '\\xs -> filter (\\x -> x > 2) xs' --listing --model runs/compiler
  synth compile '\\xs -> sum (map inc xs)' --report page.html
  synth eval --domain micro --neural --model runs/compiler '\\xs -> sum (map inc xs)' '[3, 4]'`,
    )
    .action(async (text: string, options: CompileOptions) => {
      const domain = await commandDomain(COMPILER_DOMAIN);
      const program = readProgram(text, domain);
      const { report } = options;
      if (report !== undefined) await checkReportPath(report);
      await withCompiler(options.model, program, async (model, tokens) => {
        const neural = await import("../neural/compiler/inspect.ts");
        const told = neural.bare(tokens);
        terminal.print(`runs as     ${neural.printTokens(told)}`);
        terminal.print(`written as  ${neural.printTokens(neural.sourceOrder(told))}`);
        const readings = neural.readBack(model, tokens);
        const [back] = readings;
        const read = back === undefined ? "-" : printTerm(neural.termOf(back.tokens), domain);
        terminal.print(`read back   ${read}`);
        if (options.listing === true) {
          terminal.print("");
          for (const line of listingLines(neural.listing(model, tokens), terminal.width)) {
            terminal.print(line);
          }
        }
        if (report !== undefined) {
          await writeCompilerReport(
            report,
            await compilerData(options.model, model, tokens, readings, domain),
          );
        }
      });
    });
}

interface CompileOptions {
  readonly model?: string;
  readonly listing?: boolean;
  readonly report?: string;
}

/** Programs that micro-operations are read back as and that a page shows. */
const MOST_READ_BACK = 4;

/** What a page shows of a program, and of its run where there is one. */
async function compilerData(
  asked: string | undefined,
  model: CompilerModel,
  tokens: readonly number[],
  readings: readonly Decompiled[],
  domain: Domain,
  run?: CompilerRun,
): Promise<CompilerData> {
  const neural = await import("../neural/compiler/inspect.ts");
  const term = neural.termOf(tokens);
  const readable = printTerm(term, domain);
  const { layers, microWidth, heads, hidden, patterns } = model.config;
  return {
    ...pageOrigin(),
    facts: [
      ["model", asked ?? "the one that ships"],
      ["micro-operations of a token", `${layers} of ${microWidth} numbers`],
      ["a layer has", `${heads} heads, ${hidden} hidden units, ${patterns} attention patterns`],
    ],
    program: {
      readable,
      sexpr: printSexpr(term, domain),
      written: neural.printTokens(neural.sourceOrder(tokens)),
    },
    decompiled: readings.slice(0, MOST_READ_BACK).map((one) => {
      const program = printTerm(neural.termOf(one.tokens), domain);
      return { program, probability: Math.exp(one.logP), same: program === readable };
    }),
    look: neural.lookInto(model, tokens),
    ...(run === undefined ? {} : { run }),
  };
}

/** Opens the model that was asked for, or the one that ships, or throws an InputError, and frees it in the end. */
export async function withModel(
  asked: string | undefined,
  use: (model: CompilerModel) => Promise<void>,
): Promise<void> {
  // Loaded here, not at the top: other commands do without TensorFlow.js.
  const neural = await import("../neural/compiler/inspect.ts");
  const opened = await neural.openCompiler(asked ?? SHIPPED_COMPILER);
  if (!opened.ok) throw new InputError(opened.error);
  try {
    await use(opened.value);
  } finally {
    neural.disposeCompiler(opened.value);
  }
}

/** Opens a model and reads a program as its tokens, or throws an InputError. */
async function withCompiler(
  asked: string | undefined,
  program: ParsedTerm,
  use: (model: CompilerModel, tokens: readonly number[]) => Promise<void>,
): Promise<void> {
  const neural = await import("../neural/compiler/inspect.ts");
  await withModel(asked, async (model) => {
    const tokens = neural.tokensOf(program.term, model.config.tokens);
    if (!tokens.ok) {
      const message = `the network cannot read the program: ${tokens.error.message}`;
      throw new InputError(toSourceError({ ...tokens.error, message }, program));
    }
    await use(model, neural.padded(tokens.value, model.config.tokens));
  });
}

/**
 * Runs a program by a network beside the exact steps, state by state.
 *
 * @param options.input its argument as it was written, which a page shows
 */
export async function evaluateByNetwork(
  program: ParsedTerm,
  domain: Domain,
  argument: { readonly value: unknown } | { readonly range: Range },
  { model: asked, report, input }: NetworkOptions,
  terminal: Terminal,
): Promise<void> {
  if (domain.name !== COMPILER_DOMAIN) {
    throw new InputError(`--neural is for programs of domain ${COMPILER_DOMAIN}`);
  }
  await withCompiler(asked, program, async (model, tokens) => {
    const neural = await import("../neural/compiler/inspect.ts");
    const slot =
      "range" in argument ? neural.rangeSlot(argument.range) : neural.valueSlot(argument.value);
    if (slot === undefined) {
      throw new InputError("the network reads lists of at most 6 integers from -32 to 63");
    }
    const rows = neural.sideBySide(model, tokens, slot);
    const last = rows.findLastIndex(
      ({ token, network }, i) => token !== "nop" || network !== rows[i - 1]?.network,
    );
    const lines = renderTable(
      [{ title: "after" }, { title: "stack" }, { title: "by the network" }, { title: "" }],
      // What fills the program up and changes nothing is left out.
      rows
        .slice(0, last + 1)
        .map(({ token, exact, network, equal }) => [token, exact, network, equal ? "✓" : "✗"]),
      terminal.width,
    );
    for (const line of lines) terminal.print(line);
    if (report !== undefined) {
      const run = { input, states: rows };
      const readings = neural.readBack(model, tokens);
      const data = await compilerData(asked, model, tokens, readings, domain, run);
      await writeCompilerReport(report, data);
    }
    if (rows.at(-1)?.equal !== true) process.exitCode = EXIT.unsolved;
  });
}

interface NetworkOptions {
  readonly model?: string | undefined;
  /** Where a page is written to; its path has been checked. */
  readonly report?: string | undefined;
  readonly input: string;
}

function listingLines(rows: readonly ListingRow[], width: number): readonly string[] {
  return renderTable(
    [
      { title: "token" },
      { title: "layer", align: "right" },
      { title: "heads" },
      { title: "units open", align: "right" },
      { title: "shut", align: "right" },
      { title: "patterns" },
    ],
    rows.map(({ token, layer, heads, open, shut, patterns }) => [
      layer === 1 ? token : "",
      String(layer),
      heads.map((gate) => gate.toFixed(2)).join(" "),
      String(open),
      String(shut),
      patterns
        .map(
          ({ pattern, weight }) =>
            `${weight < 0 ? "-" : "+"}${Math.abs(weight).toFixed(1)}·${pattern}`,
        )
        .join(" "),
    ]),
    width,
  );
}
