import type { Rng } from "../../support/rng.ts";
import { type Behaviour, behavioursOf } from "./behaviour.ts";
import type { PoolOptions, Program, ProgramPool } from "./programPool.ts";
import { randomProgram } from "./randomProgram.ts";

/**
 * Programs of more operations than those to train on have, as many as fit: with those the compiler of
 * source order learns where the tokens of long programs stand. No part of one behaves as a held-out
 * program does.
 */
export function longerPrograms(
  rng: Rng,
  pool: ProgramPool,
  { longest, fewestResults, longer }: PoolOptions,
): readonly Program[] {
  const heldOut = new Set(
    pool.heldOut.flat().map(({ tokens }) => behavioursOf(tokens).at(-1)?.key),
  );
  const trained = Math.max(0, ...pool.training.map(({ operations }) => operations));
  const found: Program[] = [];
  for (let operations = trained + 1; operations < longest; operations++) {
    for (let i = 0; i < longer; i++) {
      const tokens = randomProgram(rng, { operations, longest });
      if (tokens === undefined) break;
      const behaviours = behavioursOf(tokens);
      const { distinct } = behaviours.at(-1) as Behaviour;
      if (distinct < fewestResults || behaviours.some(({ key }) => heldOut.has(key))) continue;
      found.push({ tokens, operations });
    }
  }
  return found;
}
