import { withDefinitions, type Definition } from "../dsl/definition.ts";
import type { Domain } from "../dsl/domain.ts";
import { infer } from "../dsl/infer.ts";
import { parseTerm } from "../dsl/parseTerm.ts";
import { printTerm } from "../dsl/printTerm.ts";
import type { Span } from "../dsl/syntax.ts";
import { type Term, children } from "../dsl/term.ts";
import { type Type, splitFunctionType } from "../dsl/type.ts";
import { rangeOf } from "../interp/rangeOf.ts";
import { joinAll, printRange } from "../interp/ranges/lattice.ts";
import { type TraceStep, traceRun } from "../interp/trace.ts";
import type { Task } from "../tasks/task.ts";
import { clip } from "./markup.ts";
import type { TraceDetail, TraceRow } from "./page/pageData.ts";
import { valueText } from "./valueText.ts";

const MOST = { rows: 48, calls: 3, value: 160, source: 4_000, ranged: 200 } as const;

/** A program or a definition as it is shown, with what is known of its parts. */
interface Source {
  readonly name: string;
  readonly text: string;
  readonly term: Term;
  readonly spans: WeakMap<Term, Span>;
  readonly types: ReadonlyMap<Term, Type>;
}

/**
 * The run of a solved task's program on its first example: each part with its value, and beside it
 * what the abstract evaluator says it can be on all examples. Undefined when the program is too long
 * to show or takes no inputs.
 *
 * @param domain with the task's definitions
 */
export function describeRun(program: Term, task: Task, domain: Domain): TraceDetail | undefined {
  const [example] = task.examples;
  const text = printTerm(program, domain, { parameters: task.parameters ?? [] });
  if (example === undefined || example.inputs.length === 0) return undefined;
  // Read back from what is shown: then every part has its place in it.
  const shown = readSource("", text, task.request, domain);
  if (shown === undefined) return undefined;
  const definitions = calledDefinitions(program, domain);
  const sources = [shown];
  const traced = definitions.map((definition) => {
    const source = readSource(
      definition.name,
      printTerm(definition.body, domain),
      definition.type,
      domain,
    );
    if (source === undefined) return definition;
    sources.push(source);
    return { ...definition, body: source.term };
  });
  const { parameters } = splitFunctionType(task.request);
  const ranges = example.inputs.map((_, index) =>
    joinAll(
      task.examples
        .slice(0, MOST.ranged)
        .map(({ inputs }) => rangeOf(inputs[index], parameters[index] as Type, domain)),
    ),
  );
  const trace = traceRun(shown.term, example.inputs, replacing(domain, traced), {
    ranges,
    steps: MOST.rows,
    calls: MOST.calls,
  });
  const places = placesOf(sources);
  const names = namesOf(shown.term);
  return {
    inputs: example.inputs.map((input, index) => ({
      name: names[index] ?? `input ${index + 1}`,
      value: valueText(input, parameters[index], domain, MOST.value),
      range: clip(printRange(ranges[index] as (typeof ranges)[number]), MOST.value),
    })),
    sources: sources.map(({ name, text: whole }) => ({ name, text: whole })),
    rows: trace.steps.flatMap((step) => rowsOf(step, 0, places, domain)),
    cut: trace.cut,
  };
}

function readSource(name: string, text: string, type: Type, domain: Domain): Source | undefined {
  if (text.length > MOST.source) return undefined;
  const parsed = parseTerm(text, { domain });
  if (!parsed.ok) return undefined;
  const { term, spans } = parsed.value;
  const inferred = infer(term, domain, { expected: type, everywhere: true });
  return { name, text, term, spans, types: (inferred.ok && inferred.value.parts) || new Map() };
}

/** Definitions that a term calls, and those that these call. */
function calledDefinitions(term: Term, domain: Domain): readonly Definition[] {
  const found = new Map<string, Definition>();
  const waiting = [term];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    waiting.push(...children(next));
    if (next.kind !== "primitive" || found.has(next.name)) continue;
    const primitive = domain.primitives.get(next.name);
    if (primitive?.body === undefined) continue;
    found.set(next.name, { name: next.name, type: primitive.type, body: primitive.body });
    waiting.push(primitive.body);
  }
  return [...found.values()];
}

function replacing(domain: Domain, definitions: readonly Definition[]): Domain {
  const names = new Set(definitions.map(({ name }) => name));
  const others = [...domain.primitives].filter(([name]) => !names.has(name));
  return withDefinitions({ ...domain, primitives: new Map(others) }, definitions);
}

/** Where a part stands. */
interface Place {
  readonly source: number;
  readonly span: Span;
  readonly type: Type | undefined;
  /** Names of what the lambdas directly around it bind, outermost first. */
  readonly names: readonly string[];
}

function placesOf(sources: readonly Source[]): ReadonlyMap<Term, Place> {
  const places = new Map<Term, Place>();
  for (const [index, { term, spans, types }] of sources.entries()) {
    const visit = (part: Term, names: readonly string[]): void => {
      const span = spans.get(part);
      if (span !== undefined)
        places.set(part, { source: index, span, type: types.get(part), names });
      if (part.kind === "lambda") visit(part.body, [...names, part.hint ?? "_"]);
      else for (const child of children(part)) visit(child, []);
    };
    visit(term, []);
  }
  return places;
}

function namesOf(term: Term): readonly (string | undefined)[] {
  return term.kind === "lambda" ? [term.hint, ...namesOf(term.body)] : [];
}

function rowsOf(
  step: TraceStep,
  depth: number,
  places: ReadonlyMap<Term, Place>,
  domain: Domain,
): readonly TraceRow[] {
  const place = places.get(step.term);
  if (place === undefined)
    return step.steps.flatMap((inner) => rowsOf(inner, depth, places, domain));
  const { source, span, type, names } = place;
  // The program's own parameters are its inputs, which are shown above.
  const bound =
    step.bound === undefined || (depth === 0 && source === 0)
      ? undefined
      : step.bound
          .map((value, i) => `${names[i] ?? "_"} = ${valueText(value, undefined, domain, 60)}`)
          .join(", ");
  const row: TraceRow = {
    kind: "step",
    depth,
    source,
    start: span.start,
    end: span.end,
    ...(bound === undefined ? {} : { bound }),
    value: step.value === undefined ? "no value" : valueText(step.value, type, domain, MOST.value),
    ...(step.range === undefined ? {} : { range: clip(printRange(step.range), MOST.value) }),
  };
  const inner = step.steps.flatMap((one) => rowsOf(one, depth + 1, places, domain));
  return step.omitted === 0
    ? [row, ...inner]
    : [row, ...inner, { kind: "omitted", depth: depth + 1, calls: step.omitted }];
}
