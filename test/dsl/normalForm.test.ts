import { describe, expect, test } from "vitest";
import { list } from "../../src/domains/list/list.ts";
import { betaNormal, etaLong } from "../../src/dsl/normalForm.ts";
import { printSexpr } from "../../src/dsl/printSexpr.ts";
import { type Term, apply, primitiveReference } from "../../src/dsl/term.ts";
import { evaluate } from "../../src/interp/evaluate.ts";
import { termOf } from "./parsed.ts";

const shown = (term: Term | undefined): string =>
  term === undefined ? "none" : printSexpr(term, list, { bareOperators: true });

describe("the beta-normal form", () => {
  test.each([
    ["\\x -> (\\y -> y + 1) x", "(lambda (+ $0 1))"],
    ["\\x -> \\y -> (\\f -> f x y) (\\a b -> a - b)", "(lambda (lambda (- $1 $0)))"],
    ["\\x -> (\\y -> \\z -> y + z) x", "(lambda (lambda (+ $1 $0)))"],
    ["\\xs -> map (\\x -> (\\y -> y + x) x) xs", "(lambda (map (lambda (+ $0 $0)) $0))"],
    ["\\x -> #(lambda (+ $0 1)) x", "(lambda (+ $0 1))"],
  ])("of %s is %s", (text, normal) => {
    expect(shown(betaNormal(termOf(text)))).toBe(normal);
  });

  test("writes definitions out, those that they call too, and means the same", () => {
    const bodies = new Map([
      ["inc", termOf("\\x -> x + 1")],
      ["each", termOf("\\f xs -> fold xs empty (\\x r -> f x :: r)")],
    ]);
    bodies.set("incs", apply(primitiveReference("each"), primitiveReference("inc")));
    const normal = betaNormal(primitiveReference("incs"), bodies) as Term;
    expect(shown(normal)).toBe("(lambda (fold $0 empty (lambda (lambda (cons (+ $1 1) $0)))))");
    expect(evaluate(normal, [[1, 2]], list)).toEqual([2, 3]);
  });

  test("that is too large is none", () => {
    const bodies = new Map([["d0", termOf("\\x -> x + 1")]]);
    for (let i = 1; i < 30; i++) {
      const before = primitiveReference(`d${i - 1}`);
      bodies.set(`d${i}`, apply(termOf("\\f g x -> f x + g x"), before, before));
    }
    expect(betaNormal(primitiveReference("d29"), bodies)).toBeUndefined();
  });

  test("that goes too deep for who reads it is none", () => {
    const bodies = new Map([["d0", termOf("\\x -> x + 1")]]);
    for (let i = 1; i < 16; i++) {
      const before = primitiveReference(`d${i - 1}`);
      bodies.set(`d${i}`, apply(termOf("\\f x -> f (f x)"), before));
    }
    expect(betaNormal(primitiveReference("d9"), bodies)).toBeDefined();
    expect(betaNormal(primitiveReference("d15"), bodies)).toBeUndefined();
  });
});

test.each([
  ["\\xs -> map car xs", "(lambda (map (lambda (car $0)) $0))"],
  ["\\x xs -> map (+ x) xs", "(lambda (lambda (map (lambda (+ $2 $0)) $0)))"],
  ["\\xs -> fold xs empty cons", "(lambda (fold $0 empty (lambda (lambda (cons $1 $0)))))"],
  ["(+)", "(lambda (lambda (+ $1 $0)))"],
])("the eta-long form of %s is %s", (text, long) => {
  expect(shown(etaLong(termOf(text), list))).toBe(long);
});
