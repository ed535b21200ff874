import { InternalError } from "../../support/internalError.ts";
import { padded } from "./randomProgram.ts";
import { NOP, TOKENS, type Token } from "./tokens.ts";

/**
 * A program in the order in which it is written, each token before what it takes: `x map-inc sum` is
 * `sum map-inc x`, for `sum (map inc xs)`. Tokens that do nothing are last, as many as before.
 */
export function sourceOrder(postfix: readonly number[]): readonly number[] {
  const stack: (readonly number[])[] = [];
  for (const number of postfix) {
    if (number === NOP) continue;
    const { takes } = TOKENS[number] as Token;
    const args = stack.splice(stack.length - takes.length);
    if (args.length < takes.length) throw new InternalError("these tokens are no program");
    stack.push([number, ...args.flat()]);
  }
  return padded(stack.flat(), postfix.length);
}

/** The inverse of `sourceOrder` for programs whose tokens that do nothing are last. */
export function postfixOrder(source: readonly number[]): readonly number[] {
  let at = 0;
  const read = (): readonly number[] => {
    const number = source[at++];
    if (number === undefined || number === NOP) {
      throw new InternalError("these tokens are no program");
    }
    const { takes } = TOKENS[number] as Token;
    return [...takes.flatMap(() => read()), number];
  };
  return padded(read(), source.length);
}
