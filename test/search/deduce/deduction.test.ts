import { describe, expect, test } from "vitest";
import { bits } from "../../../src/domains/bits/bits.ts";
import { list } from "../../../src/domains/list/list.ts";
import { text } from "../../../src/domains/text/text.ts";
import type { Domain } from "../../../src/dsl/domain.ts";
import { hole, literal, primitiveReference, apply, variable } from "../../../src/dsl/term.ts";
import { STRING } from "../../../src/dsl/type.ts";
import type { Techniques } from "../../../src/search/solveOptions.ts";
import type { SolveResult } from "../../../src/search/solveResult.ts";
import type { Task } from "../../../src/tasks/task.ts";
import { type Io, fits, search, sexpr, taskOf } from "../solveTask.ts";

/** A domain with some of its primitives and literals only. */
const part = (of: Domain, names: string, literals: readonly unknown[] = []): Domain => ({
  ...of,
  primitives: new Map([...of.primitives].filter(([name]) => names.split(" ").includes(name))),
  literals: of.literals.filter(({ value }) => literals.includes(value)),
});

const searchBank = (
  task: Task,
  of: Domain,
  candidates: number,
  techniques: Partial<Techniques> = {},
): SolveResult => search(task, of, { candidates }, { strategy: "bank", settle: 0, techniques });

const word = (value: bigint): bigint => BigInt.asUintN(64, value);

interface Example {
  readonly of: Domain;
  readonly request: string;
  readonly io: Io;
  readonly candidates: number;
  /** What the program has in it. */
  readonly with?: RegExp;
  /** Switched off, the task is not solved within the same candidates. */
  readonly needs?: "deduction" | "conditionals";
}

const EXAMPLES: Readonly<Record<string, Example>> = {
  "a chain of texts, given and constant": {
    of: part(text, "str.++", ["", " "]),
    request: "string -> string -> string",
    io: [
      [["Ada", "Lovelace"], "Dear Ada Lovelace (Ada)!"],
      [["Alan", "Turing"], "Dear Alan Turing (Alan)!"],
      [["Bo", "Li"], "Dear Bo Li (Bo)!"],
    ],
    candidates: 5_000,
  },
  "a chain of texts amid all that the domain has": {
    of: text,
    request: "string -> string -> string",
    io: [
      [["Ada", "Lovelace"], "Lovelace, Ada!"],
      [["Alan", "Turing"], "Turing, Alan!"],
      [["Bo", "Li"], "Li, Bo!"],
    ],
    candidates: 20_000,
  },
  "a chain of list elements": {
    of: list,
    request: "int -> int -> list int -> list int",
    io: [
      [
        [3, 8, [1]],
        [8, 3, 8, 8, 3, 1],
      ],
      [
        [5, 2, []],
        [2, 5, 2, 2, 5],
      ],
    ],
    candidates: 5_000,
  },
  "a sum that meets in the middle": {
    of: part(list, "+ *", [0, 1]),
    request: "int -> int -> int -> int",
    io: [
      [[3, 100, 7], 9 + 10_000 + 49],
      [[2, 50, 11], 4 + 2500 + 121],
      [[5, 1, 13], 25 + 1 + 169],
      [[7, 31, 2], 49 + 961 + 4],
    ],
    candidates: 10_000,
  },
  "exclusive or of words": {
    of: part(bits, "bvxor bvand bvshl bvlshr", [4n, 8n]),
    request: "word -> word -> word",
    io: [3n, 0x1234_5678_90ab_cdefn, 0xfedc_ba09_8765_4321n, 77n].map((x, i) => {
      const y = word(x * 0x9e37_79b9_7f4a_7c15n + BigInt(i));
      return [[x, y], word((x << 4n) ^ (y >> 8n) ^ (x & y))];
    }),
    candidates: 20_000,
  },
  "a replacement of what a replacement gave": {
    of: text,
    request: "string -> string",
    io: [
      [["a-b_c"], "a+b+c"],
      [["x1-y_zz"], "x1+y+zz"],
      [["q-_"], "q++"],
    ],
    candidates: 10_000,
    with: /replace.*replace/,
  },
  "a replacement on the rows that it changes, any text on the others": {
    of: text,
    request: "string -> string",
    io: [
      [["a/b"], "a or b"],
      [["abc"], "abc"],
      [["x/yz"], "x or yz"],
      [["1/q"], "1 or q"],
    ],
    candidates: 5_000,
    with: /" or "/,
  },
  "factors, any factor where the other is 0": {
    of: part(list, "+ *", [0, 1]),
    request: "int -> int -> int",
    io: [
      [[0, 7], 0],
      [[5, 2], 5 * (2 + 123)],
      [[2, 3], 2 * (3 + 123)],
      [[7, 4], 7 * (4 + 123)],
    ],
    candidates: 3_000,
    with: /123/,
  },
  "a number that no list of literals has": {
    of: list,
    request: "int -> int",
    io: [3, 5, 2, 7].map((x) => [[x], 1234 + x * x]),
    candidates: 10_000,
    with: /1234/,
  },
  "a remainder that is a conditional": {
    of: part(text, "str.++ ite =", [""]),
    request: "string -> string -> string",
    io: [
      [["Ada", "x1"], "to Ada: x1 (Ada)"],
      [["Bo", ""], "to Bo: Bo (Bo)"],
      [["Cy", "two"], "to Cy: two (Cy)"],
      [["Di", ""], "to Di: Di (Di)"],
      [["Ed", "7z"], "to Ed: 7z (Ed)"],
      [["Flo", ""], "to Flo: Flo (Flo)"],
    ],
    candidates: 30_000,
    with: /^\(lambda \(lambda \(str.*\(ite/,
  },
  "a term for each side of a condition": {
    of: part(text, "str.++ ite =", ["", " ", ","]),
    request: "string -> string -> string",
    io: [
      [["", "Turing"], "Prof. Turing"],
      [["Ada", "Lovelace"], "Lovelace, Ada"],
      [["", "Li"], "Prof. Li"],
      [["Bo", "Diddley"], "Diddley, Bo"],
      [["", "Knuth"], "Prof. Knuth"],
      [["Mary", "Shaw"], "Shaw, Mary"],
    ],
    candidates: 35_000,
    with: /ite \(= \$1 ""\)/,
  },
};

describe("deduction finds", () => {
  test.each(Object.entries(EXAMPLES))("%s", (_name, example) => {
    const { of, request, io, candidates } = example;
    const task = taskOf(request, io);
    const result = searchBank(task, of, candidates);
    expect(result.stopReason).toBe("solved");
    for (const { program } of result.solutions) expect(fits(program, task, of)).toBe(true);
    expect(sexpr(result)).toMatch(example.with ?? "");
    expect(result.explanation.deduced).toBeGreaterThan(0);
    const without = searchBank(task, of, candidates, { deduction: false });
    expect(without.stopReason).toBe("candidates");
  });
});

describe("a literal that nobody lists", () => {
  const io: Io = [3, 5, 2].map((x) => [[x], 1234 + x]);

  test("is deduced where any literal may stand, from three rows on", () => {
    expect(sexpr(searchBank(taskOf("int -> int", io), list, 5_000))).toBe("(lambda (+ 1234 $0))");
    const two = searchBank(taskOf("int -> int", io.slice(1)), list, 5_000);
    expect(sexpr(two) ?? "").not.toContain("1234");
  });

  test("is none in the grammar of a task", () => {
    const text4 = (value: string) => ({ template: literal(value, STRING), holes: [] });
    const grammar = {
      start: 0,
      nonterminals: [
        {
          name: "S",
          type: STRING,
          productions: [
            { template: variable(0), holes: [] },
            text4("a"),
            text4("b"),
            { template: apply(primitiveReference("str.++"), hole(), hole()), holes: [0, 0] },
          ],
        },
      ],
    };
    const abba: Io = ["x", "yy", "", "z"].map((x) => [[x], `abba${x}`]);
    const own = searchBank(taskOf("string -> string", abba, { grammar }), text, 5_000);
    expect(sexpr(own)).toMatch(/^[^"]*("[ab]"[^"]*){4}$/);
    const cccc: Io = ["x", "yy", "", "z"].map((x) => [[x], `cccc${x}`]);
    expect(searchBank(taskOf("string -> string", cccc, { grammar }), text, 5_000)).toMatchObject({
      stopReason: "candidates",
      solutions: [],
    });
    expect(sexpr(searchBank(taskOf("string -> string", cccc), text, 5_000))).toContain('"cccc"');
  });
});
