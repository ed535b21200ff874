import type { Rng } from "./rng.ts";

/** The items in an order drawn at random: Fisher and Yates, from the last place down. */
export function shuffled<T>(items: readonly T[], rng: Rng): T[] {
  const all = [...items];
  for (let i = all.length - 1; i > 0; i--) {
    const j = rng.integer(i + 1);
    [all[i], all[j]] = [all[j] as T, all[i] as T];
  }
  return all;
}
