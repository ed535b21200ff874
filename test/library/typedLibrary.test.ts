import { describe, expect, test } from "vitest";
import { list } from "../../src/domains/list/list.ts";
import { compress } from "../../src/library/compress.ts";
import { type Corpus, corpusOf } from "../../src/library/corpus.ts";
import {
  createTypedLibrary,
  findChangedMeaning,
  typeErrors,
} from "../../src/library/typedLibrary.ts";
import { renderSourceError } from "../../src/support/sourceError.ts";

const corpus = (...texts: readonly string[]): Corpus => {
  const read = corpusOf(texts.map((text) => ({ text })));
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
};

const SUMS = [
  "(lambda (map (lambda (+ $0 1)) $0))",
  "(lambda (map (lambda (+ $0 2)) (map (lambda (+ $0 1)) $0)))",
  "(lambda (fold $0 0 (lambda (lambda (+ $0 $1)))))",
  "(lambda (fold (map (lambda (* $0 $0)) $0) 0 (lambda (lambda (+ $0 $1)))))",
];

describe("a typed library", () => {
  test("has the principal types of its abstractions, later ones calling earlier ones", () => {
    const library = createTypedLibrary(list);
    const { abstractions } = compress(corpus(...SUMS), { ...library, iterations: 3 });
    expect(abstractions.map(({ body, name }) => [body, library.types.get(name)])).toEqual([
      ["(lam (+ $0 #0))", "int -> int -> int"],
      ["(fold #0 0 (lam (fn_0 $0)))", "list int -> int"],
      ["(map (fn_0 1))", "list int -> list int"],
    ]);
  });

  test("has no functions for arguments or results when it is to be of first order", () => {
    const library = createTypedLibrary(list, { firstOrder: true });
    const { abstractions } = compress(corpus(...SUMS), { ...library, iterations: 5 });
    expect(abstractions.map(({ name }) => library.types.get(name))).toEqual([
      "list int -> int",
      "list int -> int -> list int",
    ]);
  });

  test("leaves out what has no type, because one argument stands for two", () => {
    // `[]` is a list of numbers and one of truth values: no lambda can take both.
    const ill = corpus(
      `(lambda (if (empty? (cons 1 [])) (empty? (cons true [])) $0))`,
      `(lambda (if (empty? (cons 1 (cdr []))) (empty? (cons true (cdr []))) $0))`,
    );
    expect(typeErrors(ill, list, "f")).toEqual([]);
    const plain = compress(ill, { iterations: 1 });
    const body = "(lam (if (empty? (cons 1 #0)) (empty? (cons true #0)) $0))";
    expect(plain.abstractions[0]?.body).toBe(body);
    const library = createTypedLibrary(list);
    const typed = compress(ill, { ...library, iterations: 1 });
    expect(typed.abstractions[0]?.body).not.toBe(body);
  });

  test("goes on from abstractions that the programs call already", () => {
    const texts = ["(lambda (map (fn_0 1) $0))", "(lambda (map (fn_0 2) (map (fn_0 1) $0)))"];
    const known = [{ name: "fn_0", body: "(lam (+ $0 #0))", arity: 1 }];
    const library = createTypedLibrary(list, { known });
    expect(typeErrors(corpus(...texts), list, "f")).toHaveLength(2);
    expect(typeErrors(corpus(...texts), list, "f", library)).toEqual([]);
    const read = corpusOf(
      texts.map((text) => ({ text })),
      "f",
      known,
    );
    if (!read.ok) throw new Error("unread");
    const compression = compress(read.value, { ...library, iterations: 1 });
    expect(compression.abstractions.map(({ name }) => library.types.get(name))).toEqual([
      "list int -> list int",
    ]);
    expect(findChangedMeaning(compression, list, library, { seed: 1 })).toBeUndefined();
    const hostile = [
      { name: "fn_0", body: "(lam (+ $0 #5))", arity: 1 },
      { name: "fn_1", body: "(", arity: 1 },
      { name: "fn_2", body: "#0", arity: 2 ** 50 },
    ];
    expect(createTypedLibrary(list, { known: hostile }).definitions).toEqual([]);
  });

  test("is refused with the place for programs without a type", () => {
    const errors = typeErrors(corpus("(map 1 2)", "(lambda (foo $0))", "(+ 1 2)"), list, "c.json");
    const text = errors.map(renderSourceError).join("\n");
    expect(text).toContain("c.json, program 1:1:6: the types do not fit");
    expect(text).toContain('c.json, program 2:1:7: unknown name `foo` in domain "list"');
    expect(errors).toHaveLength(2);
  });
});

describe("the meaning of rewritten programs", () => {
  const library = createTypedLibrary(list);
  const compression = compress(corpus(...SUMS), { ...library, iterations: 3 });

  test("is what it was", () => {
    expect(findChangedMeaning(compression, list, library, { seed: 1 })).toBeUndefined();
  });

  test("is found out when it is not", () => {
    const broken = [...compression.rewritten];
    broken[2] = "(lambda (fold $0 1 (lambda (lambda (+ $0 $1)))))";
    expect(
      findChangedMeaning({ ...compression, rewritten: broken }, list, library, { seed: 1 }),
    ).toMatchObject({ program: 3 });
  });
});
