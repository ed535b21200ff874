import { expect, test } from "vitest";
import { median } from "../../src/support/median.ts";

test.each([
  [[], undefined],
  [[7], 7],
  [[9, 1], 5],
  [[10, 9, 100], 10],
  [[4, 1, 3, 2], 2.5],
])("the median of %j is %j", (values, expected) => {
  expect(median(values)).toBe(expected);
});
