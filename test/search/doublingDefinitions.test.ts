import { expect, test } from "vitest";
import { list } from "../../src/domains/list/list.ts";
import { type Definition, withDefinitions } from "../../src/dsl/definition.ts";
import { extendDomain } from "../../src/dsl/domain.ts";
import { parseTerm } from "../../src/dsl/parseTerm.ts";
import { primitive } from "../../src/dsl/primitive.ts";
import { compile } from "../../src/interp/evaluate.ts";
import { typeOf } from "../dsl/parsed.ts";
import { search, taskOf } from "./solveTask.ts";

let ticks = 0;

/** Counts how often it is run. */
const tick = primitive({
  name: "tick",
  type: "int -> int",
  doc: "The number itself.",
  examples: [],
  range: "top",
  evaluate: (x: number) => {
    ticks++;
    return x;
  },
});
const counting = extendDomain(list, [tick]);

/** A chain of definitions of one type, each made from the one before. */
function chain(
  length: number,
  type: string,
  first: string,
  next: (before: string) => string,
): readonly Definition[] {
  const definitions: Definition[] = [];
  for (let i = 0; i < length; i++) {
    const text = i === 0 ? first : next(`d${i - 1}`);
    const parsed = parseTerm(text, { domain: counting, definitions });
    if (!parsed.ok) throw new Error(parsed.error.message);
    definitions.push({ name: `d${i}`, type: typeOf(type), body: parsed.value.term });
  }
  return definitions;
}

const FUNCTIONS = chain(31, "int -> int", "\\x -> tick x", (d) => `\\x -> ${d} (${d} x)`);
const VALUES = chain(31, "int", "tick 1", (d) => `${d} * ${d}`);

test("values that each use the one before twice end by fuel", () => {
  const evaluator = compile(
    { kind: "primitive", name: "d30" },
    withDefinitions(counting, VALUES),
    1000,
  );
  ticks = 0;
  expect(evaluator.run()).toBeUndefined();
  expect(evaluator.lastFault()).toEqual({ kind: "fuel" });
  expect(ticks).toBeLessThan(1000);
});

const CANDIDATES = 500;
const UNSOLVABLE = taskOf("list int -> list int", [
  [[[1, 2, 3]], [4711, 3]],
  [[[5, 1]], [815]],
  [[[7, 2]], [12, 7, 7]],
]);

test.each([
  ["functions", FUNCTIONS],
  ["values", VALUES],
])(
  "a search with %s that each use the one before twice does no more than its fuel",
  (_, definitions) => {
    ticks = 0;
    const task = { ...UNSOLVABLE, definitions };
    const { explanation } = search(task, counting, { candidates: CANDIDATES });
    expect(explanation.candidates).toBe(CANDIDATES);
    expect(ticks).toBeGreaterThan(CANDIDATES);
    // With all of the domain's fuel the functions would tick 19 million times, the values without end.
    expect(ticks).toBeLessThan(CANDIDATES * 5000);
  },
);

test("a program is looked into for conditionals once a definition", () => {
  // Mentioned twice, run once.
  const definitions = chain(
    40,
    "int -> int",
    "\\x -> x * x + 7",
    (d) => `\\x -> (\\f -> ${d} x) (\\y -> ${d} y)`,
  );
  const io = [1, 2, 3].map((x) => [[x], x * x + 7] as const);
  const task = taskOf("int -> int", io, { definitions });
  const result = search(task, list, { candidates: 2000 }, { top: 50 });
  expect(result.stopReason).toBe("solved");
});
