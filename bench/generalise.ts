// Do programs mean what the examples mean? Searched on a part of what is known of a task, tested on the
// rest, with several settings of how long to go on after the first solution.
import type { SearchSettings } from "../src/search/solveOptions.ts";
import { type Attempt, attempt, budgetOf, budgetText } from "./attempt.ts";
import { benchTable, seconds } from "./benchTable.ts";
import { sum } from "./statistics.ts";
import type { Suite } from "./suite.ts";
import { readTaskSets } from "./taskSets.ts";
import { protocolsOf } from "./trials.ts";

const SETTLES: readonly { name: string; settings: Pick<SearchSettings, "settle"> }[] = [
  { name: "settle 0", settings: { settle: 0 } },
  { name: "default", settings: {} },
  { name: "300k", settings: { settle: 300_000 } },
];

/** What a protocol showed under each setting, in their order. */
interface ProtocolResult {
  readonly set: string;
  readonly protocol: string;
  readonly results: readonly (readonly Attempt[])[];
}

export const runGeneralise: Suite = async (options) => {
  const budget = budgetOf(options);
  const rows = (await readTaskSets(options)).flatMap(({ name: set, tasks, domains }) =>
    protocolsOf(tasks, options.every).map(({ name: protocol, trials }): ProtocolResult => {
      const results = SETTLES.map(({ settings }) =>
        trials.map((trial): Attempt => {
          const { term: _, ...made } = attempt(trial, domains, { ...settings, budget });
          return made;
        }),
      );
      options.onProgress?.(`generalise: ${set}, ${protocol}`);
      return { set, protocol, results };
    }),
  );
  const table = benchTable(
    [
      "set",
      "searched on",
      "trials",
      ...SETTLES.flatMap(({ name }) => [name, "solved", "processor s"]),
    ],
    rows.map(({ set, protocol, results }) => [
      set,
      protocol,
      String(results[0]?.length ?? 0),
      ...results.flatMap((attempts) => [
        String(attempts.filter(({ generalised }) => generalised).length),
        String(attempts.filter(({ solved }) => solved).length),
        seconds(sum(attempts.map(({ elapsedMs }) => elapsedMs))),
      ]),
    ]),
    2,
  );
  const families = rows
    .filter(({ protocol }) => protocol === "families")
    .map(({ set, results }) => `${set}: ${results[0]?.length ?? 0} families`);
  return {
    tables: [`generalise, ${budgetText(budget)}`, ...families, table],
    json: { budget, settles: SETTLES.map(({ name }) => name), rows },
  };
};
