import type { Explanation } from "../search/solveResult.ts";
import { counted } from "../support/counted.ts";

/** How numbers and programs are written. */
export interface ExplanationPrinters {
  readonly count: (count: number) => string;
  readonly program: (program: Explanation["nearest"][number]["program"]) => string;
}

/**
 * What a search did, for people: how far it came, what became of its candidates, and the programs that
 * came nearest.
 *
 * @param examples how many examples the task has
 */
export function explanationLines(
  explanation: Explanation,
  examples: number,
  print: ExplanationPrinters,
): readonly string[] {
  const { candidates, searchedOn, restarts, completedCost, guidedCandidates, nearest } =
    explanation;
  if (candidates === 0) return [];
  const reach = `every program up to cost ${round(completedCost)} was tried`;
  const onRows =
    searchedOn < examples
      ? ` on ${searchedOn} of ${examples} examples`
      : examples === 1
        ? " on its one example"
        : ` on all ${examples} examples`;
  const again = restarts === 0 ? "" : `, begun anew ${counted(restarts, "time")}`;
  const fates = FATES.filter(([field]) => explanation[field] > 0).map(
    ([field, what]) => `${print.count(explanation[field])} ${what}`,
  );
  const guided =
    guidedCandidates === 0
      ? []
      : [`${guidedCandidates === candidates ? "all" : print.count(guidedCandidates)} guided`];
  return [
    `${reach}${onRows}${again}`,
    [`${print.count(candidates)} candidates`, ...guided, ...fates].join(", "),
    ...nearest.map(({ program, fits }) => `fits ${fits} of ${examples}: ${print.program(program)}`),
  ];
}

const FATES = [
  ["equal", "equal to a cheaper one"],
  ["faulty", "without a value"],
  ["deduced", "in deduction"],
  ["complete", "complete"],
  ["prunedForward", "pruned by what they can give"],
  ["prunedBackward", "pruned by what is asked of a part"],
  ["skippedByLaw", "never built because of a law"],
] as const satisfies readonly (readonly [keyof Explanation, string])[];

const round = (cost: number): number => Math.round(10 * cost) / 10;
