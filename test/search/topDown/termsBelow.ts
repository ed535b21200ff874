import { type Term, abstract, apply, primitiveReference, variable } from "../../../src/dsl/term.ts";
import type { SearchGrammar } from "../../../src/search/searchGrammar.ts";

/** Deeper than any program of the tests. */
const MOST_DEPTH = 40;

/**
 * Every program of a search grammar that costs less than `mostCost` when all choices of a nonterminal
 * weigh the same: instances of one primitive are one choice (of half a nat at least where there are
 * several), all variables that fit are one choice and share it. Slow and plain.
 */
export function termsBelow(
  grammar: SearchGrammar,
  mostCost: number,
): readonly { readonly program: Term; readonly cost: number }[] {
  const headOf = (number: number): string => {
    const head = grammar.productions[number]?.head;
    if (head?.kind === "call") return head.primitive.name;
    return head?.kind === "literal" ? `literal ${String(head.literal.value)}` : "variable";
  };

  const terms = (
    nonterminal: number,
    scope: readonly number[],
    spent: number,
    depth: number,
    emit: (term: Term, cost: number) => void,
  ): void => {
    // What has one choice only costs nothing, and may need itself.
    if (depth > MOST_DEPTH) return;
    const own = [...grammar.productions.keys()].filter(
      (number) => grammar.productions[number]?.result === nonterminal,
    );
    const variables = [...scope.keys()].filter((index) => scope[index] === nonterminal);
    const sharing = variables.length + own.filter((n) => headOf(n) === "variable").length;
    const heads = new Set(own.map(headOf));
    if (sharing > 0) heads.add("variable");
    const cost = spent + Math.log(heads.size);
    if (cost >= mostCost) return;
    const shared = cost + Math.log(sharing);
    for (const index of variables) if (shared < mostCost) emit(variable(index), shared);
    for (const number of own) {
      const { head, slots } = grammar.productions[number] as SearchGrammar["productions"][number];
      const instances = own.filter((other) => headOf(other) === headOf(number)).length;
      const paid = instances > 1 ? spent + Math.max(cost - spent, 0.5) : cost;
      if (head.kind === "literal") emit(head.literal, cost);
      else if (head.kind === "parameter") {
        if (shared < mostCost) emit(variable(scope.length - 1 - head.position), shared);
      } else {
        const next = (slot: number, term: Term, soFar: number): void => {
          const place = slots[slot];
          if (place === undefined) return emit(term, soFar);
          const inner = [...place.parameters.toReversed(), ...scope];
          terms(place.nonterminal, inner, soFar, depth + 1, (body, total) =>
            next(slot + 1, apply(term, abstract(place.parameters.length, body)), total),
          );
        };
        if (paid < mostCost) next(0, primitiveReference(head.primitive.name), paid);
      }
    }
  };

  const found: { program: Term; cost: number }[] = [];
  const scope = grammar.parameters.map((of) => of ?? -1).toReversed();
  terms(grammar.start, scope, 0, 0, (body, cost) => {
    found.push({ program: abstract(scope.length, body), cost });
  });
  return found.sort((a, b) => a.cost - b.cost);
}
