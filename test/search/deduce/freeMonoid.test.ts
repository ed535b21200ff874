import { describe, expect, test } from "vitest";
import { domain } from "../../../src/dsl/domain.ts";
import { freeMonoid } from "../../../src/dsl/law.ts";
import { primitive } from "../../../src/dsl/primitive.ts";
import type { ValueType } from "../../../src/dsl/valueType.ts";
import { INT_TYPE } from "../../../src/interp/valueTypes/intType.ts";
import type { Techniques } from "../../../src/search/solveOptions.ts";
import type { SolveResult } from "../../../src/search/solveResult.ts";
import { fits, search, taskOf } from "../solveTask.ts";

type Path = readonly { readonly turn: number }[];
const isPath = (value: unknown): value is Path =>
  Array.isArray(value) &&
  value.every((step: unknown) => typeof step === "object" && step !== null && "turn" in step);

/** A type of a user's own: paths of turns, which only `then` puts together. */
const PATH_TYPE: ValueType = {
  name: "path",
  parameters: 0,
  doc: "Turns in order.",
  read: (datum) => (isPath(datum) ? datum : undefined),
  write: (value) => (value as Path).map(({ turn }) => ({ turn })),
  is: isPath,
  arbitrary: (fc) => fc.array(fc.record({ turn: fc.integer() })),
  ranges: INT_TYPE.ranges,
};

const samePath = (x: Path, y: Path): boolean =>
  x.length === y.length && x.every(({ turn }, i) => turn === y[i]?.turn);

describe("a free monoid of a user's own", () => {
  const paths = domain({
    name: "paths",
    doc: "Paths.",
    types: [PATH_TYPE, INT_TYPE],
    primitives: [
      primitive({
        name: "after",
        type: "path -> path -> path",
        doc: "One path after the other.",
        examples: [],
        laws: [freeMonoid("stay")],
        evaluate: (x: Path, y: Path) => [...x, ...y],
        inverse: [
          (out: Path, y: Path) => {
            const before = out.length - y.length;
            return before >= 0 && samePath(out.slice(before), y) ? out.slice(0, before) : undefined;
          },
          (out: Path, x: Path) =>
            samePath(out.slice(0, x.length), x) ? out.slice(x.length) : undefined,
        ],
        range: "top",
      }),
      primitive({
        name: "stay",
        type: "path",
        doc: "No turn.",
        examples: [],
        evaluate: () => [],
        range: "top",
      }),
      primitive({
        name: "turn",
        type: "int -> path",
        doc: "A path of one turn.",
        examples: [],
        evaluate: (turn: number) => [{ turn }],
        inverse: [(out: Path) => (out.length === 1 ? out[0]?.turn : undefined)],
        range: "top",
      }),
      primitive({
        name: "back",
        type: "path -> path",
        doc: "The path from its end to its beginning.",
        examples: [],
        evaluate: (path: Path) => path.toReversed(),
        inverse: [(out: Path) => out.toReversed()],
        range: "top",
      }),
    ],
    literals: { int: [90] },
  });
  const path = (...turns: readonly number[]): Path => turns.map((turn) => ({ turn }));
  const rows: readonly (readonly [Path, Path, number])[] = [
    [path(1, 2), path(3), 7],
    [path(5), path(), 8],
    [path(4, 4, 2), path(9, 6), 0],
  ];
  const task = taskOf(
    "path -> path -> int -> path",
    rows.map(([x, y, n]) => [
      [x, y, n],
      [...y, { turn: n }, ...x.toReversed(), ...y, { turn: 90 }],
    ]),
    { domain: "paths" },
  );
  const searched = (techniques: Partial<Techniques>): SolveResult =>
    search(task, paths, { candidates: 2_000 }, { strategy: "bank", settle: 0, techniques });

  test("is taken apart as the shipped ones are", () => {
    const { stopReason, solutions, explanation } = searched({});
    expect(stopReason).toBe("solved");
    expect(explanation.deduced).toBeGreaterThan(0);
    for (const { program } of solutions) expect(fits(program, task, paths)).toBe(true);
    expect(searched({ deduction: false }).stopReason).toBe("candidates");
  });
});
