import fc from "fast-check";
import * as tf from "@tensorflow/tfjs-core";
import type { Rank } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import {
  arithmetic,
  arithmeticLoss,
  arithmeticMap,
  initArithmetic,
} from "../../../src/neural/compiler/arithmetic.ts";
import { COMPILER, STATE_TOKENS } from "../../../src/neural/compiler/compilerConfig.ts";
import { inputSlot, randomRangeSlot } from "../../../src/neural/compiler/inputs.ts";
import { redrawStack } from "../../../src/neural/compiler/randomStack.ts";
import * as S from "../../../src/neural/compiler/state.ts";
import { stateIds } from "../../../src/neural/compiler/stateIds.ts";
import {
  NUMBERS,
  NUMBER_SCALE,
  knownNumbers,
  stateNumbers,
} from "../../../src/neural/compiler/stateNumbers.ts";
import { tokenNumber } from "../../../src/neural/compiler/tokens.ts";
import { trace } from "../../../src/neural/compiler/trace.ts";
import { normal } from "../../../src/neural/nn/initialise.ts";
import { disposeParameters } from "../../../src/neural/nn/parameters.ts";
import { createRng } from "../../../src/support/rng.ts";

beforeAll(() => loadBackend("wasm"));

/** The state after the argument is on the stack. */
const stateOf = (argument: Uint8Array): Uint8Array =>
  trace([tokenNumber("x")], argument).subarray(S.STATE_BYTES);

describe("numbers of a state", () => {
  test("are both bounds of each position in units of the scale, 0 where there is none, and 1", () => {
    const numbers = stateNumbers(stateOf(inputSlot([3, -2])));
    expect(numbers.length).toBe(NUMBERS);
    expect([...numbers.subarray(0, 6)]).toEqual([3, 3, -2, -2, 0, 0].map((n) => n / NUMBER_SCALE));
    expect(numbers.at(-1)).toBe(1);
  });

  test("that are known stand at the rows of their tokens", () => {
    const { rows, numbers } = knownNumbers(stateOf(inputSlot([3, -2])));
    expect([...rows]).toEqual([2, 3, 4, 5]);
    expect([...numbers].map((n) => n * NUMBER_SCALE)).toEqual([3, 3, -2, -2]);
  });

  test("have places in order, by which a list is sorted", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const slot = randomRangeSlot(createRng(seed), 1);
        const { lowRank, highRank, fromEnd } = stateIds(stateOf(slot));
        for (const [field, ranks] of [lowRank, highRank].entries()) {
          const places = [...ranks.subarray(1, 1 + (slot[S.GREATEST] as number))];
          const bounds = places.map((_, i) => slot[S.HEADER + 2 * i + field] as number);
          const sorted: number[] = [];
          for (const [i, place] of places.entries()) sorted[place - 1] = bounds[i] as number;
          expect(sorted).toEqual([...bounds].sort((a, b) => a - b));
        }
        const ends = [...fromEnd.subarray(1, 7)].filter((place) => place > 0);
        expect(ends).toEqual(ends.map((_, i) => (slot[S.GREATEST] as number) - i));
      }),
      { numRuns: 50 },
    );
  });
});

describe("a stack drawn anew", () => {
  test("has the types that it had, and bounds in order", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const rng = createRng(seed);
        const tokens = ["x", "1", "2", "gt"].map(tokenNumber);
        const states = trace(tokens, inputSlot([1, 2])).slice(tokens.length * S.STATE_BYTES);
        const types = [S.TRUTH, S.LIST, S.NOTHING];
        redrawStack(rng, states, 0);
        expect([0, 1, 2].map((slot) => states[slot * S.SLOT_BYTES + S.TYPE])).toEqual(types);
        for (const slot of [0, S.SLOT_BYTES]) {
          const [least, greatest] = [states[slot + S.LEAST], states[slot + S.GREATEST]];
          expect(least).toBeLessThanOrEqual(greatest as number);
          for (let i = 0; i < S.POSITIONS; i++) {
            const at = slot + S.HEADER + 2 * i;
            const [low, high] = [states[at] as number, states[at + 1] as number];
            expect(low).toBeLessThanOrEqual(high);
            expect(low === S.ABSENT).toBe(i >= (greatest as number));
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe("arithmetic", () => {
  const config = { ...COMPILER, microWidth: 3, width: 4 };

  test("is the map of all numbers that a micro-operation sets", () => {
    const rng = createRng(1);
    const p = initArithmetic(rng, config);
    const micro = normal<Rank.R2>(rng, [2, 3], 1);
    const state = normal<Rank.R2>(rng, [2, NUMBERS], 1);
    const { numbers, told } = arithmetic(p, state, micro);
    const [m, s, maps, found] = [micro, state, p.maps, numbers].map((t) => [...t.dataSync()]) as [
      number[],
      number[],
      number[],
      number[],
    ];
    const each = 2 * STATE_TOKENS;
    // The same map in integers, of which the constant is one.
    const inIntegers = arithmeticMap(p, Float32Array.from(m.slice(0, 3)));
    const scaled = s.slice(0, NUMBERS);
    for (const row of [0, 7, each - 1]) {
      const sum = scaled.reduce((all, x, from) => {
        const known = from === NUMBERS - 1 ? x : x * NUMBER_SCALE;
        return all + known * (inIntegers[row * NUMBERS + from] as number);
      }, 0);
      expect(sum / NUMBER_SCALE).toBeCloseTo(found[row] as number, 3);
    }
    expect(numbers.shape).toEqual([2 * each, 1]);
    for (const row of [0, 7, each + 11]) {
      const [b, to] = [Math.floor(row / each), row % each];
      let wanted = 0;
      for (let from = 0; from < NUMBERS; from++) {
        for (let i = 0; i < 3; i++) {
          const map = maps[(from * each + to) * 3 + i] as number;
          wanted += 0.2 * (m[b * 3 + i] as number) * map * (s[b * NUMBERS + from] as number);
        }
      }
      expect(found[row]).toBeCloseTo(wanted, 4);
    }
    tf.dispose([micro, state, numbers, told]);
    disposeParameters(p);
  });

  test("learns from the distance to the numbers that are known, those beyond the bounds saturated", () => {
    tf.tidy(() => {
      const loss = (found: number, wanted: number): number =>
        arithmeticLoss(
          tf.tensor2d([9, found], [2, 1]),
          tf.tensor1d([1], "int32"),
          tf.tensor2d([wanted], [1, 1]),
        ).dataSync()[0] as number;
      expect(loss(0.5, 0.5)).toBeCloseTo(0, 6);
      expect(loss(0, 1)).toBeCloseTo(1, 1);
      const greatest = 63 / NUMBER_SCALE;
      expect(loss(greatest + 1, greatest)).toBeLessThan(0.1 * loss(greatest - 1, greatest));
      expect(loss(greatest + 2, greatest)).toBeGreaterThan(loss(greatest + 1, greatest));
    });
  });
});
