import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { padded, randomProgram } from "../../../src/neural/compiler/randomProgram.ts";
import { postfixOrder, sourceOrder } from "../../../src/neural/compiler/sourceOrder.ts";
import { printTokens, tokenNumber } from "../../../src/neural/compiler/tokens.ts";
import { createRng } from "../../../src/support/rng.ts";

const tokens = (text: string): number[] => text.split(" ").map(tokenNumber);

describe("the order in which a program is written", () => {
  test.each([
    ["x map-inc sum", "sum map-inc x"],
    ["x sum 3 gt x x rev if", "if gt sum x 3 x rev x"],
    ["x len nop x drop nop", "drop len x x nop nop"],
  ])("of %s is %s", (postfix, source) => {
    expect(printTokens(sourceOrder(tokens(postfix)))).toBe(source);
  });

  test("is undone by the order in which it runs", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 6 }), (seed, operations) => {
        const program = randomProgram(createRng(seed), { operations, longest: 12 });
        const full = padded(program as readonly number[], 12);
        expect(postfixOrder(sourceOrder(full))).toEqual(full);
      }),
    );
  });

  test("is none for what is no program", () => {
    expect(() => sourceOrder(tokens("sum"))).toThrow("no program");
    expect(() => postfixOrder(tokens("sum nop"))).toThrow("no program");
  });
});
