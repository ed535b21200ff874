import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bits } from "../../../src/domains/bits/bits.ts";
import { list } from "../../../src/domains/list/list.ts";
import type { Definition } from "../../../src/dsl/definition.ts";
import { withDefinitions } from "../../../src/dsl/definition.ts";
import type { Domain } from "../../../src/dsl/domain.ts";
import { parseTerm } from "../../../src/dsl/parseTerm.ts";
import { compile } from "../../../src/interp/evaluate.ts";
import { highHalf, lowHalf } from "../../../src/interp/wordHalves.ts";
import { type Choice, choicesOf } from "../../../src/search/deduce/choice.ts";
import { domainGrammar } from "../../../src/search/domainGrammar.ts";
import { typeOf } from "../../dsl/parsed.ts";

function definition(name: string, type: string, body: string, of: Domain): Definition {
  const parsed = parseTerm(body, { domain: of });
  if (!parsed.ok) throw new Error(parsed.error.message);
  return { name, type: typeOf(type), body: parsed.value.term };
}

/** The choices of the request's result among a domain's primitives and one definition. */
function choicesWith(
  of: Domain,
  request: string,
  ...[type, body]: readonly [string, string] | readonly []
): readonly Choice[] {
  const definitions =
    type === undefined || body === undefined ? [] : [definition("pick", type, body, of)];
  const domain = withDefinitions(of, definitions);
  const grammar = domainGrammar(domain, typeOf(request));
  const choices = choicesOf(grammar.start, grammar, domain);
  return choices.filter(({ production }) => {
    const { head } = grammar.productions[production] ?? {};
    return head?.kind === "call" && (type === undefined || head.primitive.name === "pick");
  });
}

const TERNARY = "int -> int -> int -> int";
const ofInts = (body: string, type = TERNARY): readonly Choice[] =>
  choicesWith(list, "int -> list int -> int", type, body);

describe("a conditional is a choice", () => {
  test("between terms of the result's type", () => {
    const [choice, ...others] = choicesWith(list, "int -> int");
    expect(others).toEqual([]);
    expect(choice).toMatchObject({ condition: 0, whenTrue: 1, whenFalse: 2 });
    expect([true, false, undefined, 1, "true"].map((value) => choice?.test(value))).toEqual([
      true,
      false,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("a definition is a choice", () => {
  test.each<[body: string, shape: Pick<Choice, "condition" | "whenTrue" | "whenFalse">]>([
    ["\\c x y -> if (c > 0) x y", { condition: 0, whenTrue: 1, whenFalse: 2 }],
    ["\\c x y -> if (c > 0) y x", { condition: 0, whenTrue: 2, whenFalse: 1 }],
    ["\\x c y -> if (c > 0) x y", { condition: 1, whenTrue: 0, whenFalse: 2 }],
    ["\\y x c -> if (c > 0) x y", { condition: 2, whenTrue: 1, whenFalse: 0 }],
    ["\\c x y -> if (is-prime (c + c * c)) x y", { condition: 0, whenTrue: 1, whenFalse: 2 }],
  ])("%s", (body, shape) => {
    const [choice, ...others] = ofInts(body);
    expect(others).toEqual([]);
    expect(choice).toMatchObject(shape);
  });

  test.each<[why: string, body: string]>([
    ["a predicate of several variables", "\\c x y -> if (c > x) x y"],
    ["a predicate of none", "\\c x y -> if (1 > 0) x y"],
    ["a predicate of a branch", "\\c x y -> if (x > 0) x y"],
    ["a branch that is repeated", "\\c x y -> if (c > 0) x x"],
    ["a branch that is computed", "\\c x y -> if (c > 0) (x + 1) y"],
    ["a branch that is the condition's", "\\c x y -> if (c > 0) c y"],
    ["something else at the top", "\\c x y -> 1 + if (c > 0) x y"],
    ["no conditional", "\\c x y -> c + x * y"],
    ["a lambda in the predicate", "\\c x y -> if (empty? (map (\\z -> z) (range c))) x y"],
  ])("but not with %s", (_why, body) => {
    expect(ofInts(body)).toEqual([]);
  });

  test("only when its branches are of the result's type", () => {
    const body = "\\c x y -> if (empty? c) x y";
    expect(ofInts(body, "list int -> int -> int -> int")).toHaveLength(1);
    expect(ofInts(body, "list int -> list int -> list int -> list int")).toEqual([]);
  });

  test("and its test is what the definition does, a fault where that has no value", () => {
    const body = "\\xs x y -> if (car xs > length xs) x y";
    const type = "list int -> int -> int -> int";
    const [choice] = ofInts(body, type);
    const evaluator = compile(definition("pick", type, body, list).body, list);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 6 }), (xs) => {
        const chosen = evaluator.run(xs, 1, 2);
        expect(choice?.test(xs)).toBe(chosen === undefined ? undefined : chosen === 1);
      }),
    );
  });
});

describe("a choice by a word", () => {
  test.each([
    "\\c x y -> ite (= c #x01) x y",
    "\\c x y -> ite (bvult (bvand c #x10) (bvmul c c)) y x",
    "\\x c y -> ite (not (bvslt c (bvneg #x04))) x y",
  ])("%s is tested alike as a word and as two halves", (body) => {
    const type = "word -> word -> word -> word";
    const [choice, ...others] = choicesWith(bits, "word -> word", type, body);
    expect(others).toEqual([]);
    if (choice === undefined) throw new Error("no choice");
    const evaluator = compile(definition("pick", type, body, bits).body, bits);
    const word = fc.oneof(
      fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      fc.constantFrom(0n, 1n, 4n, 16n, 2n ** 63n, 2n ** 64n - 1n, 2n ** 32n, 2n ** 64n - 4n),
    );
    fc.assert(
      fc.property(word, (tested) => {
        const inputs = [0n, 0n, 0n];
        inputs[choice.condition] = tested;
        inputs[choice.whenTrue] = 7n;
        const holds = evaluator.run(...inputs) === 7n;
        expect(choice.test(tested)).toBe(holds);
        expect(choice.testHalves?.(lowHalf(tested), highHalf(tested))).toBe(holds);
      }),
    );
  });
});
