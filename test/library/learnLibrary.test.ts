import { describe, expect, test } from "vitest";
import { list } from "../../src/domains/list/list.ts";
import { withDefinitions } from "../../src/dsl/definition.ts";
import { printTerm } from "../../src/dsl/printTerm.ts";
import type { Term } from "../../src/dsl/term.ts";
import { evaluate } from "../../src/interp/evaluate.ts";
import {
  type LearnLibraryOptions,
  type LearnedLibrary,
  learnLibrary,
} from "../../src/library/learnLibrary.ts";
import { parseTerm } from "../../src/dsl/parseTerm.ts";
import { termOf } from "../dsl/parsed.ts";

function learned(
  tasks: readonly (readonly Term[])[],
  more: Partial<LearnLibraryOptions> = {},
): LearnedLibrary {
  const steps = learnLibrary(tasks, list, { known: [], abstractions: 5, maxArity: 2, ...more });
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

const bodiesOf = ({ abstractions }: LearnedLibrary): readonly string[] =>
  abstractions.map(({ body }) => printTerm(body, withDefinitions(list, abstractions)));

const MAPS = ["x + x", "x * x", "x + 1", "0 - x"].map((body) => [
  termOf(`\\xs -> fold xs empty (\\x r -> (${body}) :: r)`),
]);
const FILTERS = ["x > 1", "x * x > 4", "x - 1 == 0", "x + 1 > 3"].map((test) => [
  termOf(`\\xs -> fold xs empty (\\x r -> if ${test} then x :: r else r)`),
]);
const MAP = "\\x y -> fold y empty (\\z w -> x z :: w)";
const FILTER = "\\x y -> fold y empty (\\z w -> if x z then z :: w else w)";

describe("learning a library", () => {
  test("finds map and filter in folds", () => {
    expect(new Set(bodiesOf(learned([...MAPS, ...FILTERS])))).toEqual(new Set([MAP, FILTER]));
  });

  test("does not find them where functions are not exposed", () => {
    const bodies = bodiesOf(learned([...MAPS, ...FILTERS], { expose: false }));
    expect(bodies).not.toContain(FILTER);
    expect(bodies).not.toContain(MAP);
  });

  test("rewrites programs to what they meant", () => {
    const tasks = [...MAPS, ...FILTERS];
    const { abstractions, programs } = learned(tasks);
    const extended = withDefinitions(list, abstractions);
    for (const [task, own] of tasks.entries()) {
      const rewritten = programs[task]?.[0] as Term;
      expect(printTerm(rewritten, extended)).toMatch(/fn_[01]/);
      for (const xs of [[], [3, 0, 4], [-1, 7, 9, 1]]) {
        const expected = evaluate(own[0] as Term, [xs], list);
        expect(evaluate(rewritten, [xs], extended)).toEqual(expected);
      }
    }
  });

  test("learned anew from its own rewriting, it is the same library under the same names", () => {
    const first = learned([...MAPS, ...FILTERS]);
    const programs = first.programs.map((own) => own.filter((one) => one !== undefined));
    const second = learned(programs, { known: first.abstractions });
    const named = (library: LearnedLibrary): ReadonlyMap<string, string | undefined> =>
      new Map(library.abstractions.map(({ name }, i) => [name, bodiesOf(library)[i]]));
    expect(named(second)).toEqual(named(first));
  });

  test("an abstraction that is not worth it any more is gone, and its calls are written out", () => {
    const first = learned(MAPS);
    const parsed = parseTerm("\\xs -> fn_0 (\\x -> x + 1) xs", {
      domain: withDefinitions(list, first.abstractions),
    });
    if (!parsed.ok) throw new Error(parsed.error.message);
    const second = learned([[parsed.value.term]], { known: first.abstractions });
    expect(second.abstractions).toEqual([]);
    expect(printTerm(second.programs[0]?.[0] as Term, list)).toBe(
      "\\x -> fold x empty (\\y z -> y + 1 :: z)",
    );
  });

  test("takes no name that is taken", () => {
    const { abstractions } = learned(MAPS, { taken: new Set(["fn_0", "fn_1"]) });
    expect(abstractions.map(({ name }) => name)).toEqual(["fn_2"]);
  });

  test("a proposed name tells what is called by its last name", () => {
    const tails = ["+ x 1", "x * x", "0 - x", "x - 2"].map((body) => [
      termOf(`\\xs -> car (cdr (fold xs empty (\\x r -> (${body}) :: r)))`),
    ]);
    const { abstractions } = learned([...MAPS, ...tails]);
    expect(abstractions.map(({ proposedName }) => proposedName)).toEqual([
      "fold_empty_cons",
      "car_cdr_fn_0",
    ]);
  });

  test("nothing is learned from nothing", () => {
    expect(learned([]).abstractions).toEqual([]);
  });
});
