import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shippedDomains } from "../../../src/domains/shipped.ts";
import { parseType } from "../../../src/dsl/parseType.ts";
import type { Type } from "../../../src/dsl/type.ts";
import type { Datum, Token, ValueType } from "../../../src/dsl/valueType.ts";
import { DEFAULT_LIMITS } from "../../../src/dsl/limits.ts";
import { Booleans } from "../../../src/interp/ranges/booleans.ts";
import { Interval } from "../../../src/interp/ranges/interval.ts";
import { TOP } from "../../../src/interp/ranges/lattice.ts";
import { Lists } from "../../../src/interp/ranges/listRange.ts";
import { Words } from "../../../src/interp/ranges/wordRange.ts";
import { valueKey } from "../../../src/interp/value.ts";
import { BOOL_TYPE } from "../../../src/interp/valueTypes/boolType.ts";
import { STRING_TYPE } from "../../../src/interp/valueTypes/stringType.ts";
import { rangeTokens } from "../../../src/neural/tokens/rangeTokens.ts";
import { INT_TYPE } from "../../../src/interp/valueTypes/intType.ts";
import { LIST_TYPE } from "../../../src/interp/valueTypes/listType.ts";
import { PAIR_TYPE } from "../../../src/interp/valueTypes/pairType.ts";
import { WORD_TYPE } from "../../../src/interp/valueTypes/wordType.ts";
import { datumTokens } from "../../../src/neural/tokens/datumTokens.ts";
import { exampleRows } from "../../../src/neural/tokens/exampleRows.ts";
import { relationRows } from "../../../src/neural/tokens/relations.ts";
import { tokeniserOf } from "../../../src/neural/tokens/tokeniser.ts";
import {
  FEATURES,
  VOCABULARY,
  differenceRow,
  identityRow,
  kindRow,
  relationRow,
} from "../../../src/neural/tokens/vocabulary.ts";

const typeOf = (text: string): Type => {
  const parsed = parseType(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
};

/** A user's type of pictures, each a list of numbers in its datum and two tokens to a network. */
const PICTURE: ValueType = {
  ...INT_TYPE,
  name: "picture",
  tokens: (value) => ["picture", value as number],
};

const types = new Map(
  [INT_TYPE, LIST_TYPE, PAIR_TYPE, WORD_TYPE, PICTURE].map((type) => [type.name, type]),
);
const tokensOf = (type: string, value: unknown): readonly Token[] =>
  tokeniserOf(typeOf(type), { types })(value);

const tokens = fc.array(fc.oneof(fc.integer(), fc.string({ maxLength: 3 })), { maxLength: 90 });

describe("tokens of values", () => {
  test.each<readonly [string, unknown, readonly Token[]]>([
    ["int", -7, [-7]],
    ["list int", [1, 2], ["[", 1, 2, "]"]],
    ["list (list int)", [[1], []], ["[", "[", 1, "]", "[", "]", "]"]],
    ["pair int int", [3, 4], ["[", 3, 4, "]"]],
    ["word", 0xa0n, "00000000000000a0".split("")],
    ["picture", 5, ["picture", 5]],
    ["list picture", [5, 6], ["[", "picture", 5, "picture", 6, "]"]],
  ])("a value of type %s", (type, value, expected) => {
    expect(tokensOf(type, value)).toEqual(expected);
  });

  test("data of every kind", () => {
    const datum: Datum = { a: [true, null], b: "xy" };
    expect(datumTokens(datum)).toEqual([
      "{",
      "a",
      "[",
      "true",
      "null",
      "]",
      "b",
      '"',
      "x",
      "y",
      '"',
      "}",
    ]);
  });

  test("a datum that nests without end is cut off", () => {
    let datum: Datum = 1;
    for (let i = 0; i < 100; i++) datum = [datum];
    expect(datumTokens(datum).length).toBeLessThan(40);
  });

  test("every value of a shipped domain has tokens", () => {
    for (const domain of shippedDomains.values()) {
      for (const type of domain.types.values()) {
        if (type.parameters > 0) continue;
        const tokenise = tokeniserOf(typeOf(type.name), domain);
        const values = fc.sample(type.arbitrary(fc, [], domain.limits), { numRuns: 20, seed: 1 });
        for (const value of values) expect(tokenise(value).length).toBeGreaterThan(0);
      }
    }
  });
});

describe("rows of the vocabulary", () => {
  test("any example has rows of the vocabulary, a whole number of tokens and no more than it may", () => {
    fc.assert(
      fc.property(
        fc.array(tokens, { maxLength: 4 }),
        tokens,
        fc.nat(80),
        (inputs, output, extra) => {
          const most = 2 * (inputs.length + 1) + extra;
          const rows = exampleRows(inputs, output, most);
          return (
            rows.length % FEATURES === 0 &&
            rows.length / FEATURES <= most &&
            rows.every((row) => Number.isInteger(row) && row >= 0 && row < VOCABULARY)
          );
        },
      ),
    );
  });

  test("numbers near 0 have a row each, far ones share theirs and differ by magnitude", () => {
    expect(identityRow(3)).not.toBe(identityRow(4));
    expect(identityRow(5000)).toBe(identityRow(70_000));
    expect(kindRow(5000)).not.toBe(kindRow(70_000));
    expect(kindRow(-5000)).not.toBe(kindRow(5000));
  });

  test("a long value keeps its beginning and its end", () => {
    const long = Array.from({ length: 100 }, (_, i) => i);
    const rows = exampleRows([], long, 10);
    const identities = rows.filter((_, index) => index % FEATURES === 0);
    expect(identities).toEqual([0, 1, 2, 3, 4, 5, 6, 97, 98, 99].map((n) => identityRow(n)));
  });
});

describe("relations of an input and the output", () => {
  const bit = (group: number, index: number, input: Token[], output: Token[]): boolean => {
    const rows = relationRows(input, output);
    return (((rows[1 + group] as number) - relationRow(group, 0)) & (1 << index)) !== 0;
  };

  test("what holds is told", () => {
    const input = ["[", 3, 1, 2, "]"];
    expect(bit(0, 0, input, input)).toBe(true);
    expect(bit(0, 3, input, ["[", 1, 2, 3, "]"])).toBe(true);
    expect(bit(1, 0, input, ["[", 3, "]"])).toBe(true);
    expect(bit(1, 0, input, ["[", 2, "]"])).toBe(false);
    expect(bit(1, 1, input, ["[", 1, 2, "]"])).toBe(true);
    expect(bit(1, 4, input, ["[", 3, 2, "]"])).toBe(true);
    expect(bit(1, 5, input, ["[", 2, 1, 3, "]"])).toBe(true);
    expect(bit(2, 2, input, ["[", 5, 3, 4, "]"])).toBe(true);
    expect(bit(3, 5, input, [6])).toBe(true);
  });

  test("how much longer the output is, or greater when both are one number", () => {
    expect(relationRows(["[", 1, "]"], ["[", 1, 2, 3, "]"])[0]).toBe(differenceRow(2));
    expect(relationRows([4], [1])[0]).toBe(differenceRow(-3));
  });
});

describe("tokens of ranges", () => {
  test("are pairs: from, to", () => {
    expect(rangeTokens(Interval.of(-1, Infinity))).toEqual([[-1, "infinity"]]);
    expect(rangeTokens(Booleans.TOP)).toEqual([["false", "true"]]);
    expect(rangeTokens(Lists.of(Interval.of(2, 3), Interval.constant(7)))).toEqual([
      ["[", "["],
      [2, 3],
      [7, 7],
      ["]", "]"],
    ]);
    expect(rangeTokens(Words.interval(0n, 15n)).at(-1)).toEqual(["0", "f"]);
    expect(rangeTokens(TOP)).toEqual([["any", "any"]]);
  });

  test.each(["int", "bool", "word", "string"])(
    "of one value of type %s have equal ends, and different values different tokens",
    (name) => {
      const record = [INT_TYPE, BOOL_TYPE, WORD_TYPE, STRING_TYPE].find((one) => one.name === name);
      if (record === undefined) throw new Error(name);
      const values = fc.sample(record.arbitrary(fc, [], DEFAULT_LIMITS), { numRuns: 60, seed: 2 });
      const seen = new Map<string, string>();
      for (const value of values) {
        const pairs = rangeTokens(record.ranges.of(value, []));
        expect(pairs.every(([low, high]) => low === high)).toBe(true);
        const key = valueKey(value);
        expect(seen.get(JSON.stringify(pairs)) ?? key).toBe(key);
        seen.set(JSON.stringify(pairs), key);
      }
    },
  );

  test("of every range of every type are some", () => {
    for (const record of types.values()) {
      if (record.parameters > 0) continue;
      const ranges = fc.sample(record.ranges.arbitrary(fc, [], DEFAULT_LIMITS), 40);
      for (const range of ranges) expect(rangeTokens(range).length).toBeGreaterThan(0);
    }
  });
});
