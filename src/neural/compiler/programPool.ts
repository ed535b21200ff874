import type { Rng } from "../../support/rng.ts";
import { shuffled } from "../../support/shuffled.ts";
import { type Behaviour, TEST_PROBES, behavioursOf } from "./behaviour.ts";
import { randomProgram } from "./randomProgram.ts";

/** How programs are drawn and parted into those to train on and those to test on. */
export interface PoolOptions {
  /** Tokens in the longest program. */
  readonly longest: number;
  /**
   * For each number of operations from 1 up: how many programs are drawn, and how many behaviours are
   * held out of those found. All are held out where `heldOut` is Infinity.
   */
  readonly sizes: readonly { readonly drawn: number; readonly heldOut: number }[];
  /** Programs with fewer different results on the probes are left out. */
  readonly fewestResults: number;
  /** How many more programs of each number of operations are drawn to distil with (`distilledPrograms`). */
  readonly distilled: number;
}

/** Programs of different behaviour. */
export interface ProgramPool {
  readonly training: readonly Program[];
  /**
   * To test on, by number of operations: `heldOut[0]` has those of one. No two do the same on inputs of
   * two elements or more, nor does one and any part of a training program.
   */
  readonly heldOut: readonly (readonly Program[])[];
  /** The behaviours that no part of a training program has; a few more than there are to test on. */
  readonly heldOutKeys: ReadonlySet<string>;
}

export interface Program {
  readonly tokens: readonly number[];
  readonly operations: number;
}

/** Numbers of operations, from 1 up, that are trained on, and held out from. */
const TRAINED: PoolOptions["sizes"] = [
  { drawn: 1_000, heldOut: 0 },
  { drawn: 10_000, heldOut: 40 },
  { drawn: 30_000, heldOut: 300 },
  { drawn: 60_000, heldOut: 300 },
];

/**
 * Programs of 1 to 4 operations to train on, 300 of each number from 2 to 4 to test on, and those of
 * more for tests alone: of 5 and 6 with 8 tokens, and of up to N - 2 with N.
 *
 * @param tokens N, of the longest program
 */
export const poolOf = (tokens: number): PoolOptions => ({
  longest: tokens,
  sizes: [
    ...TRAINED,
    ...Array.from({ length: Math.max(0, tokens - 2 - TRAINED.length) }, (_, i) => ({
      drawn: i === 0 ? 1_500 : 3_000,
      heldOut: Number.POSITIVE_INFINITY,
    })),
  ],
  fewestResults: 4,
  distilled: 10_000,
});

interface Found extends Program {
  readonly behaviours: readonly Behaviour[];
}

/**
 * Draws programs, keeps the first of each behaviour, and holds some behaviours out: no training
 * program behaves so, nor does any part of one. A program that behaves as one of fewer operations does
 * is not kept, so held-out programs need all theirs.
 */
export function programPool(rng: Rng, options: PoolOptions): ProgramPool {
  const seen = new Set<string>();
  const heldOutKeys = new Set<string>();
  const training: Found[] = [];
  const heldOut: Found[][] = [];
  for (const [index, { drawn, heldOut: wanted }] of options.sizes.entries()) {
    const operations = index + 1;
    const found: Found[] = [];
    for (let i = 0; i < drawn; i++) {
      const tokens = randomProgram(rng, { operations, longest: options.longest });
      if (tokens === undefined) break;
      const behaviours = behavioursOf(tokens);
      const whole = behaviours.at(-1) as Behaviour;
      if (whole.distinct < options.fewestResults || seen.has(whole.key)) continue;
      seen.add(whole.key);
      found.push({ tokens, operations, behaviours });
    }
    const chosen = shuffled(found, rng);
    const count = Math.min(wanted, chosen.length);
    heldOut.push(chosen.slice(0, count));
    training.push(...chosen.slice(count));
    for (const { behaviours } of chosen.slice(0, count)) {
      heldOutKeys.add((behaviours.at(-1) as Behaviour).key);
    }
  }
  const trained = training
    .filter(({ behaviours }) => behaviours.every(({ key }) => !heldOutKeys.has(key)))
    .map(bare);
  return {
    training: trained,
    heldOut: newToTests(
      trained,
      heldOut.map((programs) => programs.map(bare)),
    ),
    heldOutKeys,
  };
}

/**
 * The held-out programs that differ on the inputs of tests from all parts of training programs and from
 * each other. Some differ on shorter lists alone, such as `sum x` and `if (len x > 1) (sum x) 1`.
 */
function newToTests(
  training: readonly Program[],
  heldOut: ProgramPool["heldOut"],
): ProgramPool["heldOut"] {
  const seen = new Set<string>();
  for (const { tokens } of training) {
    for (const { key } of behavioursOf(tokens, TEST_PROBES)) seen.add(key);
  }
  return heldOut.map((programs) =>
    programs.filter(({ tokens }) => {
      const { key } = behavioursOf(tokens, TEST_PROBES).at(-1) as Behaviour;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    }),
  );
}

const bare = ({ tokens, operations }: Found): Program => ({ tokens, operations });
