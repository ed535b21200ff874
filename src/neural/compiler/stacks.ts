import { type StackType, TOKENS, type Token } from "./tokens.ts";

/** The most values that a stack holds. */
export const STACK_DEPTH = 3;

const TYPES: readonly StackType[] = ["list", "int", "bool"];

/** The types on the stack, deepest first. */
type Stack = readonly StackType[];

/** Every stack, the empty one first. */
const STACKS: readonly Stack[] = (() => {
  const all: Stack[] = [[]];
  for (const stack of all) {
    if (stack.length < STACK_DEPTH) for (const type of TYPES) all.push([...stack, type]);
  }
  return all;
})();

const numbers = new Map(STACKS.map((stack, number) => [stack.join(" "), number]));

/** The number of the stack that a token leaves, or -1 where it cannot stand. */
function after(stack: Stack, { takes, gives }: Token): number {
  const rest = stack.slice(0, stack.length - takes.length);
  const taken = stack.slice(stack.length - takes.length);
  if (taken.length < takes.length) return -1;
  const same = taken.at(-1);
  for (const [i, wanted] of takes.entries()) {
    const fits = wanted === "same" ? taken[i] === same && same !== "bool" : taken[i] === wanted;
    if (!fits) return -1;
  }
  const left = gives === "same" ? same : gives;
  return numbers.get((left === undefined ? rest : [...rest, left]).join(" ")) ?? -1;
}

const STEPS: readonly (readonly number[])[] = STACKS.map((stack) =>
  TOKENS.map((token) => after(stack, token)),
);

/** What a program may give. */
export type ResultType = "list" | "int";

/** Fewest tokens from each stack to the end of a program of one of these results. */
function distancesTo(results: readonly ResultType[]): readonly number[] {
  const distances = STACKS.map((stack) =>
    stack.length === 1 && results.some((result) => result === stack[0])
      ? 0
      : Number.POSITIVE_INFINITY,
  );
  for (let changed = true; changed;) {
    changed = false;
    for (const [stack, steps] of STEPS.entries()) {
      for (const next of steps) {
        const distance = 1 + (next < 0 ? Number.POSITIVE_INFINITY : (distances[next] as number));
        if (distance < (distances[stack] as number)) {
          distances[stack] = distance;
          changed = true;
        }
      }
    }
  }
  return distances;
}

const DISTANCES = {
  any: distancesTo(["list", "int"]),
  list: distancesTo(["list"]),
  int: distancesTo(["int"]),
} as const;

/**
 * What types a stack can have while a program runs, as a finite automaton over tokens: a program is
 * well-typed when it leads from the empty stack to one list or one integer. States are numbers.
 */
export const Stacks = {
  EMPTY: 0,
  count: STACKS.length,
  /** The stack after a token; -1 when the token finds other types than it wants, or no room. */
  after: (stack: number, token: number): number =>
    (STEPS[stack] as readonly number[])[token] as number,
  /** Fewest tokens that end the program; Infinity never occurs, since every value can be taken. */
  distance: (stack: number, result: ResultType | "any" = "any"): number =>
    DISTANCES[result][stack] as number,
  /** How many values are on it. */
  depth: (stack: number): number => (STACKS[stack] as Stack).length,
  /** The type of the only value, when the program may end here. */
  result: (stack: number): ResultType | undefined =>
    DISTANCES.any[stack] === 0 ? (STACKS[stack]?.[0] as ResultType) : undefined,
  /**
   * May `token` stand here if `left` tokens may follow it and the program gives a result? The test of
   * constrained decoding.
   */
  admits: (
    stack: number,
    token: number,
    left: number,
    result: ResultType | "any" = "any",
  ): boolean => {
    const next = Stacks.after(stack, token);
    return next >= 0 && Stacks.distance(next, result) <= left;
  },
};

/** The stack that a sequence of tokens leaves, or undefined when one of them cannot stand where it does. */
export function stackAfter(tokens: ArrayLike<number>): number | undefined {
  let stack = Stacks.EMPTY;
  for (let i = 0; i < tokens.length; i++) {
    stack = Stacks.after(stack, tokens[i] as number);
    if (stack < 0) return undefined;
  }
  return stack;
}

/** Is it a whole program: well-typed, with one list or integer as its result, or the one that is asked for? */
export function isProgram(tokens: ArrayLike<number>, result: ResultType | "any" = "any"): boolean {
  const stack = stackAfter(tokens);
  return stack !== undefined && Stacks.distance(stack, result) === 0;
}
