import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  MaskTable,
  countBits,
  countRows,
  fullMask,
  rowsOf,
} from "../../../src/search/deduce/maskTable.ts";

/** The mask of some rows, bit by bit. */
function maskOf(rows: Iterable<number>, count: number): Int32Array {
  const mask = new Int32Array(fullMask(count).length);
  for (const row of rows) mask[row >> 5] = (mask[row >> 5] as number) | (1 << (row & 31));
  return mask;
}

const rowCounts = fc.oneof(fc.nat(70), fc.constantFrom(0, 1, 31, 32, 33, 63, 64, 65));

/** A number of rows, and sets of them. */
const sets = rowCounts.chain((count) =>
  fc.record({
    count: fc.constant(count),
    sets: fc.array(fc.uniqueArray(fc.nat(Math.max(0, count - 1)), { maxLength: count }), {
      maxLength: 60,
    }),
  }),
);

describe("masks are sets of rows", () => {
  test("bits are counted as their text shows them", () => {
    fc.assert(
      fc.property(fc.integer(), (word) => {
        expect(countBits(word)).toBe((word >>> 0).toString(2).replaceAll("0", "").length);
      }),
    );
    expect([0, 1, -1, 1 << 31, ~(1 << 31)].map(countBits)).toEqual([0, 1, 32, 1, 31]);
  });

  test("the full mask has every row and no other", () => {
    fc.assert(
      fc.property(rowCounts, (count) => {
        expect(Array.from(rowsOf(fullMask(count)))).toEqual(
          Array.from({ length: count }, (_, row) => row),
        );
        expect(countRows(fullMask(count))).toBe(count);
      }),
    );
  });

  test("a mask gives back its rows, rising", () => {
    fc.assert(
      fc.property(sets, ({ count, sets: all }) => {
        for (const rows of all) {
          const mask = maskOf(rows, count);
          expect(Array.from(rowsOf(mask))).toEqual([...rows].sort((a, b) => a - b));
          expect(countRows(mask)).toBe(rows.length);
        }
      }),
    );
  });
});

describe("a mask table", () => {
  test("stores each set once, in the order in which they came", () => {
    fc.assert(
      fc.property(sets, ({ count, sets: all }) => {
        const table = new MaskTable(count);
        const known = new Map<string, number>();
        for (const rows of all) {
          const mask = maskOf(rows, count);
          const before = known.get(mask.join());
          expect(table.find(mask)).toBe(before ?? -1);
          expect(table.add(mask)).toEqual({
            index: before ?? known.size,
            fresh: before === undefined,
          });
          if (before === undefined) known.set(mask.join(), known.size);
          expect(table.count).toBe(known.size);
        }
        for (const [key, index] of known) {
          const stored = table.bits.slice(index * table.words, (index + 1) * table.words);
          expect(stored.join()).toBe(key);
        }
      }),
    );
  });

  test("grows, and does not keep the array that it was given", () => {
    const table = new MaskTable(40);
    const mask = new Int32Array(2);
    for (let i = 0; i < 5000; i++) {
      mask[0] = Math.imul(i, 0x9e3779b1);
      mask[1] = i & 255;
      expect(table.add(mask)).toEqual({ index: i, fresh: true });
    }
    for (let i = 0; i < 5000; i++) {
      mask[0] = Math.imul(i, 0x9e3779b1);
      mask[1] = i & 255;
      expect(table.find(mask)).toBe(i);
    }
    mask[1] = 256;
    expect(table.find(mask)).toBe(-1);
  });
});
