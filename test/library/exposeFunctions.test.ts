import { describe, expect, test } from "vitest";
import { list } from "../../src/domains/list/list.ts";
import { uniformGrammar } from "../../src/dsl/weightedGrammar.ts";
import { ProgramSampler } from "../../src/dsl/sampleProgram.ts";
import { betaNormal, etaLong } from "../../src/dsl/normalForm.ts";
import { printSexpr } from "../../src/dsl/printSexpr.ts";
import { exposeFunctions } from "../../src/library/exposeFunctions.ts";
import { apply, lambda, literal, primitiveReference, variable } from "../../src/dsl/term.ts";
import { INT } from "../../src/dsl/type.ts";
import { createRng } from "../../src/support/rng.ts";
import { productionsOf, termOf, typeOf } from "../dsl/parsed.ts";

describe("exposing functions", () => {
  test.each([
    [
      "\\xs -> fold xs empty (\\x r -> (x + 1) :: r)",
      "(lambda (fold $0 empty (lambda (lambda (cons ((lambda (+ $0 1)) $1) $0)))))",
    ],
    [
      "\\n xs -> fold xs empty (\\x r -> if x > n then x :: r else r)",
      "(lambda (lambda (fold $0 empty (lambda (lambda (if ((lambda (> $0 $4)) $1) (cons $1 $0) $0))))))",
    ],
    // What depends on two variables, on none or on the program's own stays as it is.
    ["\\xs -> fold xs 0 (\\x n -> x + n)", "(lambda (fold $0 0 (lambda (lambda (+ $1 $0)))))"],
    ["\\x y -> (x + 1) * y", "(lambda (lambda (* (+ $1 1) $0)))"],
  ])("of %s gives %s", (text, exposed) => {
    const given = exposeFunctions(termOf(text));
    // The operator's name in the domain is not the one that people write.
    expect(printSexpr(given, list, { bareOperators: true }).replace("gt?", ">")).toBe(exposed);
  });

  test("is undone by normalising", () => {
    const grammar = uniformGrammar(productionsOf("+ - * 0 1"));
    const sampler = new ProgramSampler(grammar, typeOf("int -> int -> int"));
    const rng = createRng(5);
    let changed = 0;
    for (let i = 0; i < 100; i++) {
      const body = sampler.sample(rng);
      if (body === undefined) continue;
      const fold = apply(primitiveReference("fold"), variable(0), literal(0, INT), body);
      const plain = etaLong(lambda(fold), list);
      const exposed = exposeFunctions(plain);
      const before = printSexpr(plain, list);
      if (printSexpr(exposed, list) !== before) changed++;
      const normal = betaNormal(exposed);
      expect(normal === undefined ? "" : printSexpr(normal, list)).toBe(before);
    }
    expect(changed).toBeGreaterThan(5);
  });
});
