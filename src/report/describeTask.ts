import { withDefinitions } from "../dsl/definition.ts";
import type { Domain } from "../dsl/domain.ts";
import { printSexpr } from "../dsl/printSexpr.ts";
import { printTerm } from "../dsl/printTerm.ts";
import type { Term } from "../dsl/term.ts";
import { type Type, printType, splitFunctionType } from "../dsl/type.ts";
import { compile } from "../interp/evaluate.ts";
import { equalValues } from "../interp/value.ts";
import type { TaskReport } from "../search/workerProtocol.ts";
import type { Example, Task } from "../tasks/task.ts";
import { calledNames } from "./describeLibrary.ts";
import { describeRun } from "./describeRun.ts";
import { explanationLines } from "./explanationLines.ts";
import { clip } from "./markup.ts";
import type { ExampleDetail } from "./page/pageData.ts";
import type { ReportTask, TaskStatus } from "./reportData.ts";
import { stopReason } from "./stopReason.ts";
import { valueText } from "./valueText.ts";

/** How numbers are written for people. */
export interface NumberPrinters {
  readonly duration: (ms: number) => string;
  readonly count: (count: number) => string;
}

const MOST = {
  examples: 12,
  holdout: 8,
  value: 240,
  program: 6_000,
  line: 300,
  others: 8,
} as const;

/**
 * One task as a page shows it.
 *
 * @param report without one the search did not get to the task
 * @param domain of the task, without its definitions
 */
export function describeTask(
  task: Task,
  report: TaskReport | undefined,
  domain: Domain,
  group: string,
  print: NumberPrinters,
): ReportTask {
  const extended = withDefinitions(domain, task.definitions);
  const readable = (program: Term): string =>
    printTerm(program, domain, { parameters: task.parameters ?? [] });
  const program = report?.program;
  const explanation = report?.explanation;
  const trace = program === undefined ? undefined : describeRun(program, task, extended);
  const why = report === undefined ? "not searched" : stopReason(report);
  const place = task.line === undefined ? task.file : `${task.file}:${task.line}`;
  const facts: (readonly [string, string])[] = [["from", place]];
  if (report?.cost !== undefined) facts.push(["cost", String(Math.round(10 * report.cost) / 10)]);
  if (report !== undefined) {
    facts.push(["candidates", print.count(report.candidates)]);
    facts.push(["time", print.duration(report.elapsedMs)]);
    if (report.firstMs !== undefined) facts.push(["first after", print.duration(report.firstMs)]);
  }
  const { total } = report?.holdout ?? { total: 0 };
  if (program !== undefined && report !== undefined && total > 0) {
    facts.push(["holdout", `${report.holdout.passed} of ${total} right`]);
  }
  const fits = `of ${task.examples.length}`;
  return {
    name: task.name,
    group,
    status: statusOf(report),
    line: clip(program === undefined ? why : readable(program), MOST.line),
    candidates: report?.candidates ?? 0,
    elapsedMs: report?.elapsedMs ?? 0,
    ...(report?.firstMs === undefined ? {} : { firstMs: report.firstMs }),
    ...(report?.firstCandidates === undefined ? {} : { firstCandidates: report.firstCandidates }),
    calls: program === undefined ? [] : callsOf(program, extended),
    detail: {
      request: printType(task.request),
      facts,
      ...(program === undefined
        ? {}
        : {
            program: {
              readable: clip(readable(program), MOST.program),
              sexpr: clip(printSexpr(program), MOST.program),
            },
          }),
      others: (report?.solutions ?? [])
        .slice(1, 1 + MOST.others)
        .map((solution) => clip(readable(solution.program), MOST.line)),
      ...examplesOf(task, program, extended),
      ...(trace === undefined ? {} : { trace }),
      explanation:
        program !== undefined
          ? []
          : [
              why,
              ...(explanation === undefined
                ? []
                : explanationLines({ ...explanation, nearest: [] }, task.examples.length, {
                    count: print.count,
                    program: readable,
                  })),
            ],
      nearest: (program === undefined ? (explanation?.nearest ?? []) : []).map((near) => ({
        program: clip(readable(near.program), MOST.line),
        fits: `${near.fits} ${fits}`,
      })),
    },
  };
}

/** Names of the definitions that a program itself calls. */
const callsOf = (program: Term, domain: Domain): readonly string[] =>
  calledNames(program).filter((name) => domain.primitives.get(name)?.body !== undefined);

function statusOf(report: TaskReport | undefined): TaskStatus {
  if (report === undefined || report.status === "unsolved") return "unsolved";
  if (report.status === "error") return "error";
  const { passed, total } = report.holdout;
  return total === 0 ? "solved" : passed === total ? "generalises" : "fits";
}

function examplesOf(
  task: Task,
  program: Term | undefined,
  domain: Domain,
): { readonly examples: readonly ExampleDetail[]; readonly moreExamples: number } {
  const { parameters, result } = splitFunctionType(task.request);
  const show = (value: unknown, type: Type | undefined): string =>
    valueText(value, type, domain, MOST.value);
  const evaluator = program === undefined ? undefined : compile(program, domain);
  const describe = ({ inputs, output }: Example, holdout: boolean): ExampleDetail => {
    const shown = {
      inputs: inputs.map((input, index) => show(input, parameters[index])),
      output: show(output, result),
      holdout,
    };
    // What the search verified holds; holdout examples it never saw.
    if (!holdout || evaluator === undefined) return shown;
    const value = evaluator.run(...inputs);
    if (equalValues(value, output)) return shown;
    return { ...shown, given: value === undefined ? "no value" : show(value, result) };
  };
  const listed = [
    ...task.examples.slice(0, MOST.examples).map((example) => describe(example, false)),
    ...task.holdout.slice(0, MOST.holdout).map((example) => describe(example, true)),
  ];
  return {
    examples: listed,
    moreExamples: task.examples.length + task.holdout.length - listed.length,
  };
}
