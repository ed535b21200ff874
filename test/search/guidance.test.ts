import { describe, expect, test } from "vitest";
import { list } from "../../src/domains/list/list.ts";
import {
  type WeightedGrammar,
  domainProductions,
  unigramGrammar,
  uniformGrammar,
} from "../../src/dsl/weightedGrammar.ts";
import { guidanceFor, taskGuide } from "../../src/search/guidance.ts";
import type { Guide } from "../../src/search/solveOptions.ts";
import { search, sexpr, taskOf } from "./solveTask.ts";

const productions = domainProductions(list);

/** Weights under which one primitive is likely and all else is not. */
const favouring = (name: string, strength = 4): WeightedGrammar =>
  unigramGrammar(productions, {
    variable: 0,
    productions: productions.map(({ term }) =>
      term.kind === "primitive" && term.name === name ? 0 : -strength,
    ),
  });

const guideTo = (weights: WeightedGrammar): Guide => ({ weights: () => weights });
const four = taskOf("int -> int", [[[2], 4]]);
const BUDGET = { candidates: 20_000 };

describe("a guide", () => {
  test("puts first what it takes for likely, and the result says for how many candidates", () => {
    for (const [name, wanted] of [
      ["+", "(lambda (+ $0 $0))"],
      ["*", "(lambda (* $0 $0))"],
    ] as const) {
      const result = search(four, list, BUDGET, { guide: guideTo(favouring(name)) });
      expect(sexpr(result)).toBe(wanted);
      expect(result.explanation.guidedCandidates).toBe(result.explanation.candidates);
      expect(result.guideProblem).toBeUndefined();
      expect(result.firstCandidates).toBeLessThan(100);
    }
    expect(search(four, list, BUDGET).explanation.guidedCandidates).toBe(0);
  });

  test("that throws, or gives what are no weights, is none, and the result says why", () => {
    const plain = search(four, list, BUDGET);
    const broken: readonly [Guide, RegExp][] = [
      [
        {
          weights: () => {
            throw new Error("no such layer");
          },
        },
        /no such layer/,
      ],
      [guideTo(favouring("+", NaN)), /incomplete or no numbers/],
      [guideTo({ ...favouring("+"), arguments: [] }), /incomplete or no numbers/],
    ];
    for (const [guide, problem] of broken) {
      const { guideProblem, ...rest } = search(four, list, BUDGET, { guide });
      expect(guideProblem).toMatch(problem);
      expect(rest).toEqual(plain);
    }
  });

  test("need not know all productions: the others are as likely as those are on average", () => {
    const some = productions.filter(
      ({ term }) => term.kind === "primitive" && ["+", "map"].includes(term.name),
    );
    const task = taskOf("list int -> list int", [
      [[[1, 2, 3]], [3, 2, 1]],
      [[[4, 9]], [9, 4]],
      [[[7, 5, 5, 0]], [0, 5, 5, 7]],
    ]);
    const result = search(task, list, BUDGET, { guide: guideTo(uniformGrammar(some)) });
    expect(result.stopReason).toBe("solved");
    expect(result.guideProblem).toBeUndefined();
  });

  test("that is wrong leaves half of the budget to a search without it", () => {
    // Certain of what the task has no use for.
    const wrong = guideTo(favouring("cons", 40));
    const task = taskOf("list int -> int", [
      [[[1, 2, 3]], 6],
      [[[]], 0],
      [[[5, 9]], 14],
    ]);
    const plain = search(task, list, BUDGET, { settle: 0 });
    const first = plain.firstCandidates as number;
    const budget = { candidates: 4 * first };
    const trusted = search(task, list, budget, { guide: wrong, settle: 0, guideMix: 0 });
    expect(trusted).toMatchObject({
      stopReason: "candidates",
      explanation: { guidedCandidates: budget.candidates },
    });
    const result = search(task, list, budget, { guide: wrong, settle: 0, guideMix: 1e-12 });
    expect(result.solution?.program).toEqual(plain.solution?.program);
    expect(result.explanation.guidedCandidates).toBe(2 * first);
    expect(search(task, list, budget, { guide: wrong, settle: 0, guideMix: 1e-12 })).toEqual(
      result,
    );
  });

  test("may rule out productions, and the search still ends when all others are tried", () => {
    const none = unigramGrammar(productions, {
      variable: 0,
      productions: productions.map(({ term }) =>
        term.kind === "primitive" && term.name === "is-square" ? 0 : -Infinity,
      ),
    });
    const task = taskOf("bool -> bool", [
      [[true], false],
      [[false], true],
    ]);
    const settings = { guide: guideTo(none), guideMix: 0, strategy: "bank" } as const;
    expect(search(task, list, BUDGET, settings).stopReason).toBe("exhausted");
  });

  test("to many tasks answers for those whose domain is loaded, in its own time", async () => {
    const guide = taskGuide(guideTo(favouring("+")), new Map([["list", list]]));
    expect((await guidanceFor(guide, four)).weights).toEqual(favouring("+"));
    expect(await guidanceFor(guide, { ...four, domain: "elsewhere" })).toEqual({});
    const late = async (): Promise<never> => Promise.reject(new Error("gone"));
    expect(await guidanceFor(late, four)).toEqual({ problem: "the guide failed: gone" });
  });
});
