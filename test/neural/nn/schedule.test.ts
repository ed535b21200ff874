import { describe, expect, test } from "vitest";
import { constantSchedule, cosineSchedule, warmUp } from "../../../src/neural/nn/schedule.ts";

describe("schedules", () => {
  test("a cosine falls from the rate to the floor and stays there", () => {
    const schedule = cosineSchedule(1, 100, 0.2);
    expect([0, 50, 100, 1000].map(schedule)).toEqual([1, expect.closeTo(0.6, 12), 0.2, 0.2]);
    const rates = Array.from({ length: 101 }, (_, step) => schedule(step));
    expect(rates.every((rate, i) => i === 0 || rate < (rates[i - 1] as number))).toBe(true);
  });

  test("warm-up rises in equal parts, then hands over at the peak", () => {
    const schedule = warmUp(4, constantSchedule(2));
    expect([0, 1, 2, 3, 4, 5].map(schedule)).toEqual([0.5, 1, 1.5, 2, 2, 2]);
    const cosine = warmUp(10, cosineSchedule(1, 90));
    expect(cosine(9)).toBe(1);
    expect(cosine(10)).toBe(1);
    expect(cosine(100)).toBe(0);
  });

  test("no warm-up is the schedule itself", () => {
    const cosine = cosineSchedule(1, 10);
    expect(warmUp(0, cosine)(3)).toBe(cosine(3));
  });
});
