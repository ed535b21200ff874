import { describe, expect, test } from "vitest";
import { checkDomain } from "../../src/interp/laws/checkDomain.ts";
import { shippedDomains } from "../../src/domains/shipped.ts";
import type { Domain } from "../../src/dsl/domain.ts";
import type { Primitive } from "../../src/dsl/primitive.ts";

const all: readonly (readonly [string, Domain, Primitive])[] = [...shippedDomains.values()].flatMap(
  (domain) =>
    [...domain.primitives.values()].map((p) => [`${domain.name} ${p.name}`, domain, p] as const),
);

const names = (wanted: (p: Primitive) => boolean): readonly string[] =>
  all.filter(([, , p]) => wanted(p)).map(([name]) => name);

describe("every primitive of every shipped domain", () => {
  test("is seen", () => {
    expect([...shippedDomains.keys()]).toEqual(
      expect.arrayContaining(["list", "deepcoder", "micro"]),
    );
    expect(all.length).toBeGreaterThanOrEqual(48);
    for (const [name, domain] of shippedDomains) expect(domain.name).toBe(name);
  });

  test("has a sentence that says what it does", () => {
    const undocumented = names(({ doc }) => !/^[A-Z`].{10,}[.?]$/s.test(doc));
    expect(undocumented).toEqual([]);
  });

  test("has two examples or more", () => {
    expect(names(({ examples }) => examples.length < 2)).toEqual([]);
  });

  test("says something of the range of its result", () => {
    expect(names(({ range }) => range === "top")).toEqual([]);
  });

  test("has a law, or is one of few that have none", () => {
    expect(names(({ laws, arity }) => arity > 0 && laws.length === 0).length).toBeLessThan(6);
  });

  test("goes backward, or is one of few of which the result says little", () => {
    const forward = names(({ refine, arity }) => arity > 0 && refine === undefined);
    expect(forward.length).toBeLessThan(12);
    expect(forward.filter((name) => /^(list|deepcoder|micro) /.test(name))).toEqual([
      "list unfold",
    ]);
  });
});

describe("every shipped domain", () => {
  test.each([...shippedDomains.values()])(
    "$name says what it is for and draws inputs",
    (domain) => {
      expect(domain.doc).toMatch(/^[A-Z].*\.$/);
      expect([...domain.inputs.keys()].every((name) => domain.types.has(name))).toBe(true);
      expect(domain.inputs.size).toBeGreaterThan(0);
    },
  );

  // Few runs, the same ones each time: `synth check` makes more.
  test.each([...shippedDomains])("%s passes the kit", (_name, domain) => {
    const { properties } = checkDomain(domain, { runs: 20 });
    const failed = properties.filter(({ status }) => status === "failed");
    expect(failed).toEqual([]);
    expect(properties.length).toBeGreaterThan(200);
  });

  test("holds its literals within its limits", () => {
    const beyond = [...shippedDomains.values()].flatMap(({ literals, limits }) =>
      literals
        .map(({ value }) => value)
        .filter((n) => typeof n === "number")
        .filter((n) => n < limits.integer.min || n > limits.integer.max),
    );
    expect(beyond).toEqual([]);
  });
});
