import { describe, expect, test } from "vitest";
import { printSexpr } from "../../src/dsl/printSexpr.ts";
import { explanationLines } from "../../src/report/explanationLines.ts";
import { type Explanation, noCounts } from "../../src/search/solveResult.ts";
import { termOf } from "../dsl/parsed.ts";

const lines = (explanation: Partial<Explanation>, examples: number): readonly string[] =>
  explanationLines(
    {
      ...noCounts(),
      searchedOn: 0,
      restarts: 0,
      completedCost: 0,
      guidedCandidates: 0,
      nearest: [],
      ...explanation,
    },
    examples,
    { count: (count) => `<${count}>`, program: (program) => printSexpr(program) },
  );

describe("an explanation tells", () => {
  test("how far a search came, what became of its candidates, and what came nearest", () => {
    const explanation = {
      candidates: 1200,
      equal: 300,
      faulty: 20,
      deduced: 400,
      skippedByLaw: 55,
      searchedOn: 8,
      restarts: 2,
      completedCost: 7,
      nearest: [
        { program: termOf("\\x -> x + 1"), fits: 9 },
        { program: termOf("\\x -> x"), fits: 3 },
      ],
    };
    expect(lines(explanation, 40)).toEqual([
      "every program up to cost 7 was tried on 8 of 40 examples, begun anew 2 times",
      "<1200> candidates, <300> equal to a cheaper one, <20> without a value, <400> in deduction, <55> never built because of a law",
      "fits 9 of 40: (lambda (+ $0 1))",
      "fits 3 of 40: (lambda $0)",
    ]);
  });

  test("nothing of what did not happen", () => {
    expect(lines({ candidates: 5, searchedOn: 3, completedCost: 2 }, 3)).toEqual([
      "every program up to cost 2 was tried on all 3 examples",
      "<5> candidates",
    ]);
  });

  test("what top-down search pruned, and costs in nats shortly", () => {
    const explanation = {
      candidates: 90,
      complete: 10,
      prunedForward: 30,
      prunedBackward: 20,
      searchedOn: 2,
      restarts: 1,
      completedCost: 6.66666,
    };
    expect(lines(explanation, 2)).toEqual([
      "every program up to cost 6.7 was tried on all 2 examples, begun anew 1 time",
      "<90> candidates, <10> complete, <30> pruned by what they can give, <20> pruned by what is asked of a part",
    ]);
  });
});
