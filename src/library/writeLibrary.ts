import type { Abstraction, Compression } from "./compress.ts";
import { mapLeaves } from "./inlineCalls.ts";
import { printNode } from "./printNode.ts";
import { readTerm } from "./readTerm.ts";
import { InternalError } from "../support/internalError.ts";
import type { Result } from "../support/result.ts";
import { failure, success } from "../support/result.ts";
import { NODE, TermTable } from "./termTable.ts";

/** What is told besides the compression itself. */
export interface WriteOptions {
  /** By task, as in `Corpus.taskNames`. */
  readonly taskNames?: readonly string[];
  /** Types of abstractions, by name, as text. */
  readonly types?: ReadonlyMap<string, string>;
}

/**
 * A compression as plain data with the field names of Stitch's output, and a few more: `calls` (places
 * that call an abstraction, where `num_uses` counts all that it matches), `proposed_name`, `callees`,
 * `optimal`, `type`, and at the top `stop`, `tasks` and `expansions`. `readCorpus` reads it back.
 */
export function libraryJson(
  compression: Compression,
  { taskNames, types }: WriteOptions = {},
): { readonly [field: string]: unknown } {
  const { originalCost, finalCost, abstractions, counts } = compression;
  return {
    original_cost: originalCost,
    final_cost: finalCost,
    compression_ratio: ratio(originalCost, finalCost),
    num_abstractions: abstractions.length,
    stop: compression.stop,
    expansions: counts.reduce((sum, { expansions }) => sum + expansions, 0),
    abstractions: abstractions.map((one) => ({
      name: one.name,
      proposed_name: one.proposedName,
      body: one.body,
      arity: one.arity,
      ...(types?.has(one.name) === true ? { type: types.get(one.name) } : {}),
      utility: one.utility,
      final_cost: one.costAfter,
      compression_ratio: ratio(one.costBefore, one.costAfter),
      cumulative_compression_ratio: ratio(originalCost, one.costAfter),
      num_uses: one.matches,
      calls: one.calls,
      callees: one.callees,
      optimal: one.optimal,
      ...(one.candidates.length > 1 ? { candidates: one.candidates } : {}),
      counts: one.counts,
    })),
    ...(taskNames === undefined
      ? {}
      : { tasks: compression.taskOfProgram.map((task) => taskNames[task]) }),
    original: compression.original,
    rewritten: compression.rewritten,
  };
}

const ratio = (before: number, after: number): number | null =>
  after === 0 ? null : before / after;

/** Texts in DreamCoder's notation hold what they call, written out; together they may be this long. */
const MAX_CHARACTERS = 100_000_000;

/**
 * A compression as DreamCoder exchanges it: `{"DSL", "frontiers"}`, a frontier for each task, each
 * abstraction written where it is called, as `#(lambda ...)`. Fails when that is too long: such a text
 * can be exponential in the number of abstractions.
 */
export function dreamcoderJson(
  compression: Compression,
  { taskNames }: WriteOptions = {},
): Result<{ readonly [field: string]: unknown }, string> {
  const written = new Map<string, string>();
  const primitives = new Set<string>();
  let characters = 0;
  const count = (text: string): boolean => (characters += text.length) <= MAX_CHARACTERS;
  for (const abstraction of compression.abstractions) {
    const text = `#${writeOut(abstraction.body, written, primitives, abstraction)}`;
    if (!count(text)) return failure(tooLong);
    written.set(abstraction.name, text);
  }
  const frontiers: { task: string; programs: { program: string; logLikelihood: number }[] }[] = [];
  for (const [index, program] of compression.rewritten.entries()) {
    const text = writeOut(program, written, primitives);
    if (!count(text)) return failure(tooLong);
    const task = compression.taskOfProgram[index] as number;
    frontiers[task] ??= { task: taskNames?.[task] ?? `task ${task + 1}`, programs: [] };
    frontiers[task].programs.push({ program: text, logLikelihood: 0 });
  }
  const productions = [...primitives, ...written.values()];
  return success({
    DSL: {
      logVariable: 0,
      productions: productions.map((expression) => ({ expression, logProbability: 0 })),
    },
    frontiers,
  });
}

const tooLong = "DreamCoder's notation of this library is too long; ask for fewer iterations";

/** A term with what is in `written` for the names of it, `#0` of an abstraction as the outermost lambda. */
function writeOut(
  text: string,
  written: ReadonlyMap<string, string>,
  primitives: Set<string>,
  abstraction?: Abstraction,
): string {
  const table = new TermTable();
  const read = readTerm(text, table, { arguments: abstraction !== undefined });
  if (!read.ok)
    throw new InternalError(`a term that was written is not read: ${read.error.message}`);
  const arity = abstraction?.arity ?? 0;
  let node = mapLeaves(table, read.value, false, (leaf, lambdas) => {
    switch (table.kind(leaf)) {
      case NODE.argument:
        return table.variable(arity - 1 - table.left(leaf) + lambdas);
      case NODE.primitive: {
        const name = table.name(table.left(leaf));
        const long = written.get(name);
        if (long !== undefined) return table.primitive(long);
        primitives.add(name);
        return leaf;
      }
      default:
        return leaf;
    }
  });
  for (let index = 0; index < arity; index++) node = table.lambda(node);
  return printNode(table, node, "lambda");
}
