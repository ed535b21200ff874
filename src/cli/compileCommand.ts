import type { Command } from "commander";
import type { Domain } from "../dsl/domain.ts";
import { printTerm } from "../dsl/printTerm.ts";
import type { Range } from "../dsl/range.ts";
import type { Term } from "../dsl/term.ts";
import type { CompilerModel } from "../neural/compiler/compilerFile.ts";
import type { ListingRow } from "../neural/compiler/listing.ts";
import { renderTable } from "../report/table.ts";
import { commandDomain } from "./commandDomain.ts";
import { COMPILER_DOMAIN, SHIPPED_COMPILER, compilerOption } from "./compilerModelFile.ts";
import { EXIT } from "./exitCode.ts";
import { InputError } from "./inputError.ts";
import { readProgram } from "./readProgram.ts";
import type { Terminal } from "./terminal.ts";

export function addCompileCommand(program: Command, terminal: Terminal): void {
  program
    .command("compile")
    .description("compile a program of domain micro to the micro-operations of a network, and back")
    .argument("<program>", "a function of one list, in either notation; put it in single quotes")
    .addOption(compilerOption())
    .option("--listing", "show what each micro-operation sets")
    .addHelpText(
      "after",
      `
\`synth train --model compiler\` trains one, into runs/compiler. docs/program-compiler.md tells how it works.

Examples:
  synth compile '\\xs -> sum (map inc xs)' --model runs/compiler
  synth compile '\\xs -> filter (\\x -> x > 2) xs' --listing --model runs/compiler
  synth eval --domain micro --neural --model runs/compiler '\\xs -> sum (map inc xs)' '[3, 4]'`,
    )
    .action(async (text: string, options: { model?: string; listing?: boolean }) => {
      const domain = await commandDomain(COMPILER_DOMAIN);
      const { term } = readProgram(text, domain);
      await withCompiler(options.model, term, async (model, tokens) => {
        const neural = await import("../neural/compiler/inspect.ts");
        terminal.print(`runs as     ${neural.printTokens(tokens)}`);
        terminal.print(`written as  ${neural.printTokens(neural.sourceOrder(tokens))}`);
        const [back] = neural.readBack(model, tokens);
        const read = back === undefined ? "-" : printTerm(neural.termOf(back.tokens), domain);
        terminal.print(`read back   ${read}`);
        if (options.listing === true) {
          terminal.print("");
          for (const line of listingLines(neural.listing(model, tokens), terminal.width)) {
            terminal.print(line);
          }
        }
      });
    });
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
  term: Term,
  use: (model: CompilerModel, tokens: readonly number[]) => Promise<void>,
): Promise<void> {
  const neural = await import("../neural/compiler/inspect.ts");
  await withModel(asked, async (model) => {
    const tokens = neural.tokensOf(term, model.config.tokens);
    if (!tokens.ok) {
      throw new InputError(`the network cannot read the program: ${tokens.error.message}`);
    }
    await use(model, neural.padded(tokens.value, model.config.tokens));
  });
}

/** Runs a program by a network beside the exact steps, state by state. */
export async function evaluateByNetwork(
  asked: string | undefined,
  term: Term,
  domain: Domain,
  input: { readonly value: unknown } | { readonly range: Range },
  terminal: Terminal,
): Promise<void> {
  if (domain.name !== COMPILER_DOMAIN) {
    throw new InputError(`--neural is for programs of domain ${COMPILER_DOMAIN}`);
  }
  await withCompiler(asked, term, async (model, tokens) => {
    const neural = await import("../neural/compiler/inspect.ts");
    const argument =
      "range" in input ? neural.rangeSlot(input.range) : neural.valueSlot(input.value);
    if (argument === undefined) {
      throw new InputError("the network reads lists of at most 6 integers from -32 to 63");
    }
    const rows = neural.sideBySide(model, tokens, argument);
    const lines = renderTable(
      [{ title: "after" }, { title: "stack" }, { title: "by the network" }, { title: "" }],
      rows.map(({ token, exact, network, equal }) => [token, exact, network, equal ? "✓" : "✗"]),
      terminal.width,
    );
    for (const line of lines) terminal.print(line);
    if (rows.at(-1)?.equal !== true) process.exitCode = EXIT.unsolved;
  });
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
