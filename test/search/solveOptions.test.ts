import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bits } from "../../src/domains/bits/bits.ts";
import { list } from "../../src/domains/list/list.ts";
import { text } from "../../src/domains/text/text.ts";
import type { Domain } from "../../src/dsl/domain.ts";
import { printSexpr } from "../../src/dsl/printSexpr.ts";
import { ProgramSampler } from "../../src/dsl/sampleProgram.ts";
import {
  domainProductions,
  unigramGrammar,
  uniformGrammar,
} from "../../src/dsl/weightedGrammar.ts";
import { compile } from "../../src/interp/evaluate.ts";
import { ALL_TECHNIQUES, STRATEGIES, type Techniques } from "../../src/search/solveOptions.ts";
import { createRng } from "../../src/support/rng.ts";
import type { Task } from "../../src/tasks/task.ts";
import { typeOf } from "../dsl/parsed.ts";
import { type Io, fits, search, sexpr, taskOf } from "./solveTask.ts";

/** Small tasks that every strategy and technique solves. */
const EASY: readonly (readonly [of: Domain, task: Task])[] = [
  [
    list,
    taskOf("int -> int -> int", [
      [[3, 4], 7],
      [[1, 9], 10],
      [[5, 5], 10],
    ]),
  ],
  [
    list,
    taskOf("int -> list int -> list int", [
      [
        [3, [1]],
        [3, 3, 1],
      ],
      [
        [8, []],
        [8, 8],
      ],
    ]),
  ],
  [
    text,
    taskOf("string -> string -> string", [
      [["a", "b"], "a b"],
      [["cd", "e"], "cd e"],
      [["", "xyz"], " xyz"],
    ]),
  ],
  [
    bits,
    taskOf(
      "word -> word",
      [5n, 12n, 255n].map((x) => [[x], x & (x - 1n)]),
    ),
  ],
];

const BUDGET = { candidates: 30_000 };

describe("a technique that is off changes how a task is solved, not whether rightly", () => {
  test.each(Object.keys(ALL_TECHNIQUES) as (keyof Techniques)[])("%s", (technique) => {
    for (const strategy of STRATEGIES) {
      for (const [of, task] of EASY) {
        const techniques = { [technique]: false };
        const result = search(task, of, BUDGET, { strategy, techniques, settle: 0 });
        expect(result.stopReason, `${of.name}, ${strategy}`).toBe("solved");
        for (const { program } of result.solutions) expect(fits(program, task, of)).toBe(true);
      }
    }
  });

  test("and is seen in the counts", () => {
    const [of, task] = EASY[2] as (typeof EASY)[number];
    const counts = (techniques: Partial<Techniques>, strategy: "bank" | "top-down") =>
      search(task, of, BUDGET, { techniques, strategy }).explanation;
    expect(counts({}, "bank").deduced).toBeGreaterThan(0);
    expect(counts({ deduction: false, conditionals: false }, "bank").deduced).toBe(0);
    expect(counts({}, "bank").skippedByLaw).toBeGreaterThan(0);
    expect(counts({ laws: false }, "bank").skippedByLaw).toBe(0);
    expect(counts({ forward: false, backward: false }, "top-down")).toMatchObject({
      prunedForward: 0,
      prunedBackward: 0,
    });
  });
});

describe("a budget in candidates", () => {
  test("gives the same programs and counts again, whatever the clock", () => {
    for (const [of, task] of EASY) {
      for (const candidates of [700, 5_000]) {
        const once = search(task, of, { candidates }, { top: 5 });
        let ticks = 0;
        const jumping = { top: 5, clock: () => (ticks += 7) };
        let hundredths = 0;
        const creeping = { top: 5, clock: () => (hundredths += 0.01) };
        for (const more of [{ top: 5 }, jumping, creeping]) {
          const again = search(task, of, { candidates }, more);
          expect(again.solutions).toEqual(once.solutions);
          expect(again.explanation).toEqual(once.explanation);
        }
      }
    }
  });

  test("is kept exactly where deduction spends it", () => {
    const task = taskOf("string -> string -> string", [
      [["ab", "c"], "zyx0"],
      [["d", "ef"], "w9vu"],
      [["g", "hi"], "ts8r"],
    ]);
    for (const candidates of [1_001, 2_345, 20_000]) {
      const { explanation } = search(task, text, { candidates });
      expect(explanation.candidates).toBe(candidates);
      expect(explanation.deduced).toBeGreaterThan(0);
    }
  });
});

describe("after the first solution", () => {
  const task = taskOf("list int -> int", [
    [[[2, 9, 9]], 3],
    [[[1, 5]], 2],
    [[[7]], 1],
  ]);

  test("the search settles for a likelier program, never for one that is less likely", () => {
    const io: Io = [
      [["ab", 3], "ab-3"],
      [["x", 3], "x-3"],
      [["cde", 3], "cde-3"],
    ];
    const first = search(taskOf("string -> int -> string", io), text, BUDGET, { settle: 0 });
    const settled = search(taskOf("string -> int -> string", io), text, BUDGET);
    expect(first.stopReason).toBe("solved");
    expect(settled.solution?.rank).toBeLessThanOrEqual(first.solution?.rank ?? 0);
    expect(settled.explanation.candidates).toBeGreaterThan(first.explanation.candidates);
  });

  test("the best are kept: all right, different, the likeliest first", () => {
    const { solutions, solution } = search(task, list, BUDGET, { top: 8 });
    expect(solutions.length).toBe(8);
    expect(solutions[0]).toEqual(solution);
    expect(new Set(solutions.map(({ program }) => printSexpr(program))).size).toBe(8);
    for (const { program } of solutions) expect(fits(program, task, list)).toBe(true);
    const order = solutions.map(({ rank, cost }) => [rank, cost] as const);
    expect(order).toEqual([...order].sort(([a, m], [b, n]) => a - b || m - n));
    expect(search(task, list, BUDGET).solutions).toHaveLength(1);
  });
});

describe("examples that were not searched on", () => {
  test("join when they refute a program, and are counted as restarts", () => {
    const io: Io = Array.from({ length: 60 }, (_, i) => [[i, i % 7], i % 10 === 3 ? i + 1 : i]);
    const { explanation } = search(taskOf("int -> int -> int", io), list, { candidates: 20_000 });
    expect(explanation.restarts).toBeGreaterThan(0);
    expect(explanation.searchedOn).toBeGreaterThan(8);
  });

  test("do not when the program is wrong on a row that was: an inverse lied", () => {
    const lying = {
      ...list,
      primitives: new Map(
        [...list.primitives].map(([name, p]) =>
          name === "+" ? [name, { ...p, inverse: [() => 7777, () => 7777] }] : [name, p],
        ),
      ),
    };
    const io: Io = Array.from({ length: 200 }, (_, i) => [[i], [i * i, 5, i * i * i]]);
    const sums: Io = io.map(([inputs]) => [inputs, (inputs[0] as number) * 31 + 917]);
    const { explanation } = search(taskOf("int -> int", sums), lying, { candidates: 5_000 });
    expect(explanation.restarts).toBe(0);
  });
});

test("weights put likelier programs first", () => {
  const productions = domainProductions(list);
  const weightsOf = (name: string) =>
    unigramGrammar(productions, {
      variable: 0,
      productions: productions.map(({ term }) =>
        term.kind === "primitive" && term.name === name ? 0 : -4,
      ),
    });
  const task = taskOf("int -> int", [[[2], 4]]);
  const found = (name: string, strategy: "bank" | "top-down") =>
    sexpr(search(task, list, BUDGET, { weights: weightsOf(name), strategy }));
  for (const strategy of ["bank", "top-down"] as const) {
    expect(found("+", strategy)).toBe("(lambda (+ $0 $0))");
    expect(found("*", strategy)).toBe("(lambda (* $0 $0))");
  }
});

test("every program for a task made from a program fits all its examples", () => {
  const requests: readonly (readonly [Domain, string])[] = [
    [list, "int -> list int -> int"],
    [list, "list int -> list int"],
    [text, "string -> string -> string"],
    [bits, "word -> word -> word"],
  ];
  const inputOf = (type: string, n: number): unknown =>
    ({ int: n % 9, string: ["a b", "x-y", "Q", "", "one two"][n % 5], word: BigInt(n * n * 977) })[
      type
    ] ?? Array.from({ length: n % 4 }, (_, i) => (n + 3 * i) % 8);
  let solved = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...requests),
      fc.nat(1e6),
      fc.integer({ min: 2, max: 12 }),
      (on, seed, count) => {
        const [of, request] = on;
        const type = typeOf(request);
        const sampler = new ProgramSampler(uniformGrammar(domainProductions(of)), type);
        const program = sampler.sample(createRng(seed), { nodes: 12 });
        if (program === undefined) return;
        const evaluator = compile(program, of);
        const parameters = request.split(" -> ").slice(0, -1);
        const io: Io = Array.from({ length: count }, (_, row) => {
          const inputs = parameters.map((parameter, i) =>
            inputOf(parameter, seed + 5 * row + 11 * i),
          );
          return [inputs, evaluator.run(...inputs)] as const;
        }).filter(([, output]) => output !== undefined);
        const task = taskOf(request, io, { domain: of.name });
        for (const strategy of ["bank", "top-down"] as const) {
          const { solutions } = search(task, of, { candidates: 3_000 }, { strategy, top: 3 });
          if (solutions.length > 0) solved++;
          for (const { program: found } of solutions) {
            expect(fits(found, task, of)).toBe(true);
          }
        }
      },
    ),
    { numRuns: 40 },
  );
  expect(solved).toBeGreaterThan(10);
});
