import fc from "fast-check";
import { type Corpus, corpusOf } from "../../src/library/corpus.ts";
import { type Tree, show } from "./slowLibrary.ts";

/** A closed term of few names, so that its parts recur. */
export const tree = (depth: number, scope = 0): fc.Arbitrary<Tree> => {
  const prim = fc.constantFrom("a", "b", "g").map((name): Tree => ({ k: "prim", name }));
  const leaf =
    scope === 0
      ? prim
      : fc.oneof(
          prim,
          fc.nat({ max: scope - 1 }).map((i): Tree => ({ k: "var", i })),
        );
  if (depth === 0) return leaf;
  const app = fc
    .tuple(tree(depth - 1, scope), tree(depth - 1, scope))
    .map(([f, x]): Tree => ({ k: "app", f, x }));
  const lam = tree(depth - 1, scope + 1).map((body): Tree => ({ k: "lam", body }));
  return fc.oneof(
    { weight: 2, arbitrary: leaf },
    { weight: 5, arbitrary: app },
    { weight: 2, arbitrary: lam },
  );
};

/** Programs that share parts: terms over a few subterms. */
export const programs: fc.Arbitrary<readonly Tree[]> = fc
  .array(tree(2), { minLength: 2, maxLength: 2 })
  .chain((parts) => {
    const part = fc.constantFrom(...parts);
    const app = (f: fc.Arbitrary<Tree>, x: fc.Arbitrary<Tree>): fc.Arbitrary<Tree> =>
      fc.tuple(f, x).map(([a, b]): Tree => ({ k: "app", f: a, x: b }));
    return fc.array(
      fc.oneof(part, app(part, part), app(tree(1), part), app(part, tree(1)), tree(3)),
      { minLength: 1, maxLength: 4 },
    );
  });

/** The body with trees for its arguments, moved into its lambdas. */
function instantiate(body: Tree, args: readonly Tree[], depth = 0): Tree {
  switch (body.k) {
    case "arg":
      return moveIn(args[body.i] as Tree, depth);
    case "lam":
      return { k: "lam", body: instantiate(body.body, args, depth + 1) };
    case "app":
      return {
        k: "app",
        f: instantiate(body.f, args, depth),
        x: instantiate(body.x, args, depth),
      };
    default:
      return body;
  }
}

function moveIn(t: Tree, by: number, inner = 0): Tree {
  switch (t.k) {
    case "lam":
      return { k: "lam", body: moveIn(t.body, by, inner + 1) };
    case "app":
      return { k: "app", f: moveIn(t.f, by, inner), x: moveIn(t.x, by, inner) };
    case "var":
      return t.i < inner ? t : { k: "var", i: t.i + by };
    default:
      return t;
  }
}

const app = (f: Tree, ...args: readonly Tree[]): Tree =>
  args.reduce<Tree>((fn, x) => ({ k: "app", f: fn, x }), f);
const prim = (name: string): Tree => ({ k: "prim", name });
const arg = (i: number): Tree => ({ k: "arg", i });

/** Bodies whose arguments stand in lambdas, twice, and where a body may match within an argument. */
const BODIES: readonly Tree[] = [
  app(prim("f"), arg(0), { k: "lam", body: app(arg(1), arg(0)) }),
  app(prim("f"), { k: "lam", body: app(prim("g"), arg(0), { k: "var", i: 0 }) }),
  app(prim("f"), arg(0), arg(0)),
  { k: "lam", body: app(arg(0), { k: "lam", body: app(prim("g"), arg(0), { k: "var", i: 1 }) }) },
];

/** Programs that are calls of one abstraction written out, calls within calls, below a lambda. */
export const nestedPrograms: fc.Arbitrary<readonly Tree[]> = fc
  .constantFrom(...BODIES)
  .chain((body) => {
    const leaf = fc.constantFrom<Tree>(prim("a"), prim("b"), { k: "var", i: 0 });
    const call = (args: fc.Arbitrary<Tree>): fc.Arbitrary<Tree> =>
      fc.tuple(args, args).map((given) => instantiate(body, given));
    const program = fc
      .oneof(call(leaf), call(fc.oneof(leaf, call(leaf))))
      .map((term): Tree => ({ k: "lam", body: term }));
    return fc.array(program, { minLength: 2, maxLength: 3 });
  });

/** Programs that repeat one step: a function or two around an end, or arguments in a row, or lambdas. */
export const chains: fc.Arbitrary<readonly Tree[]> = fc
  .record({
    steps: fc.array(fc.constantFrom("f", "g"), { minLength: 1, maxLength: 2 }),
    form: fc.constantFrom("around", "in a row", "lambdas"),
    lengths: fc.array(fc.nat({ max: 5 }), { minLength: 2, maxLength: 3 }),
    ends: fc.array(fc.constantFrom<Tree>(prim("a"), prim("b"), { k: "var", i: 0 }), {
      minLength: 3,
      maxLength: 3,
    }),
  })
  .map(({ steps, form, lengths, ends }) =>
    lengths.map((length, index) => {
      let term = ends[index] as Tree;
      for (let i = 0; i < length; i++) {
        const step = prim(steps[i % steps.length] as string);
        term = form === "in a row" ? app(term, step) : app(step, term);
        if (form === "lambdas") term = { k: "lam", body: term };
      }
      return { k: "lam", body: term };
    }),
  );

export function corpus(trees: readonly Tree[], taskOf?: readonly number[]): Corpus {
  const read = corpusOf(
    trees.map((tree, index) => ({
      text: show(tree),
      ...(taskOf === undefined ? {} : { task: String(taskOf[index]) }),
    })),
  );
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}
