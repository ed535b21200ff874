import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inputSlot, memberOf, randomRangeSlot } from "../../../src/neural/compiler/inputs.ts";
import { type Widths, addWidths, slotIncludes } from "../../../src/neural/compiler/rangeFit.ts";
import * as S from "../../../src/neural/compiler/state.ts";
import { createRng } from "../../../src/support/rng.ts";

const slotOf = (...bytes: readonly number[]): Uint8Array => {
  const slot = new Uint8Array(S.SLOT_BYTES);
  S.clearSlot(slot, 0);
  slot.set(bytes);
  return slot;
};

const TIGHT = slotOf(S.LIST, 1, 2, S.NEVER, 30, 35, 36, 36);

describe("a slot that speaks of all that another speaks of", () => {
  test.each<readonly [string, Uint8Array, boolean]>([
    ["itself", TIGHT, true],
    ["longer lists", slotOf(S.LIST, 0, 3, S.NEVER, 30, 35, 36, 36, 1, 1), true],
    ["wider intervals", slotOf(S.LIST, 1, 2, S.NEVER, 29, 35, 36, 40), true],
    ["a fault that may be", slotOf(S.LIST, 1, 2, S.PERHAPS, 30, 35, 36, 36), true],
    ["a least integer too great", slotOf(S.LIST, 1, 2, S.NEVER, 31, 35, 36, 36), false],
    ["a greatest integer too small", slotOf(S.LIST, 1, 2, S.NEVER, 30, 34, 36, 36), false],
    ["a position without integers", slotOf(S.LIST, 1, 2, S.NEVER, 30, 35), false],
    ["a least integer and no greatest", slotOf(S.LIST, 1, 2, S.NEVER, 30, 35, 36), false],
    ["no short lists", slotOf(S.LIST, 2, 2, S.NEVER, 30, 35, 36, 36), false],
    ["no long lists", slotOf(S.LIST, 1, 1, S.NEVER, 30, 35, 36, 36), false],
    ["another type", slotOf(S.INTEGER, 1, 2, S.NEVER, 30, 35, 36, 36), false],
    ["nothing but a fault", slotOf(S.LIST, 1, 2, S.ALWAYS), false],
  ])("or does not: %s", (_, outer, wanted) => {
    expect(slotIncludes(outer, 0, TIGHT, 0)).toBe(wanted);
  });

  test("of a fault: any that may fault", () => {
    const fault = slotOf(S.NOTHING, 0, 0, S.ALWAYS);
    const has = [S.NEVER, S.PERHAPS, S.ALWAYS].map((own) =>
      slotIncludes(slotOf(S.LIST, 0, 0, own), 0, fault, 0),
    );
    expect(has).toEqual([false, true, true]);
  });

  test("of its values, and not of a range with others", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const rng = createRng(seed);
        const range = randomRangeSlot(rng, 0);
        const value = inputSlot(memberOf(range, rng));
        const same = value.every((byte, i) => byte === range[i]);
        return slotIncludes(range, 0, value, 0) && slotIncludes(value, 0, range, 0) === same;
      }),
    );
  });
});

test("widths are counted in integers, over the positions that both have", () => {
  const widths: Widths = { found: 0, exact: 0 };
  const found = slotOf(S.LIST, 1, 3, S.NEVER, 30, 39, 38, 36, 5, 5);
  addWidths(widths, found, 0, TIGHT, 0);
  expect(widths).toEqual({ found: 10, exact: 7 });
  addWidths(widths, found, 0, slotOf(S.LIST, 0, 0, S.ALWAYS), 0);
  expect(widths).toEqual({ found: 10, exact: 7 });
});
