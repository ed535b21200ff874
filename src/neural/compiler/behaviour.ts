import { createRng } from "../../support/rng.ts";
import { inputSlot, randomInput } from "./inputs.ts";
import { SLOT_BYTES, STATE_BYTES } from "./state.ts";
import { traceBytes, writeTrace } from "./trace.ts";
import { isOperation } from "./tokens.ts";

/** Inputs on which programs are told apart: the shortest lists and lists at random. */
const PROBES: readonly Uint8Array[] = (() => {
  const rng = createRng(0x70726f62);
  const random = Array.from({ length: 20 }, () => randomInput(rng, 2));
  return [[], [4], [-3], ...random].map(inputSlot);
})();

/**
 * Inputs such as held-out programs are tested on, of two elements or more; few enough that programs which
 * differ on one in a hundred are likely alike.
 */
export const TEST_PROBES: readonly Uint8Array[] = (() => {
  const rng = createRng(0x74657374);
  return Array.from({ length: 30 }, () => inputSlot(randomInput(rng, 2)));
})();

/** The behaviour of a program, or of the part of one that ends with some token. */
export interface Behaviour {
  /** Equal for those that give the same on all probes; of 64 bits, so that others differ. */
  readonly key: string;
  /** How many different results there are among the probes. */
  readonly distinct: number;
}

/**
 * The behaviour of the part of a program that ends with each of its operations, in order; the last is
 * that of the whole. In postfix order such a part is a program of its own.
 */
export function behavioursOf(
  tokens: readonly number[],
  probes: readonly Uint8Array[] = PROBES,
): readonly Behaviour[] {
  const bytes = traceBytes(tokens.length);
  const states = new Uint8Array(bytes * probes.length);
  for (const [i, probe] of probes.entries()) writeTrace(tokens, probe, states, i * bytes);
  const found: Behaviour[] = [];
  for (const [position, token] of tokens.entries()) {
    if (!isOperation(token)) continue;
    const results = new Set<number>();
    let first = 0;
    let second = 0;
    for (let probe = 0; probe < probes.length; probe++) {
      const hash = hashSlot(states, probe * bytes + (position + 1) * STATE_BYTES);
      results.add(hash);
      first = Math.imul(first ^ hash, 0x85ebca6b);
      first ^= first >>> 15;
      second = Math.imul(second, 31) + (hash ^ (hash >>> 13));
      second |= 0;
    }
    found.push({ key: `${first} ${second}`, distinct: results.size });
  }
  return found;
}

/** Do two programs give the same on all probes? */
export const behaveAlike = (one: readonly number[], other: readonly number[]): boolean =>
  behavioursOf(one).at(-1)?.key === behavioursOf(other).at(-1)?.key;

/** The bytes of a slot as one number (FNV-1a). */
function hashSlot(states: Uint8Array, slot: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < SLOT_BYTES; i++) {
    hash = Math.imul(hash ^ (states[slot + i] as number), 0x01000193);
  }
  return hash ^ (hash >>> 16);
}
