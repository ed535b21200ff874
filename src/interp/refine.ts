import type { Domain } from "../dsl/domain.ts";
import type { Range } from "../dsl/range.ts";
import { shift } from "../dsl/shift.ts";
import { type Hole, type Term, abstract, apply, splitLambdas, variable } from "../dsl/term.ts";
import { createMachine, holesOf, withStack } from "./abstractEvaluate.ts";
import { type AbstractFrame, IMPOSSIBLE, evaluateRange, narrow } from "./abstractMachine.ts";
import { Functions } from "./ranges/functionRange.ts";
import { BOTTOM, TOP, join, leq, meet } from "./ranges/lattice.ts";

export interface RefineOptions {
  /** Does the backward pass use the ranges that the forward pass finds? True when absent. */
  readonly forward?: boolean;
  /** Are holes narrowed by what the output must be? True when absent. */
  readonly backward?: boolean;
  /** Times that both passes are run, each using what the last one found; at most 3 when absent. */
  readonly rounds?: number;
  /** What each hole may give before anything else is known, from left to right. */
  readonly holes?: readonly Range[];
  /** Calls that are followed in each pass; 20,000 when absent. */
  readonly steps?: number;
}

/** What must be so in every run that fits: whose inputs and output are in the given ranges. */
export type Refinement =
  /** No run of the partial program fits, however its holes are filled. */
  | { readonly kind: "impossible" }
  | {
      readonly kind: "possible";
      readonly inputs: readonly Range[];
      readonly output: Range;
      /** One for each hole, from left to right. */
      readonly holes: readonly HoleRange[];
    };

export interface HoleRange {
  readonly hole: Hole;
  /**
   * Holds every value that the hole has in a run that fits, each time it is evaluated; BOTTOM when no
   * such run evaluates it.
   */
  readonly range: Range;
  /** Does every run evaluate it? If so a filling whose values all lie outside `range` does not fit. */
  readonly certain: boolean;
  /** Ranges of the variables in scope where the hole is, innermost first, in the runs that fit. */
  readonly scope: readonly Range[];
}

const DEFAULT_ROUNDS = 3;

/**
 * Given a partial program, ranges of its inputs and the range that its output must be in, finds what
 * its holes must give: runs it forward on ranges, pushes the output down through the `refine` of the
 * primitives, and repeats. Never loses a run that fits.
 */
export function refine(
  term: Term,
  inputs: readonly Range[],
  output: Range,
  domain: Domain,
  options: RefineOptions = {},
): Refinement {
  const unknown = (holes: readonly Hole[]): Possible => ({
    kind: "possible",
    inputs,
    output,
    holes: holes.map((hole, index) => ({
      hole,
      range: options.holes?.[index] ?? TOP,
      certain: false,
      scope: [],
    })),
  });
  if (inputs.includes(BOTTOM) || output === BOTTOM) return { kind: "impossible" };
  return withStack(
    () => {
      const program = applicable(unshare(term), inputs.length);
      const { count } = splitLambdas(term);
      let best = unknown(holesOf(program));
      const rounds = options.rounds ?? DEFAULT_ROUNDS;
      for (let round = 0; round < rounds; round++) {
        const next = refineOnce(program, count, best, domain, options);
        if (next.kind === "impossible") return next;
        const settled = round > 0 && isSettled(best, next);
        best = next;
        if (settled || options.backward === false) break;
      }
      return best;
    },
    () => unknown(holesOf(term)),
  );
}

type Possible = Extract<Refinement, { kind: "possible" }>;

/** One forward and one backward pass; `own` of the program's lambdas are not of our making. */
function refineOnce(
  program: Term,
  own: number,
  before: Possible,
  domain: Domain,
  options: RefineOptions,
): Refinement {
  const machine = createMachine(program, domain, {
    ...options,
    holes: before.holes.map(({ range }) => range),
  });
  let body = program;
  let scope: AbstractFrame | undefined;
  for (const [index, range] of before.inputs.entries()) {
    scope = index < own ? { range, outer: scope } : { range, outer: scope, implicit: true };
    body = (body as Extract<Term, { kind: "lambda" }>).body;
  }
  let { output } = before;
  if (options.forward !== false) {
    const result = evaluateRange(body, scope, machine);
    if (!Functions.is(result)) output = meet(result, output);
    if (output === BOTTOM) return { kind: "impossible" };
  }
  const found = new Map<Hole, HoleRange>();
  if (options.backward !== false) {
    const narrowed = narrow(body, output, scope, { machine, sink: collect, certain: true });
    if (narrowed === IMPOSSIBLE) return { kind: "impossible" };
    scope = narrowed;
  }
  function collect(
    hole: Hole,
    range: Range,
    frame: AbstractFrame | undefined,
    certain: boolean,
  ): void {
    const earlier = found.get(hole);
    const seen = rangesOf(frame, false);
    found.set(hole, {
      hole,
      range: earlier === undefined ? range : join(earlier.range, range),
      certain: certain || earlier?.certain === true,
      scope: earlier === undefined ? seen : seen.map((r, i) => join(r, earlier.scope[i] ?? BOTTOM)),
    });
  }
  return {
    kind: "possible",
    inputs: rangesOf(scope, true).toReversed(),
    output,
    holes: before.holes.map(
      (known) =>
        found.get(known.hole) ?? { ...known, range: machine.holeRange(known.hole), certain: false },
    ),
  };
}

function rangesOf(scope: AbstractFrame | undefined, implicit: boolean): readonly Range[] {
  const ranges: Range[] = [];
  for (let frame = scope; frame !== undefined; frame = frame.outer) {
    if (implicit || frame.implicit !== true) ranges.push(frame.range);
  }
  return ranges;
}

function isSettled(before: Possible, after: Possible): boolean {
  const same = (a: Range, b: Range): boolean => a === b || Functions.is(a) || leq(a, b);
  return (
    before.holes.every(({ range }, index) =>
      same(range, (after.holes[index] as HoleRange).range),
    ) && before.inputs.every((range, index) => same(range, after.inputs[index] as Range))
  );
}

/** The same term with no node in two places, so that holes are told apart by identity. */
function unshare(term: Term): Term {
  switch (term.kind) {
    case "application":
      return { ...term, function: unshare(term.function), argument: unshare(term.argument) };
    case "lambda":
    case "inline":
      return { ...term, body: unshare(term.body) };
    case "variable":
    case "primitive":
    case "literal":
    case "hole":
      return { ...term };
  }
}

/** The same function with a lambda for each input. */
function applicable(term: Term, inputs: number): Term {
  const { count, body } = splitLambdas(term);
  const missing = inputs - count;
  if (missing <= 0) return term;
  const args = Array.from({ length: missing }, (_, i) => variable(missing - 1 - i));
  return abstract(count + missing, apply(shift(body, missing), ...args));
}
