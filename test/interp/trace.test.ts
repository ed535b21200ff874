import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Definition, withDefinitions } from "../../src/dsl/definition.ts";
import type { Domain } from "../../src/dsl/domain.ts";
import { infer } from "../../src/dsl/infer.ts";
import { type ParsedTerm, parseTerm } from "../../src/dsl/parseTerm.ts";
import { printSexpr } from "../../src/dsl/printSexpr.ts";
import { sampleTerm } from "../../src/dsl/sampleTerm.ts";
import { type Term, lambda } from "../../src/dsl/term.ts";
import { type Type, arrow } from "../../src/dsl/type.ts";
import { list } from "../../src/domains/list/list.ts";
import { text } from "../../src/domains/text/text.ts";
import { compile } from "../../src/interp/evaluate.ts";
import { rangeOf } from "../../src/interp/rangeOf.ts";
import { contains, joinAll, printRange } from "../../src/interp/ranges/lattice.ts";
import { type TraceOptions, type TraceStep, traceRun } from "../../src/interp/trace.ts";
import { equalValues } from "../../src/interp/value.ts";
import { createRng } from "../../src/support/rng.ts";
import { typeOf } from "../dsl/parsed.ts";

const parse = (source: string, domain: Domain): ParsedTerm => {
  const parsed = parseTerm(source, { domain });
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
};

/** A trace as lines: indented, each with its source, value and range. */
function lines(
  source: string,
  inputs: readonly unknown[],
  options: TraceOptions & { readonly domain?: Domain } = {},
): readonly string[] {
  const domain = options.domain ?? list;
  const { term, spans, text: whole } = parse(source, domain);
  const show = (value: unknown): string =>
    typeof value === "function" ? "function" : (JSON.stringify(value) ?? "fault");
  const visit = (step: TraceStep, depth: number): readonly string[] => {
    const span = spans.get(step.term);
    const part = span === undefined ? "def" : whole.slice(span.start, span.end);
    const bound = step.bound === undefined ? "" : `(${step.bound.map(show).join(" ")}) `;
    const range = step.range === undefined ? "" : ` in ${printRange(step.range)}`;
    const more = step.omitted === 0 ? [] : [`${"  ".repeat(depth + 1)}and ${step.omitted} more`];
    return [
      `${"  ".repeat(depth)}${bound}${part} = ${show(step.value)}${range}`,
      ...step.steps.flatMap((inner) => visit(inner, depth + 1)),
      ...more,
    ];
  };
  const trace = traceRun(term, inputs, domain, options);
  return [
    ...trace.steps.flatMap((step) => visit(step, 0)),
    ...(trace.fault === undefined ? [] : [`fault ${trace.fault.kind}`]),
    ...(trace.cut ? ["cut"] : []),
  ];
}

const intLists = (...values: readonly (readonly number[])[]) => [
  joinAll(values.map((value) => rangeOf(value, typeOf("list int"), list))),
];

describe("a trace tells", () => {
  test("the applications of a program and the calls of its functions, with ranges over all inputs", () => {
    expect(
      lines("\\xs -> map (\\x -> x * x) (cdr xs)", [[1, 2, 3]], {
        ranges: intLists([1, 2, 3], [5, 9]),
      }),
    ).toEqual([
      "([1,2,3]) map (\\x -> x * x) (cdr xs) = [4,9] in list of [1..81] of length [1..2]",
      "  (cdr xs) = [2,3] in list of [1..9] of length [1..2]",
      "  (2) x * x = 4 in [1..81]",
      "  (3) x * x = 9 in [1..81]",
    ]);
  });

  test("all parameters of a function at once, and bodies that are no applications", () => {
    expect(lines("\\xs -> fold xs 0 (\\x sum -> x)", [[4, 5]])).toEqual([
      "([4,5]) fold xs 0 (\\x sum -> x) = 4",
      "  (5 0) x = 5",
      "  (4 5) x = 4",
    ]);
  });

  test("only the branch that a conditional takes, and what its condition says of it", () => {
    expect(
      lines("\\x -> if x > 2 then x - 3 else x + 1", [5], {
        ranges: [joinAll([0, 9].map((x) => rangeOf(x, typeOf("int"), list)))],
      }),
    ).toEqual([
      "(5) if x > 2 then x - 3 else x + 1 = 2 in [0..6]",
      "  x > 2 = true in true or false",
      "  x - 3 = 2 in [0..6]",
    ]);
  });

  test("what a definition does", () => {
    const body = parse("\\x -> x + 1", list).term;
    const definition: Definition = { name: "next", type: typeOf("int -> int"), body };
    const domain = withDefinitions(list, [definition]);
    expect(lines("\\x -> next (next x)", [1], { domain })).toEqual([
      "(1) next (next x) = 3",
      "  (next x) = 2",
      "    (1) def = 2",
      "  (2) def = 3",
    ]);
  });

  test("a program that is no lambda", () => {
    expect(lines("map (+ 1)", [[1]])).toEqual(["map (+ 1) = function", "  (+ 1) = function"]);
  });

  test("where a value is missing, and why", () => {
    expect(lines("\\xs -> 1 + car (cdr xs)", [[7]])).toEqual([
      "([7]) 1 + car (cdr xs) = fault",
      "  car (cdr xs) = fault",
      "    (cdr xs) = []",
      "fault primitive",
    ]);
  });

  test("no more calls and steps than asked for, and says so", () => {
    const xs = [1, 2, 3, 4, 5];
    expect(lines("\\xs -> map (\\x -> x + 1) xs", [xs], { calls: 2 })).toEqual([
      "([1,2,3,4,5]) map (\\x -> x + 1) xs = [2,3,4,5,6]",
      "  (1) x + 1 = 2",
      "  (2) x + 1 = 3",
      "  and 3 more",
    ]);
    expect(lines("\\xs -> map (\\x -> x + 1) xs", [xs], { steps: 2 })).toEqual([
      "([1,2,3,4,5]) map (\\x -> x + 1) xs = [2,3,4,5,6]",
      "  (1) x + 1 = 2",
      "cut",
    ]);
  });
});

const everyStep = (steps: readonly TraceStep[]): readonly TraceStep[] =>
  steps.flatMap((step) => [step, ...everyStep(step.steps)]);

/** A random program of a type, parsed, so that it shares no parts; and inputs for it. */
function randomRun(seed: number, domain: Domain, request: Type) {
  const rng = createRng(seed);
  const sampled = sampleTerm(rng, request, domain, { depth: 5 });
  return sampled === undefined ? undefined : parse(printSexpr(sampled, domain), domain).term;
}

const RUNS: readonly (readonly [Domain, Type, fc.Arbitrary<unknown>])[] = [
  [
    list,
    typeOf("list int -> list int"),
    fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 5 }),
  ],
  [list, typeOf("list int -> int"), fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 5 })],
  [text, typeOf("string -> string"), fc.string({ maxLength: 8 })],
];

describe.each(RUNS)("laws of traces: %#", (domain, request, input) => {
  const arbitrary = fc.tuple(fc.nat(), input, input);

  test("the value is that of the run", () => {
    fc.assert(
      fc.property(arbitrary, ([seed, x]) => {
        const program = randomRun(seed, domain, request);
        if (program === undefined) return true;
        const evaluator = compile(program, domain);
        const { value, fault } = traceRun(program, [x], domain);
        return equalValues(value, evaluator.run(x)) && fault?.kind === evaluator.lastFault()?.kind;
      }),
      { numRuns: 300 },
    );
  });

  test("a step's value is in its range", () => {
    let steps = 0;
    fc.assert(
      fc.property(arbitrary, ([seed, x, y]) => {
        const program = randomRun(seed, domain, request);
        if (program === undefined) return true;
        const type = (request as Extract<Type, { kind: "constructor" }>).arguments[0] as Type;
        const ranges = [joinAll([x, y].map((value) => rangeOf(value, type, domain)))];
        const trace = traceRun(program, [x], domain, { ranges });
        return everyStep(trace.steps).every(({ value, range }) => {
          if (range === undefined || value === undefined || typeof value === "function")
            return true;
          steps++;
          return contains(range, value);
        });
      }),
      { numRuns: 500 },
    );
    expect(steps).toBeGreaterThan(500);
  });

  // The slow twin: the part as a program of its own, on the arguments that it was called with.
  test("a part outside inner functions gives what it gives on its own", () => {
    fc.assert(
      fc.property(arbitrary, ([seed, x]) => {
        const program = randomRun(seed, domain, request);
        if (program?.kind !== "lambda") return true;
        return everyStep(traceRun(program, [x], domain).steps).every((step) => {
          const own = ownProgram(program, step.term);
          return (
            own === undefined ||
            step.value === undefined ||
            holdsFunction(step.value) ||
            equalValues(compile(own, domain).run(x), step.value)
          );
        });
      }),
      { numRuns: 300 },
    );
  });

  test("every part has a type, the one that it has on its own", () => {
    fc.assert(
      fc.property(arbitrary, ([seed, x]) => {
        const program = randomRun(seed, domain, request);
        if (program?.kind !== "lambda") return true;
        const inferred = infer(program, domain, { expected: request, everywhere: true });
        if (!inferred.ok) return false;
        const [parameter] = (request as Extract<Type, { kind: "constructor" }>).arguments;
        return everyStep(traceRun(program, [x], domain).steps).every((step) => {
          const own = ownProgram(program, step.term);
          const type = inferred.value.parts?.get(step.term);
          if (type === undefined) return false;
          return (
            own === undefined || infer(own, domain, { expected: arrow(parameter as Type, type) }).ok
          );
        });
      }),
      { numRuns: 200 },
    );
  });
});

const holdsFunction = (value: unknown): boolean =>
  typeof value === "function" || (Array.isArray(value) && value.some(holdsFunction));

/** The part as a program of the whole one's parameter, when it is inside no other function. */
function ownProgram(program: Extract<Term, { kind: "lambda" }>, part: Term): Term | undefined {
  const isUnder = (term: Term): boolean =>
    term === part ||
    (term.kind === "application" && (isUnder(term.function) || isUnder(term.argument)));
  return isUnder(program.body) ? lambda(part) : undefined;
}
