import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { list } from "../../src/domains/list/list.ts";
import { logLikelihood } from "../../src/dsl/derivation.ts";
import { countPrograms, enumeratePrograms } from "../../src/dsl/enumeratePrograms.ts";
import { printSexpr } from "../../src/dsl/printSexpr.ts";
import type { Type } from "../../src/dsl/type.ts";
import {
  type WeightedGrammar,
  type Weights,
  domainProductions,
  uniformGrammar,
} from "../../src/dsl/weightedGrammar.ts";
import { productionsOf, typeOf } from "./parsed.ts";
import { programsBelow } from "./programTwin.ts";

const uniform = uniformGrammar(domainProductions(list));

const textsOf = (programs: Iterable<{ program: Parameters<typeof printSexpr>[0] }>): string[] =>
  [...programs].map(({ program }) => printSexpr(program, list));

describe("the number of programs by cost", () => {
  // Measured with DreamCoder's own enumerator (ellisk42/ec, cb0e63f), uniform grammar, 22 primitives.
  test.each([
    ["list int -> list int", [0, 2, 0, 5, 23, 4, 121, 517, 400, 4663, 7422, 39413]],
    ["list int -> list bool", [0, 1, 2, 0, 7, 29, 30, 357, 481, 1976, 10031, 20179]],
    ["list int -> int", [0, 2, 0, 4, 30, 0, 146, 849, 265, 5662, 4894, 49050]],
  ])("is DreamCoder's for %s", (request, counts) => {
    expect(countPrograms(uniform, typeOf(request), 18, 1.5)).toEqual(counts);
  });

  test("takes a cost at the edge of two brackets for the upper", () => {
    const grammar = uniformGrammar(productionsOf("+ 0 1 2"));
    // Four choices at each node: costs are multiples of ln 4.
    expect(countPrograms(grammar, typeOf("int"), 5.5 * Math.log(4), Math.log(4))).toEqual([
      0, 3, 0, 9, 0, 54,
    ]);
  });

  test("counts a program that costs nothing in the first bracket", () => {
    const grammar = uniformGrammar(productionsOf("empty"));
    expect(countPrograms(grammar, typeOf("int -> list int"), 2, 1)).toEqual([1, 0]);
  });

  test("ends where every choice costs nothing and no program is finite", () => {
    const grammar = uniformGrammar(productionsOf("+"));
    expect(countPrograms(grammar, typeOf("int"), 2, 1)).toEqual([0, 0]);
    expect([...enumeratePrograms(grammar, typeOf("int"))]).toEqual([]);
  });
});

const REQUESTS: readonly (readonly [request: string, names: string, mostCost: number])[] = [
  ["list int -> list int", "map unfold range index fold length if + - empty cons car 0 1", 7.5],
  ["(int -> bool) -> list int -> list int", "fold cons empty if is-prime + 0 5", 8.5],
  ["list a -> a", "car cdr index 0 fold if empty?", 8],
  ["list a -> list (list a)", "map cons empty cdr fold", 8],
  ["bool -> bool -> bool", "if eq? true false car empty 3", 7],
  ["(a -> b) -> list a -> list b", "fold cons empty map unfold", 8],
  ["((int -> int) -> int) -> int", "+ 1 2", 7],
  ["int -> list bool", "unfold empty? gt? eq? 0 range map", 8],
];

describe("enumeration", () => {
  test.each(REQUESTS)("gives all programs of %s that exhaustion gives", (text, names, mostCost) => {
    const request = typeOf(text);
    const grammar = uniformGrammar(productionsOf(names));
    const expected = programsBelow(grammar, request, mostCost);
    expect(expected.length).toBeGreaterThan(10);
    const found = [...enumeratePrograms(grammar, request, { mostCost })];
    expect(textsOf(found).sort()).toEqual(textsOf(expected).sort());
    for (const [index, { cost }] of found.entries()) {
      expect(cost).toBeCloseTo(expected[index]?.cost as number, 9);
    }
    const total = countPrograms(grammar, request, mostCost, 1).reduce((a, b) => a + b, 0);
    expect(total).toBe(expected.length);
  });

  test("does so for any weights, by place", () => {
    const productions = productionsOf("map fold + - empty cons car 0 1 if gt?");
    const weights = fc.record({
      variable: fc.constantFrom(-Infinity, -1, 0, 0.5),
      productions: fc.array(fc.constantFrom(-Infinity, -1, 0, 0.5), {
        minLength: productions.length,
        maxLength: productions.length,
      }),
    });
    const grammars = fc
      .tuple(weights, weights, weights)
      .map(([start, variable, argument]): WeightedGrammar => ({
        productions,
        start,
        variable,
        arguments: uniformGrammar(productions).arguments.map((places) =>
          places.map((_, index): Weights => (index === 0 ? argument : start)),
        ),
      }));
    const requests = fc.constantFrom("list int -> int", "list a -> a", "(int -> int) -> list int");
    fc.assert(
      fc.property(grammars, requests, (grammar, text) => {
        const request: Type = typeOf(text);
        const expected = textsOf(programsBelow(grammar, request, 6)).sort();
        const found = textsOf(enumeratePrograms(grammar, request, { mostCost: 6 })).sort();
        expect(found).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  test("comes in order of cost, and a limit takes the first", () => {
    const request = typeOf("list int -> int");
    const all = [...enumeratePrograms(uniform, request, { mostCost: 13 })];
    expect(all.length).toBeGreaterThan(1000);
    const costs = all.map(({ cost }) => cost);
    expect(costs).toEqual(costs.toSorted((a, b) => a - b));
    // A limit this small is held to in several walks, within classes of equal cost.
    for (const count of [1, 2, 3, 7, 50, 333]) {
      const first = [...enumeratePrograms(uniform, request, { count })];
      expect(textsOf(first)).toEqual(textsOf(all).slice(0, count));
    }
  });

  test("says of each program what its likelihood is", () => {
    const request = typeOf("list int -> list int");
    for (const { program, cost } of enumeratePrograms(uniform, request, { mostCost: 10 })) {
      expect(logLikelihood(program, request, uniform).logP).toBeCloseTo(-cost, 9);
    }
  });
});
