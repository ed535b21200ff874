import { expect } from "vitest";
import type { Domain } from "../../src/dsl/domain.ts";
import { BottomUp } from "../../src/search/bottomUp.ts";
import { type Counts, noCounts } from "../../src/search/solveResult.ts";
import { type SearchGrammar, hasConditional } from "../../src/search/searchGrammar.ts";
import { createRng } from "../../src/support/rng.ts";
import { behaviour, behavioursUpTo } from "./enumerateTwin.ts";

/** A bank over a grammar that asks for no output in particular. */
export function bankOver(
  grammar: SearchGrammar,
  inputs: readonly (readonly unknown[])[],
  of: Domain,
): { bank: BottomUp; counts: Counts } {
  const counts = noCounts();
  const bank = new BottomUp({
    grammar,
    rows: inputs.map((row) => ({ inputs: row, output: 0 })),
    limits: of.limits,
    fuel: 1000,
    memoryBytes: 2 ** 28,
    rng: createRng(1),
    counts,
    laws: true,
    onMatch: () => {},
    onLevel: () => {},
    onCheck: () => {},
    candidatesLeft: () => Infinity,
    clock: () => 0,
  });
  return { bank, counts };
}

/** Checks the bank against exhaustive enumeration and gives back its counts. */
export function expectTwin(
  grammar: SearchGrammar,
  of: Domain,
  inputs: readonly (readonly unknown[])[],
  cost: number,
): Counts {
  const { bank, counts } = bankOver(grammar, inputs, of);
  const programs = bank.enumerate(cost);
  const found = new Map(
    programs.map(({ program, cost: own }) => [behaviour(program, inputs, of), own]),
  );
  expect(found.size, "two programs with equal outputs").toBe(programs.length);
  const costs = programs.map((entry) => entry.cost);
  expect(costs).toEqual([...costs].sort((a, b) => a - b));
  const partial = hasConditional(grammar);
  const wanted = [...behavioursUpTo(grammar, cost, inputs, of)];
  for (const [key, own] of found) expect(wanted).toContainEqual([key, own]);
  for (const [key, own] of wanted) {
    // What faults everywhere is no part of a solution; what faults somewhere only under a conditional.
    if (partial ? /^(fault ?)*$/.test(key) : key.includes("fault")) continue;
    if (found.has(key)) continue;
    // A conditional whose condition is one value or none is no better than the branch it chooses.
    const better = [...found].find(([other, cheaper]) => cheaper <= own && covers(other, key));
    if (!partial || !key.includes("fault") || better === undefined) {
      throw new Error(`no program is found for ${key}`);
    }
  }
  return counts;
}

/** Has the first behaviour every value that the second one has? */
function covers(one: string, other: string): boolean {
  const values = one.split(" ");
  return other.split(" ").every((value, i) => value === "fault" || value === values[i]);
}
