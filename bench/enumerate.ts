// Enumeration of programs in DreamCoder's list domain, without evaluation. Counts are those of
// DreamCoder's own enumerator, which takes 23.8 s for the first row on a 2-core machine; rates are
// medians of three rounds.
import {
  countPrograms,
  domainProductions,
  enumeratePrograms,
  parseType,
  shippedDomains,
  uniformGrammar,
} from "../src/index.ts";
import { benchTable, whole } from "./benchTable.ts";
import { median, processorMs, sum } from "./statistics.ts";
import type { Suite } from "./suite.ts";

/** One request's figures. */
export interface EnumerationFigures {
  readonly request: string;
  /** Programs per bracket of 1.5 nats. */
  readonly counts: readonly number[];
  /** Seconds of a processor to walk all of them, and to list them in order of cost. */
  readonly walkSeconds: number;
  readonly orderedSeconds: number;
}

const REQUESTS = ["list int -> list int", "list int -> list bool", "list int -> int"];
const WIDTH = 1.5;
const MOST_COST = 18;
const ROUNDS = 3;

export const runEnumerate: Suite = () => {
  const figures = enumerationSuite(MOST_COST, ROUNDS);
  const title = `enumerate, programs below ${MOST_COST} nats`;
  return Promise.resolve({ tables: [title, enumerationTable(figures)], json: figures });
};

/** Walks and lists the programs of each request that cost less than `mostCost` nats. */
export function enumerationSuite(mostCost: number, rounds: number): readonly EnumerationFigures[] {
  const domain = shippedDomains.get("list");
  if (domain === undefined) throw new Error("the domain `list` is missing");
  const grammar = uniformGrammar(domainProductions(domain));
  return REQUESTS.map((request) => {
    const type = parseType(request);
    if (!type.ok) throw new Error(request);
    let counts: readonly number[] = [];
    const walks: number[] = [];
    const ordered: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const started = processorMs();
      counts = countPrograms(grammar, type.value, mostCost, WIDTH);
      const walked = processorMs();
      let listed = 0;
      for (const _ of enumeratePrograms(grammar, type.value, { mostCost })) listed++;
      if (listed !== sum(counts)) {
        throw new Error("the list and the counts differ");
      }
      walks.push((walked - started) / 1000);
      ordered.push((processorMs() - walked) / 1000);
    }
    return { request, counts, walkSeconds: median(walks), orderedSeconds: median(ordered) };
  });
}

const enumerationTable = (figures: readonly EnumerationFigures[]): string =>
  benchTable(
    ["request", "programs", "walk s", "programs/s", "ordered s", "per bracket"],
    figures.map(({ request, counts, walkSeconds, orderedSeconds }) => {
      const total = sum(counts);
      return [
        request,
        whole(total),
        walkSeconds.toFixed(2),
        whole(total / walkSeconds),
        orderedSeconds.toFixed(2),
        counts.join(" "),
      ];
    }),
  );
