import { describe, expect, test } from "vitest";
import { bits } from "../../src/domains/bits/bits.ts";
import { list } from "../../src/domains/list/list.ts";
import { type Definition, withDefinitions } from "../../src/dsl/definition.ts";
import { type Domain, domain } from "../../src/dsl/domain.ts";
import type { TermGrammar } from "../../src/dsl/grammar.ts";
import { parseTerm } from "../../src/dsl/parseTerm.ts";
import { parseType } from "../../src/dsl/parseType.ts";
import { type Primitive, primitive } from "../../src/dsl/primitive.ts";
import {
  type Term,
  apply,
  hole,
  literal,
  primitiveReference,
  variable,
} from "../../src/dsl/term.ts";
import { BOOL, type Type, WORD, functionType } from "../../src/dsl/type.ts";
import { columnLanes } from "../../src/search/columnLanes.ts";
import { domainGrammar } from "../../src/search/domainGrammar.ts";
import { fileGrammar } from "../../src/search/fileGrammar.ts";
import type { SearchGrammar } from "../../src/search/searchGrammar.ts";
import { wordCodeOf } from "../../src/search/wordCode.ts";
import { expectTwin } from "./expectTwin.ts";

const typeOf = (text: string): Type => {
  const type = parseType(text);
  if (!type.ok) throw new Error(text);
  return type.value;
};

const hasHalves = (grammar: SearchGrammar): boolean => columnLanes(grammar).includes(2);

/** The shipped primitives of these names, with any others. */
const languageOf = (names: readonly string[], others: readonly Primitive[] = []): Domain =>
  domain({
    name: "words",
    doc: "small",
    types: [...list.types.values(), ...bits.types.values()].filter(
      (type, i, all) => all.findIndex(({ name }) => name === type.name) === i,
    ),
    primitives: [...names.map((name) => bits.primitives.get(name) as Primitive), ...others],
    literals: { word: [1n, 0xff00_0000_8000_0001n] },
  });

const prim = (name: string, type: string, evaluate: (...args: never[]) => unknown): Primitive =>
  primitive({ name, type, doc: name, examples: [], evaluate, range: "top" });

const half = primitive({
  ...prim("half", "word -> word", (x: bigint) => ((x & 1n) === 0n ? x >> 1n : undefined)),
  type: "word -> word",
  faults: (x: bigint) => (x & 1n) === 1n,
});

const inputs = [[0n], [5n], [0xffff_ffff_ffff_fff0n], [0x1_0000_0000n]];

describe("a bank of words is exhaustive enumeration up to equal outputs", () => {
  test("with halves for every primitive, and a conditional", () => {
    const of = languageOf(["bvnot", "bvadd", "bvudiv", "bvshl", "bvult", "=", "ite", "and"]);
    const grammar = domainGrammar(of, typeOf("word -> word"));
    expect(hasHalves(grammar)).toBe(true);
    expectTwin(grammar, of, inputs, 5);
    expectTwin(domainGrammar(of, typeOf("word -> bool")), of, inputs, 5);
  });

  test("with a primitive that has no halves, one that gives nonsense and one that throws", () => {
    const of = languageOf(
      ["bvxor", "bvlshr", "bvslt"],
      [
        prim("twice", "word -> word", (x: bigint) => BigInt.asUintN(64, x * 2n)),
        prim("isOdd", "word -> bool", (x: bigint) => (x & 1n) === 1n),
        prim("less", "word -> word", (x: bigint) => x - 1n),
        prim("picky", "word -> word -> word", (x: bigint, y: bigint) => {
          if (x < y) throw new RangeError("no");
          return x;
        }),
        prim("count", "word -> int", (x: bigint) => x.toString(2).length),
        prim("word", "int -> word", (x: number) => BigInt(x)),
      ],
    );
    const grammar = domainGrammar(of, typeOf("word -> word"));
    expect(hasHalves(grammar)).toBe(true);
    expectTwin(grammar, of, inputs, 4);
    expectTwin(domainGrammar(of, typeOf("word -> int")), of, inputs, 5);
    expectTwin(domainGrammar(of, typeOf("word -> bool")), of, inputs, 4);
  });

  test("with words that fault under a conditional, which are ids", () => {
    const of = languageOf(["bvadd", "bvult", "ite"], [half]);
    const grammar = domainGrammar(of, typeOf("word -> word"));
    expect(hasHalves(grammar)).toBe(false);
    const counts = expectTwin(grammar, of, inputs, 6);
    expect(counts.faulty).toBeGreaterThan(0);
  });

  test("with words that fault where nothing mends them, which are halves", () => {
    const of = languageOf(["bvadd", "bvult"], [half]);
    const grammar = domainGrammar(of, typeOf("word -> word"));
    expect(hasHalves(grammar)).toBe(true);
    const counts = expectTwin(grammar, of, inputs, 6);
    expect(counts.faulty).toBeGreaterThan(0);
  });

  test("in lambdas over lists of words", () => {
    const names = ["map", "fold", "cons", "empty"];
    const of = languageOf(
      ["bvadd", "bvnot"],
      names.map((name) => list.primitives.get(name) as Primitive),
    );
    const rows = [[[3n, 1n << 40n]], [[5n]], [[]]];
    const grammar = domainGrammar(of, typeOf("list word -> list word"));
    // A word in a lambda may fault, so that none is halves.
    expect(hasHalves(grammar)).toBe(false);
    expectTwin(grammar, of, rows, 6);
    expectTwin(domainGrammar(of, typeOf("list word -> word")), of, rows, 6);

    const total = languageOf(
      ["bvadd", "bvnot"],
      ["map", "cons"].map((name) => list.primitives.get(name) as Primitive),
    );
    const halves = domainGrammar(total, typeOf("list word -> word -> list word"));
    expect(hasHalves(halves)).toBe(true);
    const wider = rows.map(([words], i) => [words, BigInt(i) << 33n]);
    expectTwin(halves, total, wider, 6);
  });

  test("in a grammar from a file, with definitions and nested templates", () => {
    const given: readonly (readonly [string, Type, string])[] = [
      ["down", functionType([WORD], WORD), "\\x -> bvlshr x #x0000000000000004"],
      [
        "same",
        functionType([WORD], BOOL),
        "\\x -> (= x (down (down x))) && not (bvslt x (bvneg x))",
      ],
      ["im", functionType([WORD, WORD, WORD], WORD), "\\x y z -> ite (= x #x0000000000000001) y z"],
      [
        "pick",
        functionType([WORD, WORD], WORD),
        "\\x y -> ite (same x) (down y) (im x y (bvmul x y))",
      ],
    ];
    const definitions: Definition[] = [];
    for (const [name, type, text] of given) {
      const parsed = parseTerm(text, { domain: bits, definitions });
      if (!parsed.ok) throw new Error(parsed.error.message);
      definitions.push({ name, type, body: parsed.value.term });
    }
    const of = withDefinitions(bits, definitions);
    const coded = definitions.filter(
      ({ name }) => wordCodeOf(of.primitives.get(name) as Primitive, of) !== undefined,
    );
    expect(coded).toEqual(definitions);
    const call = (name: string, ...args: readonly Term[]): Term =>
      apply(primitiveReference(name), ...args);
    const grammar: TermGrammar = {
      start: 0,
      nonterminals: [
        {
          name: "Start",
          type: WORD,
          productions: [
            { template: variable(0), holes: [] },
            { template: literal(1n, WORD), holes: [] },
            { template: call("down", hole()), holes: [0] },
            { template: call("pick", hole(), hole()), holes: [0, 0] },
            { template: call("im", hole(), hole(), hole()), holes: [0, 0, 0] },
            { template: call("bvadd", variable(0), call("bvnot", hole())), holes: [0] },
            {
              template: call("ite", call("=", variable(0), hole()), hole(), literal(7n, WORD)),
              holes: [0, 0],
            },
          ],
        },
      ],
    };
    const built = fileGrammar(grammar, of, typeOf("word -> word"), []);
    if (!built.ok) throw new Error(built.error);
    expect(hasHalves(built.value)).toBe(true);
    expectTwin(built.value, of, inputs, 6);
  });
});

test("a definition of something other than words has no code on halves", () => {
  const parsed = parseTerm("\\x -> x + 1", { domain: list });
  if (!parsed.ok) throw new Error(parsed.error.message);
  const of = withDefinitions(list, [
    { name: "next", type: typeOf("int -> int"), body: parsed.value.term },
  ]);
  expect(wordCodeOf(of.primitives.get("next") as Primitive, of)).toBeUndefined();
});
