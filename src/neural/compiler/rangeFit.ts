import {
  ABSENT,
  ALWAYS,
  FAULT,
  GREATEST,
  HEADER,
  LEAST,
  PERHAPS,
  POSITIONS,
  SLOT_BYTES,
  TYPE,
} from "./state.ts";
import { STACK_DEPTH } from "./stacks.ts";

/** Does a slot speak of every value and fault that another one speaks of? */
export function slotIncludes(
  outer: Uint8Array,
  outerSlot: number,
  inner: Uint8Array,
  innerSlot: number,
): boolean {
  const [had, has] = [inner[innerSlot + FAULT], outer[outerSlot + FAULT]];
  if (has !== had && has !== PERHAPS) return false;
  if (had === ALWAYS) return true;
  if (outer[outerSlot + TYPE] !== inner[innerSlot + TYPE]) return false;
  if ((outer[outerSlot + LEAST] as number) > (inner[innerSlot + LEAST] as number)) return false;
  if ((outer[outerSlot + GREATEST] as number) < (inner[innerSlot + GREATEST] as number)) {
    return false;
  }
  for (let i = HEADER; i < SLOT_BYTES; i += 2) {
    const low = inner[innerSlot + i] as number;
    if (low === ABSENT) continue;
    const [outerLow, outerHigh] = [outer[outerSlot + i], outer[outerSlot + i + 1]];
    if ((outerLow as number) > low || outerHigh === ABSENT) return false;
    if ((outerHigh as number) < (inner[innerSlot + i + 1] as number)) return false;
  }
  return true;
}

/** The same for all slots of the stack. */
export function stackIncludes(
  outer: Uint8Array,
  outerState: number,
  inner: Uint8Array,
  innerState: number,
): boolean {
  for (let slot = 0; slot < STACK_DEPTH * SLOT_BYTES; slot += SLOT_BYTES) {
    if (!slotIncludes(outer, outerState + slot, inner, innerState + slot)) return false;
  }
  return true;
}

/** Integers that intervals hold, over the positions that two slots both have. */
export interface Widths {
  found: number;
  exact: number;
}

/** Adds the widths of the intervals that a network found and of those that are exact. */
export function addWidths(
  widths: Widths,
  found: Uint8Array,
  foundSlot: number,
  exact: Uint8Array,
  exactSlot: number,
): void {
  if (exact[exactSlot + FAULT] === ALWAYS || found[foundSlot + FAULT] === ALWAYS) return;
  for (let i = 0; i < POSITIONS; i++) {
    const at = HEADER + 2 * i;
    const own = widthAt(found, foundSlot + at);
    const wanted = widthAt(exact, exactSlot + at);
    if (own === undefined || wanted === undefined) continue;
    widths.found += own;
    widths.exact += wanted;
  }
}

/** Integers between two bounds, 0 where they cross; undefined where one of them is absent. */
function widthAt(states: Uint8Array, at: number): number | undefined {
  const [low, high] = [states[at] as number, states[at + 1] as number];
  return low === ABSENT || high === ABSENT ? undefined : Math.max(0, high - low + 1);
}
