import { describe, expect, test } from "vitest";
import { list } from "../../src/domains/list/list.ts";
import { logLikelihood } from "../../src/dsl/derivation.ts";
import { apply, hole, inline, primitiveReference } from "../../src/dsl/term.ts";
import {
  domainProductions,
  uniformGrammar,
  unigramGrammar,
} from "../../src/dsl/weightedGrammar.ts";
import { productionsOf, termOf, typeOf } from "./parsed.ts";

const uniform = uniformGrammar(domainProductions(list));

const costOf = (program: string, request: string): number =>
  -logLikelihood(termOf(program), typeOf(request), uniform).logP;

describe("logLikelihood", () => {
  test("is the sum over nodes of the log share among what unifies there", () => {
    expect(costOf("(lambda (length $0))", "list int -> int")).toBeCloseTo(2 * Math.log(11), 12);
    expect(costOf("(lambda $0)", "list int -> list int")).toBeCloseTo(Math.log(11), 12);
    // Two variables fit and share one weight.
    expect(costOf("(lambda (lambda $0))", "int -> int -> int")).toBeCloseTo(Math.log(12 * 2), 12);
  });

  test("passes on to the right what it found of the types", () => {
    // The function's parameter is an unknown when its body is drawn, the list's elements integers after.
    const cost = costOf("(lambda (map (lambda (+ $0 1)) $0))", "list int -> list int");
    const root = Math.log(11);
    const body = Math.log(12) + Math.log(12) + Math.log(12);
    expect(cost).toBeCloseTo(root + body + Math.log(11), 12);
  });

  test("reads a program as its eta-long form", () => {
    const long = costOf("(lambda (map (lambda (car $0)) $0))", "list (list int) -> list int");
    expect(long).toBeLessThan(Infinity);
    expect(costOf("(lambda (map car $0))", "list (list int) -> list int")).toBeCloseTo(long, 12);
    expect(costOf("(map car)", "list (list int) -> list int")).toBeCloseTo(long, 12);
    expect(costOf("(lambda (lambda ($1 $0)))", "(int -> int) -> int -> int")).toBeCloseTo(
      costOf("(lambda $0)", "(int -> int) -> int -> int"),
      12,
    );
  });

  test("reads an abstraction that is not called as its body", () => {
    const body = termOf("(lambda (+ $0 1))");
    const written = termOf("(lambda (map (lambda (+ $0 1)) $0))");
    const request = typeOf("list int -> list int");
    const program = apply(primitiveReference("map"), inline(body));
    expect(logLikelihood(program, request, uniform).logP).toBeCloseTo(
      logLikelihood(written, request, uniform).logP,
      12,
    );
  });

  test.each([
    ["(lambda (map $0 $0))", "list int -> list int", /has it not where/],
    ["(lambda ((lambda $0) $0))", "int -> int", /reduce the program/],
    ["(lambda 7)", "int -> int", /no such production/],
    ["(lambda (lambda $0))", "int -> int", /a function stands/],
    ["(lambda $0)", "int -> bool", /where `bool` is asked for/],
    ["(lambda (+ $0))", "int -> int", /takes 2 arguments here and has 1/],
  ])("is -Infinity with a reason for %s : %s", (program, request, reason) => {
    const likelihood = logLikelihood(termOf(program), typeOf(request), uniform);
    expect(likelihood.logP).toBe(-Infinity);
    expect(likelihood.reason?.message).toMatch(reason);
  });

  test("is -Infinity for a partial program and for a production without weight", () => {
    expect(logLikelihood(hole(), typeOf("int"), uniform).reason?.message).toMatch(/hole/);
    const productions = productionsOf("0 1");
    const never = unigramGrammar(productions, { variable: 0, productions: [-Infinity, 0] });
    expect(logLikelihood(termOf("0"), typeOf("int"), never).logP).toBe(-Infinity);
    expect(logLikelihood(termOf("1"), typeOf("int"), never).logP).toBe(0);
  });
});
