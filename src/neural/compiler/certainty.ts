import type { Tensor2D } from "@tensorflow/tfjs-core";
import type { StateLogits } from "./executor.ts";
import { POSITIONS } from "./state.ts";
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

/** What the network says of the slots of the stack, for each of the states. */
export function certainty(logits: StateLogits): readonly (readonly SlotChances[])[] {
  const [type, least, greatest, fault, low, high] = (
    ["type", "least", "greatest", "fault", "low", "high"] as const
  ).map((field) => softmaxRows(logits[field])) as [Rows, Rows, Rows, Rows, Rows, Rows];
  const states = logits.type.shape[0] / STACK_DEPTH;
  return Array.from({ length: states }, (_, state) =>
    Array.from({ length: STACK_DEPTH }, (__, index) => {
      const slot = state * STACK_DEPTH + index;
      return {
        type: type(slot),
        least: least(slot),
        greatest: greatest(slot),
        fault: fault(slot),
        bounds: Array.from({ length: POSITIONS }, (___, i) => ({
          low: low(slot * POSITIONS + i),
          high: high(slot * POSITIONS + i),
        })),
      };
    }),
  );
}

type Rows = (row: number) => ByteChances;

function softmaxRows(logits: Tensor2D): Rows {
  const scores = Float32Array.from(logits.dataSync());
  const width = logits.shape[1];
  return (row) => chancesOf(scores.subarray(row * width, (row + 1) * width));
}

/** Probabilities by the softmax of logits. */
export function chancesOf(scores: Float32Array): ByteChances {
  const greatest = scores.reduce((most, score) => Math.max(most, score), -Infinity);
  const raised = Float64Array.from(scores, (score) => Math.exp(score - greatest));
  const total = raised.reduce((sum, x) => sum + x, 0);
  const of = (byte: number): number => (raised[byte] ?? 0) / total;
  const likeliest = [...raised.keys()]
    .sort((a, b) => (raised[b] as number) - (raised[a] as number))
    .slice(0, NAMED)
    .map((byte) => ({ byte, probability: of(byte) }));
  return { likeliest, of };
}
