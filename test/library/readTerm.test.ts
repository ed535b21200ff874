import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printNode } from "../../src/library/printNode.ts";
import { readTerm } from "../../src/library/readTerm.ts";
import { TermTable } from "../../src/library/termTable.ts";
import { tree } from "./arbitraryCorpus.ts";
import { show } from "./slowLibrary.ts";

const reprint = (text: string): string => {
  const table = new TermTable();
  const term = readTerm(text, table, { arguments: true });
  return term.ok ? printNode(table, term.value) : `${term.error.offset}: ${term.error.message}`;
};

describe("a term", () => {
  test("is printed as it is read", () => {
    fc.assert(fc.property(tree(5), (one) => reprint(show(one)) === show(one)));
  });

  test.each([
    ["(f a)", "(f a)"],
    ["f a b", "(f a b)"],
    ["((f a) b)", "(f a b)"],
    ["(f)", "f"],
    [" ( lambda $0 ) ", "(lam $0)"],
    ["(lam_2 (f $0_2 (lam $1)))", "(lam_2 (f $0_2 (lam $1)))"],
    ["(f #0 #12)", "(f #0 #12)"],
    ['(str "a (b) \\" c" [1, [2, 3]])', '(str "a (b) \\" c" [1, [2, 3]])'],
    ["(#(lambda (+ $0 1)) 2)", "(#(lambda (+ $0 1)) 2)"],
    ["lamp", "lamp"],
    ["(lam_2147483647 $0_2147483647)", "(lam_2147483647 $0_2147483647)"],
    ["(lam_1111111111111111x a)", "(lam_1111111111111111x a)"],
    ['(f " a)', '(f " a)'],
    ["(- -0.5 $)", "(- -0.5 $)"],
  ])("%s is %s", (text, printed) => {
    expect(reprint(text)).toBe(printed);
    expect(reprint(printed)).toBe(printed);
  });

  test.each([
    ["(f (g a)", "0: this parenthesis is never closed"],
    ["(f a))", "5: this parenthesis closes nothing"],
    ["(f ())", "3: empty parentheses"],
    ["", "0: there is no program here"],
    ["  ", "0: there is no program here"],
    ["(lam)", "0: this lambda has no body"],
    ["(lam f a)", "0: a lambda has one body, this one has 2"],
    ["lam f", "0: a lambda stands in parentheses of its own"],
    ["(f lambda $0)", "3: a lambda stands in parentheses of its own"],
    ["(lam (f $1))", "8: this variable is free"],
    ["(f (lam $0) $0)", "12: this variable is free"],
    ["(f $x)", "3: no variable"],
    ["(lam $99999999999999999999)", "5: this variable is free"],
    ["(lam_2147483648 $0)", "1: a tag is at most 2147483647"],
    ["(lam_99999999999999999999 $0)", "1: a tag is at most 2147483647"],
    ["(lam $0_2147483648)", "5: a tag is at most 2147483647"],
  ])("%s is an error at its place: %s", (text, message) => {
    expect(reprint(text)).toBe(message);
  });

  test("of a program has no arguments of an abstraction", () => {
    expect(readTerm("(f #0)", new TermTable())).toMatchObject({ ok: false, error: { offset: 3 } });
  });

  test("may open brackets that it never closes", () => {
    const brackets = "[ ".repeat(100_000);
    expect(reprint(`(f ${brackets})`)).toBe(`(f ${brackets.trim()})`);
    expect(reprint(`(f ${"#( ".repeat(50_000)}`)).toBe("150001: this parenthesis is never closed");
  });

  test("may be nested as deep as it likes", () => {
    const depth = 200_000;
    const nested = `${"(f ".repeat(depth)}a${")".repeat(depth)}`;
    expect(reprint(nested)).toBe(nested);
    const lambdas = `${"(lam ".repeat(depth)}$${depth - 1}${")".repeat(depth)}`;
    expect(reprint(lambdas)).toBe(lambdas);
  });
});

describe("a table of terms", () => {
  test("has equal terms once, parts before what they are part of", () => {
    fc.assert(
      fc.property(fc.array(tree(4), { minLength: 1, maxLength: 6 }), (trees) => {
        const table = new TermTable();
        const nodes = trees.map((one) => {
          const term = readTerm(show(one), table);
          return term.ok ? term.value : -1;
        });
        trees.forEach((a, i) => {
          trees.forEach((b, j) => expect(nodes[i] === nodes[j]).toBe(show(a) === show(b)));
        });
        const { kind, left, right } = table.columns();
        for (let node = 0; node < table.size; node++) {
          const parts = [left[node], right[node]].slice(0, [1, 2][kind[node] as number] ?? 0);
          expect(parts.every((part) => (part as number) < node)).toBe(true);
        }
      }),
    );
  });

  test("moves terms out of lambdas and into them again", () => {
    const table = new TermTable();
    const inside = readTerm("(lam (lam (lam (f $0 $1 $2 (lam $3)))))", table);
    if (!inside.ok) throw new Error("unread");
    const body = table.left(table.left(table.left(inside.value)));
    expect(table.open(body)).toBe(3);
    const out = table.lower(body, 2);
    expect(printNode(table, out)).toBe("(f &1 &0 $0 (lam $1))");
    expect(table.captures(out)).toBe(true);
    const raised = table.raise(body, 2);
    expect(printNode(table, raised)).toBe("(f $2 $3 $4 (lam $5))");
    expect(table.lower(raised, 2)).toBe(body);
  });
});
