import type { Rng } from "../../support/rng.ts";
import { type Behaviour, behavioursOf } from "./behaviour.ts";
import type { PoolOptions, Program, ProgramPool } from "./programPool.ts";
import { randomProgram } from "./randomProgram.ts";

/**
 * More programs for the compiler of source order, as many drawn of each number of operations that fits:
 * from those to train on, of few operations, it would not learn where the tokens of long programs
 * stand. No part of one behaves as a held-out program does; several may behave alike.
 */
export function distilledPrograms(
  rng: Rng,
  { heldOutKeys }: ProgramPool,
  { longest, fewestResults, distilled }: PoolOptions,
): readonly Program[] {
  const found: Program[] = [];
  // There are few of one operation, and all are trained on.
  for (let operations = 2; operations < longest; operations++) {
    for (let i = 0; i < distilled; i++) {
      const tokens = randomProgram(rng, { operations, longest });
      if (tokens === undefined) break;
      const behaviours = behavioursOf(tokens);
      const { distinct } = behaviours.at(-1) as Behaviour;
      if (distinct < fewestResults || behaviours.some(({ key }) => heldOutKeys.has(key))) continue;
      found.push({ tokens, operations });
    }
  }
  return found;
}
