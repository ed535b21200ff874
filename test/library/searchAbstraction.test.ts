import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Compression, compress } from "../../src/library/compress.ts";
import { corpusOf } from "../../src/library/corpus.ts";
import { PRUNINGS, type Pruning, type SearchOptions } from "../../src/library/searchOptions.ts";
import { chains, corpus, nestedPrograms, programs } from "./arbitraryCorpus.ts";
import { type SlowCosts, type Tree, bestSlowly, show } from "./slowLibrary.ts";

const costs: fc.Arbitrary<SlowCosts> = fc.oneof(
  fc.constant({ lambda: 1, application: 1, variable: 100, primitive: 100 }),
  fc.record({
    lambda: fc.integer({ min: 0, max: 5 }),
    application: fc.integer({ min: 0, max: 5 }),
    variable: fc.integer({ min: 1, max: 20 }),
    primitive: fc.integer({ min: 1, max: 20 }),
  }),
);

const cases = fc.record({
  trees: fc.oneof({ weight: 3, arbitrary: programs }, { weight: 1, arbitrary: chains }),
  tasks: fc.array(fc.nat({ max: 2 }), { minLength: 4, maxLength: 4 }),
  named: fc.boolean(),
  costs,
  maxArity: fc.integer({ min: 0, max: 2 }),
  allowSingleTask: fc.boolean(),
  constantArguments: fc.boolean(),
});

const taskOf = ({
  trees,
  tasks,
  named,
}: {
  trees: readonly Tree[];
  tasks: number[];
  named: boolean;
}) => trees.map((_, index) => (named ? (tasks[index] as number) : index));

/** The body with its arguments numbered from left to right. */
function renumbered(body: string): string {
  const numbers = new Map<string, number>();
  return body.replace(/#\d+/g, (name) => {
    if (!numbers.has(name)) numbers.set(name, numbers.size);
    return `#${numbers.get(name)}`;
  });
}

describe("the abstraction of a step", () => {
  test("is the best of all that there are, with and without several programs a task", () => {
    let positive = 0;
    fc.assert(
      fc.property(cases, (one) => {
        const tasks = taskOf(one);
        const slow = bestSlowly(one.trees, { ...one, taskOf: tasks });
        const { abstractions } = compress(corpus(one.trees, tasks), { ...one, iterations: 1 });
        expect(abstractions[0]?.utility ?? 0).toBe(slow.utility);
        if (abstractions[0] === undefined) return;
        positive++;
        expect(slow.bodies).toContain(renumbered(abstractions[0].body));
      }),
      { numRuns: 400 },
    );
    expect(positive).toBeGreaterThan(40);
  });

  test("is the best where it is called within its arguments and takes variables out of lambdas", () => {
    fc.assert(
      fc.property(
        nestedPrograms,
        fc.constantFrom(
          { lambda: 1, application: 1, variable: 100, primitive: 100 },
          { lambda: 1, application: 1, variable: 5, primitive: 6 },
        ),
        (trees, costs) => {
          const options = { maxArity: 2, costs, allowSingleTask: true };
          const taskOf = trees.map((_, index) => index);
          const slow = bestSlowly(trees, { ...options, taskOf });
          const { abstractions } = compress(corpus(trees), { ...options, iterations: 3 });
          expect(abstractions[0]?.utility ?? 0).toBe(slow.utility);
        },
      ),
      { numRuns: 60 },
    );
  });

  // Which of equally good ones is found first may change with a pruning.
  const gist = ({ abstractions }: Compression) => abstractions.map(({ utility }) => utility);

  test.each(PRUNINGS)("is no other when the pruning %s is off", (pruning) => {
    let expansions = 0;
    let withoutIt = 0;
    fc.assert(
      fc.property(cases, (one) => {
        const run = (options: SearchOptions): Compression => {
          const compression = compress(corpus(one.trees, taskOf(one)), {
            ...one,
            ...options,
            iterations: 1,
          });
          return compression;
        };
        const whole = run({});
        const less = run({ without: new Set<Pruning>([pruning]) });
        expect(gist(less)).toEqual(gist(whole));
        expansions += whole.counts[0]?.expansions ?? 0;
        withoutIt += less.counts[0]?.expansions ?? 0;
      }),
      { numRuns: 60 },
    );
    expect(withoutIt).toBeGreaterThanOrEqual(expansions);
  });

  test("is no other when all prunings are off", () => {
    fc.assert(
      fc.property(cases, (one) => {
        const run = (without: readonly Pruning[]): Compression =>
          compress(corpus(one.trees, taskOf(one)), {
            ...one,
            iterations: 1,
            without: new Set(without),
          });
        expect(gist(run(PRUNINGS))).toEqual(gist(run([])));
      }),
      { numRuns: 60 },
    );
  });
});

/** Terms that are a long way in: `(f (f (f a)))`. */
const chain = (length: number, end: string): Tree => {
  let term: Tree = { k: "prim", name: end };
  for (let i = 0; i < length; i++) term = { k: "app", f: { k: "prim", name: "f" }, x: term };
  return term;
};

describe("a long chain", () => {
  test("has few of its closed parts rewritten", () => {
    const { counts } = compress(corpus([chain(1000, "a"), chain(1000, "a")]), {
      iterations: 1,
      maxArity: 0,
      candidates: 2,
    });
    expect(counts[0]?.scored).toBeLessThan(20);
  });

  test("is searched without its overlapping matches counted twice", () => {
    const { counts, abstractions } = compress(corpus([chain(400, "a"), chain(400, "b")]), {
      iterations: 1,
    });
    expect(abstractions[0]?.body).toMatch(/^(\(f )+#0\)+$/);
    // Over 20,000 without either of the bounds: by rewriting, and by what holes must be filled with.
    expect(counts[0]?.expansions).toBeLessThan(500);
  });
});

test("a variable of the program that is the same everywhere may be an argument all the same", () => {
  const six = (text: string): string => ` ${text}`.repeat(6);
  const read = corpusOf([
    { text: `(lam (p (f${six("$0")}) dear))` },
    { text: `(lam (q dear (f${six("$0")})))` },
  ]);
  if (!read.ok) throw new Error("unread");
  // Where the body had to say the variable, `dear` would be better.
  const costs = { primitives: new Map([["dear", 900]]) };
  const options = { iterations: 1, maxArity: 1, costs, curriedBodies: false };
  const { abstractions } = compress(read.value, options);
  expect(abstractions).toMatchObject([{ body: `(f${six("#0")})`, utility: 904 }]);
});

describe("several candidates", () => {
  test("are the best of the step in order, the first the one that is taken", () => {
    fc.assert(
      fc.property(cases, (one) => {
        const run = (candidates: number) =>
          compress(corpus(one.trees, taskOf(one)), { ...one, iterations: 1, candidates });
        const [best] = run(1).abstractions;
        const [several] = run(3).abstractions;
        expect(several?.utility).toBe(best?.utility);
        const utilities = several?.candidates.map(({ utility }) => utility) ?? [];
        expect(utilities.length).toBeLessThanOrEqual(3);
        expect(utilities).toEqual(utilities.toSorted((a, b) => b - a));
        expect(several?.candidates[0]?.body).toBe(several?.body);
      }),
      { numRuns: 60 },
    );
  });
});

test("a term of the slow twin is printed as programs are", () => {
  const x: Tree = { k: "var", i: 0 };
  const f: Tree = { k: "prim", name: "f" };
  const fxx: Tree = { k: "app", f: { k: "app", f, x }, x };
  expect(show({ k: "lam", body: fxx })).toBe("(lam (f $0 $0))");
});
