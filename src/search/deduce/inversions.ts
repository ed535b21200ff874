import type { SearchGrammar } from "../searchGrammar.ts";

/** A way to turn a goal into a sub-goal: all slots of a production but one filled, what must be in that one? */
export interface Inversion {
  readonly production: number;
  /** The slot of the sub-goal. */
  readonly slot: number;
  /** The other slots, in order: at most two. */
  readonly others: readonly number[];
  /** As in `Primitive.inverse`: the value that the slot must have, `ANY`, or undefined. */
  readonly invert: (out: unknown, ...others: readonly unknown[]) => unknown;
}

/** Arguments that are enumerated beside the one that is deduced. */
const MOST_OTHERS = 2;

/** The inversions of each nonterminal's productions, from the primitives' `inverse`. */
export function inversionsOf(grammar: SearchGrammar): readonly (readonly Inversion[])[] {
  return grammar.nonterminals.map(({ productions }) =>
    productions.flatMap((production) => {
      const { head, slots } = grammar.productions[production] ?? { slots: [] };
      if (head?.kind !== "call" || head.primitive.conditional === true) return [];
      if (slots.length > MOST_OTHERS + 1) return [];
      if (slots.some(({ parameters }) => parameters.length > 0)) return [];
      return slots.flatMap((_, slot): readonly Inversion[] => {
        const invert = head.primitive.inverse?.[slot];
        if (invert === undefined || invert === null) return [];
        const others = slots.flatMap((__, other) => (other === slot ? [] : [other]));
        return [{ production, slot, others, invert: invert as Inversion["invert"] }];
      });
    }),
  );
}

/** What an inverse gives; undefined also when it throws. */
export function inverted(
  { invert }: Pick<Inversion, "invert">,
  out: unknown,
  ...others: readonly unknown[]
): unknown {
  try {
    return invert(out, ...others);
  } catch {
    return undefined;
  }
}
