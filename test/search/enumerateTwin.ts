import type { Domain } from "../../src/dsl/domain.ts";
import { type Term, abstract, apply, primitiveReference, variable } from "../../src/dsl/term.ts";
import { compile } from "../../src/interp/evaluate.ts";
import { valueKey } from "../../src/interp/value.ts";
import {
  type SearchGrammar,
  type SearchProduction,
  surchargeOf,
} from "../../src/search/searchGrammar.ts";

/** A term and the production at its root, or -1 for a variable. */
interface Rooted {
  readonly term: Term;
  readonly root: number;
}

/**
 * Every term of a grammar of exactly a cost, without any pruning: slow and plain.
 *
 * @param where is the cost one as the whole function's body, or as a part of it?
 */
export function termsOf(
  grammar: SearchGrammar,
  where: "body" | "part" = "part",
): (cost: number) => readonly Term[] {
  const memo = new Map<string, readonly Rooted[]>();

  const terms = (
    nonterminal: number,
    context: readonly number[],
    depth: number,
    cost: number,
  ): readonly Rooted[] => {
    if (cost <= 0) return [];
    const key = `${nonterminal}|${context.join()}|${depth}|${cost}`;
    const known = memo.get(key);
    if (known !== undefined) return known;
    const found: Rooted[] = [];
    if (cost === grammar.nonterminals[nonterminal]?.variableCost) {
      context.forEach((of, i) => {
        if (of === nonterminal) found.push({ term: variable(i), root: -1 });
      });
    }
    for (const [root, production] of grammar.productions.entries()) {
      if (production.result !== nonterminal) continue;
      const takesFunction = production.slots.some((slot) => slot.parameters.length > 0);
      if (takesFunction && depth >= 2) continue;
      const surcharge = takesFunction ? grammar.nestedLambdaCost * depth : 0;
      for (const args of tuples(root, 0, context, depth, cost - production.cost - surcharge)) {
        found.push({ term: termOf(production, args, context), root });
      }
    }
    memo.set(key, found);
    return found;
  };

  const tuples = (
    parent: number,
    from: number,
    context: readonly number[],
    depth: number,
    left: number,
  ): readonly (readonly Term[])[] => {
    const slot = grammar.productions[parent]?.slots[from];
    if (slot === undefined) return left === 0 ? [[]] : [];
    const inner = [...[...slot.parameters].reverse(), ...context];
    const innerDepth = slot.parameters.length > 0 ? depth + 1 : depth;
    const found: (readonly Term[])[] = [];
    for (let own = 1; own <= left; own++) {
      const firsts = terms(slot.nonterminal, inner, innerDepth, own);
      if (firsts.length === 0) continue;
      for (const { term, root } of firsts) {
        const added = surchargeOf(grammar.surcharges?.slots[parent]?.[from], root);
        for (const rest of tuples(parent, from + 1, context, depth, left - own - added)) {
          found.push([abstract(slot.parameters.length, term), ...rest]);
        }
      }
    }
    return found;
  };

  const root = grammar.parameters.map((of) => of ?? -1).reverse();
  return (cost) => {
    const rooted: Rooted[] = [];
    for (let own = 1; own <= cost; own++) {
      for (const one of terms(grammar.start, root, 0, own)) {
        const start = where === "part" ? undefined : grammar.surcharges?.start;
        if (own + surchargeOf(start, one.root) === cost) rooted.push(one);
      }
    }
    return rooted.map(({ term }) => abstract(root.length, term));
  };
}

function termOf(
  { head }: SearchProduction,
  args: readonly Term[],
  context: readonly number[],
): Term {
  switch (head.kind) {
    case "literal":
      return head.literal;
    case "parameter":
      return variable(context.length - 1 - head.position);
    case "call":
      return apply(primitiveReference(head.primitive.name), ...args);
  }
}

/** The outputs of a program on inputs as one text, faults marked. */
export function behaviour(
  program: Term,
  inputs: readonly (readonly unknown[])[],
  domain: Domain,
): string {
  const evaluator = compile(program, domain);
  return inputs
    .map((row) => {
      const value = evaluator.run(...row);
      return value === undefined ? "fault" : valueKey(value);
    })
    .join(" ");
}

/** For each behaviour that some program up to a cost has, the least cost of such a program. */
export function behavioursUpTo(
  grammar: SearchGrammar,
  cost: number,
  inputs: readonly (readonly unknown[])[],
  domain: Domain,
): ReadonlyMap<string, number> {
  const terms = termsOf(grammar);
  const found = new Map<string, number>();
  for (let level = 1; level <= cost; level++) {
    for (const program of terms(level)) {
      const key = behaviour(program, inputs, domain);
      if (!found.has(key)) found.set(key, level);
    }
  }
  return found;
}
