import type { Tensor2D } from "@tensorflow/tfjs-core";
import type { Cases } from "./cases.ts";
import { HIGH_ORDER, LOW_ORDER } from "./cautiousBound.ts";
import type { StateLogits } from "./executor.ts";
import { ALWAYS, FAULTS, NEVER, PERHAPS, POSITIONS } from "./state.ts";
import { LENGTHS } from "./stateIds.ts";
import { STACK_DEPTH } from "./stacks.ts";

/** What the network holds likely of one byte of the next state. */
export interface ByteChances {
  /** The likeliest values of the byte, with their probabilities, likeliest first. */
  readonly likeliest: readonly { readonly byte: number; readonly probability: number }[];
  /** The probability of each value. */
  readonly of: (byte: number) => number;
}

/** The same of all bytes of a slot. */
export interface SlotChances {
  readonly type: ByteChances;
  readonly least: ByteChances;
  readonly greatest: ByteChances;
  readonly fault: ByteChances;
  /** Of each position the least and the greatest integer. */
  readonly bounds: readonly { readonly low: ByteChances; readonly high: ByteChances }[];
}

/** Values of a byte that are named. */
const NAMED = 3;

/**
 * What the network says of the slots of the stack, for each of so many states: of a state with several cases
 * (`cases.ts`), of their join, as if what it says of them were independent.
 *
 * @param logits of all cases
 */
export function certainty(
  logits: StateLogits,
  { owners }: Pick<Cases, "owners">,
): readonly (readonly SlotChances[])[] {
  const [type, least, greatest, fault, low, high] = (
    ["type", "least", "greatest", "fault", "low", "high"] as const
  ).map((field) => rowsOf(logits[field])) as [Rows, Rows, Rows, Rows, Rows, Rows];
  return casesByState(owners).map((cases) =>
    Array.from({ length: STACK_DEPTH }, (_, index) => {
      const slots = cases.map((one) => one * STACK_DEPTH + index);
      // What a case that is a fault says of lengths and bounds does not count.
      const faults = slots.map((slot) => fault(slot)[ALWAYS] as number);
      return {
        type: chancesOf(product(slots.map(type))),
        least: chancesOf(first(slots.map(least), ascending(LENGTHS), faults)),
        greatest: chancesOf(first(slots.map(greatest), ascending(LENGTHS).reverse(), faults)),
        fault: chancesOf(joinedFault(slots.map(fault))),
        bounds: Array.from({ length: POSITIONS }, (__, i) => {
          const rows = slots.map((slot) => slot * POSITIONS + i);
          return {
            low: chancesOf(first(rows.map(low), LOW_ORDER, faults)),
            high: chancesOf(first(rows.map(high), HIGH_ORDER, faults)),
          };
        }),
      };
    }),
  );
}

function casesByState(owners: Int32Array): readonly (readonly number[])[] {
  const byState: number[][] = [];
  for (const [one, owner] of owners.entries()) (byState[owner] ??= []).push(one);
  return byState;
}

/** The probability of each value of a byte. */
type Probabilities = Float64Array;
type Rows = (row: number) => Probabilities;

function rowsOf(logits: Tensor2D): Rows {
  const scores = Float32Array.from(logits.dataSync());
  const width = logits.shape[1];
  return (row) => softmaxOf(scores.subarray(row * width, (row + 1) * width));
}

/** Probabilities by the softmax of logits. */
export function softmaxOf(scores: Float32Array): Probabilities {
  const greatest = scores.reduce((most, score) => Math.max(most, score), -Infinity);
  return normalised(Float64Array.from(scores, (score) => Math.exp(score - greatest)));
}

function normalised(shares: Float64Array): Probabilities {
  const total = shares.reduce((sum, x) => sum + x, 0);
  return total === 0 ? shares : shares.map((x) => x / total);
}

/** All say the same. */
const product = (all: readonly Probabilities[]): Probabilities =>
  normalised(
    (all[0] as Probabilities).map((_, value) => all.reduce((p, own) => p * (own[value] ?? 0), 1)),
  );

/**
 * The first of the values that they say, in an order: of several least integers the least.
 *
 * @param absent how likely each says nothing
 */
function first(
  all: readonly Probabilities[],
  order: ArrayLike<number>,
  absent: readonly number[] = [],
): Probabilities {
  if (all.length === 1) return all[0] as Probabilities;
  const shares = new Float64Array(order.length);
  // How likely each says something later, or nothing.
  const later = all.map(() => 1);
  let none = 1;
  for (let i = 0; i < order.length; i++) {
    const value = order[i] as number;
    for (const [one, own] of all.entries()) {
      later[one] = (later[one] as number) - (1 - (absent[one] ?? 0)) * (own[value] as number);
    }
    const left = later.reduce((p, share) => p * Math.max(0, share), 1);
    shares[value] = none - left;
    none = left;
  }
  return normalised(shares);
}

/** Perhaps, unless all always or never fail. */
function joinedFault(all: readonly Probabilities[]): Probabilities {
  if (all.length === 1) return all[0] as Probabilities;
  const every = (kind: number): number => all.reduce((p, own) => p * (own[kind] as number), 1);
  const shares = new Float64Array(FAULTS);
  shares[NEVER] = every(NEVER);
  shares[ALWAYS] = every(ALWAYS);
  shares[PERHAPS] = 1 - every(NEVER) - every(ALWAYS);
  return shares;
}

const ascending = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** The likeliest of them. */
export function chancesOf(probabilities: Probabilities): ByteChances {
  const of = (byte: number): number => probabilities[byte] ?? 0;
  const likeliest = [...probabilities.keys()]
    .sort((a, b) => of(b) - of(a))
    .slice(0, NAMED)
    .map((byte) => ({ byte, probability: of(byte) }));
  return { likeliest, of };
}
