import { describe, expect, test } from "vitest";
import { casesOf, joinCases, narrowToAnyCase } from "../../../src/neural/compiler/cases.ts";
import { poolOf, programPool } from "../../../src/neural/compiler/programPool.ts";
import { redrawStack } from "../../../src/neural/compiler/randomStack.ts";
import {
  ABSENT,
  GREATEST,
  HEADER,
  LEAST,
  LIST,
  SLOT_BYTES,
  STATE_BYTES,
  TRUTH,
  TYPE,
  clearSlot,
  printSlot,
} from "../../../src/neural/compiler/state.ts";
import { step } from "../../../src/neural/compiler/step.ts";
import { TOKENS } from "../../../src/neural/compiler/tokens.ts";
import { inputSlot, randomRangeSlot } from "../../../src/neural/compiler/inputs.ts";
import { padded } from "../../../src/neural/compiler/randomProgram.ts";
import { trace } from "../../../src/neural/compiler/trace.ts";
import { createRng } from "../../../src/support/rng.ts";

/** States of random runs on ranges, half of them with stacks drawn at random, and the tokens taken there. */
function drawStates(seed: number): { readonly states: Uint8Array; readonly tokens: number[] } {
  const rng = createRng(seed);
  const { training } = programPool(rng.fork(1), {
    ...poolOf(8),
    sizes: [20, 300, 300].map((drawn) => ({ drawn, heldOut: 0 })),
  });
  const parts: Uint8Array[] = [];
  const tokens: number[] = [];
  for (let i = 0; i < 150; i++) {
    const program = padded(rng.pick(training).tokens, 8);
    const states = trace(program, randomRangeSlot(rng, 0));
    for (const [position, token] of program.entries()) {
      const state = states.slice(position * STATE_BYTES, (position + 1) * STATE_BYTES);
      if (rng.integer(2) === 0) redrawStack(rng, state, 0);
      parts.push(state);
      tokens.push(token);
    }
  }
  const all = new Uint8Array(parts.length * STATE_BYTES);
  for (const [i, part] of parts.entries()) all.set(part, i * STATE_BYTES);
  return { states: all, tokens };
}

const { states, tokens } = drawStates(3);
const count = tokens.length;

describe("cases of states", () => {
  test("what a step makes of a state is the join of what it makes of the state's cases", () => {
    const cases = casesOf(states);
    const after = cases.states.slice();
    for (const [i, owner] of cases.owners.entries()) {
      step(tokens[owner] as number, after, i * STATE_BYTES, i * STATE_BYTES);
    }
    const joined = joinCases({ states: after, owners: cases.owners }, count);
    const wrong = new Set<string | undefined>();
    for (const [i, token] of tokens.entries()) {
      const whole = states.slice(i * STATE_BYTES, (i + 1) * STATE_BYTES);
      step(token, whole, 0, 0);
      const own = joined.subarray(i * STATE_BYTES, (i + 1) * STATE_BYTES);
      if (whole.join() !== own.join()) wrong.add(TOKENS[token]?.name);
    }
    expect([...wrong]).toEqual([]);
    // Else this says nothing.
    expect(cases.owners.length).toBeGreaterThan(1.3 * count);
  });

  test("cases joined are the states that they are of", () => {
    expect(joinCases(casesOf(states), count)).toEqual(states);
  });

  test("each has one length in the two slots on top and one truth value in all", () => {
    const { states: cases, owners } = casesOf(states);
    expect([...owners]).toEqual([...owners].toSorted((a, b) => a - b));
    expect(new Set(owners).size).toBe(count);
    const uncertain: string[] = [];
    for (let at = 0; at < cases.length; at += STATE_BYTES) {
      for (const [index, slot] of [at, at + SLOT_BYTES, at + 2 * SLOT_BYTES].entries()) {
        const one = cases[slot + LEAST] === cases[slot + GREATEST];
        const known = cases[slot + HEADER] === cases[slot + HEADER + 1];
        if (cases[slot + TYPE] === LIST && index < 2 && !one) uncertain.push(`length ${index}`);
        if (cases[slot + TYPE] === TRUTH && !known) uncertain.push(`truth ${index}`);
      }
    }
    expect(uncertain).toEqual([]);
  });

  test("a state is narrowed to any of its cases", () => {
    const state = new Uint8Array(STATE_BYTES);
    for (let slot = 0; slot < STATE_BYTES; slot += SLOT_BYTES) clearSlot(state, slot);
    state.set(randomRangeSlot(createRng(1), 2), 0);
    state[LEAST] = 1;
    state[GREATEST] = 3;
    const wanted = casesOf(state);
    const rng = createRng(5);
    const seen = new Set(
      Array.from({ length: 60 }, () => {
        const one = state.slice();
        narrowToAnyCase(rng, one, 0);
        return one.join();
      }),
    );
    const all = [...wanted.owners.keys()].map((i) =>
      wanted.states.subarray(i * STATE_BYTES, (i + 1) * STATE_BYTES).join(),
    );
    expect(all).toHaveLength(3);
    expect([...seen].toSorted()).toEqual(all.toSorted());
  });

  test("a state of which bounds cross, as a network may say, is its only case", () => {
    const state = states.slice(0, STATE_BYTES);
    state.set(randomRangeSlot(createRng(1), 2), 0);
    state[LEAST] = 5;
    state[GREATEST] = 2;
    const cases = casesOf(state);
    expect(cases.states).toEqual(state);
    expect(joinCases(cases, 1)).toEqual(state);
  });

  test("are joined alike in any order, and what one says nothing of is as the others say", () => {
    const one = states.slice(0, STATE_BYTES);
    one.set(inputSlot([1, 2, 3]), 0);
    const other = one.slice();
    // As a network may say: a length, and no least or no greatest integer there.
    other[HEADER + 2] = ABSENT;
    other[HEADER + 5] = ABSENT;
    other[HEADER + 1] = 60;
    const inBothOrders = (): readonly Uint8Array[] =>
      [
        [one, other],
        [other, one],
      ].map((parts) => {
        const both = Uint8Array.from(parts.flatMap((part) => [...part]));
        return joinCases({ states: both, owners: Int32Array.from([0, 0]) }, 1);
      });
    const joined = inBothOrders();
    expect(joined[0]).toEqual(joined[1]);
    expect(printSlot(joined[0] as Uint8Array, 0)).toBe("[1..28, 2, 3]");
    other.set(inputSlot([7]), 0);
    other[TYPE] = TRUTH;
    const types = inBothOrders();
    expect(types[0]).toEqual(types[1]);
  });
});
