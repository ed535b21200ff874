// Enumeration of programs in DreamCoder's list domain, without evaluation, in this thread alone:
//
//     npx jiti bench/enumerate.ts [greatest cost] [rounds]
//
// Counts are those of DreamCoder's own enumerator, which takes 23.8 s for the first row on a 2-core
// machine; rates are medians of the rounds.
import { performance } from "node:perf_hooks";
import { pathToFileURL } from "node:url";
import {
  countPrograms,
  domainProductions,
  enumeratePrograms,
  parseType,
  shippedDomains,
  uniformGrammar,
} from "../src/index.ts";
import { renderTable } from "../src/report/table.ts";

/** One request's figures. */
export interface EnumerationFigures {
  readonly request: string;
  /** Programs per bracket of 1.5 nats. */
  readonly counts: readonly number[];
  /** Seconds to walk all of them, and to list them in order of cost. */
  readonly walkSeconds: number;
  readonly orderedSeconds: number;
}

const REQUESTS = ["list int -> list int", "list int -> list bool", "list int -> int"];
const WIDTH = 1.5;

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
      const started = performance.now();
      counts = countPrograms(grammar, type.value, mostCost, WIDTH);
      const walked = performance.now();
      let listed = 0;
      for (const _ of enumeratePrograms(grammar, type.value, { mostCost })) listed++;
      if (listed !== counts.reduce((sum, count) => sum + count, 0)) {
        throw new Error("the list and the counts differ");
      }
      walks.push((walked - started) / 1000);
      ordered.push((performance.now() - walked) / 1000);
    }
    return { request, counts, walkSeconds: median(walks), orderedSeconds: median(ordered) };
  });
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** The figures as text. */
export function enumerationTable(figures: readonly EnumerationFigures[]): string {
  const rows = figures.map(({ request, counts, walkSeconds, orderedSeconds }) => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    return [
      request,
      total.toLocaleString("en"),
      walkSeconds.toFixed(2),
      Math.round(total / walkSeconds).toLocaleString("en"),
      orderedSeconds.toFixed(2),
      counts.join(" "),
    ];
  });
  const titles = ["request", "programs", "walk s", "programs/s", "ordered s", "per bracket"];
  return renderTable(
    titles.map((title, index) =>
      index > 0 && index < 5 ? { title, align: "right" as const } : { title },
    ),
    rows,
    Infinity,
  ).join("\n");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const mostCost = Number(process.argv[2] ?? 18);
  const rounds = Number(process.argv[3] ?? 3);
  process.stdout.write(`${enumerationTable(enumerationSuite(mostCost, rounds))}\n`);
}
