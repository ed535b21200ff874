import fc from "fast-check";

const repeat = (text: string, count: number): string => text.repeat(count);

/** What may stand in place of any part of a JSON text. */
const JUNK: readonly string[] = [
  "null",
  "true",
  "-1",
  "0.5",
  "1e308",
  "1e999",
  "9007199254740993",
  "{}",
  "[]",
  '""',
  ...[
    "__proto__",
    "constructor",
    "list int",
    "$0",
    "$999999999",
    "(lambda $0)",
    "map",
    "9".repeat(400),
  ].map((text) => JSON.stringify(text)),
  '{"__proto__": {"length": 3}, "constructor": 1, "toString": 2}',
  repeat("[", 50_000) + repeat("]", 50_000),
  repeat('{"a":', 20_000) + "1" + repeat("}", 20_000),
  `[${repeat("0,", 100_000)}0]`,
  ...[
    repeat("(", 30_000),
    `${repeat("(lambda ", 20_000)}$0${repeat(")", 20_000)}`,
    `${repeat("(map ", 20_000)}$0`,
    `${repeat("int -> ", 20_000)}int`,
    `${repeat("list (", 20_000)}int${repeat(")", 20_000)}`,
    "(lambda (map (lambda (range (* $0 1000000))) (range 1000000)))",
    "(lambda (fold (lambda (lambda (append $1 $1))) (range 99) $0))",
    repeat("x", 1_000_000),
  ].map((text) => JSON.stringify(text)),
];

/** Places of the keys and values of a JSON text. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null|[{}[\],:]/g;

/** A change of a JSON text. */
export const change = fc.record({
  kind: fc.constantFrom("cut", "drop", "double", "replace", "replace", "replace"),
  at: fc.nat(1e6),
  junk: fc.nat(JUNK.length - 1),
});

/** The text with a change: cut off, or with a key, value or sign left out, doubled or replaced. */
export function changed(
  text: string,
  { kind, at, junk }: { kind: string; at: number; junk: number },
): string {
  if (kind === "cut") return text.slice(0, at % (text.length + 1));
  const tokens = [...text.matchAll(TOKEN)];
  const token = tokens[at % Math.max(1, tokens.length)];
  if (token === undefined) return text;
  const [own] = token;
  const now = kind === "drop" ? "" : kind === "double" ? own + own : (JUNK[junk] ?? "");
  return text.slice(0, token.index) + now + text.slice(token.index + own.length);
}
