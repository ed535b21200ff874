import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { list } from "../../src/domains/list/list.ts";
import { text } from "../../src/domains/text/text.ts";
import type { Domain } from "../../src/dsl/domain.ts";
import { proposeConstants } from "../../src/tasks/proposeConstants.ts";
import { typeOf } from "../dsl/parsed.ts";

type Io = readonly (readonly [inputs: readonly unknown[], output: unknown])[];

/** What is proposed beyond the literals of the domain. */
function proposed(
  type: string,
  io: Io,
  of: Domain = { ...text, literals: [] },
): readonly unknown[] {
  const examples = io.map(([inputs, output]) => ({ inputs, output }));
  const known = of.literals.length;
  return proposeConstants(typeOf(type), of, examples).slice(known);
}

const outputs = (...all: readonly string[]): Io => all.map((output) => [["x"], output]);

describe("texts are proposed", () => {
  test("that are neither letter nor digit, commonest first", () => {
    expect(proposed("string", [[["a-b-c", "é"], "a_b"]])).toEqual(["-", "_"]);
    expect(proposed("string", [[[["a|b"], 3], "👍"]])).toEqual(["|", "👍"]);
  });

  test("that all outputs share, the longest first, none within another", () => {
    expect(proposed("string", outputs("to Ada now", "to Bo now", "to Cy now"))).toEqual([
      " ",
      " now",
      "to ",
    ]);
    expect(proposed("string", outputs("ab1abc", "abc2ab", "3abc"))).toEqual(["abc"]);
    expect(proposed("string", outputs("same", "same"))).toEqual([]);
    expect(proposed("string", outputs("one"))).toEqual([]);
    expect(proposed("string", outputs("x1", "x2"))).toEqual([]);
  });

  test("as a plain search of all pieces finds them", () => {
    const short = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 9 });
    fc.assert(
      fc.property(fc.array(short, { minLength: 2, maxLength: 4 }), (all) => {
        const different = [...new Set(all)];
        const [first = "", ...others] = different;
        const shared = new Set<string>();
        for (let start = 0; others.length > 0 && start < first.length; start++) {
          for (let end = start + 2; end <= first.length; end++) {
            const piece = first.slice(start, end);
            if (others.every((other) => other.includes(piece))) shared.add(piece);
          }
        }
        const longest = [...shared].filter(
          (piece) => ![...shared].some((other) => other !== piece && other.includes(piece)),
        );
        const found = proposed("string", outputs(...all));
        expect(found).toEqual([...found].sort((a, b) => String(b).length - String(a).length));
        expect(new Set(found)).toEqual(new Set(longest));
      }),
      { numRuns: 500 },
    );
  });

  test("but not those that the domain has", () => {
    const io = outputs("a, b", "c, d");
    const all = proposeConstants(
      typeOf("string"),
      text,
      io.map(([inputs, output]) => ({ inputs, output })),
    );
    expect(all.filter((value) => value === ",")).toHaveLength(1);
    expect(all.at(-1)).toBe(", ");
  });
});

describe("numbers are proposed", () => {
  test("that half of the outputs have, and three at least", () => {
    const io = (...all: readonly unknown[]): Io => all.map((output) => [[1], output]);
    expect(proposed("int", io([7, 1], [7, 2], [3, 7], 9), list)).toEqual([7]);
    expect(proposed("int", io(7, 7), list)).toEqual([]);
    expect(proposed("int", io(7, 7, 7, 1, 2, 3, 4), list)).toEqual([]);
    expect(proposed("int", io(1, 1, 1), list)).toEqual([]);
    expect(proposed("int", io([-5, 4], [4, -5], [-5, 4]), list)).toEqual([4, -5]);
    expect(proposed("bool", io(true, true, true), list)).toEqual([]);
  });

  test("of other types none are", () => {
    expect(proposed("list int", [[[1], [7, 7, 7]]], list)).toEqual([]);
  });
});

describe("examples that are hostile", () => {
  test("a megabyte in each of many examples is looked at in part", () => {
    const long = `-${"ab".repeat(250_000)}${"|".repeat(250_000)}`;
    const io: Io = Array.from({ length: 10_000 }, (_, i) => [[long, [long]], `${long}${i}`]);
    const found = proposed("string", io);
    expect(found[0]).toBe("-");
    expect(found).not.toContain("|");
  });

  test("a character at the end of what is looked at is not cut in two", () => {
    const io: Io = [[[`${"a".repeat(1999)}\ud83d\ude00`], "b"]];
    expect(proposed("string", io)).toEqual([]);
  });

  test("halves of characters, cycles and what is no value are met with a list", () => {
    const cyclic: unknown[] = ["a-b"];
    cyclic.push(cyclic);
    const io: Io = [
      [["\ud83d", "x\udc00y"], "\ud83d\ud83d"],
      [[cyclic], "\ud83d\ud83d!"],
      [[undefined, null, NaN, Symbol("s")], "\ud83d\ude00\ud83d\ud83d"],
    ];
    const found = proposed("string", io);
    expect(found).toContain("-");
    expect(found.every((value) => typeof value === "string")).toBe(true);
    expect(proposed("int", io, list)).toEqual([]);
  });

  test("no examples propose nothing", () => {
    expect(proposed("string", [])).toEqual([]);
    expect(proposed("int", [], list)).toEqual([]);
  });
});
