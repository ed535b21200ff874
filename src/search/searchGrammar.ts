import { groupBy } from "../support/groupBy.ts";
import type { Primitive } from "../dsl/primitive.ts";
import type { Literal } from "../dsl/term.ts";
import { type Type, printType } from "../dsl/type.ts";
import type { Callable } from "./callable.ts";
import type { WordCode } from "./wordCode.ts";

/**
 * What a search enumerates: monomorphic productions in eta-long form. Every argument of a call is a
 * slot; a slot of function type holds the body of a lambda, in a scope that is wider by the lambda's
 * parameters.
 */
export interface SearchGrammar {
  readonly nonterminals: readonly SearchNonterminal[];
  /** Index of the nonterminal of the whole function's body. */
  readonly start: number;
  /**
   * Nonterminals of the function's parameters, outermost first, or undefined where terms of none may
   * be a parameter as such: in a grammar from a file parameters are productions like others.
   */
  readonly parameters: readonly (number | undefined)[];
  /** May a program have literals that no production gives? */
  readonly anyLiteral: boolean;
  /** Added to a call with a function argument, once for each lambda around it. */
  readonly nestedLambdaCost: number;
  /** All productions; a production's place here is its number. */
  readonly productions: readonly SearchProduction[];
  /** Units that a cost of 1 by kind (`costs.ts`) is worth. */
  readonly scale: number;
  /** What terms cost more in their place than at least; absent where no cost depends on the place. */
  readonly surcharges?: Surcharges;
}

/**
 * Costs in context: a term's cost in the bank is the least that it can have, and a slot adds what the
 * root of its term costs there beyond that.
 */
export interface Surcharges {
  /** For the whole function's body. */
  readonly start: Surcharge | undefined;
  /** `slots[p][i]` for slot i of production p; undefined where all cost their least. */
  readonly slots: readonly (readonly (Surcharge | undefined)[])[];
}

/** Units added in one place. */
export interface Surcharge {
  /** By the root's production. */
  readonly productions: Int32Array;
  readonly variable: number;
  /** All values that occur but for those that stand for never, rising. */
  readonly values: readonly number[];
}

/** What a place adds to a term of this root: a production's number, or negative for a variable. */
export const surchargeOf = (surcharge: Surcharge | undefined, root: number): number =>
  surcharge === undefined
    ? 0
    : root < 0
      ? surcharge.variable
      : (surcharge.productions[root] as number);

export interface SearchNonterminal {
  readonly name: string;
  /** Absent for a nonterminal that only names a part of a production. */
  readonly type?: Type;
  /** Numbers of its productions. */
  readonly productions: readonly number[];
  /** What a variable of it costs that a lambda or the function binds; Infinity where none may stand. */
  readonly variableCost: number;
}

export interface SearchProduction {
  readonly result: number;
  /** A positive integer. */
  readonly cost: number;
  /** Of a cost by kind the part that is due to the task, whatever the head: a type foreign to it, for one. */
  readonly penalty: number;
  readonly head: Head;
  readonly slots: readonly Slot[];
}

export type Head =
  | {
      readonly kind: "call";
      readonly primitive: Primitive;
      readonly evaluate: Callable;
      /** The same on words as two halves, where it has such a form. */
      readonly words?: WordCode | undefined;
    }
  | { readonly kind: "literal"; readonly literal: Literal }
  /** The function's own parameter, counted from 0, outermost first. */
  | { readonly kind: "parameter"; readonly position: number };

export interface Slot {
  readonly nonterminal: number;
  /** Nonterminals of the parameters of the lambda whose body this is; empty for a plain argument. */
  readonly parameters: readonly number[];
}

/** Is there a conditional, so that a term without a value on some example may be part of a solution? */
export const hasConditional = (grammar: SearchGrammar): boolean =>
  grammar.productions.some(({ head }) => head.kind === "call" && isConditional(head.primitive));

export const isConditional = (primitive: Primitive): boolean => primitive.conditional === true;

/**
 * The least cost of a term of each nonterminal, `Infinity` where there is none. Parameters of lambdas
 * count as if they were in scope everywhere, so the bound may be too low, never too high.
 */
export function leastCosts(
  grammar: SearchGrammar,
  variableCost = (nonterminal: number): number =>
    grammar.nonterminals[nonterminal]?.variableCost ?? Infinity,
): readonly number[] {
  const least = grammar.nonterminals.map(() => Infinity);
  const bound = [
    ...grammar.parameters,
    ...grammar.productions.flatMap(({ slots }) => slots.flatMap((slot) => slot.parameters)),
  ];
  for (const nonterminal of bound) {
    if (nonterminal !== undefined) least[nonterminal] = variableCost(nonterminal);
  }
  for (let changed = true; changed;) {
    changed = false;
    for (const { result, cost, slots } of grammar.productions) {
      const total = slots.reduce((sum, slot) => sum + (least[slot.nonterminal] as number), cost);
      if (total < (least[result] as number)) {
        least[result] = total;
        changed = true;
      }
    }
  }
  return least;
}

/**
 * The grammar without productions that no finite term uses and nonterminals that the start does not
 * reach. The start stays even when it has no term.
 */
export function pruneGrammar(grammar: SearchGrammar): SearchGrammar {
  const least = leastCosts(grammar, () => 1);
  const productive = grammar.productions.filter(({ slots }) =>
    slots.every((slot) => least[slot.nonterminal] !== Infinity),
  );
  const uses = new Map<number, number[]>();
  for (const { result, slots } of productive) {
    const used = uses.get(result) ?? [];
    used.push(...slots.map(({ nonterminal }) => nonterminal));
    uses.set(result, used);
  }
  const reached = new Set<number>([grammar.start]);
  for (const nonterminal of reached) uses.get(nonterminal)?.forEach((used) => reached.add(used));
  const numbers = new Map([...reached].sort((a, b) => a - b).map((old, index) => [old, index]));
  // A parameter that nothing asks for still counts as bound, but no bank is kept for it.
  const renumber = (old: number): number => numbers.get(old) ?? UNREACHED;
  const productions = productive
    .filter(({ result }) => reached.has(result))
    .map((production) => ({
      ...production,
      result: renumber(production.result),
      slots: production.slots.map((slot) => ({
        nonterminal: renumber(slot.nonterminal),
        parameters: slot.parameters.map(renumber),
      })),
    }));
  const own = productionsByResult(productions);
  const nonterminals = [...numbers.entries()].map(([old, index]) => ({
    ...(grammar.nonterminals[old] as SearchNonterminal),
    productions: own.get(index) ?? [],
  }));
  return {
    ...grammar,
    nonterminals,
    start: renumber(grammar.start),
    parameters: grammar.parameters.map((p) => (p === undefined ? undefined : renumber(p))),
    productions,
  };
}

/**
 * The grammar with nonterminals of the same terms made one, so that what is built for one serves the
 * other: `Start ::= Text` gives `Start` all productions of `Text`.
 */
export function mergeAlike(grammar: SearchGrammar): SearchGrammar {
  const image = grammar.nonterminals.map((_, index) => index);
  const at = (old: number): number => (old === UNREACHED ? old : (image[old] as number));
  const heads = new Map<unknown, number>();
  const headKey = (head: Head): string => {
    if (head.kind === "parameter") return `$${head.position}`;
    const identity = head.kind === "call" ? head.primitive : head.literal;
    if (!heads.has(identity)) heads.set(identity, heads.size);
    return String(heads.get(identity));
  };
  const productionKey = (number: number): string => {
    const { head, slots } = grammar.productions[number] as SearchProduction;
    return [
      headKey(head),
      ...slots.map((slot) => [slot.nonterminal, ...slot.parameters].map(at).join(",")),
    ].join(" ");
  };
  for (let changed = true; changed;) {
    changed = false;
    const known = new Map<string, number>();
    for (const [index, { type, productions }] of grammar.nonterminals.entries()) {
      if (at(index) !== index) continue;
      const bound = grammar.parameters.includes(index) ? `bound ${index}` : "";
      const keys = productions.map(productionKey).sort();
      const key = [type === undefined ? "" : printType(type), bound, ...keys].join("\n");
      const same = known.get(key);
      if (same === undefined) known.set(key, index);
      else {
        for (let i = 0; i < image.length; i++) if (image[i] === index) image[i] = same;
        changed = true;
      }
    }
  }
  return pruneGrammar({
    ...grammar,
    start: at(grammar.start),
    parameters: grammar.parameters.map((p) => (p === undefined ? undefined : at(p))),
    productions: grammar.productions.map((production) => ({
      ...production,
      slots: production.slots.map(({ nonterminal, parameters }) => ({
        nonterminal: at(nonterminal),
        parameters: parameters.map(at),
      })),
    })),
  });
}

/** Indices of productions by the nonterminal they are of. */
export const productionsByResult = (
  productions: readonly { readonly result: number }[],
): ReadonlyMap<number, readonly number[]> =>
  groupBy(productions.keys(), (number) => (productions[number] as { result: number }).result);

/** The nonterminal of a bound variable whose type no slot asks for. */
export const UNREACHED = -1;
