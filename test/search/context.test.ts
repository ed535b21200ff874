import { describe, expect, test } from "vitest";
import { text } from "../../src/domains/text/text.ts";
import { type Domain, domain } from "../../src/dsl/domain.ts";
import { primitive } from "../../src/dsl/primitive.ts";
import { printSexpr } from "../../src/dsl/printSexpr.ts";
import { splitFunctionType } from "../../src/dsl/type.ts";
import {
  type WeightedGrammar,
  type Weights,
  domainProductions,
} from "../../src/dsl/weightedGrammar.ts";
import { compile } from "../../src/interp/evaluate.ts";
import { BottomUp } from "../../src/search/bottomUp.ts";
import { domainGrammar } from "../../src/search/domainGrammar.ts";
import type { SearchGrammar } from "../../src/search/searchGrammar.ts";
import { noCounts } from "../../src/search/solveResult.ts";
import { weightedCosts } from "../../src/search/weightedCosts.ts";
import { createRng } from "../../src/support/rng.ts";
import { typeOf } from "../dsl/parsed.ts";
import { termsOf } from "./enumerateTwin.ts";
import { expectTwin } from "./expectTwin.ts";

// No two terms give the same text, so that each must have the cost that its places give it.
const shown = (name: string, type: string): ReturnType<typeof primitive> =>
  primitive({
    name,
    type,
    doc: name,
    examples: [],
    range: "top",
    evaluate: (...parts: readonly string[]) => `${name}(${parts.join()})`,
  });
const free: Domain = domain({
  name: "free",
  doc: "terms as texts",
  types: [...text.types.values()],
  primitives: [
    shown("f", "string -> string"),
    shown("g", "string -> string -> string"),
    primitive({
      name: "apply",
      type: "(string -> string) -> string -> string",
      doc: "apply",
      examples: [],
      range: "top",
      evaluate: (of: (x: string) => string | undefined, x: string) => `apply(${of(`#${x}`)},${x})`,
    }),
  ],
  literals: { string: ["a", "b"] },
});

/** Weights that differ from place to place. */
function placed(of: Domain, seed: number, spread: number): WeightedGrammar {
  const productions = domainProductions(of);
  const rng = createRng(seed);
  const weight = (): number => -spread * rng.next();
  const weights = (): Weights => ({
    variable: weight(),
    productions: productions.map(weight),
  });
  return {
    productions,
    start: weights(),
    variable: weights(),
    arguments: productions.map(({ type }) => splitFunctionType(type).parameters.map(weights)),
  };
}

const request = typeOf("string -> string");
const grammarOf = (seed: number, spread = 3): SearchGrammar =>
  weightedCosts(domainGrammar(free, request), placed(free, seed, spread));

describe("where costs depend on the place", () => {
  test("each term has in the bank what its places cost", () => {
    for (const seed of [1, 2, 3]) {
      const grammar = grammarOf(seed);
      expect(grammar.surcharges).toBeDefined();
      const counts = expectTwin(grammar, free, [["x"], ["y"]], 14);
      expect(counts.equal).toBe(0);
    }
  });

  test("a program is found, and told to cost what it does as a whole", () => {
    for (const seed of [1, 2, 3]) {
      const grammar = grammarOf(seed);
      const bodies = termsOf(grammar, "body");
      for (let cost = 1; cost <= 14; cost++) {
        for (const program of bodies(cost).slice(0, 3)) {
          const output = compile(program, free).run("x");
          expect(firstMatch(grammar, output)).toEqual({ program: printSexpr(program), cost });
        }
      }
    }
  });
});

/** The first program that gives a text for "x", and its cost. */
function firstMatch(
  grammar: SearchGrammar,
  output: unknown,
): { program: string; cost: number } | undefined {
  const stop = Symbol("stop");
  let found: { program: string; cost: number } | undefined;
  const counts = noCounts();
  const bank = new BottomUp({
    grammar,
    rows: [{ inputs: ["x"], output: output }],
    limits: free.limits,
    fuel: 1000,
    memoryBytes: 2 ** 28,
    rng: createRng(1),
    counts,
    laws: true,
    onMatch: (program, cost) => {
      found = { program: printSexpr(program), cost };
      throw stop;
    },
    onLevel: (cost) => {
      if (cost > 40) throw stop;
    },
    onCheck: () => {},
    candidatesLeft: () => Infinity,
    clock: () => 0,
  });
  try {
    bank.run();
  } catch (error) {
    if (error !== stop) throw error;
  }
  return found;
}
