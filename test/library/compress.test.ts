import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CompressOptions, compress, compressing } from "../../src/library/compress.ts";
import { type Corpus, corpusOf } from "../../src/library/corpus.ts";
import { readTerm } from "../../src/library/readTerm.ts";
import { NODE, TermTable } from "../../src/library/termTable.ts";
import { corpus, programs } from "./arbitraryCorpus.ts";

const read = (...texts: readonly string[]): Corpus => {
  const found = corpusOf(texts.map((text) => ({ text })));
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  return found.value;
};

/** The nodes of a term as they occur, in no special order. */
function occurrences(text: string): string[] {
  const table = new TermTable();
  const term = readTerm(text, table, { arguments: true });
  if (!term.ok) throw new Error(JSON.stringify(term.error));
  const names: string[] = [];
  const visit = (node: number): void => {
    const kind = table.kind(node);
    names.push(kind === NODE.primitive ? table.name(table.left(node)) : `kind ${kind}`);
    if (kind === NODE.application) {
      visit(table.left(node));
      visit(table.right(node));
    } else if (kind === NODE.lambda) visit(table.left(node));
  };
  visit(term.value);
  return names;
}

const plainCost = (text: string): number =>
  occurrences(text).reduce(
    (sum, name) =>
      sum + (name === `kind ${NODE.lambda}` || name === `kind ${NODE.application}` ? 1 : 100),
    0,
  );

describe("a compression", () => {
  // The first four are what Stitch gives for such programs.
  const cases: readonly [string, readonly string[], CompressOptions, object][] = [
    [
      "an argument used three times",
      ["(a a a)", "(b b b)"],
      { maxArity: 1, iterations: 1 },
      { originalCost: 604, finalCost: 402, bodies: ["(#0 #0 #0)"], utilities: [200] },
    ],
    [
      "an argument within a lambda",
      ["(a (lam (a a)))", "(b (lam (b b)))"],
      { maxArity: 1, iterations: 1 },
      { originalCost: 606, finalCost: 402, bodies: ["(#0 (lam (#0 #0)))"], utilities: [201] },
    ],
    [
      "tags that are the same",
      ["(a (lam_1 (a $0_1 $0_1)))", "(b (lam_1 (b $0_1 $0_1)))"],
      { maxArity: 1, iterations: 1 },
      {
        originalCost: 808,
        finalCost: 402,
        bodies: ["(#0 (lam_1 (#0 $0_1 $0_1)))"],
        utilities: [202],
      },
    ],
    [
      "tags that are not",
      ["(a (lam_1 (a $0_1 $0_1)))", "(b (lam_1 (b $0_2 $0_2)))"],
      { maxArity: 1, iterations: 1 },
      { originalCost: 808, finalCost: 808, bodies: [], utilities: [] },
    ],
    [
      "one program alone",
      ["(f (g a a) (g a a) (g a a))"],
      { maxArity: 2 },
      { originalCost: 1009, finalCost: 1009, bodies: [], utilities: [] },
    ],
    [
      "one program alone, when one is enough",
      ["(f (g a a) (g a a) (g a a))"],
      { maxArity: 2, allowSingleTask: true, iterations: 1 },
      { originalCost: 1009, finalCost: 403, bodies: ["(g a a)"], utilities: [304] },
    ],
  ];
  test.each(cases)("of %s", (_, texts, options, expected) => {
    const { originalCost, finalCost, abstractions } = compress(read(...texts), options);
    const found = {
      originalCost,
      finalCost,
      bodies: abstractions.map(({ body }) => body),
      utilities: abstractions.map(({ utility }) => utility),
    };
    expect(found).toEqual(expected);
  });

  test("costs what its rewritten programs cost, and counts the calls in them", () => {
    let abstractionCount = 0;
    fc.assert(
      fc.property(programs, fc.integer({ min: 0, max: 3 }), (trees, maxArity) => {
        const { rewritten, finalCost, abstractions } = compress(corpus(trees), { maxArity });
        expect(rewritten.reduce((sum, text) => sum + plainCost(text), 0)).toBe(finalCost);
        const last = abstractions.at(-1);
        abstractionCount += abstractions.length;
        if (last === undefined) return;
        const names = rewritten.flatMap(occurrences);
        expect(names.filter((name) => name === last.name).length).toBe(last.calls);
        for (const one of abstractions) {
          expect(one.utility).toBe(one.costBefore - one.costAfter - one.bodyCost);
        }
      }),
      { numRuns: 200 },
    );
    expect(abstractionCount).toBeGreaterThan(20);
  });

  test("is the same each time, and leaves the corpus as it was", () => {
    fc.assert(
      fc.property(programs, (trees) => {
        const one = corpus(trees);
        const { size } = one.table;
        const first = compress(one, { maxArity: 2 });
        expect(compress(one, { maxArity: 2 })).toEqual(first);
        expect(one.table.size).toBe(size);
      }),
      { numRuns: 50 },
    );
  });

  test("takes the best total where tasks have several programs", () => {
    // The long program of the first task shares with the second task's, but its short one is cheaper.
    const long = "(f (g a b c) (g a b c) (g a b c))";
    const two = corpusOf([
      { text: "(h h)", task: "one" },
      { text: long, task: "one" },
      { text: long, task: "two" },
    ]);
    if (!two.ok) throw new Error("unread");
    const { originalCost, finalCost, abstractions } = compress(two.value, { iterations: 1 });
    expect(originalCost).toBe(201 + plainCost(long));
    expect(abstractions.map(({ body }) => body)).toEqual(["(g a b c)"]);
    expect(finalCost).toBe(201 + plainCost("(f x x x)"));
  });

  test("names abstractions so that no program's names are taken", () => {
    const { abstractions, rewritten } = compress(read("(fn_0 a a a)", "(fn_0 b b b)"), {
      maxArity: 1,
      iterations: 1,
    });
    expect(abstractions.map(({ name, body }) => [name, body])).toEqual([
      ["fn_1", "(fn_0 #0 #0 #0)"],
    ]);
    expect(rewritten).toEqual(["(fn_1 a)", "(fn_1 b)"]);
  });

  test("has names from programs as they are, __proto__ and constructor too", () => {
    const { abstractions } = compress(
      read("(__proto__ constructor a a)", "(__proto__ constructor b b)"),
      {
        costs: { primitives: new Map([["__proto__", 300]]) },
        iterations: 1,
        maxArity: 1,
      },
    );
    expect(abstractions[0]).toMatchObject({
      body: "(__proto__ constructor #0 #0)",
      proposedName: "__proto___constructor",
    });
  });

  test("stops by bits where a call costs more of them than it saves", () => {
    const texts = ["(f a b)", "(f a c)"];
    const costs = { application: 100 };
    const byUtility = compress(read(...texts), { costs });
    expect(byUtility.abstractions.length).toBeGreaterThan(0);
    const byBits = compress(read(...texts), { costs, stopWhen: "description-length" });
    expect(byBits.stop).toBe("description length");
    expect(byBits.abstractions).toEqual([]);
    expect(byBits.rewritten).toEqual(texts);
  });

  test("is shorter in bits too where much repeats", () => {
    const texts = Array.from({ length: 20 }, (_, i) => `(f (g (h a b) c) (g (h b a) c${i % 4}) d)`);
    const { abstractions } = compress(read(...texts), { stopWhen: "description-length" });
    expect(abstractions.length).toBeGreaterThan(0);
  });

  test("ends with the best so far when it is asked to stop", () => {
    const parts = ["a", "b", "c", "d", "e", "g", "h", "i"];
    const texts = parts.map(
      (p, i) =>
        `(f (${p} x (y ${p} ${parts[(i + 3) % 8]})) (lam (z $0 (${p} $0 x))) (f ${p} x (y x x)))`,
    );
    let asked = 0;
    const steps = compressing(read(...texts), {
      maxArity: 3,
      without: new Set(["upper-bound"]),
      shouldStop: () => ++asked === 1,
    });
    let turns = 0;
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) turns++;
    expect(turns).toBe(1);
    const { stop, abstractions, finalCost, originalCost } = step.value;
    expect(stop).toBe("stopped");
    expect(abstractions.map(({ optimal }) => optimal)).toEqual([false]);
    expect(finalCost).toBeLessThan(originalCost);
  });
});

describe("what abstractions may be", () => {
  const texts = ["(lam (k (map (+ 1) $0) a))", "(lam (k (map (+ 2) $0) b))", "(lam (f $0 (+ 3)))"];
  const bodiesOf = (options: CompressOptions): string[] =>
    compress(read(...texts), {
      maxArity: 3,
      iterations: 5,
      candidates: 8,
      ...options,
    }).abstractions.flatMap(({ candidates }) => candidates.map(({ body }) => body));

  test("bodies that lack arguments can be left out", () => {
    const partial = ["(f a b c)", "(f a b d)", "(f a b e)"];
    const [free] = compress(read(...partial), { iterations: 1, maxArity: 0 }).abstractions;
    expect(free?.body).toBe("(f a b)");
    const options = { iterations: 1, maxArity: 0, curriedBodies: false };
    expect(compress(read(...partial), options).abstractions).toEqual([]);
  });

  test("arguments that are applied can be left out", () => {
    const applied = ["(a x y)", "(b x y)"];
    const costs = { application: 0, primitive: 100 };
    const bodies = (curriedArguments: boolean): string[] =>
      compress(read(...applied), {
        costs,
        iterations: 1,
        candidates: 9,
        structurePenalty: 0,
        curriedArguments,
      }).abstractions.flatMap(({ candidates }) => candidates.map(({ body }) => body));
    expect(bodies(true)).toContain("(#0 x y)");
    expect(bodies(false).filter((body) => body.includes("(#"))).toEqual([]);
  });

  test("eta-long programs stay so: no body is a function that lacks arguments, applied arguments get lambdas", () => {
    const etaLong = [
      "(lam (h (f (g a) $0) (k k k (f b b))))",
      "(lam (h (p (g a) $0) (k k k (p b b))))",
    ];
    const { abstractions, rewritten } = compress(read(...etaLong), {
      etaLong: true,
      iterations: 1,
      maxArity: 3,
      costs: { variable: 10 },
    });
    expect(abstractions[0]?.body).toBe("(h (#0 (g a) #1) (k k k (#0 b b)))");
    expect(rewritten).toEqual([
      "(lam (fn_0 (lam (lam (f $1 $0))) $0))",
      "(lam (fn_0 (lam (lam (p $1 $0))) $0))",
    ]);
  });

  test("a lambda with a fused tag stays where it is", () => {
    const tagged = ["(f (lam_1 (g a $0_1)))", "(f (lam_1 (g b $0_1)))", "(k (lam_1 (g a $0_1)))"];
    const bodies = (fusedTags: ReadonlySet<number>): string[] =>
      compress(read(...tagged), { iterations: 1, candidates: 9, fusedTags }).abstractions.flatMap(
        ({ candidates }) => candidates.map(({ body }) => body),
      );
    expect(bodies(new Set()).some((body) => body.startsWith("(lam_1"))).toBe(true);
    expect(bodies(new Set([1])).some((body) => body.startsWith("(lam_1"))).toBe(false);
  });

  test("an argument that is the same at every use pays when the body says it often", () => {
    const texts = [
      "(f (g a b c) (g a b c) (g a b c) (g a b c))",
      "(f (g a b c) (g a b c) (g a b c) (g a b c))",
    ];
    const utility = (constantArguments: boolean): number | undefined =>
      compress(read(...texts), { iterations: 1, constantArguments }).abstractions[0]?.utility;
    expect(utility(true)).toBeGreaterThan(utility(false) ?? Infinity);
  });

  test("a caller has the last say", () => {
    expect(bodiesOf({}).length).toBeGreaterThan(0);
    expect(bodiesOf({ accepts: () => false })).toEqual([]);
    expect(
      bodiesOf({ accepts: ({ arity }) => arity === 0 }).some((body) => body.includes("#")),
    ).toBe(false);
  });
});
