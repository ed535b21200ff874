import fc from "fast-check";
import { test } from "vitest";
import { Heap } from "../../src/support/heap.ts";

test("a heap gives back what was put in, in the order that sorting gives", () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer({ min: -20, max: 20 }))), (steps) => {
      const heap = new Heap<number>((a, b) => a < b);
      const twin: number[] = [];
      for (const step of steps) {
        if (step !== null) {
          heap.push(step);
          twin.push(step);
          twin.sort((a, b) => a - b);
        } else if (heap.pop() !== twin.shift()) return false;
        if (heap.size !== twin.length) return false;
      }
      return twin.every((item) => heap.pop() === item) && heap.pop() === undefined;
    }),
  );
});
