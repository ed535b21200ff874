import { describe, expect, test } from "vitest";
import { list } from "../../src/domains/list/list.ts";
import { libraryModule } from "../../src/learn/libraryModule.ts";
import {
  fittedFromJson,
  fittedToJson,
  libraryFromJson,
  outcomesFromJson,
} from "../../src/learn/runFiles.ts";
import { domainProductions, uniformGrammar } from "../../src/dsl/weightedGrammar.ts";

const ABSTRACTION = {
  name: "fn_0",
  type: "int -> int",
  body: "(lambda (+ $0 1))",
  proposedName: "+_1",
  utility: 1,
  calls: 2,
};

const libraryOf = (...changes: readonly object[]) =>
  libraryFromJson({ abstractions: changes.map((change) => ({ ...ABSTRACTION, ...change })) }, list);

describe("a library that a stranger wrote", () => {
  test.each<readonly [string, readonly object[], RegExp]>([
    [
      "a type that the domain has not",
      [{ type: "grid -> grid", body: "(lambda $0)" }],
      /a `type` of the domain/,
    ],
    ["the name of a primitive", [{ name: "map" }], /a name of its own: "map"/],
    ["one name twice", [{}, {}], /a name of its own: "fn_0"/],
    ["a name that is none", [{ name: "a\nb" }], /a name of its own: "a\\nb"/],
    ["a call of one that comes later", [{ body: "(lambda (fn_1 $0))" }, { name: "fn_1" }], /fn_1/],
    [
      "more than anyone learns",
      Array.from({ length: 1_001 }, (_, i) => ({ name: `f${i}` })),
      /1001 where 1000/,
    ],
  ])("is refused when it has %s", (_, changes, message) => {
    const read = libraryOf(...changes);
    expect(read.ok ? "" : read.error).toMatch(message);
  });

  test("puts no line of its own into a module", () => {
    const read = libraryOf({ proposedName: 'x\ndomain "./evil.ts"' });
    if (!read.ok) throw new Error(read.error);
    const grammar = uniformGrammar(domainProductions(list));
    const run = {
      path: "run",
      iteration: 1,
      usesGrammar: true,
      guideMix: 0,
      without: [],
      frontiers: [],
      grammar,
    };
    expect(libraryModule({ ...run, library: read.value }, list, "list")).not.toContain("evil");
  });
});

const OUTCOME = {
  task: "t",
  status: "unsolved",
  stopReason: "timeout",
  candidates: 3,
  programs: [],
  generalises: null,
};

test.each<readonly [object, RegExp]>([
  [{ task: 1 }, /^`tasks\[1\]`: `task` must be a text/],
  [{ status: "done" }, /`status` must be one of solved, unsolved, error/],
  [{ stopReason: "constructor" }, /`stopReason` must be one of solved, timeout/],
  [{ candidates: 1e308 }, /`candidates` must be a whole number/],
  [{ candidates: -1 }, /`candidates` must be a whole number/],
  [{ programs: [1] }, /`programs` must be a list of texts/],
  [{ generalises: "yes" }, /`generalises` must be/],
])("an outcome with %j is told with its place", (change, message) => {
  expect(outcomesFromJson({ tasks: [OUTCOME] })).toEqual({ ok: true, value: [OUTCOME] });
  const read = outcomesFromJson({ tasks: [OUTCOME, { ...OUTCOME, ...change }] });
  expect(read.ok ? "" : read.error).toMatch(message);
});

test("weights of some productions, or in another order than a guide's, are refused", () => {
  const productions = domainProductions(list);
  const written = (of: typeof productions): unknown =>
    JSON.parse(
      JSON.stringify(
        fittedToJson({ grammar: uniformGrammar(of), logLikelihood: -1, used: 1 }, list),
      ),
    );
  expect(fittedFromJson(written(productions), list)).toMatchObject({ ok: true });
  for (const other of [productions.slice(1), productions.toReversed()]) {
    const read = fittedFromJson(written(other), list);
    expect(read.ok ? "" : read.error).toContain("all of the domain with the library, in its order");
  }
});

test("weights that there are none of are written and read as such", () => {
  const written: unknown = JSON.parse(
    JSON.stringify(fittedToJson({ logLikelihood: 0, used: 0 }, list)),
  );
  expect(fittedFromJson(written, list)).toEqual({ ok: true, value: {} });
  expect(fittedFromJson({}, list).ok).toBe(false);
});
