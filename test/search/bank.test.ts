import fc from "fast-check";
import { expect, test } from "vitest";
import { Bank } from "../../src/search/bank.ts";

const meter = { has: () => true, take: (): void => {} };
const noChildren = new Int32Array(1);

test("a bank holds the first term of each distinct column, in order of cost", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.array(fc.integer({ min: 0, max: 3 }))), {
        maxLength: 200,
      }),
      (rows, offers) => {
        const bank = new Bank(rows, 1, 1, meter);
        const expected: { column: number[]; cost: number; production: number }[] = [];
        let cost = 0;
        for (const [production, [step, parts]] of offers.entries()) {
          // Costs never fall and sometimes leave gaps.
          cost += production % 5 === 0 ? step : 0;
          const column = Array.from({ length: rows }, (_, i) => parts[i] ?? 0);
          bank.column.set(column);
          const isNew = !expected.some((e) => e.column.join() === column.join());
          const term = bank.add(cost, production, noChildren, 0);
          expect(term).toBe(isNew ? expected.length : -1);
          if (isNew) expected.push({ column, cost, production });
        }
        expect(bank.count).toBe(expected.length);
        for (const [term, { column, cost: own, production }] of expected.entries()) {
          expect([...bank.values.subarray(term * rows, (term + 1) * rows)]).toEqual(column);
          expect(bank.productions[term]).toBe(production);
          expect(bank.costOf(term)).toBe(own);
          expect(term >= bank.startOf(own) && term < bank.endOf(own)).toBe(true);
        }
        for (let level = 0; level <= cost + 1; level++) {
          const size = expected.filter((e) => e.cost === level).length;
          expect(bank.endOf(level) - bank.startOf(level)).toBe(size);
        }
      },
    ),
  );
});

test("a column is found by its values", () => {
  const bank = new Bank(3, 1, 1, meter);
  bank.column.set([5, 5, 7]);
  bank.add(1, 0, noChildren, 0);
  bank.column.set([5, 5, 5]);
  bank.add(1, 1, noChildren, 0);
  expect(bank.findColumn()).toBe(1);
  bank.column.set([5, 5, 7]);
  expect(bank.findColumn()).toBe(0);
  bank.column.set([5, 7, 5]);
  expect(bank.findColumn()).toBe(-1);
});

test("a column can wait to be added, and is then added as at once", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), {
        maxLength: 200,
        size: "max",
      }),
      (columns) => {
        const atOnce = new Bank(2, 1, 1, meter);
        const waited = new Bank(2, 1, 1, meter);
        const terms: number[] = [];
        const flush = (): void => {
          waited.lookUpWaiting();
          for (let i = 0; i < waited.waitingCount; i++) terms.push(waited.addWaiting(i, 1, 7, 1));
          waited.waitingCount = 0;
        };
        const expected = columns.map((column, i) => {
          waited.waiting.set(column, waited.waitingCount * waited.width);
          if (waited.wait(Int32Array.of(i), 1)) flush();
          atOnce.column.set(column);
          return atOnce.add(1, 7, Int32Array.of(i), 1);
        });
        flush();
        expect(terms).toEqual(expected);
        expect(waited.children.slice(0, waited.count)).toEqual(
          atOnce.children.slice(0, atOnce.count),
        );
        expect(waited.values.slice(0, waited.count * 2)).toEqual(
          atOnce.values.slice(0, atOnce.count * 2),
        );
      },
    ),
  );
});

test("growth is metered, and the meter can refuse it", () => {
  let taken = 0;
  let peak = 0;
  const bank = new Bank(4, 1, 2, {
    has: (bytes) => taken + bytes <= 100_000,
    take: (bytes) => {
      taken += bytes;
      peak = Math.max(peak, taken);
      if (taken > 100_000) throw new RangeError("no room");
    },
  });
  expect(() => {
    for (let i = 0; ; i++) {
      bank.column.set([i, i, i, i]);
      bank.add(1, 0, new Int32Array(2), 2);
    }
  }).toThrow("no room");
  // Four values, two children and a production, and a table of two integers a place, at most half full.
  const least = bank.count * (28 + 16);
  expect(least).toBeLessThan(100_000);
  expect(least).toBeGreaterThan(35_000);
  expect(peak).toBeGreaterThan(least);
});
