import type { Domain } from "../dsl/domain.ts";
import type { Range } from "../dsl/range.ts";
import type { Term } from "../dsl/term.ts";
import { InternalError } from "../support/internalError.ts";
import { createMachine } from "./abstractEvaluate.ts";
import { evaluateRange } from "./abstractMachine.ts";
import { type Fault, type Frame, type Watcher, compile } from "./evaluate.ts";
import { Functions } from "./ranges/functionRange.ts";
import { join } from "./ranges/lattice.ts";

/** One part of a program that was evaluated: an application, or the body of a function called. */
export interface TraceStep {
  /** The part, of the program or of a definition's body, by identity. */
  readonly term: Term;
  /** The arguments, outermost first, when this is the body of a function that was called with them. */
  readonly bound?: readonly unknown[];
  /** Undefined: it has no value. */
  readonly value: unknown;
  /**
   * What the part can give in all runs on inputs in the ranges, wherever and whenever it is
   * evaluated; absent when the abstract evaluation does not say.
   */
  readonly range?: Range;
  /** What was evaluated for it, in order. */
  readonly steps: readonly TraceStep[];
  /** Calls, besides those in `steps`, of functions that were called often. */
  readonly omitted: number;
}

export interface Trace {
  readonly steps: readonly TraceStep[];
  readonly value: unknown;
  /** Why there is no value. */
  readonly fault?: Fault;
  /** Did the run go on after the last step that is told? */
  readonly cut: boolean;
}

export interface TraceOptions {
  /** Ranges of the inputs, for the ranges of the steps; without them steps have none. */
  readonly ranges?: readonly Range[];
  /** Steps told in all; 200 when absent. */
  readonly steps?: number;
  /** Calls told of one function for one step, as of the function given to `map`; 4 when absent. */
  readonly calls?: number;
}

/** A step while it runs. */
interface OpenStep {
  readonly term: Term;
  readonly bound?: readonly unknown[];
  value: unknown;
  readonly steps: OpenStep[];
  omitted: number;
  /** Calls so far, by the body. */
  readonly calls: Map<Term, number>;
}

/** Abstract steps for one trace: a page shows what takes longer without ranges. */
const ABSTRACT_STEPS = 200_000;

/**
 * The run of a closed term on inputs, step by step: values as the reference evaluator computes them,
 * and beside each what the abstract evaluator knows of that part for all inputs in ranges. Applications
 * and bodies of called functions are steps; variables, literals and functions are not. Never throws,
 * and always ends, as far as primitives do.
 *
 * @param term shares no parts, as a parsed term does not: they are told apart by identity.
 */
export function traceRun(
  term: Term,
  inputs: readonly unknown[],
  domain: Domain,
  options: TraceOptions = {},
): Trace {
  const { steps, watcher, isCut } = watch(options.steps ?? 200, options.calls ?? 4);
  const evaluator = compile(term, domain, domain.limits.fuel, watcher);
  const value = evaluator.run(...inputs);
  const fault = value === undefined ? evaluator.lastFault() : undefined;
  const ranges =
    options.ranges === undefined ? undefined : rangesOfParts(term, options.ranges, domain);
  return {
    steps: steps.map((step) => closed(step, ranges)),
    value,
    ...(fault === undefined ? {} : { fault }),
    cut: isCut(),
  };
}

function closed(step: OpenStep, ranges: ReadonlyMap<Term, Range> | undefined): TraceStep {
  const { term, bound, value, steps, omitted } = step;
  const range = ranges?.get(term);
  return {
    term,
    ...(bound === undefined ? {} : { bound }),
    value,
    ...(range === undefined ? {} : { range }),
    steps: steps.map((inner) => closed(inner, ranges)),
    omitted,
  };
}

function watch(
  mostSteps: number,
  mostCalls: number,
): {
  readonly steps: readonly OpenStep[];
  readonly watcher: Watcher;
  readonly isCut: () => boolean;
} {
  const root: OpenStep = open({ kind: "hole" });
  const stack: OpenStep[] = [root];
  // How many parameters the lambdas directly around a body bind. A lambda is evaluated before its body.
  const parameters = new Map<Term, number>();
  // Parts entered since a call that is not told: nothing inside it is.
  let hidden = 0;
  let told = 0;
  let cut = false;
  const enter = (term: Term, frame: Frame | undefined): void => {
    if (hidden > 0) {
      hidden++;
      return;
    }
    const parent = stack.at(-1) as OpenStep;
    const count = parameters.get(term) ?? 0;
    if (term.kind === "lambda") parameters.set(term.body, count + 1);
    if (term.kind !== "application" && (count === 0 || term.kind === "lambda")) {
      // No step of its own: what it evaluates belongs to the step around it.
      stack.push(parent);
      return;
    }
    const calls = parent.calls.get(term) ?? 0;
    parent.calls.set(term, calls + 1);
    const full = told >= mostSteps;
    if (full || (count > 0 && calls >= mostCalls)) {
      if (full) cut = true;
      else parent.omitted++;
      hidden = 1;
      return;
    }
    told++;
    const step = open(term, count === 0 ? undefined : boundIn(frame, count));
    parent.steps.push(step);
    stack.push(step);
  };
  const leave = (value: unknown): void => {
    if (hidden > 0) {
      hidden--;
      return;
    }
    const step = stack.pop() as OpenStep;
    // A part that is no step shares the entry of the step around it.
    if (step !== stack.at(-1)) step.value = value;
  };
  return { steps: root.steps, watcher: { enter, leave }, isCut: () => cut };
}

const open = (term: Term, bound?: readonly unknown[]): OpenStep => ({
  term,
  ...(bound === undefined ? {} : { bound }),
  value: undefined,
  steps: [],
  omitted: 0,
  calls: new Map(),
});

function boundIn(frame: Frame | undefined, count: number): readonly unknown[] {
  const values: unknown[] = [];
  for (let f = frame; f !== undefined && values.length < count; f = f.outer) values.push(f.value);
  return values.toReversed();
}

/** What each application and body can give on inputs in ranges; undefined when that is not known. */
function rangesOfParts(
  term: Term,
  inputs: readonly Range[],
  domain: Domain,
): ReadonlyMap<Term, Range> | undefined {
  const ranges = new Map<Term, Range>();
  const machine = createMachine(term, domain, {
    steps: ABSTRACT_STEPS,
    recorder: {
      paused: 0,
      record: (part, range) => {
        const before = ranges.get(part);
        ranges.set(part, before === undefined ? range : join(before, range));
      },
    },
  });
  try {
    Functions.apply(evaluateRange(term, undefined, machine), ...inputs);
  } catch (error) {
    if (error instanceof InternalError) throw error;
    // It nests too deeply, or a transformer of the user's throws.
    return undefined;
  }
  // Where the steps gave out, parts were not looked at that a run comes to.
  return machine.steps >= 0 ? ranges : undefined;
}
