import { describe, expect, test } from "vitest";
import { bits } from "../../../src/domains/bits/bits.ts";
import { list } from "../../../src/domains/list/list.ts";
import { text } from "../../../src/domains/text/text.ts";
import type { Domain } from "../../../src/dsl/domain.ts";
import { fitGrammar } from "../../../src/dsl/fitGrammar.ts";
import { printSexpr } from "../../../src/dsl/printSexpr.ts";
import { domainProductions } from "../../../src/dsl/weightedGrammar.ts";
import type { Term } from "../../../src/dsl/term.ts";
import type { Type } from "../../../src/dsl/type.ts";
import { compile } from "../../../src/interp/evaluate.ts";
import { valueKey } from "../../../src/interp/value.ts";
import { OUT_OF_MEMORY } from "../../../src/search/bottomUp.ts";
import { domainGrammar } from "../../../src/search/domainGrammar.ts";
import { fileGrammar } from "../../../src/search/fileGrammar.ts";
import type { SearchGrammar } from "../../../src/search/searchGrammar.ts";
import { type Counts, noCounts } from "../../../src/search/solveResult.ts";
import { TopDown, type TopDownOptions } from "../../../src/search/topDown/topDown.ts";
import { createRng } from "../../../src/support/rng.ts";
import { readText } from "../../tasks/readText.ts";
import { termOf, typeOf } from "../../dsl/parsed.ts";
import { termsBelow } from "./termsBelow.ts";

/** The list domain with some of its primitives and literals only. */
const part = (names: string, literals: readonly number[]): Domain => {
  const kept = new Set(names.split(" "));
  return {
    ...list,
    primitives: new Map([...list.primitives].filter(([name]) => kept.has(name))),
    literals: list.literals.filter(({ value }) => literals.includes(value as number)),
  };
};

type Switches = Pick<TopDownOptions, "forward" | "backward" | "redundancy">;

const ALL_SWITCHES: readonly Switches[] = [true, false].flatMap((forward) =>
  [true, false].flatMap((backward) =>
    [true, false].map((redundancy) => ({ forward, backward, redundancy })),
  ),
);

interface Problem {
  readonly grammar: SearchGrammar;
  readonly domain: Domain;
  readonly request: Type;
  readonly inputs: readonly (readonly unknown[])[];
}

const STOP = Symbol("stop");

/** The first program that gives the outputs, and what the search counted; gives up at a cost. */
function search(
  { grammar, domain, request, inputs }: Problem,
  outputs: readonly unknown[],
  more: Partial<TopDownOptions> & { readonly mostCost?: number } = {},
): { program?: Term; cost?: number; counts: Counts; nearest: readonly Term[] } {
  const counts = noCounts();
  let found: { program: Term; cost: number } | undefined;
  const topDown = new TopDown({
    grammar,
    request,
    domain,
    rows: inputs.map((row, index) => ({ inputs: row, output: outputs[index] })),
    limits: domain.limits,
    fuel: domain.limits.fuel,
    memoryBytes: 2 ** 28,
    counts,
    onMatch: (program, cost) => {
      found = { program, cost };
      throw STOP;
    },
    onLevel: () => {},
    onCheck: (cost) => {
      if (cost > (more.mostCost ?? Infinity)) throw STOP;
    },
    candidatesLeft: () => 1,
    clock: () => 0,
    ...more,
  });
  try {
    topDown.run();
  } catch (error) {
    if (error !== STOP) throw error;
  }
  return { ...found, counts, nearest: topDown.nearest() };
}

/** For each behaviour with a value on all rows the least cost of a program that has it. */
function leastCosts(
  { grammar, domain, inputs }: Problem,
  mostCost: number,
): ReadonlyMap<string, { readonly cost: number; readonly outputs: readonly unknown[] }> {
  const found = new Map<string, { cost: number; outputs: readonly unknown[] }>();
  for (const { program, cost } of termsBelow(grammar, mostCost)) {
    const evaluator = compile(program, domain);
    const outputs = inputs.map((row) => evaluator.run(...row));
    if (outputs.includes(undefined)) continue;
    const key = outputs.map(valueKey).join(" ");
    if (!found.has(key)) found.set(key, { cost, outputs });
  }
  return found;
}

const ofDomain = (
  domain: Domain,
  request: string,
  inputs: readonly (readonly unknown[])[],
): Problem => ({
  grammar: domainGrammar(domain, typeOf(request)),
  domain,
  request: typeOf(request),
  inputs,
});

async function ofFile(sl: string, domain: Domain): Promise<Problem> {
  const { tasks, errors } = await readText("problem.sl", sl);
  const [task] = tasks;
  if (task?.grammar === undefined) throw new Error(JSON.stringify(errors));
  const grammar = fileGrammar(task.grammar, domain, task.request, []);
  if (!grammar.ok) throw new Error(grammar.error);
  const inputs = task.examples.map((example) => example.inputs);
  return { grammar: grammar.value, domain, request: task.request, inputs };
}

const STRINGS = `(set-logic SLIA)
(synth-fun f ((s String) (n Int)) String
  ((Start String (ntString)) (ntString String (s "" "-" (str.++ ntString ntString)
    (str.substr ntString ntInt ntInt) (str.replace ntString ntString ntString)
    (ite ntBool ntString ntString)))
   (ntInt Int (n 0 1 (+ ntInt ntInt) (str.len ntString) (str.indexof ntString ntString ntInt)))
   (ntBool Bool ((str.prefixof ntString ntString) (= ntInt ntInt)))))
(constraint (= (f "ab-c" 1) "ab"))
(constraint (= (f "-x" 2) ""))
(constraint (= (f "no" 0) "no"))
(check-synth)`;

const WORDS = `(set-logic BV)
(synth-fun f ((x (_ BitVec 64)) (y (_ BitVec 64))) (_ BitVec 64)
  ((Start (_ BitVec 64)))
  ((Start (_ BitVec 64) (x y #x0000000000000000 #x0000000000000001 (bvnot Start)
    (bvand Start Start) (bvadd Start Start) (bvlshr Start Start)))))
(constraint (= (f #x00000000000000f0 #x0000000000000003) #x0000000000000001))
(constraint (= (f #x8000000000000001 #x0000000000000001) #x0000000000000000))
(check-synth)`;

// What a law would put in a call's place is no term of the call's nonterminal here.
const APART = `(set-logic SLIA)
(synth-fun f ((s String) (t String)) String
  ((Start String) (A String) (B String))
  ((Start String ((str.++ A B))) (A String ("" s (str.++ B B))) (B String (t "x" ""))))
(constraint (= (f "ab" "c") "c"))
(constraint (= (f "d" "ef") "ef"))
(check-synth)`;

const LISTS = [[[3, 1, 2]], [[]], [[5]], [[0, 4]]];

const PROBLEMS: readonly (readonly [string, () => Problem | Promise<Problem>, number])[] = [
  [
    "integers of a list",
    () => ofDomain(part("+ - * length car if eq? gt?", [0, 1]), "list int -> int", LISTS),
    11,
  ],
  [
    "faults and conditionals",
    () => ofDomain(part("car cdr cons empty if empty?", [1]), "list int -> list int", LISTS),
    12,
  ],
  [
    "functions",
    () => ofDomain(part("map fold cons empty + mod", [1]), "list int -> list int", LISTS),
    10.5,
  ],
  ["a grammar of strings from a file", () => ofFile(STRINGS, text), 9.5],
  ["a grammar of parts that are no wholes", () => ofFile(APART, text), 8],
  ["a grammar of words from a file", () => ofFile(WORDS, bits), 8.5],
];

describe("the first program found is the cheapest that fits, whatever is pruned", () => {
  test.each(PROBLEMS)("for %s", async (_, make, mostCost) => {
    const problem = await make();
    const behaviours = [...leastCosts(problem, mostCost).values()];
    expect(behaviours.length).toBeGreaterThan(5);
    const rng = createRng(7);
    for (let i = 0; i < 12; i++) {
      const { cost, outputs } = rng.pick(behaviours);
      for (const switches of ALL_SWITCHES) {
        const found = search(problem, outputs, { ...switches, mostCost });
        expect({ switches, cost: found.cost }).toEqual({ switches, cost: expect.closeTo(cost, 8) });
        const evaluator = compile(found.program as Term, problem.domain);
        expect(problem.inputs.map((row) => evaluator.run(...row))).toEqual(outputs);
      }
    }
  });
});

describe("pruning", () => {
  const lists = ofDomain(list, "list int -> list int", LISTS);
  const successors = LISTS.map(([xs]) => (xs as number[]).map((x) => x + 1));

  test("by ranges leaves fewer programs, and says how many it refused", () => {
    const none = search(lists, successors, { forward: false, backward: false });
    const forward = search(lists, successors, { backward: false });
    const both = search(lists, successors);
    expect(printSexpr(both.program as Term)).toMatch(/map/);
    expect(none.counts).toMatchObject({ prunedForward: 0, prunedBackward: 0 });
    expect(forward.counts.prunedForward).toBeGreaterThan(0);
    expect(forward.counts.prunedBackward).toBe(0);
    expect(forward.counts.candidates).toBeLessThan(none.counts.candidates);
    expect(both.counts.prunedBackward).toBeGreaterThan(0);
    expect(both.counts.candidates).toBeLessThan(forward.counts.candidates);
  });

  test("by laws and equal subterms leaves fewer programs", () => {
    const numbers = ofDomain(part("+ * - length car", [0, 1]), "list int -> int", [
      [[3, 1, 2]],
      [[5]],
      [[9, 4]],
    ]);
    // (head + length) * length
    const outputs = [18, 6, 22];
    const all = search(numbers, outputs, { redundancy: false });
    const fewer = search(numbers, outputs);
    expect(fewer.cost).toBeCloseTo(all.cost as number, 9);
    expect(all.counts).toMatchObject({ skippedByLaw: 0, equal: 0 });
    expect(fewer.counts.skippedByLaw).toBeGreaterThan(0);
    expect(fewer.counts.equal).toBeGreaterThan(0);
    expect(fewer.counts.candidates).toBeLessThan(all.counts.candidates);
  });

  test("refuses what a hole must not be before the other holes are filled", () => {
    const lists = ofDomain(part("cons cdr", [0, 1]), "list int -> list int", [[[1, 2]]]);
    // Neither numeral can be the head, so that no list is tried for the tail.
    const options = { mostCost: 5, redundancy: false };
    const { counts } = search(lists, [[7, 7]], options);
    const all = search(lists, [[7, 7]], { ...options, backward: false, forward: false });
    expect(counts.prunedBackward).toBeGreaterThanOrEqual(2);
    expect(counts.complete).toBeLessThan(all.counts.complete);
  });
});

describe("a search", () => {
  const problem = ofDomain(list, "list int -> list int", LISTS);

  test("takes the weights of a grammar", () => {
    const request = typeOf("list int -> list int");
    const program = termOf("(lambda (map (lambda (* $0 $0)) $0))");
    const frontiers = [{ request, programs: [{ program }] }];
    const outputs = LISTS.map(([xs]) => (xs as number[]).map((x) => x * x));
    const uniform = search(problem, outputs);
    for (const bigram of [false, true]) {
      const weights = fitGrammar(domainProductions(list), frontiers, { bigram }).grammar;
      const guided = search(problem, outputs, { weights });
      expect(guided.cost).toBeLessThan(uniform.cost as number);
      expect(guided.counts.candidates).toBeLessThan(uniform.counts.candidates / 4);
    }
  });

  test("is the same every time", () => {
    const outputs = LISTS.map(([xs]) => (xs as number[]).slice(1));
    const [inputs, wanted] = [problem.inputs.slice(0, 1), outputs.slice(0, 1)];
    const one = search({ ...problem, inputs }, wanted);
    expect(search({ ...problem, inputs }, wanted)).toEqual(one);
  });

  test("ends when it would take more memory than it may", () => {
    const impossible = LISTS.map((_, index) => [index, 77, 12345]);
    const options = { memoryBytes: 100_000, forward: false, backward: false };
    expect(() => search(problem, impossible, options)).toThrow(
      expect.toSatisfy((error) => error === OUT_OF_MEMORY) as never,
    );
  });

  test("tries every program of a finite language and then returns", () => {
    const tiny = ofDomain(part("empty", []), "list int -> list int", LISTS);
    const { program, counts } = search(tiny, [[1], [2], [3], [4]]);
    expect(program).toBeUndefined();
    expect(counts).toMatchObject({ candidates: 2, complete: 2 });
  });

  test("remembers what fits the most rows when nothing fits all", () => {
    const outputs = [[3, 1, 2], [], [5], [9, 9, 9]];
    const { nearest } = search(problem, outputs, { mostCost: 7, backward: false });
    expect(nearest.map((term) => printSexpr(term))).toContain("(lambda $0)");
  });

  test("calls back once a level and says up to which cost all was compared", () => {
    const costs: number[] = [];
    const counts = noCounts();
    const topDown = new TopDown({
      grammar: problem.grammar,
      request: problem.request,
      domain: list,
      rows: [{ inputs: [[1, 2]], output: [9, 9, 9] }],
      limits: list.limits,
      fuel: 1000,
      memoryBytes: 2 ** 28,
      counts,
      onMatch: () => {},
      onLevel: () => {
        costs.push(topDown.completedCost);
        if (topDown.completedCost > 5) throw STOP;
      },
      onCheck: () => {},
      candidatesLeft: () => Infinity,
      clock: () => 0,
    });
    expect(() => topDown.run()).toThrow(expect.toSatisfy((error) => error === STOP) as never);
    expect(costs.length).toBeGreaterThan(2);
    expect(costs).toEqual([...new Set(costs)].toSorted((a, b) => a - b));
  });
});
