import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { list } from "../../../src/domains/list/list.ts";
import { definedPrimitive } from "../../../src/dsl/definition.ts";
import { type Domain, domain } from "../../../src/dsl/domain.ts";
import { parseTerm } from "../../../src/dsl/parseTerm.ts";
import {
  ANY,
  type Primitive,
  type PrimitiveDefinition,
  primitive,
} from "../../../src/dsl/primitive.ts";
import { printSexpr } from "../../../src/dsl/printSexpr.ts";
import { type Term, apply, lambda, primitiveReference, variable } from "../../../src/dsl/term.ts";
import { compile } from "../../../src/interp/evaluate.ts";
import { BottomUp } from "../../../src/search/bottomUp.ts";
import { createReasoning } from "../../../src/search/deduce/reasoning.ts";
import { domainGrammar } from "../../../src/search/domainGrammar.ts";
import { noCounts } from "../../../src/search/solveResult.ts";
import { createRng } from "../../../src/support/rng.ts";
import type { Task } from "../../../src/tasks/task.ts";
import { typeOf } from "../../dsl/parsed.ts";
import { type Io, fits, search, taskOf } from "../solveTask.ts";

type Inverses = PrimitiveDefinition["inverse"];

const prim = (
  name: string,
  type: string,
  evaluate: (...args: never[]) => unknown,
  inverse?: Inverses,
  conditional = false,
): Primitive =>
  primitive({
    name,
    type,
    doc: name,
    examples: [],
    evaluate,
    range: "top",
    conditional,
    ...(inverse === undefined ? {} : { inverse }),
  });

const quotient = (out: number, factor: number): unknown =>
  factor === 0 ? (out === 0 ? ANY : undefined) : out % factor === 0 ? out / factor + 0 : undefined;

/** Small arithmetic with everything an inverse may do: exact, partial, free, faulty meanings. */
const PRIMITIVES: readonly Primitive[] = [
  prim("+", "int -> int -> int", (x: number, y: number) => x + y, [
    (out: number, y: number) => out - y,
    (out: number, x: number) => out - x,
  ]),
  prim("*", "int -> int -> int", (x: number, y: number) => x * y + 0, [quotient, quotient]),
  prim("neg", "int -> int", (x: number) => 0 - x, [(out: number) => 0 - out]),
  prim("half", "int -> int", (x: number) => (x % 2 === 0 ? x / 2 : undefined), [
    (out: number) => 2 * out,
  ]),
  prim("first", "int -> int -> int", (x: number) => x, [
    (out: number) => out,
    (out: number, x: number) => (x === out ? ANY : undefined),
  ]),
  prim(
    "clamp",
    "int -> int -> int -> int",
    (x: number, low: number, high: number) =>
      low > high ? undefined : Math.min(Math.max(x, low), high),
    [
      (out: number, low: number, high: number) => (low < out && out < high ? out : undefined),
      (out: number, x: number, high: number) => (x < out && out <= high ? out : undefined),
      null,
    ],
  ),
  prim(">", "int -> int -> bool", (x: number, y: number) => x > y),
  prim(
    "if",
    "bool -> int -> int -> int",
    (c: boolean, x: number, y: number) => (c ? x : y),
    undefined,
    true,
  ),
];

const little = (primitives: readonly Primitive[]): Domain =>
  domain({
    name: "little",
    doc: "Little.",
    types: [...list.types.values()],
    primitives: [...primitives],
    literals: { int: [0, 1, 3] },
  });

/** Programs of two integers over some primitives of the domain, faults included. */
const bodies = (names: readonly string[]): fc.Arbitrary<Term> =>
  fc.letrec<{ int: Term; bool: Term; body: Term }>((tie) => {
    const call = (name: string, ...args: fc.Arbitrary<Term>[]): fc.Arbitrary<Term>[] =>
      names.includes(name)
        ? [fc.tuple(...args).map((terms) => apply(primitiveReference(name), ...terms))]
        : [];
    const int = tie("int");
    const leaf = fc.constantFrom(variable(0), variable(1));
    return {
      int: fc.oneof(
        { maxDepth: 3, depthSize: "medium" },
        leaf,
        ...call("+", int, int),
        ...call("*", int, int),
        ...call("neg", int),
        ...call("half", int),
        ...call("first", int, int),
        ...call("clamp", int, int, int),
        ...call("if", tie("bool"), int, int),
      ),
      // A choice every other time: trees are learned of little else.
      body: fc.oneof(int, ...call("if", tie("bool"), int, int)),
      bool: fc.tuple(int, leaf).map(([x, y]) => apply(primitiveReference(">"), x, y)),
    };
  }).body;

const rows = fc.uniqueArray(
  fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })),
  {
    minLength: 3,
    maxLength: 8,
    selector: String,
  },
);

const NAMES = PRIMITIVES.map(({ name }) => name);

/** A domain of some of the primitives, and a task that a program of it computes. */
const problems = fc
  .subarray(
    NAMES.filter((name) => name !== ">" && name !== "if"),
    { minLength: 2 },
  )
  .chain((some) => {
    const names = [...some, ">", "if"];
    return fc.tuple(bodies(names), rows).map(([body, inputs]) => {
      const of = little(PRIMITIVES.filter(({ name }) => names.includes(name)));
      const evaluator = compile(lambda(lambda(body)), of);
      const io: Io = inputs.flatMap((row) => {
        const output = evaluator.run(...row);
        return output === undefined ? [] : [[row, output] as const];
      });
      return { of, task: taskOf("int -> int -> int", io, { domain: "little" }) };
    });
  });

/** What the reasoning gives away, before anything looks whether it is right. */
function emitted(task: Task, of: Domain, candidates: number): readonly Term[] {
  const grammar = domainGrammar(of, task.request, task.examples);
  const counts = noCounts();
  const END = Symbol("end");
  const programs: Term[] = [];
  const search = new BottomUp({
    grammar,
    rows: task.examples,
    limits: of.limits,
    fuel: 1000,
    memoryBytes: 2 ** 28,
    rng: createRng(1),
    counts,
    laws: true,
    onMatch: () => {},
    onLevel: () => {},
    onCheck: () => {
      if (counts.candidates >= candidates) throw END;
    },
    candidatesLeft: () => candidates - counts.candidates,
    clock: () => 0,
    reason: (workshop) =>
      createReasoning(
        {
          ...workshop,
          emit: (body) => {
            programs.push(lambda(lambda(body)));
          },
        },
        {
          domain: of,
          rows: task.examples,
          examples: task.examples.length,
          deduction: true,
          conditionals: true,
        },
      ),
  });
  try {
    search.run();
  } catch (error) {
    if (error !== END) throw error;
  }
  return programs;
}

describe("with inverses that tell the truth", () => {
  test("whatever deduction and decision trees give away is right on every row", () => {
    let total = 0;
    fc.assert(
      fc.property(problems, ({ of, task }) => {
        if (task.examples.length === 0) return;
        for (const program of emitted(task, of, 6_000)) {
          total++;
          expect(fits(program, task, of)).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
    expect(total).toBeGreaterThan(100);
  });

  // Times 0 any value will do, but there must be one.
  test.each<readonly [string, readonly string[], readonly (readonly [Io[number][0], number])[]]>([
    [
      "clamp y x 1 * y, whose bounds cross on the second row",
      ["*", "clamp", ">", "if"],
      [
        [[0, 1], 1],
        [[2, 0], 0],
        [[0, 0], 0],
        [[0, -1], 0],
      ],
    ],
    [
      "half x * y, which halves an odd number on the fourth row",
      ["*", "half", ">", "if"],
      [
        [[4, 3], 6],
        [[2, 5], 5],
        [[8, 1], 4],
        [[7, 0], 0],
        [[6, 2], 6],
      ],
    ],
  ])("what is free on some rows has a value there: not %s", (_, names, io) => {
    const of = little(PRIMITIVES.filter(({ name }) => names.includes(name)));
    const task = taskOf("int -> int -> int", io, { domain: "little" });
    const programs = emitted(task, of, 6_000);
    expect(programs.length).toBeGreaterThan(0);
    for (const program of programs) expect(fits(program, task, of)).toBe(true);
  });

  test("and so are trees over terms that have no value on some rows", () => {
    const of = little(PRIMITIVES.filter(({ name }) => ["+", "half", ">", "if"].includes(name)));
    const branches = fc.constantFrom(
      "half x + 3",
      "x + x + y + 3",
      "half (half y)",
      "half (x + x + 3 + 3) + y + y",
    );
    const tests = fc.constantFrom("x > y", "x > 3", "half x > 1");
    const inputs = [-6, -3, 0, 2, 4, 5, 8, 12].map((x, i) => [x, [4, 8, -4, 0][i % 4] as number]);
    let choices = 0;
    fc.assert(
      fc.property(tests, branches, branches, (condition, one, other) => {
        const body = parseTerm(`\\x y -> if (${condition}) (${one}) (${other})`, { domain: of });
        if (!body.ok) throw new Error(body.error.message);
        const evaluator = compile(body.value.term, of);
        const io = inputs
          .map((row) => [row, evaluator.run(...row)] as const)
          .filter(([, output]) => output !== undefined);
        const task = taskOf("int -> int -> int", io, { domain: "little" });
        for (const program of emitted(task, of, 20_000)) {
          if (printSexpr(program).includes("(if")) choices++;
          expect(fits(program, task, of)).toBe(true);
        }
      }),
      { numRuns: 15 },
    );
    expect(choices).toBeGreaterThan(5);
  });

  test("a definition that chooses computes both branches: one that faults is no solution", () => {
    const body = parseTerm("\\c x y -> if (c > 0) x y", { domain: little(PRIMITIVES) });
    if (!body.ok) throw new Error(body.error.message);
    const pick = definedPrimitive({
      name: "pick",
      type: typeOf("int -> int -> int -> int"),
      body: body.value.term,
    });
    const of = little([...PRIMITIVES, pick]);
    const task = taskOf(
      "int -> int -> int",
      [
        [[4, 1], 2],
        [[8, 5], 4],
        [[-3, 2], 2],
        [[-5, 7], 7],
        [[6, 0], 3],
        [[-1, 9], 9],
      ],
      { domain: "little" },
    );
    const { solutions } = search(task, of, { candidates: 20_000 }, { top: 20 });
    for (const { program } of solutions) {
      expect(fits(program, task, of)).toBe(true);
    }
    const wrong = parseTerm("\\x y -> pick x (half x) y", { domain: of });
    if (!wrong.ok) throw new Error(wrong.error.message);
    expect(fits(wrong.value.term, task, of)).toBe(false);
  });
});

const cyclic: unknown[] = [];
cyclic.push(cyclic);
const endless: Record<string, unknown> = {};
endless["itself"] = endless;
// A small graph that is a list of 2^40 parts.
let huge: unknown = 1;
for (let i = 0; i < 40; i++) huge = [huge, huge];

const LIES: readonly unknown[] = [
  undefined,
  ANY,
  0,
  -1,
  0.5,
  -0,
  NaN,
  Infinity,
  2 ** 60,
  "text",
  true,
  null,
  5n,
  -5n,
  cyclic,
  endless,
  huge,
  () => 1,
  new Map(),
  Symbol("no"),
  new Proxy([], {
    get: () => {
      throw new Error("no");
    },
  }),
];

describe("with inverses that lie", () => {
  /** The primitives with some inverses replaced by those that give anything, or throw. */
  const lying = fc
    .array(
      fc.oneof(
        fc.constantFrom(...LIES.filter((lie) => lie !== huge), "throw"),
        fc.constant("true"),
      ),
      {
        minLength: 12,
        maxLength: 12,
      },
    )
    .map((lies) =>
      PRIMITIVES.map((honest, i): Primitive => {
        const { inverse } = honest;
        if (inverse === undefined) return honest;
        return {
          ...honest,
          inverse: inverse.map((one, slot) => {
            const lie = lies[(2 * i + slot) % lies.length];
            if (lie === "true") return one;
            return (): unknown => {
              if (lie === "throw") throw new Error("no");
              return lie;
            };
          }),
        };
      }),
    );

  test("every solution is right all the same, and its literals are integers", () => {
    fc.assert(
      fc.property(problems, lying, ({ task }, primitives) => {
        const of = little(primitives);
        const result = search(task, of, { candidates: 3_000 }, { top: 5, settle: 1_000 });
        for (const { program } of result.solutions) {
          expect(fits(program, task, of)).toBe(true);
          for (const value of literalsIn(program)) expect(Number.isSafeInteger(value)).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });

  test.each(LIES.filter((lie) => lie !== huge).map((lie, i) => [i, lie] as const))(
    "lie %i does not end the search",
    (_i, lie) => {
      const of = little(
        PRIMITIVES.map((honest) => ({
          ...honest,
          inverse: honest.inverse?.map(() => () => lie),
        })).map((p) => p as Primitive),
      );
      const task = taskOf(
        "int -> int -> int",
        [2, 5, 7, 4].map((x) => [[x, 3], x + 3]),
      );
      const { stopReason } = search(task, of, { candidates: 3_000 }, { settle: 100 });
      expect(stopReason).toBe("solved");
    },
  );

  test("a list of more parts than any value has is refused, however often it comes", () => {
    const of = little([prim("neg", "int -> int", (x: number) => 0 - x, [() => huge])]);
    const task = taskOf(
      "int -> int",
      [2, 5, 7].map((x) => [[x], x + 1]),
    );
    expect(search(task, of, { candidates: 100 }).stopReason).not.toBe("solved");
  });

  test("a fraction is no literal, although it makes the product right", () => {
    const times = prim("*", "int -> int -> int", (x: number, y: number) => x * y + 0, [
      (out: number, y: number) => out / y,
      (out: number, x: number) => out / x,
    ]);
    const task = taskOf(
      "int -> int",
      [2, 4, 6, -8, 10].map((x) => [[x], x / 2]),
    );
    const { solutions, stopReason } = search(
      task,
      little([times]),
      { candidates: 3_000 },
      { strategy: "bank" },
    );
    expect(stopReason).not.toBe("solved");
    expect(solutions).toEqual([]);
  });
});

const literalsIn = (term: Term): readonly unknown[] => {
  switch (term.kind) {
    case "literal":
      return [term.value];
    case "lambda":
      return literalsIn(term.body);
    case "application":
      return [...literalsIn(term.function), ...literalsIn(term.argument)];
    default:
      return [];
  }
};
