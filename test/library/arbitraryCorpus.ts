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
