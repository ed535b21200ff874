import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { micro } from "../../../src/domains/micro/micro.ts";
import { infer } from "../../../src/dsl/infer.ts";
import { parseTypedTerm } from "../../../src/dsl/parseTerm.ts";
import { printSexpr } from "../../../src/dsl/printSexpr.ts";
import { type Term, children } from "../../../src/dsl/term.ts";
import { printType } from "../../../src/dsl/type.ts";
import { termOf, tokensOf } from "../../../src/neural/compiler/postfix.ts";
import { padded, randomProgram } from "../../../src/neural/compiler/randomProgram.ts";
import { Stacks, isProgram, stackAfter } from "../../../src/neural/compiler/stacks.ts";
import { NOP, TOKENS, isOperation, printTokens } from "../../../src/neural/compiler/tokens.ts";
import { createRng } from "../../../src/support/rng.ts";

const term = (text: string): Term => {
  const parsed = parseTypedTerm(text, micro);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`);
  return parsed.value.term;
};

function* subterms(whole: Term): Generator<Term> {
  yield whole;
  for (const child of children(whole)) yield* subterms(child);
}

/** The tokens of a program, or why it has none. */
function translate(text: string, longest = 14): string {
  const tokens = tokensOf(term(text), longest);
  return tokens.ok ? printTokens(tokens.value) : tokens.error.message;
}

const program = fc.tuple(fc.nat(), fc.integer({ min: 0, max: 6 })).map(([seed, operations]) => {
  const rng = createRng(seed);
  return { tokens: randomProgram(rng, { operations, longest: 12 }) as readonly number[], rng };
});

describe("programs as tokens", () => {
  test.each([
    ["\\xs -> sum (map inc xs)", "x map-inc sum"],
    ["\\xs -> map (\\x -> inc x) xs", "x map-inc"],
    ["\\xs -> map (\\x -> x + 2) xs", "2 x map-add"],
    ["\\xs -> map (\\x -> 2 + x) xs", "2 x map-add"],
    ["\\xs -> filter (\\x -> x > head xs) xs", "x head x filter-gt"],
    ["\\xs -> zip-with (\\x y -> x + y) xs (rev xs)", "x x rev zip-add"],
    ["\\xs -> if (sum xs > 3) xs (rev xs)", "x sum 3 gt x x rev if"],
    ["sum", "x sum"],
    ["map inc", "x map-inc"],
    ["take 2", "2 x take"],
  ])("%s is %s", (text, tokens) => {
    expect(translate(text)).toBe(tokens);
  });

  test.each([
    ["\\xs -> map (\\x -> x + x) xs", "no token stands for this function"],
    ["\\xs -> map (\\x -> 2 - x) xs", "no token stands for this function"],
    ["\\xs -> filter (\\x -> 2 > x) xs", "no token stands for this function"],
    ["\\xs -> zip-with (\\x y -> y + x) xs xs", "no token stands for this function"],
    ["\\xs -> inc (sum xs)", "no token stands for this use of inc"],
    ["\\xs -> sum xs > 2", "its result is no list or integer"],
    ["\\xs -> 1 + (1 + (1 + 1))", "here it holds more than 3 values at a time"],
    ["\\xs -> [1]", "no token stands for this literal"],
    ["\\xs -> 7", "no token stands for 7"],
    ["\\xs -> if (if (1 > 2) (1 > 2) (2 > 1)) xs xs", "here it holds more than 3 values at a time"],
    ["head []", "it is no function of one list, its type is `int`"],
    ["\\x -> add x 1", "it is no function of one list, its type is `int -> int`"],
    [
      "zip-with add",
      "it is no function of one list, its type is `list int -> list int -> list int`",
    ],
  ])("%s has none: %s", (text, message) => {
    expect(translate(text)).toBe(message);
  });

  test("the part at fault is told", () => {
    const whole = term("\\xs -> 1 + (1 + (1 + 1))");
    const found = tokensOf(whole, 14);
    const literals = [...subterms(whole)].filter(({ kind }) => kind === "literal");
    expect(found.ok ? undefined : found.error.term).toBe(literals[3]);
  });

  test("too many of them are refused", () => {
    expect(translate("\\xs -> sum (rev xs)", 2)).toBe("it has 3 tokens and the network reads 2");
  });

  test("make a term that is read back as the same tokens and has the type of a program", () => {
    fc.assert(
      fc.property(program, ({ tokens, rng }) => {
        const made = termOf(padded(tokens, 14, rng));
        const again = tokensOf(made, 12);
        expect(again).toEqual({ ok: true, value: tokens });
        expect(termOf(tokens)).toEqual(made);
        const inferred = infer(made, micro);
        // A program that does not use its argument takes anything.
        expect(inferred.ok && printType(inferred.value.type)).toMatch(
          /^(list int|a) -> (list int|int|a)$/,
        );
        expect(tokensOf(term(printSexpr(made, micro)), 12)).toEqual(again);
      }),
      { numRuns: 300 },
    );
  });
});

describe("random programs", () => {
  test("are programs of the wanted number of operations", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 6 }), (seed, operations) => {
        const shape = { operations, longest: 8 };
        const tokens = randomProgram(createRng(seed), shape);
        expect(tokens?.filter(isOperation).length).toBe(operations);
        expect(isProgram(tokens ?? [])).toBe(true);
        expect(tokens?.length).toBeLessThanOrEqual(8);
        expect(randomProgram(createRng(seed), shape)).toEqual(tokens);
      }),
    );
    expect(randomProgram(createRng(1), { operations: 8, longest: 8 })).toBeUndefined();
  });

  test("keep their order when they are filled up", () => {
    fc.assert(
      fc.property(program, ({ tokens, rng }) => {
        const longer = padded(tokens, 14, rng);
        expect(longer.length).toBe(14);
        expect(longer.filter((token) => token !== NOP)).toEqual(tokens);
        expect(padded(tokens, 14).slice(0, tokens.length)).toEqual(tokens);
      }),
    );
  });
});

describe("the types on the stack", () => {
  // The slow twin: all continuations, up to a length.
  function shortest(stack: number, most: number, result?: "list" | "int"): number {
    const given = Stacks.result(stack);
    if (given !== undefined && (result === undefined || given === result)) return 0;
    if (most === 0) return Number.POSITIVE_INFINITY;
    const next = TOKENS.map((_, token) => Stacks.after(stack, token)).filter((s) => s >= 0);
    return (
      1 + Math.min(Number.POSITIVE_INFINITY, ...next.map((s) => shortest(s, most - 1, result)))
    );
  }

  test("tell how many tokens a program still needs", () => {
    for (let stack = 0; stack < Stacks.count; stack++) {
      const distance = Stacks.distance(stack);
      expect(shortest(stack, 3)).toBe(distance <= 3 ? distance : Number.POSITIVE_INFINITY);
      for (const result of ["list", "int"] as const) {
        const to = Stacks.distance(stack, result);
        expect(shortest(stack, 3, result)).toBe(to <= 3 ? to : Number.POSITIVE_INFINITY);
      }
    }
    expect(Stacks.distance(Stacks.EMPTY)).toBe(1);
  });

  test("admit a token exactly when the program can be completed after it", () => {
    for (let stack = 0; stack < Stacks.count; stack++) {
      for (let token = 0; token < TOKENS.length; token++) {
        const next = Stacks.after(stack, token);
        for (const left of [0, 1, 2]) {
          expect(Stacks.admits(stack, token, left)).toBe(next >= 0 && shortest(next, left) <= left);
        }
      }
    }
  });

  test("refuse what finds other types than it wants", () => {
    const names = (text: string): number[] =>
      text.split(" ").map((name) => TOKENS.findIndex((token) => token.name === name));
    expect(stackAfter(names("1 sum"))).toBeUndefined();
    expect(stackAfter(names("sum"))).toBeUndefined();
    expect(stackAfter(names("x 1 take"))).toBeUndefined();
    expect(stackAfter(names("1 1 gt x 1 if"))).toBeUndefined();
    expect(isProgram(names("1 x take"))).toBe(true);
    expect(isProgram(names("1 1 gt"))).toBe(false);
    expect(isProgram(names("1 x"))).toBe(false);
  });
});
