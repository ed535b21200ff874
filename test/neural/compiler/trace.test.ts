import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { micro } from "../../../src/domains/micro/micro.ts";
import { contains, leq } from "../../../src/interp/ranges/lattice.ts";
import { abstractEvaluate } from "../../../src/interp/abstractEvaluate.ts";
import { evaluate } from "../../../src/interp/evaluate.ts";
import {
  inputSlot,
  memberOf,
  randomInput,
  randomRangeSlot,
} from "../../../src/neural/compiler/inputs.ts";
import { termOf } from "../../../src/neural/compiler/postfix.ts";
import { padded, randomProgram } from "../../../src/neural/compiler/randomProgram.ts";
import * as S from "../../../src/neural/compiler/state.ts";
import { trace } from "../../../src/neural/compiler/trace.ts";
import { tokenNumber } from "../../../src/neural/compiler/tokens.ts";
import { createRng } from "../../../src/support/rng.ts";

const LENGTH = 12;

/** A program and a generator for its inputs. */
const program = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 6 })).map(([seed, operations]) => {
  const rng = createRng(seed);
  const tokens = randomProgram(rng, { operations, longest: LENGTH }) as readonly number[];
  return { tokens: padded(tokens, LENGTH, rng), rng };
});

describe("a trace", () => {
  const end = LENGTH * S.STATE_BYTES;

  test("of a value ends in the value of the program", () => {
    let faults = 0;
    fc.assert(
      fc.property(program, ({ tokens, rng }) => {
        const input = randomInput(rng, 0);
        const states = trace(tokens, inputSlot(input));
        const value = evaluate(termOf(tokens), [input], micro);
        if (value === undefined) faults++;
        expect(S.readValue(states, end)).toEqual(value);
        expect(states[end + S.FAULT]).toBe(value === undefined ? S.ALWAYS : S.NEVER);
      }),
      { numRuns: 600 },
    );
    expect(faults).toBeGreaterThan(5);
  });

  test("of a range holds every value, and is within what the abstract interpreter knows", () => {
    let narrower = 0;
    fc.assert(
      fc.property(program, ({ tokens, rng }) => {
        const slot = randomRangeSlot(rng, 0);
        const states = trace(tokens, slot);
        const term = termOf(tokens);
        for (let i = 0; i < 5; i++) {
          const input = memberOf(slot, rng);
          expect(S.slotContains(states, end, evaluate(term, [input], micro))).toBe(true);
        }
        const range = S.rangeOfSlot(states, end);
        const abstract = abstractEvaluate(term, [S.rangeOfSlot(slot, 0)], micro);
        // That one narrows its inputs by the condition of a choice, which a state cannot say.
        const within = tokens.includes(tokenNumber("if")) || leq(range, abstract);
        expect(within).toBe(true);
        if (!leq(abstract, range)) narrower++;
        const value = S.readValue(states, end);
        expect(value === undefined || contains(range, value)).toBe(true);
      }),
      { numRuns: 600 },
    );
    expect(narrower).toBeGreaterThan(50);
  });
});
