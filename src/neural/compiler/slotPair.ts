import type { ByteChances, SlotChances } from "./certainty.ts";
import { slotIncludes } from "./rangeFit.ts";
import {
  ABSENT,
  ALWAYS,
  BASE,
  FAULT,
  GREATEST,
  HEADER,
  LEAST,
  NOTHING,
  POSITIONS,
  SLOT_BYTES,
  TRUTH,
  TYPE,
  printSlot,
  sameBytes,
} from "./state.ts";

/**
 * How what the network says stands to what is so: the same to the byte, more than that (all that may
 * occur and some that may not), or without something that may occur.
 */
export type Verdict = "exact" | "wide" | "wrong";

/** A slot of the stack as it is, and as the network takes it. */
export interface SlotPair {
  readonly exact: string;
  readonly network: string;
  readonly verdict: Verdict;
  /** Does neither of them hold anything? */
  readonly empty: boolean;
  /** Are its values truth values, 0 and 1, rather than integers? */
  readonly truth: boolean;
  /** Those that one of both has. */
  readonly positions: readonly PositionPair[];
  /** How sure the network is of what it says, byte by byte: what belongs to positions is in order. */
  readonly bytes: readonly ByteCertainty[];
}

/** Integers from a least to a greatest one. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
  /** May the position be missing? */
  readonly optional: boolean;
}

export interface PositionPair {
  /** From 1. */
  readonly position: number;
  /** Absent where the position is. */
  readonly exact?: Bounds;
  readonly network?: Bounds;
  readonly verdict: Verdict;
}

/** One byte that the network gives, such as the least integer of a position. */
export interface ByteCertainty {
  readonly name: string;
  /** From 1; absent for what is said of the slot as a whole. */
  readonly position?: number;
  /** As it was read. */
  readonly read: string;
  readonly probability: number;
  readonly likeliest: readonly { readonly text: string; readonly probability: number }[];
}

/** The slots of the stack of two states, which stand at the same place of their arrays. */
export const comparedSlots = (
  exact: Uint8Array,
  network: Uint8Array,
  state: number,
  chances: readonly SlotChances[],
): readonly SlotPair[] =>
  chances.map((own, slot) => comparedSlot(exact, network, state + slot * SLOT_BYTES, own));

function comparedSlot(
  exact: Uint8Array,
  network: Uint8Array,
  slot: number,
  chances: SlotChances,
): SlotPair {
  const [wanted, found] = [printSlot(exact, slot), printSlot(network, slot)];
  const positions: PositionPair[] = [];
  for (let i = 0; i < POSITIONS; i++) {
    const [own, other] = [boundsAt(exact, slot, i), boundsAt(network, slot, i)];
    if (own === undefined && other === undefined) continue;
    positions.push({
      position: i + 1,
      ...(own === undefined ? {} : { exact: own }),
      ...(other === undefined ? {} : { network: other }),
      verdict: positionVerdict(own, other),
    });
  }
  return {
    exact: wanted,
    network: found,
    verdict: slotVerdict(exact, network, slot),
    empty: exact[slot + TYPE] === NOTHING && network[slot + TYPE] === NOTHING,
    truth: exact[slot + TYPE] === TRUTH,
    positions,
    bytes: bytesOf(network, slot, chances),
  };
}

function slotVerdict(exact: Uint8Array, network: Uint8Array, slot: number): Verdict {
  if (sameBytes(network, slot, exact, slot, SLOT_BYTES)) return "exact";
  // A fault would include one of another type.
  const sameType = network[slot + TYPE] === exact[slot + TYPE];
  return sameType && slotIncludes(network, slot, exact, slot) ? "wide" : "wrong";
}

function boundsAt(states: Uint8Array, slot: number, position: number): Bounds | undefined {
  if (states[slot + TYPE] === NOTHING || states[slot + FAULT] === ALWAYS) return undefined;
  if (position >= (states[slot + GREATEST] as number)) return undefined;
  const [low, high] = [0, 1].map((i) => states[slot + HEADER + 2 * position + i] as number) as [
    number,
    number,
  ];
  if (low === ABSENT || high === ABSENT) return undefined;
  const optional = position >= (states[slot + LEAST] as number);
  return { low: low + BASE, high: high + BASE, optional };
}

/** Whether a position may be missing belongs to the length, and so to the slot. */
function positionVerdict(exact: Bounds | undefined, network: Bounds | undefined): Verdict {
  if (exact === undefined) return network?.optional === true ? "wide" : "wrong";
  if (network === undefined) return "wrong";
  if (exact.low === network.low && exact.high === network.high) return "exact";
  return network.low <= exact.low && exact.high <= network.high ? "wide" : "wrong";
}

const TYPE_NAMES = ["nothing", "list", "integer", "truth value"];
const FAULT_NAMES = ["no fault", "perhaps a fault", "a fault"];

function bytesOf(states: Uint8Array, slot: number, chances: SlotChances): readonly ByteCertainty[] {
  const one = (
    name: string,
    at: number,
    of: ByteChances,
    print: (byte: number) => string,
    position?: number,
  ): ByteCertainty => {
    const byte = states[slot + at] as number;
    return {
      name,
      ...(position === undefined ? {} : { position }),
      read: print(byte),
      probability: of.of(byte),
      likeliest: of.likeliest.map((likely) => ({
        text: print(likely.byte),
        probability: likely.probability,
      })),
    };
  };
  const integer = (byte: number): string => (byte === ABSENT ? "none" : String(byte + BASE));
  const type = one("type", TYPE, chances.type, (byte) => TYPE_NAMES[byte] as string);
  if (states[slot + TYPE] === NOTHING) return [type];
  const length = states[slot + GREATEST] as number;
  return [
    type,
    one("fault", FAULT, chances.fault, (byte) => FAULT_NAMES[byte] as string),
    one("least length", LEAST, chances.least, String),
    one("greatest length", GREATEST, chances.greatest, String),
    ...chances.bounds
      .slice(0, length)
      .flatMap(({ low, high }, i) => [
        one("least", HEADER + 2 * i, low, integer, i + 1),
        one("greatest", HEADER + 2 * i + 1, high, integer, i + 1),
      ]),
  ];
}
