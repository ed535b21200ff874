import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { STATE_TOKENS } from "../../../src/neural/compiler/compilerConfig.ts";
import { randomRangeSlot } from "../../../src/neural/compiler/inputs.ts";
import { padded, randomProgram } from "../../../src/neural/compiler/randomProgram.ts";
import * as S from "../../../src/neural/compiler/state.ts";
import {
  BOUNDS,
  HEADERS,
  NO_VALUE,
  headerFields,
  stackRows,
  stateIds,
  stateLabels,
  writeLabels,
} from "../../../src/neural/compiler/stateIds.ts";
import { trace } from "../../../src/neural/compiler/trace.ts";
import { createRng } from "../../../src/support/rng.ts";

/** All states of a program on a range. */
const states = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 4 })).map(([seed, operations]) => {
  const rng = createRng(seed);
  const tokens = randomProgram(rng, { operations, longest: 8 }) as readonly number[];
  return trace(padded(tokens, 8), randomRangeSlot(rng, 0));
});

describe("states as a network reads them", () => {
  test("have one id for each field of each token, all within the tables", () => {
    fc.assert(
      fc.property(states, (all) => {
        const { low, high, header } = stateIds(all);
        expect(low.length).toBe((all.length / S.STATE_BYTES) * STATE_TOKENS);
        expect(Math.max(...low, ...high)).toBeLessThan(BOUNDS);
        for (const [row, number] of header.entries()) {
          expect(number).toBeLessThan(HEADERS);
          const slot = Math.floor(row / 7) * S.SLOT_BYTES;
          expect(headerFields(number)).toEqual([...all.subarray(slot, slot + S.HEADER)]);
          const position = (row % 7) - 1;
          const at = slot + S.HEADER + 2 * position;
          expect([low[row], high[row]]).toEqual(
            position < 0 ? [NO_VALUE, NO_VALUE] : [all[at], all[at + 1]],
          );
        }
      }),
      { numRuns: 30 },
    );
  });

  test("are written back from labels as they were, the argument aside", () => {
    fc.assert(
      fc.property(states, (all) => {
        const empty = Uint8Array.from(all);
        for (let state = 0; state < empty.length; state += S.STATE_BYTES) {
          empty.fill(7, state, state + S.ARGUMENT * S.SLOT_BYTES);
        }
        writeLabels(stateLabels(all), empty);
        expect(empty).toEqual(all);
      }),
      { numRuns: 30 },
    );
  });

  test("are predicted from the rows of the stack's tokens", () => {
    const { headers, values } = stackRows(2);
    expect([...headers]).toEqual([0, 7, 14, 28, 35, 42]);
    expect([...values.subarray(0, 7)]).toEqual([1, 2, 3, 4, 5, 6, 8]);
    expect(values.length).toBe(36);
  });
});
