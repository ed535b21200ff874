import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bits } from "../../src/domains/bits/bits.ts";
import { list } from "../../src/domains/list/list.ts";
import { domain, extendDomain } from "../../src/dsl/domain.ts";
import { primitive } from "../../src/dsl/primitive.ts";
import { apply, hole, lambda, literal, primitiveReference, variable } from "../../src/dsl/term.ts";
import { INT } from "../../src/dsl/type.ts";
import { compile } from "../../src/interp/evaluate.ts";
import { equalValues } from "../../src/interp/value.ts";
import type { Example } from "../../src/tasks/task.ts";
import { typeOf } from "../dsl/parsed.ts";
import { type Io, search, sexpr, taskOf } from "./solveTask.ts";

describe("programs are found", () => {
  test("that map, fold, and build lists with functions", () => {
    const double = taskOf("list int -> list int", [
      [[[1, 2, 3]], [2, 4, 6]],
      [[[]], []],
      [[[5, 0]], [10, 0]],
    ]);
    expect(sexpr(search(double))).toBe("(lambda (map (lambda (+ $0 $0)) $0))");
    const sum = taskOf("list int -> int", [
      [[[1, 2, 3]], 6],
      [[[]], 0],
      [[[5, 9]], 14],
    ]);
    expect(sexpr(search(sum))).toBe("(lambda (fold $0 0 (lambda (lambda (+ $0 $1)))))");
    const reverse = taskOf("list int -> list int", [
      [[[1, 2, 3, 9]], [9, 3, 2, 1]],
      [[[4, 7]], [7, 4]],
      [[[5, 5, 1, 0, 8]], [8, 0, 1, 5, 5]],
    ]);
    expect(search(reverse).stopReason).toBe("solved");
  });

  test("whose function ignores its parameters, or uses those around it", () => {
    const ones = taskOf("list int -> list int", [
      [[[4, 7]], [1, 1]],
      [[[3]], [1]],
    ]);
    expect(sexpr(search(ones))).toBe("(lambda (map (lambda 1) $0))");
    const addAll = taskOf("int -> list int -> list int", [
      [
        [3, [1, 2]],
        [4, 5],
      ],
      [[10, [5]], [15]],
    ]);
    expect(sexpr(search(addAll))).toBe("(lambda (lambda (map (lambda (+ $0 $2)) $0)))");
  });

  test("with a function within a function", () => {
    const task = taskOf("list (list int) -> list int", [
      [[[[1, 2], [3]]], [3, 3]],
      [[[[], [7, 7, 1]]], [0, 15]],
    ]);
    expect(sexpr(search(task))).toBe(
      "(lambda (map (lambda (fold $0 0 (lambda (lambda (+ $0 $1))))) $0))",
    );
  });

  test("without parameters, with several, and over a type that is not known", () => {
    expect(sexpr(search(taskOf("int", [[[], 2]])))).toBe("(+ 1 1)");
    const second = taskOf("a -> a -> list a", [
      [[1, 2], [2]],
      [[7, 3], [3]],
    ]);
    expect(sexpr(search(second))).toBe("(lambda (lambda (cons $0 empty)))");
  });

  test("with the definitions that the task brings", () => {
    const body = lambda(apply(primitiveReference("*"), variable(0), variable(0)));
    const twice = lambda(lambda(apply(variable(1), apply(variable(1), variable(0)))));
    const definitions = [
      { name: "square", type: typeOf("int -> int"), body },
      {
        name: "quad",
        type: typeOf("int -> int"),
        body: lambda(
          apply(primitiveReference("square"), apply(primitiveReference("square"), variable(0))),
        ),
      },
      { name: "twice", type: typeOf("(int -> int) -> int -> int"), body: twice },
    ];
    const task = taskOf(
      "int -> int",
      [
        [[3], 81],
        [[2], 16],
      ],
      { definitions },
    );
    expect(sexpr(search(task))).toBe("(lambda (quad $0))");
    const task2 = taskOf(
      "int -> int -> int",
      [
        [[3, 5], 11],
        [[2, 7], 11],
        [[1, 0], 2],
      ],
      {
        definitions,
      },
    );
    const result = search(task2);
    expect(sexpr(result)).toBe("(lambda (lambda (+ (+ $1 $1) $0)))");
    const task3 = taskOf(
      "int -> int",
      [
        [[3], 27 * 3 + 1],
        [[2], 17],
      ],
      {
        definitions: definitions.slice(0, 2),
      },
    );
    expect(sexpr(search(task3))).toBe("(lambda (+ 1 (quad $0)))");
  });

  test("in the grammar of the task only", () => {
    const grammar = {
      start: 0,
      nonterminals: [
        {
          name: "S",
          type: INT,
          productions: [
            { template: variable(0), holes: [] },
            { template: literal(5, INT), holes: [] },
            { template: apply(primitiveReference("-"), hole(), hole()), holes: [0, 0] },
          ],
        },
      ],
    };
    const task = taskOf(
      "int -> int",
      [
        [[3], 8],
        [[9], 14],
      ],
      { grammar },
    );
    // No addition in it, and no literal 0: 5 - ((5 - 5) - x).
    const program = sexpr(search(task));
    expect(program).toMatch(/^\(lambda [-() $05]+\)$/);
    expect(program).not.toContain("+");
  });

  test("that pass every example by the reference evaluator, whatever the task", () => {
    fc.assert(
      fc.property(
        fc.constantFrom<(x: number, xs: readonly number[]) => unknown>(
          (x, xs) => xs.map((y) => y * x),
          (x, xs) => xs.length + x,
          (x, xs) => xs.reduceRight((sum, y) => y - sum, x),
          (x) => [x, x],
          (x, xs) => xs.some((y) => y === x),
        ),
        fc.array(fc.tuple(fc.nat(9), fc.array(fc.nat(9), { maxLength: 4 })), {
          minLength: 1,
          maxLength: 20,
        }),
        (meaning, rows) => {
          const io: Io = rows.map(([x, xs]) => [[x, xs], meaning(x, xs)]);
          const output =
            typeof io[0]?.[1] === "number"
              ? "int"
              : Array.isArray(io[0]?.[1])
                ? "list int"
                : "bool";
          const task = taskOf(`int -> list int -> ${output}`, io);
          const { solution } = search(task, list, { candidates: 10_000 });
          if (solution === undefined) return;
          const evaluator = compile(solution.program, list);
          for (const example of task.examples) {
            expect(equalValues(evaluator.run(...example.inputs), example.output)).toBe(true);
          }
        },
      ),
      { numRuns: 12 },
    );
  });

  test("that use all parameters rather than constants when the cost is the same", () => {
    // Also `1 + 1`, and `$0 + 1`, and `$0 + $0`.
    const task = taskOf("int -> int", [[[1], 2]]);
    expect(sexpr(search(task))).toBe("(lambda (+ $0 $0))");
  });
});

describe("tasks that cannot be solved are told so at once", () => {
  test("without examples", () => {
    const result = search(taskOf("int -> int", []));
    expect(result).toMatchObject({ stopReason: "no-examples", explanation: { candidates: 0 } });
  });

  test("with a contradiction, naming the two examples", () => {
    const result = search(
      taskOf("list int -> int", [
        [[[1, 2]], 1],
        [[[3]], 0],
        [[[1, 2]], 2],
      ]),
    );
    expect(result.stopReason).toBe("contradiction");
    expect(result.reason).toContain("examples 1 and 3");
    expect(result.explanation.candidates).toBe(0);
  });

  test("with functions among the values", () => {
    const result = search(taskOf("(int -> int) -> int", [[[(x: number) => x], 1]]));
    expect(result.stopReason).toBe("unsupported");
    expect(result.reason).toContain("int -> int");
  });

  test("in a language without a program of the type", () => {
    const of = domain({
      name: "empty",
      doc: "nothing",
      types: [...list.types.values()],
      primitives: [],
    });
    expect(search(taskOf("int -> bool", [[[1], true]]), of).stopReason).toBe("exhausted");
    const unlike = taskOf("int -> int", [[[1], 2]]);
    expect(search(unlike, of, {}, { strategy: "bank" })).toMatchObject({
      stopReason: "exhausted",
      explanation: { candidates: 1, restarts: 0 },
    });
    // Without functions the bank leaves nothing out: nobody need look again.
    expect(search(unlike, of)).toMatchObject({
      stopReason: "exhausted",
      explanation: { candidates: 1, restarts: 0 },
    });
    expect(sexpr(search(taskOf("int -> int", [[[1], 1]]), of))).toBe("(lambda $0)");
  });

  test("when everything that the language can tell apart was tried", () => {
    const flip = primitive({
      name: "flip",
      type: "bool -> bool",
      doc: "The other one.",
      examples: [],
      evaluate: (x: boolean) => !x,
      range: "top",
    });
    const of = domain({
      name: "flips",
      doc: "small",
      types: [...list.types.values()],
      primitives: [flip],
    });
    const result = search(
      taskOf("bool -> bool", [
        [[true], true],
        [[false], true],
      ]),
      of,
    );
    expect(result.stopReason).toBe("exhausted");
    expect(result.explanation.nearest[0]).toMatchObject({ fits: 1 });
  });
});

describe("budgets", () => {
  const hard = taskOf("list int -> list int", [
    [[[5, 1, 4]], [977, 3]],
    [[[2, 9]], [1]],
    [[[8, 8, 0, 3]], [2, 2, 911, 4]],
  ]);

  test("a number of candidates is kept exactly, and makes the result repeatable", () => {
    for (const candidates of [1, 7, 1000, 12_345]) {
      const result = search(hard, list, { candidates });
      expect(result.stopReason).toBe("candidates");
      expect(result.explanation.candidates).toBe(candidates);
      expect(search(hard, list, { candidates })).toEqual(result);
    }
  });

  const few = domain({
    name: "few",
    doc: "few primitives",
    types: [...list.types.values()],
    primitives: [...list.primitives.values()].filter(({ name }) =>
      ["if", "eq?", "+"].includes(name),
    ),
    literals: { int: [0, 1] },
  });

  test("a table of the examples is not looked beyond when something better is in hand", () => {
    const same = taskOf("int -> int", [
      [[0], 0],
      [[1], 1],
      [[7], 7],
    ]);
    // That many are asked for keeps the search from ending with the first.
    const result = search(same, few, { candidates: 400_000 }, { top: 100 });
    expect(sexpr(result)).toBe("(lambda $0)");
    expect(result.explanation.candidates).toBeLessThan(100_000);
  });

  test("where tables are no answer, the search goes on to the end of its budget", () => {
    const io = [4, 1, 2, 0].map((output, input) => [[input], output] as const);
    const task = taskOf("int -> int", io);
    const budget = { candidates: 50_000 };
    const found = search(task, few, budget);
    expect(found.solutions.map(({ table }) => table)).toEqual([true]);
    const { solutions, stopReason, firstCandidates, explanation } = search(task, few, budget, {
      tables: false,
    });
    expect({ solutions, stopReason, firstCandidates }).toEqual({
      solutions: [],
      stopReason: "candidates",
      firstCandidates: undefined,
    });
    expect(explanation.candidates).toBe(budget.candidates);
  });

  test("the clock does not change what is found", () => {
    const task = taskOf("list int -> list int", [
      [[[1, 2, 3]], [3, 5, 7]],
      [[[4]], [9]],
    ]);
    let ticks = 0;
    const still = search(task);
    const jumping = search(task, list, { candidates: 300_000 }, { clock: () => (ticks += 3) });
    expect(jumping.explanation).toEqual(still.explanation);
    expect(jumping.solution).toEqual(still.solution);
  });

  test("time ends a search", () => {
    let now = 0;
    const result = search(hard, list, { timeoutMs: 20 }, { clock: () => (now += 0.5) });
    expect(result.stopReason).toBe("timeout");
    expect(result.elapsedMs).toBeGreaterThanOrEqual(20);
    expect(result.explanation.completedCost).toBeGreaterThanOrEqual(2);
  });

  test("memory ends a search before it is exceeded", () => {
    const result = search(hard, list, { memoryBytes: 2 ** 20 });
    expect(result.stopReason).toBe("memory");
    expect(result.explanation.candidates).toBeGreaterThan(500);
    expect(search(hard, list, { memoryBytes: 10 }).stopReason).toBe("memory");
    const words = taskOf(
      "word -> word",
      [3n, 500n, 1n << 40n, 0xffff_0000_1234_5678n].map((word) => [
        [word],
        BigInt.asUintN(64, (word ^ 0x1357_9bdf_0246_8acen) * 0x1234_5678_9abc_def1n),
      ]),
    );
    for (const megabytes of [1, 3, 8]) {
      const ended = search(words, bits, { memoryBytes: megabytes * 2 ** 20 });
      expect(ended.stopReason).toBe("memory");
      // A term takes less than a hundred bytes.
      expect(ended.explanation.candidates).toBeGreaterThan(megabytes * 5_000);
    }
  });

  test("the caller is told of progress and may cancel", () => {
    const seen: number[] = [];
    const result = search(
      hard,
      list,
      {},
      {
        onProgress: ({ candidates }) => {
          seen.push(candidates);
          return candidates > 2000;
        },
      },
    );
    expect(result.stopReason).toBe("cancelled");
    expect(seen.length).toBeGreaterThan(3);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  test("what came nearest is told, best first", () => {
    const { nearest } = search(
      taskOf("list int -> int", [
        [[[4, 1]], 4],
        [[[7, 7, 7]], 7],
        [[[3, 2, 9]], 1000],
      ]),
      list,
      { candidates: 2000 },
    ).explanation;
    expect(nearest.length).toBeGreaterThan(0);
    expect(nearest[0]?.fits).toBe(2);
    const fits = nearest.map((near) => near.fits);
    expect(fits).toEqual([...fits].sort((a, b) => b - a));
  });
});

describe("many examples", () => {
  test("10,000 are searched by a few, and the program fits all", () => {
    const io: Io = Array.from({ length: 10_000 }, (_, i) => {
      const xs = [i % 10, Math.floor(i / 10) % 10, Math.floor(i / 100) % 10, i >> 10];
      return [[xs], Math.max(0, xs[1] as number) + (xs[3] as number)];
    });
    const task = taskOf("list int -> int", io);
    const result = search(task);
    expect(result.stopReason).toBe("solved");
    const evaluator = compile(result.solution?.program ?? variable(0), list);
    expect(io.every(([inputs, output]) => evaluator.run(...inputs) === output)).toBe(true);
  });

  test("an exception among thousands is met as a counterexample", () => {
    const examples: Example[] = Array.from({ length: 2000 }, (_, i) => ({
      inputs: [i % 50],
      output: i % 50,
    }));
    examples[1234] = { inputs: [4321], output: 0 };
    const task = taskOf("int -> int", [], { examples });
    const result = search(task, list, { candidates: 20_000 });
    expect(result.solution?.program).not.toEqual(lambda(variable(0)));
  });
});

describe("primitives that misbehave cost only their own programs", () => {
  const misbehaviours: Record<string, (x: number) => unknown> = {
    throws: () => {
      throw new Error("no");
    },
    nothing: () => undefined,
    "not a number": () => NaN,
    fraction: (x) => x + 0.5,
    huge: () => 2 ** 60,
    cyclic: () => {
      const list: unknown[] = [];
      list.push(list);
      return list;
    },
    "a function": (x) => () => x,
    "too long": () => Array.from({ length: 40_000 }, () => 1),
    "a proxy that throws": () =>
      new Proxy([], {
        get: () => {
          throw new Error("no");
        },
      }),
    "endless recursion": function loop(x): unknown {
      return (loop(x + 1) as number) + 1;
    },
  };
  const task = taskOf("list int -> list int", [
    [[[1, 2, 3]], [2, 3, 4]],
    [[[5]], [6]],
  ]);
  test.each(Object.entries(misbehaviours))("%s", (_name, evaluate) => {
    const bad = primitive({
      name: "bad",
      type: "int -> int",
      doc: "Bad.",
      examples: [],
      evaluate,
      range: "top",
    });
    const result = search(task, extendDomain(list, [bad]));
    expect(sexpr(result)).toBe("(lambda (map (lambda (+ $0 1)) $0))");
  });

  test("one that calls its function for ever runs out of fuel, however it is nested", () => {
    const forever = primitive({
      name: "forever",
      type: "(int -> int) -> int -> int",
      doc: "Bad.",
      examples: [],
      evaluate: (f: (x: number) => number, x: number) => {
        for (let y = x; ;) {
          try {
            y = f(y);
          } finally {
            y = 0;
          }
        }
      },
      range: "top",
    });
    const result = search(task, extendDomain(list, [forever]));
    expect(result.stopReason).toBe("solved");
  });

  test("one that hands nonsense to its function", () => {
    const odd = primitive({
      name: "odd",
      type: "(int -> list int -> int) -> int -> int",
      doc: "Bad.",
      examples: [],
      evaluate: (f: (...args: unknown[]) => unknown, x: number) => {
        f();
        f(undefined, null);
        f(NaN, [[[NaN]]]);
        return f(x, "no list");
      },
      range: "top",
    });
    expect(search(task, extendDomain(list, [odd])).stopReason).toBe("solved");
  });
});
