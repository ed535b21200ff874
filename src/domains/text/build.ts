import { equation, freeMonoid } from "../../dsl/law.ts";
import { ANY, primitive } from "../../dsl/primitive.ts";
import type { Range } from "../../dsl/range.ts";
import { Interval, type IntervalRange } from "../../interp/ranges/interval.ts";
import { type StringRange, Strings } from "../../interp/ranges/stringRange.ts";
import { characterLengths, substringRange } from "./characterRange.ts";
import { characterCount, isWhole, substring } from "./characters.ts";
import { STRING_LENGTH } from "./limits.ts";
import { replaceAllRange, replaceRange } from "./replaceRange.ts";

/** Operations of SMT-LIB's theory of strings whose result is a string. */

const ONE = Interval.constant(1);

export const concat = primitive({
  name: "str.++",
  infix: "++",
  type: "string -> string -> string",
  doc: "The first string followed by the second.",
  examples: [
    ['(str.++ "ab" "c")', '"abc"'],
    ['(str.++ "" "x")', '"x"'],
  ],
  laws: [freeMonoid('""')],
  evaluate: (x: string, y: string) => x + y,
  range: (x: StringRange, y: StringRange) => Strings.concat(x, y),
  refine: refineConcat,
  inverse: [
    (out: string, y: string) => (out.endsWith(y) ? out.slice(0, out.length - y.length) : undefined),
    (out: string, x: string) => (out.startsWith(x) ? out.slice(x.length) : undefined),
  ],
});

export const at = primitive({
  name: "str.at",
  type: "string -> int -> string",
  doc: 'The character at a position, counted from 0; "" when there is none.',
  examples: [
    ['(str.at "abc" 1)', '"b"'],
    ['(str.at "abc" 3)', '""'],
    ['(str.at "abc" -1)', '""'],
  ],
  laws: [equation("(str.at x y)", "(str.substr x y 1)"), equation('(str.at "" y)', '""')],
  evaluate: (text: string, position: number) => substring(text, position, 1),
  range: (text: StringRange, position: IntervalRange) => substringRange(text, position, ONE),
  refine: (out: StringRange, text: StringRange, position: IntervalRange) =>
    refineSubstring(out, text, position).slice(0, 2),
  inverse: [
    null,
    (out: string, text: string) => {
      const unit = text.indexOf(out);
      if (unit < 0 || characterCount(out) !== 1) return undefined;
      return characterCount(text.slice(0, unit));
    },
  ],
});

export const substr = primitive({
  name: "str.substr",
  type: "string -> int -> int -> string",
  doc: 'The characters from a position on, at most as many as the last number; "" when the position is outside the string or the number is not positive.',
  examples: [
    ['(str.substr "hello" 1 3)', '"ell"'],
    ['(str.substr "hello" 3 9)', '"lo"'],
    ['(str.substr "hello" -1 3)', '""'],
    ['(str.substr "hello" 5 1)', '""'],
    ['(str.substr "hello" 1 0)', '""'],
  ],
  laws: [
    equation("(str.substr x 0 (str.len x))", "x"),
    equation("(str.substr x y 0)", '""'),
    equation('(str.substr "" y z)', '""'),
  ],
  evaluate: (text: string, position: number, count: number) => substring(text, position, count),
  range: substringRange,
  refine: refineSubstring,
  inverse: [
    null,
    (out: string, text: string, count: number) => firstPosition(out, text, count),
    // The least number that does; a greater one may when the piece ends the string.
    (out: string, text: string, position: number) => {
      const count = characterCount(out);
      return substring(text, position, count) === out ? count : undefined;
    },
  ],
});

export const replace = primitive({
  name: "str.replace",
  type: "string -> string -> string -> string",
  doc: "The first string with the first occurrence of the second replaced by the third; the empty string occurs first of all.",
  examples: [
    ['(str.replace "banana" "an" "o")', '"boana"'],
    ['(str.replace "banana" "x" "o")', '"banana"'],
    ['(str.replace "banana" "" "o")', '"obanana"'],
  ],
  laws: [
    equation('(str.replace x "" y)', "(str.++ y x)"),
    equation("(str.replace x y y)", "x"),
    equation("(str.replace x x y)", "y"),
  ],
  evaluate: (text: string, pattern: string, replacement: string) => {
    const start = text.indexOf(pattern);
    return start < 0
      ? text
      : text.slice(0, start) + replacement + text.slice(start + pattern.length);
  },
  range: replaceRange,
  refine: (out: StringRange, text: StringRange, pattern: StringRange, by: StringRange) => {
    if (!Strings.includes(text, pattern).mayBeTrue) return [out, undefined, undefined];
    // What is not replaced is kept, so the lengths differ by as much as the replaced part's.
    const low = out.length.low - Math.max(by.length.high - pattern.length.low, 0);
    const high = out.length.high + Math.max(pattern.length.high - by.length.low, 0);
    return [Strings.of({ length: Interval.of(Math.max(low, 0), high) }), undefined, undefined];
  },
  inverse: [
    replacedText,
    replacedPattern,
    (out: string, text: string, pattern: string) => {
      const start = text.indexOf(pattern);
      if (start < 0) return out === text ? ANY : undefined;
      const rest = text.length - pattern.length;
      const end = out.length - (rest - start);
      return end >= start &&
        out.startsWith(text.slice(0, start)) &&
        out.endsWith(text.slice(start + pattern.length))
        ? out.slice(start, end)
        : undefined;
    },
  ],
});

export const replaceAll = primitive({
  name: "str.replace_all",
  aliases: ["str.replaceall"],
  type: "string -> string -> string -> string",
  doc: "The first string with every occurrence of the second replaced by the third, from left to right; the empty string does not occur.",
  examples: [
    ['(str.replace_all "banana" "an" "o")', '"booa"'],
    ['(str.replace_all "aaa" "aa" "b")', '"ba"'],
    ['(str.replace_all "abc" "" "x")', '"abc"'],
  ],
  laws: [
    equation('(str.replace_all x "" y)', "x"),
    equation("(str.replace_all x y y)", "x"),
    equation('(str.replace_all "" x y)', '""'),
  ],
  evaluate: replaceEvery,
  faults: (text: string, pattern: string, replacement: string) =>
    replaceEvery(text, pattern, replacement) === undefined,
  range: replaceAllRange,
  refine: (out: StringRange, text: StringRange, pattern: StringRange) => [
    Strings.includes(text, pattern).mayBeTrue ? undefined : out,
    undefined,
    undefined,
  ],
  inverse: [
    (out: string, pattern: string, replacement: string) => {
      if (occurrences(out, replacement) === 0) return undefined;
      const text = replaceEvery(out, replacement, pattern);
      return text !== undefined && replaceEvery(text, pattern, replacement) === out
        ? text
        : undefined;
    },
    null,
    (out: string, text: string, pattern: string) => {
      const count = occurrences(text, pattern);
      if (count === 0) return out === text ? ANY : undefined;
      const start = text.indexOf(pattern);
      const length = (out.length - text.length) / count + pattern.length;
      if (length < 0 || !Number.isInteger(length)) return undefined;
      const replacement = out.slice(start, start + length);
      return isWhole(replacement) && replaceEvery(text, pattern, replacement) === out
        ? replacement
        : undefined;
    },
  ],
});

export const buildPrimitives = [concat, at, substr, replace, replaceAll] as const;

/** How often the pattern occurs, occurrences not overlapping, counted from the left. */
function occurrences(text: string, pattern: string): number {
  if (pattern === "") return 0;
  let count = 0;
  for (let at = text.indexOf(pattern); at >= 0; at = text.indexOf(pattern, at + pattern.length)) {
    count++;
  }
  return count;
}

/**
 * No value when the result would be too long: its length is the product of two lengths. A loop of
 * `indexOf` takes a tenth of the time of `split` and `join` on short texts.
 */
function replaceEvery(text: string, pattern: string, replacement: string): string | undefined {
  if (pattern === "") return text;
  let result = "";
  let kept = 0;
  for (let at = text.indexOf(pattern); at >= 0; at = text.indexOf(pattern, kept)) {
    result += text.slice(kept, at) + replacement;
    kept = at + pattern.length;
    if (result.length > STRING_LENGTH) return undefined;
  }
  if (kept === 0) return text;
  return result.length + text.length - kept > STRING_LENGTH ? undefined : result + text.slice(kept);
}

/** The first position from which the text's next `count` characters are `piece`. */
function firstPosition(piece: string, text: string, count: number): number | undefined {
  if (piece === "") return undefined;
  for (let unit = text.indexOf(piece); unit >= 0; unit = text.indexOf(piece, unit + 1)) {
    const position = characterCount(text.slice(0, unit));
    if (substring(text, position, count) === piece) return position;
  }
  return undefined;
}

/** The text in which the pattern stands where the replacement first occurs in `out`. */
function replacedText(out: string, pattern: string, replacement: string): string | undefined {
  const start = replacement === "" ? -1 : out.indexOf(replacement);
  if (start < 0) return undefined;
  const text = out.slice(0, start) + pattern + out.slice(start + replacement.length);
  return text.indexOf(pattern) === start && isWhole(text) ? text : undefined;
}

/**
 * The pattern that makes `replace` turn the text into `out`: of several, the one that occurs first.
 * When nothing changes, the replacement itself is one.
 */
function replacedPattern(out: string, text: string, replacement: string): string | undefined {
  if (out === text) return replacement;
  const length = text.length - out.length + replacement.length;
  if (length < 0) return undefined;
  const last = Math.min(text.length - length, out.length - replacement.length);
  for (let start = 0; start <= last; start++) {
    const pattern = text.slice(start, start + length);
    if (
      out.startsWith(replacement, start) &&
      text.indexOf(pattern) === start &&
      text.slice(start + length) === out.slice(start + replacement.length) &&
      isWhole(pattern)
    ) {
      return pattern;
    }
    if (text[start] !== out[start]) return undefined;
  }
  return undefined;
}

type Refined = readonly (Range | undefined)[];

/** What x and y must be for `x ++ y` to be in `out`. */
function refineConcat(out: StringRange, x: StringRange, y: StringRange): Refined {
  const { characters } = out;
  return [
    Strings.of({
      length: Interval.sub(out.length, y.length),
      prefix: out.prefix.slice(0, x.length.low),
      suffix: Strings.isConstant(y) ? withoutSuffix(out.suffix, y.prefix) : "",
      characters,
    }),
    Strings.of({
      length: Interval.sub(out.length, x.length),
      prefix: Strings.isConstant(x) ? withoutPrefix(out.prefix, x.prefix) : "",
      suffix: out.suffix.slice(Math.max(0, out.suffix.length - y.length.low)),
      characters,
    }),
  ];
}

const withoutPrefix = (text: string, prefix: string): string =>
  text.startsWith(prefix) ? text.slice(prefix.length) : "";
const withoutSuffix = (text: string, suffix: string): string =>
  text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : "";

/** What the arguments of `str.substr` must be for a result in `out`; nothing when it may be empty. */
function refineSubstring(out: StringRange, text: StringRange, position: IntervalRange): Refined {
  if (out.length.low === 0) return [undefined, undefined, undefined];
  const from = Math.max(position.low, 0);
  return [
    Strings.of({
      length: Interval.of(from + out.length.low, Infinity),
      prefix: position.low === 0 && position.high === 0 ? out.prefix : "",
    }),
    Interval.of(0, characterLengths(text).high - 1),
    Interval.of(characterLengths(out).low, Infinity),
  ];
}
