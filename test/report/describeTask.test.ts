import { describe, expect, test } from "vitest";
import { withDefinitions } from "../../src/dsl/definition.ts";
import type { Domain } from "../../src/dsl/domain.ts";
import { parseTerm } from "../../src/dsl/parseTerm.ts";
import { list } from "../../src/domains/list/list.ts";
import { describeTask } from "../../src/report/describeTask.ts";
import type { StepRow, TraceDetail } from "../../src/report/page/pageData.ts";
import type { ReportTask } from "../../src/report/reportData.ts";
import { noCounts } from "../../src/search/solveResult.ts";
import type { TaskReport } from "../../src/search/workerProtocol.ts";
import type { Task } from "../../src/tasks/task.ts";
import { typeOf } from "../dsl/parsed.ts";
import { PRINT } from "./testReport.ts";

const TASK: Task = {
  name: "squares of the rest",
  file: "a.synth",
  line: 3,
  domain: "list",
  request: typeOf("list int -> list int"),
  examples: [
    { inputs: [[1, 2, 3]], output: [4, 9] },
    { inputs: [[7]], output: [] },
  ],
  holdout: [{ inputs: [[2, 5]], output: [25] }],
  definitions: [],
};

const unsolved: TaskReport = {
  status: "unsolved",
  stopReason: "timeout",
  solutions: [],
  candidates: 100,
  elapsedMs: 5000,
  holdout: { passed: 0, total: 1 },
};

const termIn = (source: string, domain: Domain) => {
  const parsed = parseTerm(source, { domain });
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value.term;
};

function solved(source: string, passed: number, task: Task = TASK): ReportTask {
  const program = termIn(source, withDefinitions(list, task.definitions));
  return describeTask(
    task,
    {
      ...unsolved,
      status: "solved",
      stopReason: "solved",
      program,
      solutions: [{ program, cost: 1, rank: 1 }],
      holdout: { passed, total: task.holdout.length },
    },
    list,
    "a.synth",
    PRINT,
  );
}

/** A trace's steps as lines: indented, each with its piece of the text, value and range. */
const lines = (trace: TraceDetail | undefined): readonly string[] =>
  (trace?.rows ?? []).map((row) => {
    const indent = "  ".repeat(row.depth);
    if (row.kind === "omitted") return `${indent}and ${row.calls} more`;
    const { source, start, end, bound, value, range }: StepRow = row;
    const text = trace?.sources[source]?.text.slice(start, end);
    return `${indent}${bound === undefined ? "" : `${bound}: `}${text} = ${value} in ${range}`;
  });

describe("a solved task is shown with", () => {
  test("its program in both notations and its run, step by step", () => {
    const { detail, status, line } = solved("\\xs -> map (\\x -> x * x) (cdr xs)", 1);
    expect(status).toBe("generalises");
    expect(line).toBe("\\xs -> map (\\x -> x * x) (cdr xs)");
    expect(detail.program?.sexpr).toBe("(lambda (map (lambda (* $0 $0)) (cdr $0)))");
    expect(detail.trace?.inputs).toEqual([
      { name: "xs", value: "[1, 2, 3]", range: "list of [1..7] of length [1..3]" },
    ]);
    expect(lines(detail.trace)).toEqual([
      "map (\\x -> x * x) (cdr xs) = [4, 9] in list of [1..49] of length [0..2]",
      "  (cdr xs) = [2, 3] in list of [1..7] of length [0..2]",
      "  x = 2: x * x = 4 in [1..49]",
      "  x = 3: x * x = 9 in [1..49]",
    ]);
  });

  test("what it gives on the holdout examples that it gets wrong", () => {
    const { detail, status } = solved(
      "\\xs -> if length xs > 2 then 4 :: 9 :: empty else empty",
      0,
    );
    expect(status).toBe("fits");
    expect(detail.examples.map(({ holdout, given }) => [holdout, given])).toEqual([
      [false, undefined],
      [false, undefined],
      [true, "[]"],
    ]);
  });

  test("what the definitions do that it calls", () => {
    const definitions = [
      { name: "square", type: typeOf("int -> int"), body: termIn("\\n -> n * n", list) },
    ];
    const { detail, calls } = solved("\\xs -> map square (cdr xs)", 1, { ...TASK, definitions });
    expect(calls).toEqual(["square"]);
    expect(detail.trace?.sources.map(({ name }) => name)).toEqual(["", "square"]);
    expect(lines(detail.trace)).toEqual([
      "map square (cdr xs) = [4, 9] in list of [1..49] of length [0..2]",
      "  (cdr xs) = [2, 3] in list of [1..7] of length [0..2]",
      "  n = 2: n * n = 4 in [1..49]",
      "  n = 3: n * n = 9 in [1..49]",
    ]);
  });
});

describe("an unsolved task is shown with", () => {
  test("why, and what came nearest", () => {
    const { detail, status, line } = describeTask(
      TASK,
      {
        ...unsolved,
        explanation: {
          ...noCounts(),
          candidates: 100,
          searchedOn: 2,
          restarts: 0,
          guidedCandidates: 0,
          completedCost: 5,
          nearest: [{ program: termIn("\\xs -> cdr xs", list), fits: 1 }],
        },
      },
      list,
      "a.synth",
      PRINT,
    );
    expect([status, line]).toEqual(["unsolved", "out of time"]);
    expect(detail.program).toBeUndefined();
    expect(detail.explanation).toEqual([
      "out of time",
      "every program up to cost 5 was tried on all 2 examples",
      "100 candidates",
    ]);
    expect(detail.nearest).toEqual([{ program: "\\xs -> cdr xs", fits: "1 of 2" }]);
  });

  test("that the search did not get to it", () => {
    expect(describeTask(TASK, undefined, list, "g", PRINT).line).toBe("not searched");
  });
});
