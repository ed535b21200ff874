import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { list } from "../../src/domains/list/list.ts";
import { fitGrammar } from "../../src/dsl/fitGrammar.ts";
import { grammarFromJson, grammarToJson } from "../../src/dsl/grammarJson.ts";
import { selectProductions } from "../../src/dsl/selectProductions.ts";
import { unigramGrammar } from "../../src/dsl/weightedGrammar.ts";
import { productionsOf, termOf, typeOf } from "./parsed.ts";

const productions = productionsOf("map + car 0 1 empty -");
const frontiers = [
  { request: typeOf("list int -> int"), programs: [{ program: termOf("(lambda (car $0))") }] },
];

describe("a grammar as JSON", () => {
  test.each([
    ["unigram", fitGrammar(productions, frontiers).grammar],
    ["bigram", fitGrammar(productions, frontiers, { bigram: true }).grammar],
    ["with choices never made", fitGrammar(productions, frontiers, { pseudoCount: 0 }).grammar],
    [
      "with literals",
      unigramGrammar(productionsOf("-3 [1,2] true 0"), { variable: 1, productions: [1, 2, 3, 4] }),
    ],
  ])("is read back: %s", (_, grammar) => {
    const text = JSON.stringify(grammarToJson(grammar, list));
    expect(grammarFromJson(JSON.parse(text), list)).toEqual({ ok: true, value: grammar });
  });

  test("is refused with a reason when it is something else", () => {
    const good = grammarToJson(
      unigramGrammar(productions, { variable: 0, productions: productions.map(() => 0) }),
      list,
    );
    for (const [data, reason] of [
      [null, /an object/],
      [[], /an object/],
      [{}, /`productions` must be a list/],
      [{ ...good, productions: ["mapp"] }, /did you mean `map`/],
      [{ ...good, productions: ["map", "map"] }, /named twice/],
      [{ ...good, weights: { variable: "0", productions: [] } }, /`weights` must be/],
      [{ ...good, weights: { variable: 0, productions: [1] } }, /`weights` must be/],
      [{ productions: ["0"], start: 1 }, /`start` must be/],
      [{ productions: ["__proto__"] }, /neither a primitive/],
    ] as const) {
      const read = grammarFromJson(data, list);
      expect(read.ok ? "" : read.error).toMatch(reason);
    }
  });

  test("is read or refused, whatever the data", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (data) => {
        for (const one of [
          data,
          { productions: ["0"], weights: data },
          { productions: ["0"], start: data },
        ]) {
          expect(grammarFromJson(one, list).ok).toBe(false);
        }
      }),
    );
  });
});

describe("naming productions", () => {
  test("takes names, operators, numerals and other literals", () => {
    const selected = selectProductions(["gt?", "==", "7", "-1", "true"], list);
    const terms = selected.ok ? selected.value.map(({ term }) => term) : [];
    expect(terms).toMatchObject([
      { kind: "primitive", name: "gt?" },
      { kind: "primitive", name: "eq?" },
      { kind: "literal", value: 7 },
      { kind: "literal", value: -1 },
      { kind: "literal", value: true },
    ]);
  });

  test.each([
    [["x"], /neither a primitive/],
    [[""], /neither a primitive/],
    [["(+ 1 2)"], /neither a primitive/],
    [['"text"'], /neither a primitive/],
    [["0", "0"], /named twice/],
    [[">", "gt?"], /named twice/],
  ])("refuses %j", (names, reason) => {
    const selected = selectProductions(names, list);
    expect(selected.ok ? "" : selected.error).toMatch(reason);
  });
});
