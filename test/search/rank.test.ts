import { describe, expect, test } from "vitest";
import { list } from "../../src/domains/list/list.ts";
import { text } from "../../src/domains/text/text.ts";
import type { Domain } from "../../src/dsl/domain.ts";
import { parseTerm } from "../../src/dsl/parseTerm.ts";
import { splitLambdas } from "../../src/dsl/term.ts";
import { valueBits } from "../../src/search/descriptionLength.ts";
import { rankOf } from "../../src/search/rank.ts";

const rank = (program: string, of: Domain): number => {
  const parsed = parseTerm(program, { domain: of });
  if (!parsed.ok) throw new Error(parsed.error.message);
  const { count, body } = splitLambdas(parsed.value.term);
  return rankOf(body, count, of);
};

describe("the likelier of two programs is", () => {
  test.each<[what: string, likelier: string, other: string, of: Domain]>([
    ["shorter", "\\x -> x + x", "\\x -> x + x + x", list],
    ["without a branch", "\\x y -> x * y + x * y", "\\x y -> if (x > y) x y", list],
    ["of all its parameters", "\\x y -> x + y", "\\x y -> x + x", list],
    ["of smaller numbers", "\\x -> x + 2", "\\x -> x + 1000", list],
    ["of a constant, not one computed", "\\x -> x + 7", "\\x -> x + (1 + 1)", list],
    ["of shorter texts", '\\s -> s ++ "ab"', '\\s -> s ++ "abcdefgh"', text],
    ["without conversion", "\\s -> (s ++ s) ++ s", "\\s -> str.from_int (str.to_int s)", text],
  ])("the one that is %s", (_what, likelier, other, of) => {
    expect(rank(likelier, of)).toBeLessThan(rank(other, of));
  });

  test("a parameter counts as used within a function, whose own does not", () => {
    const used = rank("\\x xs -> map (\\y -> x) xs", list);
    expect(rank("\\x xs -> map (\\y -> y) xs", list)).toBe(used + 2);
  });
});

describe("bits of values", () => {
  test("grow with numbers, texts and lists, whatever the sign", () => {
    for (const rising of [
      [0, 1, 2, 100, 1e9],
      [1n, 255n, 2n ** 64n - 1n],
      ["", "a", "ab", "a".repeat(100)],
      [[], [1], [1, 2], [1, 200], [[1], [200]]],
    ]) {
      const sizes = rising.map(valueBits);
      expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
      expect(new Set(sizes).size).toBe(sizes.length);
      expect(sizes.every((bits) => bits >= 1 && Number.isFinite(bits))).toBe(true);
    }
    expect(valueBits(-7)).toBe(valueBits(7));
    expect(valueBits(true)).toBe(1);
    expect(valueBits({ x: 1 })).toBe(valueBits([1]));
  });
});
