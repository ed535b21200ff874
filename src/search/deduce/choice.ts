import { definedPrimitive } from "../../dsl/definition.ts";
import type { Domain } from "../../dsl/domain.ts";
import type { Primitive } from "../../dsl/primitive.ts";
import { BOOL, type Type, arrow, splitFunctionType } from "../../dsl/type.ts";
import { type Term, abstract, children, spine, splitLambdas, variable } from "../../dsl/term.ts";
import { findPrimitive } from "../../dsl/domain.ts";
import { callableOf } from "../callable.ts";
import { wordPredicate } from "../wordCode.ts";
import { type SearchGrammar, isConditional } from "../searchGrammar.ts";

/** A production that gives one of two of its slots, as a test of a third tells: `if`, or a definition made of it. */
export interface Choice {
  readonly production: number;
  readonly condition: number;
  readonly whenTrue: number;
  readonly whenFalse: number;
  /** Does a value of the condition's slot choose `whenTrue`? Undefined for a fault. */
  readonly test: (value: unknown) => boolean | undefined;
  /** The same for a word given as its halves. */
  readonly testHalves?: (low: number, high: number) => boolean;
}

/** The choices among a nonterminal's productions whose branches are terms of the nonterminal itself. */
export function choicesOf(
  nonterminal: number,
  grammar: SearchGrammar,
  domain: Domain,
): readonly Choice[] {
  return (grammar.nonterminals[nonterminal]?.productions ?? []).flatMap((production) => {
    const { head, slots } = grammar.productions[production] ?? { slots: [] };
    if (head?.kind !== "call" || slots.length !== 3) return [];
    if (slots.some(({ parameters }) => parameters.length > 0)) return [];
    const shape = isConditional(head.primitive)
      ? { condition: 0, whenTrue: 1, whenFalse: 2, test: asBoolean }
      : definedChoice(head.primitive, domain);
    if (shape === undefined) return [];
    const branches = [slots[shape.whenTrue], slots[shape.whenFalse]];
    return branches.every((slot) => slot?.nonterminal === nonterminal)
      ? [{ production, ...shape }]
      : [];
  });
}

const asBoolean = (value: unknown): boolean | undefined =>
  typeof value === "boolean" ? value : undefined;

/** `\c x y -> if (p c) x y`, its parameters in any order. */
function definedChoice(
  { name, type, body: definition }: Primitive,
  domain: Domain,
): Omit<Choice, "production"> | undefined {
  if (definition === undefined) return undefined;
  const { count, body } = splitLambdas(definition);
  const { head, arguments: args } = spine(body);
  const [condition, whenTrue, whenFalse] = args;
  if (count !== 3 || args.length !== 3 || head.kind !== "primitive") return undefined;
  if (findPrimitive(domain, head.name)?.conditional !== true) return undefined;
  if (whenTrue?.kind !== "variable" || whenFalse?.kind !== "variable") return undefined;
  const free = new Set<number>();
  if (condition === undefined || !collectVariables(condition, free)) return undefined;
  const [tested] = free;
  if (free.size !== 1 || tested === undefined) return undefined;
  if (new Set([tested, whenTrue.index, whenFalse.index]).size !== 3) return undefined;
  const slot = 2 - tested;
  const predicate = definedPrimitive({
    name: `${name} tests`,
    type: arrow(splitFunctionType(type).parameters[slot] as Type, BOOL),
    body: abstract(1, withVariable(condition)),
  });
  const test = callableOf(predicate, domain);
  const testHalves = wordPredicate(predicate, domain);
  return {
    condition: slot,
    whenTrue: 2 - whenTrue.index,
    whenFalse: 2 - whenFalse.index,
    test: (value) => asBoolean(test(value)),
    ...(testHalves === undefined ? {} : { testHalves }),
  };
}

/** Collects the variables of a term without lambdas; false when it has one. */
function collectVariables(term: Term, found: Set<number>): boolean {
  if (term.kind === "lambda" || term.kind === "inline") return false;
  if (term.kind === "variable") found.add(term.index);
  return children(term).every((child) => collectVariables(child, found));
}

/** The term with its only variable renamed to the innermost. */
function withVariable(term: Term): Term {
  if (term.kind === "variable") return variable(0);
  if (term.kind !== "application") return term;
  return {
    kind: "application",
    function: withVariable(term.function),
    argument: withVariable(term.argument),
  };
}
