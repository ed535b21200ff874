import { describe, expect, test } from "vitest";
import { list } from "../../src/domains/list/list.ts";
import { enumeratePrograms } from "../../src/dsl/enumeratePrograms.ts";
import { infer } from "../../src/dsl/infer.ts";
import { printSexpr } from "../../src/dsl/printSexpr.ts";
import { ProgramSampler, sampleProgram } from "../../src/dsl/sampleProgram.ts";
import { size } from "../../src/dsl/term.ts";
import {
  domainProductions,
  uniformGrammar,
  unigramGrammar,
} from "../../src/dsl/weightedGrammar.ts";
import { createRng } from "../../src/support/rng.ts";
import { productionsOf, typeOf } from "./parsed.ts";

describe("sampled programs", () => {
  test("are as frequent as they are likely", () => {
    const productions = productionsOf("+ 0 1 car");
    const grammar = unigramGrammar(productions, { variable: 0.5, productions: [-1, 0, 1, -2] });
    const request = typeOf("int -> list int -> int");
    const sampler = new ProgramSampler(grammar, request);
    const rng = createRng(5);
    const drawn = new Map<string, number>();
    const draws = 20_000;
    for (let i = 0; i < draws; i++) {
      const program = sampler.sample(rng, { nodes: 60 });
      if (program === undefined) continue;
      const text = printSexpr(program, list);
      drawn.set(text, (drawn.get(text) ?? 0) + 1);
    }
    for (const { program, cost } of enumeratePrograms(grammar, request, { mostCost: 4 })) {
      const expected = draws * Math.exp(-cost);
      const found = drawn.get(printSexpr(program, list)) ?? 0;
      expect(Math.abs(found - expected)).toBeLessThan(5 * Math.sqrt(expected) + 5);
    }
  });

  test("have the type asked for, keep to the limits and are the same for the same seed", () => {
    const grammar = uniformGrammar(domainProductions(list));
    const request = typeOf("list int -> list int");
    const draw = (seed: number): string => {
      const program = sampleProgram(createRng(seed), request, grammar, { nodes: 12 });
      if (program === undefined) throw new Error("nothing was drawn");
      expect(infer(program, list, { expected: request }).ok).toBe(true);
      // Lambdas are no nodes here, and there are no more of them than arguments.
      expect(size(program)).toBeLessThanOrEqual(24);
      return printSexpr(program, list);
    };
    for (let seed = 0; seed < 30; seed++) expect(draw(seed)).toBe(draw(seed));
  });

  test("are none where no program is that small", () => {
    const grammar = uniformGrammar(productionsOf("+"));
    expect(sampleProgram(createRng(1), typeOf("int"), grammar)).toBeUndefined();
    expect(sampleProgram(createRng(1), typeOf("bool"), grammar)).toBeUndefined();
  });
});
