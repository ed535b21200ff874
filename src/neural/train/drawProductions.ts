import {
  type SearchGrammar,
  type SearchProduction,
  isConditional,
} from "../../search/searchGrammar.ts";
import type { Rng } from "../../support/rng.ts";

/** Productions that an enumeration may use, at least and at most. */
const FEWEST_PRODUCTIONS = 2;
const MOST_PRODUCTIONS = 9;
/** How often an argument that is no function may be a leaf of its own, besides what is in scope. */
const LEAF = 0.7;

/**
 * Productions that could make up a program together: drawn for the goal, then for what the drawn ones
 * need, the commoner kinds (by their cost) more often.
 */
export function randomProductions(grammar: SearchGrammar, rng: Rng): ReadonlySet<number> {
  const wanted = FEWEST_PRODUCTIONS + rng.integer(MOST_PRODUCTIONS - FEWEST_PRODUCTIONS + 1);
  const drawn = new Set<number>();
  const needed = [grammar.start];
  const all = new Set(needed);
  for (let tries = 0; drawn.size < wanted && tries < 4 * wanted; tries++) {
    const nonterminal = needed.shift() ?? rng.pick([...all]);
    const own = grammar.nonterminals[nonterminal]?.productions ?? [];
    const number = drawProduction(own, grammar, rng);
    if (number === undefined) continue;
    drawn.add(number);
    for (const slot of grammar.productions[number]?.slots ?? []) {
      if (!all.has(slot.nonterminal)) needed.push(slot.nonterminal);
      all.add(slot.nonterminal);
    }
  }
  return drawn;
}

/**
 * Productions for loops with a condition in their body: one that takes a function, a conditional for the
 * body, something for its condition, and leaves for the rest. Undefined where there are none.
 */
export function loopProductions(grammar: SearchGrammar, rng: Rng): ReadonlySet<number> | undefined {
  const { productions, nonterminals } = grammar;
  const at = (number: number): SearchProduction => productions[number] as SearchProduction;
  const of = (
    nonterminal: number,
    keep: (production: SearchProduction) => boolean,
  ): readonly number[] =>
    (nonterminals[nonterminal]?.productions ?? []).filter((number) => keep(at(number)));
  const takesFunction = ({ slots }: SearchProduction): boolean =>
    slots.some(({ parameters }) => parameters.length > 0);
  const decides = ({ head }: SearchProduction): boolean =>
    head.kind === "call" && isConditional(head.primitive);
  const isLeaf = ({ slots }: SearchProduction): boolean => slots.length === 0;
  const drawn = new Set<number>();
  const add = (numbers: readonly number[]): SearchProduction | undefined => {
    const number = drawProduction(numbers, grammar, rng);
    if (number === undefined) return undefined;
    drawn.add(number);
    return at(number);
  };
  const loop = add(of(grammar.start, takesFunction));
  if (loop === undefined) return undefined;
  for (const { nonterminal, parameters } of loop.slots) {
    if (parameters.length === 0) {
      if (rng.next() < LEAF) add(of(nonterminal, isLeaf));
      continue;
    }
    const conditional = add(of(nonterminal, decides));
    const condition = conditional?.slots[0]?.nonterminal ?? nonterminal;
    const plain = (one: SearchProduction): boolean => !takesFunction(one) && !decides(one);
    const test = add(of(condition, plain));
    for (const slot of test?.slots ?? []) {
      if (rng.next() < LEAF) add(of(slot.nonterminal, isLeaf));
      if (rng.next() > LEAF) add(of(slot.nonterminal, plain));
    }
    add(of(nonterminal, (one) => plain(one) && !isLeaf(one)));
  }
  return drawn;
}

function drawProduction(
  numbers: readonly number[],
  { productions }: SearchGrammar,
  rng: Rng,
): number | undefined {
  const weights = numbers.map((number) => {
    const { cost, head } = productions[number] as SearchProduction;
    // A search tries conditionals late; here they are as good as anything.
    return 2 ** -(head.kind === "call" && isConditional(head.primitive) ? 1 : cost);
  });
  let left = rng.next() * weights.reduce((sum, weight) => sum + weight, 0);
  return numbers.find((_, index) => (left -= weights[index] as number) < 0);
}
