import { describe, expect, test } from "vitest";
import { list } from "../../src/domains/list/list.ts";
import { logLikelihood } from "../../src/dsl/derivation.ts";
import { type Frontier, fitGrammar } from "../../src/dsl/fitGrammar.ts";
import {
  type HeadProduction,
  type WeightedGrammar,
  domainProductions,
  unigramGrammar,
} from "../../src/dsl/weightedGrammar.ts";
import { productionsOf, termOf, typeOf } from "./parsed.ts";

const frontier = (request: string, ...programs: readonly string[]): Frontier => ({
  request: typeOf(request),
  programs: programs.map((text) => ({ program: termOf(text) })),
});

const FRONTIERS = [
  frontier("list int -> int", "(lambda (car $0))", "(lambda (index 0 $0))"),
  frontier("list int -> list int", "(lambda (cdr $0))"),
  frontier("list int -> list int", "(lambda (map (lambda (+ $0 1)) $0))"),
  frontier("list int -> int", "(lambda (length $0))"),
  frontier("list int -> int", "(lambda (car (cdr $0)))", "(lambda (index 1 $0))"),
];
const productions = domainProductions(list);

/** Log likelihood of frontiers, from the definition. */
const score = (frontiers: readonly Frontier[], grammar: WeightedGrammar): number =>
  frontiers.reduce((sum, { request, programs }) => {
    const likelihood = programs.reduce(
      (all, { program, weight = 1 }) =>
        all + weight * Math.exp(logLikelihood(program, request, grammar).logP),
      0,
    );
    return sum + Math.log(likelihood);
  }, 0);

const weightOf = (grammar: WeightedGrammar, name: string, all: readonly HeadProduction[]): number =>
  grammar.start.productions[
    all.findIndex(({ term }) => term.kind === "primitive" && term.name === name)
  ] as number;

describe("fitting a grammar to frontiers", () => {
  test("makes them likelier with every round", () => {
    for (const bigram of [false, true]) {
      const scores = [0, 1, 2, 4, 8, 16].map((rounds) => {
        const { grammar, logLikelihood: told } = fitGrammar(productions, FRONTIERS, {
          rounds,
          bigram,
          pseudoCount: 0,
        });
        expect(told).toBeCloseTo(score(FRONTIERS, grammar), 8);
        return told;
      });
      for (const [index, value] of scores.slice(1).entries()) {
        expect(value).toBeGreaterThanOrEqual((scores[index] as number) - 1e-9);
      }
      expect(scores[1]).toBeGreaterThan((scores[0] as number) + 1);
    }
  });

  test("finds weights that no small change makes better", () => {
    const single = FRONTIERS.filter(({ programs }) => programs.length === 1);
    const names = productionsOf("map + car cdr length empty 0 1");
    const { grammar } = fitGrammar(names, single, { pseudoCount: 0 });
    const { start } = grammar;
    const best = score(single, grammar);
    for (const index of start.productions.keys()) {
      for (const change of [-0.05, 0.05]) {
        const moved = start.productions.map((w, i) => (i === index ? w + change : w));
        const other = unigramGrammar(names, { ...start, productions: moved });
        expect(score(single, other)).toBeLessThanOrEqual(best + 1e-9);
      }
    }
    for (const change of [-0.05, 0.05]) {
      const other = unigramGrammar(names, { ...start, variable: start.variable + change });
      expect(score(single, other)).toBeLessThan(best);
    }
  });

  test("knows the place of a choice when it fits bigrams", () => {
    const options = { pseudoCount: 0.01 };
    const unigram = fitGrammar(productions, FRONTIERS, options);
    const bigram = fitGrammar(productions, FRONTIERS, { ...options, bigram: true });
    expect(bigram.logLikelihood).toBeGreaterThan(unigram.logLikelihood + 1);
    // In the list of `map` only variables were seen.
    const map = productions.findIndex(
      ({ term }) => term.kind === "primitive" && term.name === "map",
    );
    const place = bigram.grammar.arguments[map]?.[1];
    expect(Math.max(...(place?.productions ?? []))).toBeLessThan(place?.variable as number);
  });

  test("shares a frontier's weight by the posterior of its programs", () => {
    const { grammar } = fitGrammar(productions, FRONTIERS, { rounds: 30, pseudoCount: 0 });
    // `car` is what the tasks share; `index` needs a numeral that nothing else uses.
    expect(weightOf(grammar, "car", productions)).toBeGreaterThan(
      weightOf(grammar, "index", productions) + 2,
    );
    const heavy = FRONTIERS.map((one) => ({
      ...one,
      programs: one.programs.map(({ program }, i) => ({ program, weight: i === 0 ? 1e-9 : 1 })),
    }));
    const other = fitGrammar(productions, heavy, { rounds: 30, pseudoCount: 0 });
    expect(weightOf(other.grammar, "index", productions)).toBeGreaterThan(
      weightOf(other.grammar, "car", productions),
    );
  });

  test("leaves every production a weight with pseudo-counts, and no data change nothing", () => {
    for (const bigram of [false, true]) {
      const { grammar } = fitGrammar(productions, FRONTIERS, { bigram });
      const places = [grammar.start, grammar.variable, ...grammar.arguments.flat()];
      for (const { variable, productions: own } of places) {
        for (const weight of [variable, ...own]) expect(weight).toBeGreaterThan(-12);
      }
      const nothing = fitGrammar(productions, [], { bigram });
      const { start } = nothing.grammar;
      for (const weight of start.productions) expect(weight).toBeCloseTo(start.variable, 12);
    }
  });

  test("leaves out programs that no productions make", () => {
    const odd = frontier("int -> int", "(lambda ((lambda $0) $0))");
    const fit = fitGrammar(productions, [odd, ...FRONTIERS]);
    expect(fit.used).toBe(FRONTIERS.length);
    expect(fit.grammar).toEqual(fitGrammar(productions, FRONTIERS).grammar);
  });
});
