import type { Domain } from "../dsl/domain.ts";
import { infer } from "../dsl/infer.ts";
import type { Range } from "../dsl/range.ts";
import { type Hole, type Term, children } from "../dsl/term.ts";
import { type AbstractMachine, type Recorder, evaluateRange } from "./abstractMachine.ts";
import { isStackOverflow } from "./evaluate.ts";
import { topOf } from "./rangeOf.ts";
import { Functions } from "./ranges/functionRange.ts";
import { TOP, join } from "./ranges/lattice.ts";

export interface AbstractOptions {
  /**
   * What each hole may give, in order from left to right; a hole beyond the list, or with TOP, may
   * give any value of its type.
   */
  readonly holes?: readonly Range[];
  /** Calls that are followed before the rest is given up as unknown; 20,000 when absent. */
  readonly steps?: number;
}

const DEFAULT_STEPS = 20_000;

/**
 * Runs a closed term on ranges instead of values (Cousot and Cousot 1977): the result holds the value
 * of every run on inputs in these ranges that has one; BOTTOM says that none has. Always ends; what
 * takes too long or nests too deeply is TOP. A function's range is a function on ranges.
 */
export function abstractEvaluate(
  term: Term,
  inputs: readonly Range[],
  domain: Domain,
  options: AbstractOptions = {},
): Range {
  return withStack(
    () =>
      Functions.apply(
        evaluateRange(term, undefined, createMachine(term, domain, options)),
        ...inputs,
      ),
    () => TOP,
  );
}

/** A machine for one term, whose holes are told apart by identity. */
export function createMachine(
  term: Term,
  domain: Domain,
  options: AbstractOptions & { readonly forward?: boolean; readonly recorder?: Recorder },
): AbstractMachine {
  const ranges = rangesOfHoles(term, domain, options.holes ?? []);
  return {
    domain,
    holeRange: (hole) => ranges.get(hole) ?? TOP,
    definitions: new Map(),
    steps: options.steps ?? DEFAULT_STEPS,
    forward: options.forward ?? true,
    ...(options.recorder === undefined ? {} : { recorder: options.recorder }),
  };
}

/** The holes of a term from left to right; one that stands in several places is found several times. */
export function holesOf(term: Term): readonly Hole[] {
  const found: Hole[] = [];
  // Its own stack: a term may be deeper than that of the machine.
  const waiting = [term];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.kind === "hole") found.push(next);
    else waiting.push(...children(next).toReversed());
  }
  return found;
}

function rangesOfHoles(
  term: Term,
  domain: Domain,
  given: readonly Range[],
): ReadonlyMap<Hole, Range> {
  const holes = holesOf(term);
  const ranges = new Map<Hole, Range>();
  if (holes.length === 0) return ranges;
  // Inference knows more than the hole itself where the hole has no type or a polymorphic one.
  const inferred = infer(term, domain);
  for (const [index, hole] of holes.entries()) {
    const type = inferred.ok ? inferred.value.holes[index]?.type : hole.type;
    const range = given[index] ?? TOP;
    const known = range === TOP && type !== undefined ? topOf(type, domain) : range;
    const before = ranges.get(hole);
    ranges.set(hole, before === undefined ? known : join(before, known));
  }
  return ranges;
}

/** What `run` gives, or `otherwise` when it nests too deeply for the stack. */
export function withStack<T>(run: () => T, otherwise: () => T): T {
  try {
    return run();
  } catch (error) {
    if (isStackOverflow(error)) return otherwise();
    throw error;
  }
}
