import { ABSENT, GREATEST, HEADER, LEAST, type States } from "./state.ts";

/**
 * Widens the bounds at a position by others, each by itself: either may be absent, here or there, when a
 * network says so.
 */
export function joinBounds(
  states: States,
  slot: number,
  position: number,
  low: number,
  high: number,
): void {
  const at = slot + HEADER + 2 * position;
  // What is absent is greater than every integer.
  if (low < (states[at] as number)) states[at] = low;
  const own = states[at + 1] as number;
  if (own === ABSENT || (high !== ABSENT && high > own)) states[at + 1] = high;
}

/** Widens the slot at `to` so that it holds what another one does. Both hold values of one type. */
export function joinSlots(states: States, to: number, from: States, slot: number): void {
  states[to + LEAST] = Math.min(states[to + LEAST] as number, from[slot + LEAST] as number);
  const longest = from[slot + GREATEST] as number;
  states[to + GREATEST] = Math.max(states[to + GREATEST] as number, longest);
  for (let i = 0; i < longest; i++) {
    const at = slot + HEADER + 2 * i;
    joinBounds(states, to, i, from[at] as number, from[at + 1] as number);
  }
}
