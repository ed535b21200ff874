import { describe, expect, test } from "vitest";
import { list } from "../../src/domains/list/list.ts";
import type { TermGrammar } from "../../src/dsl/grammar.ts";
import { type Domain, domain } from "../../src/dsl/domain.ts";
import { absorbing, identity } from "../../src/dsl/law.ts";
import { type Primitive, primitive } from "../../src/dsl/primitive.ts";
import { parseType } from "../../src/dsl/parseType.ts";
import { apply, hole, literal, primitiveReference, variable } from "../../src/dsl/term.ts";
import { BOOL, INT, type Type } from "../../src/dsl/type.ts";
import { domainGrammar } from "../../src/search/domainGrammar.ts";
import { fileGrammar } from "../../src/search/fileGrammar.ts";
import { behaviour } from "./enumerateTwin.ts";
import { bankOver, expectTwin } from "./expectTwin.ts";

const typeOf = (text: string): Type => {
  const type = parseType(text);
  if (!type.ok) throw new Error(text);
  return type.value;
};

const prim = (
  name: string,
  type: string,
  evaluate: (...args: never[]) => unknown,
  laws: Primitive["laws"] = [],
  conditional = false,
): Primitive =>
  primitive({ name, type, doc: name, examples: [], evaluate, laws, range: "top", conditional });

const add = (laws: Primitive["laws"]): Primitive =>
  prim("+", "int -> int -> int", (x: number, y: number) => x + y, laws);
const arithmetic = (withLaws: boolean): Domain =>
  domain({
    name: "arithmetic",
    doc: "small",
    types: [...list.types.values()],
    primitives: [
      add(withLaws ? ["commutative", "associative", identity(0)] : []),
      prim(
        "*",
        "int -> int -> int",
        (x: number, y: number) => x * y,
        withLaws ? ["commutative", "associative", identity(1), absorbing(0)] : [],
      ),
      prim(
        "-",
        "int -> int -> int",
        (x: number, y: number) => x - y,
        withLaws ? [identity(0, "right")] : [],
      ),
      prim("neg", "int -> int", (x: number) => -x, withLaws ? ["involutive"] : []),
      prim(
        "max",
        "int -> int -> int",
        (x: number, y: number) => Math.max(x, y),
        withLaws ? ["commutative", "associative", "idempotent"] : [],
      ),
      prim("half", "int -> int", (x: number) => (x % 2 === 0 ? x / 2 : undefined)),
    ],
    literals: { int: [0, 1, 2] },
  });

describe("the bank is exhaustive enumeration up to equal outputs", () => {
  const inputs = [
    [3, -5],
    [7, 2],
    [-4, 6],
  ];

  test("in a first-order grammar with faults", () => {
    const of = arithmetic(false);
    const counts = expectTwin(domainGrammar(of, typeOf("int -> int -> int")), of, inputs, 5);
    expect(counts.skippedByLaw).toBe(0);
    expect(counts.faulty).toBeGreaterThan(0);
    expect(counts.equal).toBeGreaterThan(0);
  });

  test("with laws, which save candidates and lose no program", () => {
    const free = arithmetic(false);
    const lawful = arithmetic(true);
    const request = typeOf("int -> int -> int");
    const without = expectTwin(domainGrammar(free, request), free, inputs, 5);
    const withLaws = expectTwin(domainGrammar(lawful, request), lawful, inputs, 5);
    expect(withLaws.equal).toBeLessThan(without.equal * 0.7);
    expect(withLaws.skippedByLaw).toBeGreaterThan(0);
  });

  test("with a law of one side only", () => {
    const minus = prim("-", "int -> int -> int", (x: number, y: number) => x - y, [
      identity(0, "right"),
    ]);
    const of = domain({
      name: "differences",
      doc: "small",
      types: [...list.types.values()],
      primitives: [minus],
      literals: { int: [0, 1] },
    });
    const counts = expectTwin(domainGrammar(of, typeOf("int -> int -> int")), of, inputs, 7);
    expect(counts.skippedByLaw).toBeGreaterThan(0);
  });

  test("with a conditional, under which a part may fault", () => {
    const of = domain({
      name: "choice",
      doc: "small",
      types: [...list.types.values()],
      primitives: [
        add(["commutative", "associative"]),
        prim("half", "int -> int", (x: number) => (x % 2 === 0 ? x / 2 : undefined)),
        prim("even", "int -> bool", (x: number) => x % 2 === 0),
        prim("less", "int -> int -> bool", (x: number, y: number) => x < y),
        prim(
          "if",
          "bool -> a -> a -> a",
          (c: boolean, x: unknown, y: unknown) => (c ? x : y),
          [],
          true,
        ),
      ],
      literals: { int: [1] },
    });
    const rows = [[4], [7], [10], [-3]];
    const counts = expectTwin(domainGrammar(of, typeOf("int -> int")), of, rows, 7);
    expect(counts.faulty).toBeGreaterThan(0);
    expectTwin(domainGrammar(of, typeOf("int -> bool")), of, rows, 6);
  });

  test("with functions of one and two parameters over lists, nested and polymorphic", () => {
    const names = ["map", "fold", "cons", "empty", "+", "0", "1", "gt?"];
    const of: Domain = {
      ...list,
      primitives: new Map([...list.primitives].filter(([name]) => names.includes(name))),
    };
    const rows = [[[3, 1, 2]], [[5]], [[]], [[-2, 0, 4, 4]]];
    expectTwin(domainGrammar(of, typeOf("list int -> list int")), of, rows, 6);
    expectTwin(domainGrammar(of, typeOf("list int -> int")), of, rows, 6);
    const counts = expectTwin(domainGrammar(of, typeOf("list int -> list bool")), of, rows, 6);
    expect(counts.equal).toBeGreaterThan(0);
  });

  test("in a grammar from a file, with chains, nested templates and parameters by name", () => {
    const of = arithmetic(false);
    const plus = primitiveReference("+");
    const grammar: TermGrammar = {
      start: 0,
      nonterminals: [
        {
          name: "Start",
          type: INT,
          productions: [
            { template: hole(), holes: [1] },
            { template: apply(plus, hole(), apply(plus, literal(2, INT), hole())), holes: [0, 1] },
          ],
        },
        {
          name: "Leaf",
          type: INT,
          productions: [
            { template: variable(1), holes: [] },
            { template: literal(1, INT), holes: [] },
            { template: apply(primitiveReference("neg"), hole()), holes: [0] },
            { template: hole(), holes: [0] },
          ],
        },
        { name: "Unused", type: BOOL, productions: [{ template: variable(0), holes: [] }] },
      ],
    };
    const built = fileGrammar(grammar, of, typeOf("int -> int -> int"), []);
    if (!built.ok) throw new Error(built.error);
    expect(built.value.nonterminals.map(({ name }) => name)).not.toContain("Unused");
    expectTwin(built.value, of, inputs, 9);
  });
});

test("a program without parameters is enumerated", () => {
  const of = arithmetic(true);
  const { bank } = bankOver(domainGrammar(of, typeOf("int")), [[]], of);
  const values = bank.enumerate(3).map(({ program }) => behaviour(program, [[]], of));
  expect(values.slice(0, 3)).toEqual(["0", "1", "2"]);
  expect(new Set(values).size).toBe(values.length);
});

test("a template that is no call with all its arguments is refused by name", () => {
  const of = arithmetic(false);
  const grammar: TermGrammar = {
    start: 0,
    nonterminals: [
      {
        name: "Start",
        type: INT,
        productions: [{ template: apply(primitiveReference("+"), hole()), holes: [0] }],
      },
    ],
  };
  const built = fileGrammar(grammar, of, typeOf("int -> int"), []);
  expect(built).toEqual({
    ok: false,
    error: "production `+` of Start is no call with all its arguments",
  });
});
