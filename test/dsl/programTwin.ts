import { type Term, abstract, apply, variable } from "../../src/dsl/term.ts";
import { type Type, isArrow, splitFunctionType, typeVariables } from "../../src/dsl/type.ts";
import { createSubstitution } from "../../src/dsl/unify.ts";
import type { WeightedGrammar, Weights } from "../../src/dsl/weightedGrammar.ts";

/** Deeper than any program of the tests whose choices all cost something. */
const MOST_DEPTH = 100;

/**
 * Every program of a request that costs less than `mostCost`, straight from the definition: at each
 * node everything is unified anew, and nothing is cut off but by the cost so far.
 */
export function programsBelow(
  grammar: WeightedGrammar,
  request: Type,
  mostCost: number,
): readonly { readonly program: Term; readonly cost: number }[] {
  const found: { program: Term; cost: number }[] = [];
  const substitution = createSubstitution(1 + Math.max(-1, ...typeVariables(request)));

  const terms = (
    asked: Type,
    scope: readonly Type[],
    weights: Weights,
    spent: number,
    depth: number,
    emit: (term: Term, cost: number) => void,
  ): void => {
    // Choices that cost nothing go on for ever.
    if (depth > MOST_DEPTH) return;
    const type = substitution.resolve(asked);
    if (isArrow(type)) {
      const [parameter, result] = type.arguments;
      terms(result, [parameter, ...scope], weights, spent, depth + 1, (body, cost) =>
        emit(abstract(1, body), cost),
      );
      return;
    }
    const heads = [
      ...scope.map((own, index) => ({ head: variable(index) as Term, own, index: -1 - index })),
      ...grammar.productions.map((production, index) => ({
        head: production.term as Term,
        own: substitution.instantiate(production.type),
        index,
      })),
    ].filter(({ own }) => {
      const mark = substitution.mark();
      const fits = substitution.unify(splitFunctionType(substitution.resolve(own)).result, type).ok;
      substitution.undo(mark);
      return fits;
    });
    const variables = heads.filter(({ index }) => index < 0).length;
    const weightOf = (index: number): number =>
      index < 0
        ? Math.exp(weights.variable) / variables
        : Math.exp(weights.productions[index] as number);
    const total = heads.reduce((sum, { index }) => sum + weightOf(index), 0);
    for (const { head, own, index } of heads) {
      const cost = spent - Math.log(weightOf(index) / total);
      if (!(cost < mostCost)) continue;
      const mark = substitution.mark();
      const split = splitFunctionType(substitution.resolve(own));
      substitution.unify(split.result, type);
      const next = (at: number, term: Term, soFar: number): void => {
        const parameter = split.parameters[at];
        if (parameter === undefined) return emit(term, soFar);
        const own = index < 0 ? grammar.variable : (grammar.arguments[index]?.[at] as Weights);
        terms(parameter, scope, own, soFar, depth + 1, (argument, c) =>
          next(at + 1, apply(term, argument), c),
        );
      };
      next(0, head, cost);
      substitution.undo(mark);
    }
  };

  terms(request, [], grammar.start, 0, 0, (program, cost) => found.push({ program, cost }));
  return found.sort((a, b) => a.cost - b.cost);
}
