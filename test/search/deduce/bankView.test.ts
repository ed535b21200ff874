import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Bank } from "../../../src/search/bank.ts";
import type { Lanes } from "../../../src/search/columnLanes.ts";
import { FAULT } from "../../../src/search/valueStore.ts";
import { BankView } from "../../../src/search/deduce/bankView.ts";

const NONE = new Int32Array(0);
const FREE = { has: () => true, take: () => {} };

/** A bank's columns and the rows that are seen; few different values, so that many are shared. */
const cases = fc
  .record({
    rows: fc.integer({ min: 1, max: 5 }),
    lanes: fc.constantFrom<Lanes>(1, 2),
    values: fc.integer({ min: 1, max: 4 }),
  })
  .chain(({ rows, lanes, values }) => {
    const column = fc.array(fc.nat(values), { minLength: rows * lanes, maxLength: rows * lanes });
    return fc.record({
      rows: fc.constant(rows),
      lanes: fc.constant(lanes),
      columns: fc.array(column, { maxLength: 60 }),
      more: fc.array(column, { maxLength: 60 }),
      asked: fc.array(column, { maxLength: 20 }),
      seen: fc.subarray(
        Array.from({ length: rows }, (_, row) => row),
        { minLength: 1 },
      ),
      valued: fc.subarray(Array.from({ length: rows }, (_, row) => row)),
    });
  });

/** Adds columns, those of equal values left out, at rising costs. */
function fill(bank: Bank, columns: readonly (readonly number[])[]): void {
  for (const column of columns) {
    bank.column.set(column);
    bank.add(1 + (bank.count >> 2), 0, new Int32Array(1), 0);
  }
}

describe("a view of a bank is a linear scan of it", () => {
  test("whether it sees all rows or some, also after the bank has grown", () => {
    fc.assert(
      fc.property(cases, ({ rows, lanes, columns, more, asked, seen, valued }) => {
        const bank = new Bank(rows, lanes, 1, FREE);
        const view = new BankView(bank, Int32Array.from(seen), Int32Array.from(valued));
        const part = (column: readonly number[]): readonly number[] =>
          seen.flatMap((row) => column.slice(row * lanes, (row + 1) * lanes));
        const columnOf = (term: number): readonly number[] =>
          part(Array.from(bank.values.slice(term * bank.width, (term + 1) * bank.width)));
        const isValued = (term: number): boolean =>
          lanes === 2 || valued.every((row) => bank.values[term * bank.width + row] !== FAULT);
        const expectScan = (): void => {
          const before = view.known;
          expect(view.sync()).toBe(bank.count - before);
          const terms = Array.from({ length: bank.count }, (_, term) => columnOf(term));
          for (const column of [...columns, ...asked].map(part)) {
            view.column.set(column);
            const first = terms.findIndex(
              (other, term) =>
                other.join() === column.join() && (seen.length === rows || isValued(term)),
            );
            expect(view.find()).toBe(first);
            const onTwo = column.slice(0, 2 * lanes).join();
            const has = terms.some((other) => other.slice(0, 2 * lanes).join() === onTwo);
            expect(has && !view.mayHave()).toBe(false);
          }
          const groups = new Map<number, number[]>();
          for (const [term, [value]] of terms.entries()) {
            groups.set(value as number, [...(groups.get(value as number) ?? []), term]);
          }
          expect(view.groups).toEqual(lanes === 1 ? [...groups.values()] : []);
        };
        fill(bank, columns);
        expectScan();
        fill(bank, more);
        expectScan();
      }),
    );
  });

  test("the filter tells most of what is not there", () => {
    const bank = new Bank(3, 1, 1, FREE);
    fill(
      bank,
      Array.from({ length: 1000 }, (_, i) => [i, 3 * i, 1]),
    );
    const view = new BankView(bank, Int32Array.of(0, 1), NONE);
    view.sync();
    let wrong = 0;
    for (let i = 0; i < 1000; i++) {
      view.column.set([i, 3 * i + 1]);
      if (view.mayHave()) wrong++;
    }
    expect(wrong).toBeLessThan(50);
  });

  test("of terms that agree on the rows seen it finds the cheapest, in a table that has grown", () => {
    const bank = new Bank(2, 1, 1, FREE);
    fill(
      bank,
      Array.from({ length: 6000 }, (_, i) => [i % 3000, i]),
    );
    const whole = new BankView(bank, Int32Array.of(0, 1), NONE);
    whole.sync();
    for (let i = 0; i < 6000; i++) {
      whole.column.set([i % 3000, i]);
      expect(whole.mayHave()).toBe(true);
      expect(whole.find()).toBe(i);
    }
    const view = new BankView(bank, Int32Array.of(0), NONE);
    expect(view.sync()).toBe(6000);
    for (let i = 0; i < 3000; i++) {
      view.column.set([i]);
      expect(view.find()).toBe(i);
    }
  });
});
