import { expect, test } from "vitest";
import { logLikelihood } from "../../src/dsl/derivation.ts";
import { fitGrammar } from "../../src/dsl/fitGrammar.ts";
import {
  type WeightedGrammar,
  productGrammar,
  unigramGrammar,
  uniformGrammar,
} from "../../src/dsl/weightedGrammar.ts";
import { productionsOf, termOf, typeOf } from "./parsed.ts";

const productions = productionsOf("+ car cdr 0 1");
const request = typeOf("list int -> int");
const PROGRAMS = ["(lambda (+ 1 (car $0)))", "(lambda (car (cdr $0)))", "(lambda (+ (+ 0 1) 1))"];

const likelihoods = (grammar: WeightedGrammar): readonly number[] =>
  PROGRAMS.map((program) => logLikelihood(termOf(program), request, grammar).logP);

const fitted = (...texts: readonly string[]): WeightedGrammar =>
  fitGrammar(
    productions,
    texts.map((text) => ({ request, programs: [{ program: termOf(text) }] })),
    { bigram: true },
  ).grammar;

test("a product with uniform weights is the grammar itself, whichever comes first", () => {
  const grammar = fitted("(lambda (+ 1 (car (cdr $0))))", "(lambda (+ 0 1))");
  const uniform = uniformGrammar(productions);
  for (const product of [productGrammar(grammar, uniform), productGrammar(uniform, grammar)]) {
    for (const [index, logP] of likelihoods(product).entries()) {
      expect(logP).toBeCloseTo(likelihoods(grammar)[index] as number, 10);
    }
  }
});

test("a choice is as likely as the product of its chances, among those possible, in each place", () => {
  const one = unigramGrammar(productions, { variable: 0, productions: [0, 0, 0, Math.log(2), 0] });
  const other = fitted("(lambda (+ 1 1))");
  const product = productGrammar(one, other);
  const { start, arguments: places } = other;
  const chances = (weights: typeof start): readonly number[] =>
    [0, 1, 3, 4].map((index) => (index === 3 ? 2 : 1) * Math.exp(weights.productions[index] ?? 0));
  const share = (weights: typeof start, at: number): number => {
    const all = chances(weights);
    return (all[at] as number) / all.reduce((sum, chance) => sum + chance, 0);
  };
  const [left, right] = places[0] as readonly (typeof start)[];
  const expected =
    share(start, 0) * share(left as typeof start, 2) * share(right as typeof start, 3);
  const logP = logLikelihood(termOf("(lambda (+ 0 1))"), request, product).logP;
  expect(Math.exp(logP)).toBeCloseTo(expected, 10);
});

test("what one of them never chooses, their product never does", () => {
  const never = unigramGrammar(productions, {
    variable: 0,
    productions: [0, 0, -Infinity, 0, 0],
  });
  expect(likelihoods(productGrammar(uniformGrammar(productions), never))[1]).toBe(-Infinity);
});
