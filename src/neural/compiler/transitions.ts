import type { Rng } from "../../support/rng.ts";
import { inputSlot, randomInput, randomRangeSlot } from "./inputs.ts";
import type { Program } from "./programPool.ts";
import { padded } from "./randomProgram.ts";
import { STATE_BYTES } from "./state.ts";
import { narrowToAnyCase } from "./cases.ts";
import { redrawStack } from "./randomStack.ts";
import { step } from "./step.ts";
import { traceBytes, writeTrace } from "./trace.ts";
import { TOKENS } from "./tokens.ts";

/** Single steps to learn from: what a token makes of a state, each apart from the others. */
export interface TransitionBatch {
  /** [P, N] tokens. */
  readonly programs: Int32Array;
  /** For each of M transitions its token's place in `programs`. */
  readonly rows: Int32Array;
  /** [M] states before the token and after it. */
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** What is drawn to learn from. */
export interface TransitionOptions {
  /** P */
  readonly programs: number;
  /** N */
  readonly tokens: number;
  /** How often programs of 1, 2, ... operations are drawn, one against the others. */
  readonly operations: readonly number[];
  /** Of the inputs how many are ranges. */
  readonly ranges: number;
  /** Of the inputs how many may be shorter than two. */
  readonly short: number;
  /** Of the programs how many have their tokens that do nothing at any place, rather than last. */
  readonly scattered: number;
  /** Of the transitions how many start from a stack drawn at random, of the same types. */
  readonly redrawn: number;
  /** 1 when each starts from one case of its state (`cases.ts`), else 0. */
  readonly cases: number;
}

export const TRANSITIONS: TransitionOptions = {
  programs: 128,
  tokens: 8,
  operations: [1, 2, 3, 4],
  ranges: 0.7,
  short: 0.1,
  scattered: 0.3,
  redrawn: 0.3,
  cases: 1,
};

/**
 * Draws transitions from the traces of programs.
 *
 * @param byOperations programs of 1, 2, ... operations
 * @param keep for each kind of token how likely a transition of it is kept
 */
export function drawTransitions(
  rng: Rng,
  byOperations: readonly (readonly Program[])[],
  keep: readonly number[],
  options: TransitionOptions,
): TransitionBatch {
  const { programs: count, tokens: length } = options;
  const programs = new Int32Array(count * length);
  const bytes = traceBytes(length);
  const states = new Uint8Array(count * bytes);
  const chosen: number[] = [];
  for (let i = 0; i < count; i++) {
    const { tokens } = rng.pick(drawWeighted(rng, byOperations, options.operations));
    const full = padded(tokens, length, rng.next() < options.scattered ? rng : undefined);
    const shortest = rng.next() < options.short ? 0 : 2;
    const argument =
      rng.next() < options.ranges
        ? randomRangeSlot(rng, shortest)
        : inputSlot(randomInput(rng, shortest));
    programs.set(full, i * length);
    writeTrace(full, argument, states, i * bytes);
    for (const [position, token] of full.entries()) {
      if (rng.next() < (keep[token] as number)) chosen.push(i * length + position);
    }
  }
  // A batch without any transition has no loss.
  if (chosen.length === 0) chosen.push(0);
  const before = new Uint8Array(chosen.length * STATE_BYTES);
  const after = new Uint8Array(chosen.length * STATE_BYTES);
  for (const [at, row] of chosen.entries()) {
    const start = Math.floor(row / length) * bytes + (row % length) * STATE_BYTES;
    before.set(states.subarray(start, start + STATE_BYTES), at * STATE_BYTES);
    if (rng.next() < options.redrawn) redrawStack(rng, before, at * STATE_BYTES);
    if (options.cases === 1) narrowToAnyCase(rng, before, at * STATE_BYTES);
    after.set(before.subarray(at * STATE_BYTES, (at + 1) * STATE_BYTES), at * STATE_BYTES);
    step(programs[row] as number, after, at * STATE_BYTES, at * STATE_BYTES);
  }
  return { programs, rows: Int32Array.from(chosen), before, after };
}

/** Programs grouped by their number of operations: `[0]` has those of one. */
export function byOperations(programs: readonly Program[]): readonly (readonly Program[])[] {
  const most = programs.reduce((greatest, { operations }) => Math.max(greatest, operations), 0);
  const groups = Array.from({ length: most }, (): Program[] => []);
  for (const program of programs) groups[program.operations - 1]?.push(program);
  return groups;
}

/** One of the groups that are not empty, as often as its weight says. */
function drawWeighted<T>(
  rng: Rng,
  groups: readonly (readonly T[])[],
  weights: readonly number[],
): readonly T[] {
  const weightOf = (i: number): number => (groups[i]?.length === 0 ? 0 : (weights[i] ?? 0));
  let left = rng.next() * groups.reduce((sum, _, i) => sum + weightOf(i), 0);
  for (const [i, group] of groups.entries()) {
    left -= weightOf(i);
    if (left < 0) return group;
  }
  return groups.at(-1) as readonly T[];
}

/** Keeps every transition. */
export const KEEP_ALL: readonly number[] = TOKENS.map(() => 1);
