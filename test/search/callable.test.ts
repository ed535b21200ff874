import { describe, expect, test } from "vitest";
import type { Definition } from "../../src/dsl/definition.ts";
import { withDefinitions } from "../../src/dsl/definition.ts";
import { parseTerm } from "../../src/dsl/parseTerm.ts";
import type { Primitive } from "../../src/dsl/primitive.ts";
import { INT, arrow } from "../../src/dsl/type.ts";
import { list } from "../../src/domains/list/list.ts";
import { evaluate } from "../../src/interp/evaluate.ts";
import { callableOf } from "../../src/search/callable.ts";
import { typeOf } from "../dsl/parsed.ts";

/** `d0 x = x + 1`, and each other one the sum of the one before it on two arguments. */
function chain(length: number): readonly Definition[] {
  const definitions: Definition[] = [];
  for (let i = 0; i < length; i++) {
    const text = i === 0 ? "\\x -> x + 1" : `\\x -> d${i - 1} x + d${i - 1} (x * x)`;
    const parsed = parseTerm(text, { domain: list, definitions });
    if (!parsed.ok) throw new Error(parsed.error.message);
    definitions.push({ name: `d${i}`, type: arrow(INT, INT), body: parsed.value.term });
  }
  return definitions;
}

test("a definition computes what the reference does", () => {
  const domain = withDefinitions(list, chain(4));
  for (const name of ["d0", "d1", "d3"]) {
    const callable = callableOf(domain.primitives.get(name) as Primitive, domain);
    for (const x of [-3, 0, 1, 2]) {
      expect(callable(x)).toBe(evaluate({ kind: "primitive", name }, [x], domain));
    }
  }
});

test("definitions that each use the one before twice are made once each", () => {
  const domain = withDefinitions(list, chain(60));
  expect(callableOf(domain.primitives.get("d59") as Primitive, domain)).toBeTypeOf("function");
});

test("a long body is computed as well", () => {
  const sum = Array.from({ length: 150 }, () => "x").join(" + ");
  const parsed = parseTerm(`\\x -> ${sum}`, { domain: list });
  if (!parsed.ok) throw new Error(parsed.error.message);
  const long = { name: "long", type: arrow(INT, INT), body: parsed.value.term };
  const domain = withDefinitions(list, [long]);
  expect(callableOf(domain.primitives.get("long") as Primitive, domain)(2)).toBe(300);
});

describe("a definition that takes functions", () => {
  const bodies = [
    ["each", "(a -> b) -> list a -> list b", "\\f xs -> fold xs empty (\\x r -> f x :: r)"],
    [
      "keep",
      "(a -> bool) -> list a -> list a",
      "\\p xs -> fold xs empty (\\x r -> if p x then x :: r else r)",
    ],
    ["upto", "int -> list int", "\\n -> unfold 0 (\\i -> i > n) (\\i -> i) (\\i -> i + 1)"],
    ["squares", "list int -> list int", "\\xs -> each (\\x -> x * x) (keep (\\x -> x > 0) xs)"],
    ["sums", "list int -> list int", "\\xs -> each (\\x -> fold (upto x) 0 (\\y s -> y + s)) xs"],
    ["heads", "list (list int) -> list int", "\\xss -> each (\\xs -> car xs) xss"],
    ["passed", "(int -> int) -> list int -> list int", "\\f xs -> each f xs"],
    ["none", "list int -> list int", "\\xs -> each (\\x -> 0 * x) xs"],
    ["loops", "int -> int", "\\n -> fold (upto n) 0 (\\x s -> fold (upto n) s (\\y t -> t + 1))"],
  ] as const;
  const definitions: Definition[] = [];
  for (const [name, type, text] of bodies) {
    const parsed = parseTerm(text, { domain: list, definitions });
    if (!parsed.ok) throw new Error(parsed.error.message);
    definitions.push({ name, type: typeOf(type), body: parsed.value.term });
  }
  const domain = withDefinitions(list, definitions);
  const called = (name: string, ...args: readonly unknown[]): unknown =>
    callableOf(domain.primitives.get(name) as Primitive, domain)(...args);

  test.each([
    ["squares", [[3, -1, 2]]],
    ["squares", [[]]],
    ["sums", [[0, 3, 5, -2]]],
    ["heads", [[[4, 5], [6]]]],
    ["heads", [[[4, 5], []]]],
    ["none", [[-1]]],
    ["upto", [4]],
    ["upto", [5000]],
    ["loops", [3]],
    ["loops", [900]],
  ])("%s of %j is what the reference says", (name, args) => {
    expect(called(name, ...args)).toEqual(evaluate({ kind: "primitive", name }, args, domain));
  });

  test("calls the functions that it is given, and faults when they do", () => {
    const half = (x: unknown): unknown => ((x as number) % 2 === 0 ? (x as number) / 2 : undefined);
    expect(called("passed", half, [4, 8])).toEqual([2, 4]);
    expect(called("passed", half, [4, 7])).toBeUndefined();
    expect(called("keep", (x: unknown) => (x as number) > 1, [1, 2, 3])).toEqual([2, 3]);
  });
});
