import { ANY } from "../../src/dsl/primitive.ts";
import { describe, expect, it, test } from "vitest";
import { text } from "../../src/domains/text/text.ts";
import { findPrimitive } from "../../src/dsl/domain.ts";
import { evaluateText } from "./evaluateText.ts";

// SMT-LIB 2.6, theory UnicodeStrings and theory Ints, case by case.
const TABLE: readonly (readonly [program: string, value: string])[] = [
  ['str.++ "" ""', '""'],
  ['str.++ "a" "😀"', '"a😀"'],

  ['str.len ""', "0"],
  ['str.len "héllo"', "5"],
  ['str.len "😀a😀"', "3"],

  ['str.at "abc" 0', '"a"'],
  ['str.at "abc" 2', '"c"'],
  ['str.at "abc" 3', '""'],
  ['str.at "abc" -1', '""'],
  ['str.at "" 0', '""'],
  ['str.at "a😀b" 1', '"😀"'],
  ['str.at "a😀b" 2', '"b"'],
  ['str.at "a😀b" 3', '""'],

  ['str.substr "hello" 0 5', '"hello"'],
  ['str.substr "hello" 1 3', '"ell"'],
  ['str.substr "hello" 4 1', '"o"'],
  ['str.substr "hello" 3 100', '"lo"'],
  ['str.substr "hello" 0 9007199254740991', '"hello"'],
  ['str.substr "hello" 5 1', '""'],
  ['str.substr "hello" 6 1', '""'],
  ['str.substr "hello" -1 3', '""'],
  ['str.substr "hello" 1 0', '""'],
  ['str.substr "hello" 1 -1', '""'],
  ['str.substr "" 0 1', '""'],
  ['str.substr "😀😁a" 1 1', '"😁"'],
  ['str.substr "😀😁a" 1 2', '"😁a"'],
  ['str.substr "😀😁a" 0 3', '"😀😁a"'],
  ['str.substr "😀😁a" 3 1', '""'],

  ['str.indexof "banana" "an" 0', "1"],
  ['str.indexof "banana" "an" 1', "1"],
  ['str.indexof "banana" "an" 2', "3"],
  ['str.indexof "banana" "an" 4', "-1"],
  ['str.indexof "banana" "x" 0', "-1"],
  ['str.indexof "banana" "a" -1', "-1"],
  ['str.indexof "banana" "a" 6', "-1"],
  ['str.indexof "banana" "a" 7', "-1"],
  ['str.indexof "abc" "" 0', "0"],
  ['str.indexof "abc" "" 2', "2"],
  ['str.indexof "abc" "" 3', "3"],
  ['str.indexof "abc" "" 4', "-1"],
  ['str.indexof "abc" "" -1', "-1"],
  ['str.indexof "" "" 0', "0"],
  ['str.indexof "" "a" 0', "-1"],
  ['str.indexof "😀b😀b" "b" 2', "3"],
  ['str.indexof "😀b" "" 2', "2"],
  ['str.indexof "😀b" "" 3', "-1"],

  ['str.replace "banana" "an" "X"', '"bXana"'],
  ['str.replace "banana" "x" "Y"', '"banana"'],
  ['str.replace "banana" "" "Y"', '"Ybanana"'],
  ['str.replace "" "" "Y"', '"Y"'],
  ['str.replace "" "a" "Y"', '""'],
  ['str.replace "abc" "abc" ""', '""'],
  // No replacement patterns as in JavaScript.
  ['str.replace "abc" "b" "$&$1$$"', '"a$&$1$$c"'],

  ['str.replace_all "banana" "an" "X"', '"bXXa"'],
  ['str.replace_all "aaa" "aa" "b"', '"ba"'],
  ['str.replace_all "abc" "" "x"', '"abc"'],
  ['str.replace_all "a.b.c" "." "$&"', '"a$&b$&c"'],
  ['str.replace_all "aXbX" "X" ""', '"ab"'],
  ['str.replace_all "aa" "a" "aa"', '"aaaa"'],

  ['str.prefixof "ab" "abc"', "true"],
  ['str.prefixof "abc" "ab"', "false"],
  ['str.prefixof "" ""', "true"],
  ['str.suffixof "bc" "abc"', "true"],
  ['str.suffixof "abc" "bc"', "false"],
  ['str.suffixof "" "a"', "true"],
  ['str.contains "abc" "b"', "true"],
  ['str.contains "b" "abc"', "false"],
  ['str.contains "" ""', "true"],

  ['str.< "a" "b"', "true"],
  ['str.< "a" "a"', "false"],
  ['str.< "" "a"', "true"],
  ['str.< "ab" "a"', "false"],
  ['str.<= "a" "a"', "true"],
  ['str.<= "b" "a"', "false"],
  // U+1F600 is above U+FF5E, though its first UTF-16 unit is below.
  ['str.< "\\uff5e" "😀"', "true"],
  ['str.< "😀" "\\uff5e"', "false"],
  ['str.< "😀" "😁"', "true"],

  ['str.to_int "0"', "0"],
  ['str.to_int "007"', "7"],
  ['str.to_int ""', "-1"],
  ['str.to_int "-1"', "-1"],
  ['str.to_int "+1"', "-1"],
  ['str.to_int " 1"', "-1"],
  ['str.to_int "1.0"', "-1"],
  ['str.to_int "1e3"', "-1"],
  ['str.to_int "٣"', "-1"],
  ['str.to_int "9007199254740991"', "9007199254740991"],
  ['str.to_int "9007199254740992"', "fault"],
  ['str.to_int "9007199254740993"', "fault"],
  ["str.from_int 0", '"0"'],
  ["str.from_int 42", '"42"'],
  ["str.from_int -1", '""'],
  ["str.from_int 9007199254740991", '"9007199254740991"'],

  ['str.to_code "a"', "97"],
  ['str.to_code ""', "-1"],
  ['str.to_code "ab"', "-1"],
  ['str.to_code "😀"', "128512"],
  ["str.from_code 97", '"a"'],
  ["str.from_code 128512", '"😀"'],
  ["str.from_code -1", '""'],
  ["str.from_code 196608", '""'],
  ["str.from_code 55296", '""'],
  ['str.is_digit "0"', "true"],
  ['str.is_digit "a"', "false"],
  ['str.is_digit "10"', "false"],
  ['str.is_digit ""', "false"],

  ['str.to_upper "straße 1é"', '"STRAßE 1É"'],
  ['str.to_lower "ΑΣ İ"', '"ασ İ"'],
  ['str.trim " \\t a b\\n"', '"a b"'],
  ['str.field "a,b,,c" "," 0', '"a"'],
  ['str.field "a,b,,c" "," 2', '""'],
  ['str.field "a,b,,c" "," 3', '"c"'],
  ['str.field "a,b,,c" "," 4', '""'],
  ['str.field "a,b,,c" "," -1', '"c"'],
  ['str.field "a,b,,c" "," -4', '"a"'],
  ['str.field "a,b,,c" "," -5', '""'],
  ['str.field "abc" "," 0', '"abc"'],
  ['str.field "abc" "" 1', '""'],

  ["div 7 3", "2"],
  ["div -7 3", "-3"],
  ["div 7 -3", "-2"],
  ["div -7 -3", "3"],
  ["div 0 -3", "0"],
  ["div 1 0", "fault"],
  ["div -9007199254740991 2", "-4503599627370496"],
  ["mod 7 3", "1"],
  ["mod -7 3", "2"],
  ["mod 7 -3", "1"],
  ["mod -7 -3", "2"],
  ["mod -6 3", "0"],
  ["mod 1 0", "fault"],
  ["neg 0", "0"],
  ["* 0 -1", "0"],
  ["abs -9007199254740991", "9007199254740991"],
  ["+ 9007199254740991 1", "fault"],
  ["* 94906267 94906267", "fault"],
  ["< 1 2", "true"],
  ["<= 2 2", "true"],
  ["> 1 2", "false"],
  [">= 2 2", "true"],

  ['= "a" "a"', "true"],
  ['distinct "a" "b"', "true"],
  ["= true false", "false"],
  ["ite (= 1 2) 3 4", "4"],
  // The branch that is not chosen is not evaluated.
  ["ite true 3 (div 1 0)", "3"],
  ["implies false false", "true"],
  ["implies true false", "false"],
  ["xor true true", "false"],
];

type Inverse = (out: unknown, ...others: readonly unknown[]) => unknown;

const inverseOf = (name: string, parameter: number): Inverse | undefined =>
  text.primitives.get(name)?.inverse?.[parameter] as unknown as Inverse | undefined;

// What an inverse must find: [primitive, parameter, result, other arguments, value].
const INVERSES: readonly (readonly [string, number, unknown, readonly unknown[], unknown])[] = [
  ["str.++", 0, "abc", ["c"], "ab"],
  ["str.++", 0, "abc", ["d"], undefined],
  ["str.++", 1, "abc", ["a"], "bc"],
  ["str.++", 1, "abc", ["b"], undefined],
  ["str.at", 1, "c", ["abc"], 2],
  ["str.at", 1, "b", ["😀b"], 1],
  ["str.at", 1, "x", ["abc"], undefined],
  ["str.at", 1, "bc", ["abc"], undefined],
  ["str.substr", 1, "an", ["banana", 2], 1],
  ["str.substr", 1, "na", ["banana", 3], 4],
  ["str.substr", 1, "nax", ["banana", 3], undefined],
  ["str.substr", 2, "an", ["banana", 3], 2],
  ["str.substr", 2, "an", ["banana", 2], undefined],
  ["str.replace", 0, "a-b c", [" ", "-"], "a b c"],
  ["str.replace", 0, "a-b c", ["x", " "], "a-bxc"],
  ["str.replace", 0, "abc", ["b", "b"], "abc"],
  ["str.replace", 0, "abc", ["a", "b"], undefined],
  ["str.replace", 0, "abc", ["a", ""], undefined],
  ["str.replace", 2, "abc", ["abc", "x"], ANY],
  ["str.replace_all", 0, "a-b-c", [" ", "-"], "a b c"],
  ["str.replace_all", 0, "a-b c", [" ", "-"], undefined],
  ["str.replace", 1, "5.1", ["AIX 5.1", ""], "AIX "],
  ["str.replace", 1, "a-b", ["a b", "-"], " "],
  ["str.replace", 1, "abx", ["abc", "-"], undefined],
  // Half a character is no pattern, though it is what differs.
  ["str.replace", 1, "\ud83d\udf00", ["\ud83d\ude00\ud83c\udf00", ""], undefined],
  ["str.replace", 2, "a-b c", ["a b c", " "], "-"],
  ["str.replace", 2, "ab", ["a b", " "], ""],
  ["str.replace", 2, "a-c", ["a b c", " "], undefined],
  ["str.replace_all", 2, "a-b-c", ["a b c", " "], "-"],
  ["str.replace_all", 2, "abc", ["a b c", " "], ""],
  ["str.replace_all", 2, "a-b+c", ["a b c", " "], undefined],
  ["str.replace_all", 2, "abc", ["abc", " "], ANY],
  ["str.to_int", 0, 42, [], "42"],
  ["str.to_int", 0, -1, [], ""],
  ["str.to_int", 0, -2, [], undefined],
  ["str.from_int", 0, "42", [], 42],
  ["str.from_int", 0, "042", [], undefined],
  ["str.from_int", 0, "", [], -1],
  ["str.to_code", 0, 128512, [], "😀"],
  ["str.from_code", 0, "😀", [], 128512],
  ["str.field", 2, "c", ["a,b,c", ","], 2],
  ["str.field", 2, "d", ["a,b,c", ","], undefined],
  ["+", 0, 5, [3], 2],
  ["-", 1, 5, [7], 2],
  ["*", 0, 6, [-3], -2],
  ["*", 0, 7, [3], undefined],
  ["*", 0, 0, [0], ANY],
  ["=", 0, true, ["a"], "a"],
  ["=", 0, false, ["a"], undefined],
  ["ite", 0, 1, [1, 2], true],
  ["ite", 0, 1, [1, 1], ANY],
  ["ite", 1, 5, [true, 2], 5],
  ["ite", 2, 5, [true, 2], undefined],
  ["ite", 2, 5, [true, 5], ANY],
  ["and", 0, false, [true], false],
  ["or", 0, true, [true], ANY],
  ["implies", 0, false, [false], true],
];

describe("text", () => {
  it.each(INVERSES)("%s has for parameter %i, given %j and %j, the value %j", (...row) => {
    const [name, parameter, out, others, value] = row;
    expect(inverseOf(name, parameter)?.(out, ...others)).toBe(value);
  });

  it.each(TABLE)("(%s) is %s", (program, value) => {
    expect(evaluateText(`(${program})`, text)).toBe(value);
  });

  it("knows the names of SyGuS-IF 1", () => {
    for (const [old, name] of [
      ["str.to.int", "str.to_int"],
      ["int.to.str", "str.from_int"],
      ["=>", "implies"],
    ] as const) {
      expect(findPrimitive(text, old)?.name).toBe(name);
    }
  });

  it("writes operators between their arguments", () => {
    expect(evaluateText('"a" ++ "b" == "ab" && 2 + 3 * 4 - 1 >= 13', text)).toBe("true");
  });

  it("has no value for a string that is too long, however it comes about", () => {
    const long = `"${"a".repeat(5_001)}"`;
    expect(evaluateText(`str.++ ${long} ${long}`, text)).toBe("fault");
    expect(evaluateText(`str.replace_all ${long} "a" "bb"`, text)).toBe("fault");
    expect(evaluateText(`str.replace_all ${long} "a" ${long}`, text)).toBe("fault");
    expect(evaluateText(`str.len (str.replace_all ${long} "aa" "bbb")`, text)).toBe("7501");
  });

  it("takes no half of a character for a text", () => {
    const type = text.types.get("string");
    expect(type?.read("\ud83d", [])).toBeUndefined();
    expect(type?.is("\ude00", [])).toBe(false);
    expect(type?.read("😀", [])).toBe("😀");
  });

  test.each([...text.primitives.values()])("$name does what its examples say", (primitive) => {
    expect(primitive.examples.length).toBeGreaterThan(1);
    for (const [program, value] of primitive.examples) {
      expect(evaluateText(program, text)).toBe(value);
    }
  });
});
