import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { list } from "../../src/domains/list/list.ts";
import { domainProductions, unigramGrammar } from "../../src/dsl/weightedGrammar.ts";
import { domainGrammar } from "../../src/search/domainGrammar.ts";
import { NATS_PER_UNIT, weightedCosts } from "../../src/search/weightedCosts.ts";
import { typeOf } from "../dsl/parsed.ts";

const productions = domainProductions(list);

describe("costs from weights", () => {
  test("are whole units, and less than a unit from the probability among a nonterminal's", () => {
    const weight = fc.double({ min: -6, max: 2, noNaN: true });
    fc.assert(
      fc.property(
        weight,
        fc.array(weight, { minLength: productions.length, maxLength: productions.length }),
        (variable, weights) => {
          const grammar = domainGrammar(list, typeOf("list int -> int"));
          const weighted = weightedCosts(
            grammar,
            unigramGrammar(productions, { variable, productions: weights }),
          );
          // What has no weight, such as a type foreign to the task, costs more by kind.
          const penaltyOf = (number: number): number =>
            weighted.scale * (weighted.productions[number]?.penalty ?? 0);
          for (const { productions: numbers } of weighted.nonterminals) {
            const known = numbers.map((number) => {
              const { head } = weighted.productions[
                number
              ] as (typeof weighted.productions)[number];
              const name = head.kind === "call" ? head.primitive.name : undefined;
              const at = productions.findIndex(({ term }) =>
                term.kind === "primitive"
                  ? term.name === name
                  : head.kind === "literal" && term.value === head.literal.value,
              );
              return {
                cost: (weighted.productions[number] as { cost: number }).cost - penaltyOf(number),
                weight: weights[at] as number,
              };
            });
            for (const one of known) {
              expect(Number.isInteger(one.cost) && one.cost >= 1).toBe(true);
              for (const other of known) {
                // Normalisation is the same for both.
                const apart = (other.weight - one.weight) / NATS_PER_UNIT;
                expect(Math.abs(one.cost - other.cost - apart)).toBeLessThanOrEqual(1.5);
                expect(one.weight > other.weight && one.cost > other.cost).toBe(false);
              }
            }
          }
        },
      ),
      { numRuns: 10 },
    );
  });
});
