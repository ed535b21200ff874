import { type SearchGrammar, type SearchProduction, isConditional } from "./searchGrammar.ts";
import type { WordCode } from "./wordCode.ts";

/** Integers that a value takes in a column: 1 for an id, 2 for the halves of a word. */
export type Lanes = 1 | 2;

/**
 * For each nonterminal of a grammar how its columns hold values. Words are two halves in every column
 * or in none. Halves leave no room for a fault, so a candidate with a word that faults on some row is
 * rejected; where that could lose a program, because a conditional or a lambda's body may use the
 * rows on which it has a value, words are ids like all else.
 */
export function columnLanes(grammar: SearchGrammar): readonly Lanes[] {
  const isWord = grammar.nonterminals.map(
    ({ type }) => type?.kind === "constructor" && type.name === "word",
  );
  // A word might be of a nonterminal that nothing is known of.
  const known = grammar.nonterminals.every(({ type }) => type !== undefined);
  const forgiving = grammar.productions.some(
    ({ head, slots }) =>
      (head.kind === "call" && isConditional(head.primitive)) ||
      slots.some(({ parameters }) => parameters.length > 0),
  );
  const faulty = mayFault(grammar);
  const halves = known && !(forgiving && isWord.some((word, n) => word && faulty[n] === true));
  return isWord.map((word) => (word && halves ? 2 : 1));
}

/** For each nonterminal: may one of its terms, of those that have a value, fault on some row? */
function mayFault(grammar: SearchGrammar): readonly boolean[] {
  // Only words and truth values have no limits.
  const faulty = grammar.nonterminals.map(
    ({ type }) => type?.kind !== "constructor" || !["word", "bool"].includes(type.name),
  );
  for (let changed = true; changed;) {
    changed = false;
    for (const production of grammar.productions) {
      if (faulty[production.result] === true || !productionMayFault(production, faulty)) continue;
      faulty[production.result] = true;
      changed = true;
    }
  }
  return faulty;
}

function productionMayFault(
  { head, slots }: SearchProduction,
  faulty: readonly boolean[],
): boolean {
  if (head.kind !== "call") return false;
  if (slots.some(({ nonterminal, parameters }) => parameters.length > 0 || faulty[nonterminal])) {
    return true;
  }
  const { primitive, words } = head;
  if (words !== undefined || isConditional(primitive)) return false;
  return primitive.faults !== undefined || primitive.body !== undefined;
}

/** The code by which a production's loop computes on halves, if all its words are such. */
export function laneCode(
  { head, slots, result }: SearchProduction,
  lanes: readonly Lanes[],
): WordCode | undefined {
  if (head.kind !== "call" || head.words === undefined) return undefined;
  const { words } = head;
  const fits = slots.every(
    ({ nonterminal, parameters }, i) =>
      parameters.length === 0 && (lanes[nonterminal] === 2) === words.words[i],
  );
  return fits && (lanes[result] === 2) === (words.result.kind === "word") ? words : undefined;
}
