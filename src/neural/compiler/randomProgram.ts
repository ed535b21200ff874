import type { Rng } from "../../support/rng.ts";
import { Stacks } from "./stacks.ts";
import { NOP, TOKENS, isOperation } from "./tokens.ts";

/** Which programs to draw. */
export interface ProgramShape {
  /** Operations, exactly. */
  readonly operations: number;
  /** Tokens, at most. */
  readonly longest: number;
}

/**
 * Draws a program: at each place one of the tokens after which a program of that shape can still be
 * completed, all equally likely. Without tokens that do nothing. Undefined when there is no such
 * program.
 */
export function randomProgram(
  rng: Rng,
  { operations, longest }: ProgramShape,
): readonly number[] | undefined {
  if (!completable(Stacks.EMPTY, operations, longest)) return undefined;
  const tokens: number[] = [];
  let stack = Stacks.EMPTY;
  let left = operations;
  while (left > 0 || Stacks.result(stack) === undefined) {
    const room = longest - tokens.length - 1;
    const before = stack;
    const token = rng.pick(
      PLACED.filter((number) => {
        const next = Stacks.after(before, number);
        return next >= 0 && completable(next, left - (isOperation(number) ? 1 : 0), room);
      }),
    );
    tokens.push(token);
    stack = Stacks.after(stack, token);
    if (isOperation(token)) left--;
  }
  return tokens;
}

/** The tokens that do something. */
const PLACED = TOKENS.map((_, number) => number).filter((number) => number !== NOP);

/** Can a program from this stack end after exactly so many operations and at most so many tokens? */
function completable(stack: number, operations: number, tokens: number): boolean {
  if (operations < 0 || tokens < 0) return false;
  const key = (operations * (LONGEST + 1) + tokens) * Stacks.count + stack;
  const known = answers.get(key);
  if (known !== undefined) return known;
  const found =
    (operations === 0 && Stacks.result(stack) !== undefined) ||
    PLACED.some((number) => {
      const next = Stacks.after(stack, number);
      return next >= 0 && completable(next, operations - (isOperation(number) ? 1 : 0), tokens - 1);
    });
  answers.set(key, found);
  return found;
}

// Depends on its arguments alone, so that remembering answers changes nothing.
const answers = new Map<number, boolean>();
/** More tokens than any program has. */
const LONGEST = 255;

/** The program filled up to `length` with tokens that do nothing: after it, or at places drawn at random. */
export function padded(tokens: readonly number[], length: number, rng?: Rng): readonly number[] {
  const out = [...tokens];
  while (out.length < length) {
    out.splice(rng === undefined ? out.length : rng.integer(out.length + 1), 0, NOP);
  }
  return out;
}

/** A program without the tokens that do nothing. */
export const bare = (tokens: readonly number[]): readonly number[] =>
  tokens.filter((token) => token !== NOP);
