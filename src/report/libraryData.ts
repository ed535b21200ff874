import type { Abstraction, Compression } from "../library/compress.ts";
import { HOW_TO_READ } from "./describeLibrary.ts";
import { clip } from "./markup.ts";
import type { ReportAbstraction, ReportData } from "./reportData.ts";

const MOST = { body: 4_000, type: 600, use: 300, uses: 5 } as const;

export interface LibraryDataOptions {
  readonly title: string;
  readonly subtitle: string;
  readonly time?: string;
  /** Types of abstractions, by name, as text. */
  readonly types?: ReadonlyMap<string, string>;
}

/** What a compression learned, as a page shows it. */
export function libraryData(compression: Compression, options: LibraryDataOptions): ReportData {
  const { abstractions, originalCost, finalCost, rewritten } = compression;
  const { title, subtitle, time, types } = options;
  const uses = usesOf(compression);
  const ratio = finalCost === 0 ? "" : ` (${(originalCost / finalCost).toFixed(2)} times shorter)`;
  return {
    title,
    subtitle,
    ...(time === undefined ? {} : { time }),
    facts: [
      ["programs", String(rewritten.length)],
      ["abstractions", String(abstractions.length)],
      ["cost", `${originalCost} → ${finalCost}${ratio}`],
    ],
    problems: [],
    tasks: [],
    iterations: [],
    losses: [],
    library: {
      summary:
        abstractions.length === 0
          ? "No abstraction saves more than it costs."
          : `Functions that make the programs shorter, in the order in which they were learned. ${HOW_TO_READ}`,
      abstractions: abstractions.map((one) =>
        described(one, types?.get(one.name), uses.get(one.name) ?? []),
      ),
      costs: [originalCost, ...abstractions.map(({ costAfter }) => costAfter)],
    },
  };
}

/** The first programs that call each abstraction, by its name. */
function usesOf({ abstractions, rewritten }: Compression): ReadonlyMap<string, readonly string[]> {
  const uses = new Map(abstractions.map(({ name }): [string, string[]] => [name, []]));
  for (const program of rewritten) {
    for (const word of new Set(program.split(/[\s()]+/))) {
      const of = uses.get(word);
      if (of !== undefined && of.length < MOST.uses) of.push(clip(program, MOST.use));
    }
  }
  return uses;
}

const described = (
  one: Abstraction,
  type: string | undefined,
  uses: readonly string[],
): ReportAbstraction => ({
  name: one.name,
  proposedName: one.proposedName,
  ...(type === undefined ? {} : { type: clip(type, MOST.type) }),
  body: clip(one.body, MOST.body),
  callees: one.callees,
  facts: [
    ["arguments", String(one.arity)],
    ["calls", String(one.calls)],
    ["saves", String(one.utility)],
    ["cost after", String(one.costAfter)],
    ...(one.optimal ? [] : [["its search was", "stopped early"] as const]),
  ],
  weight: one.utility,
  uses,
});
