import type { Range } from "../../dsl/range.ts";
import { type Term, abstract, apply, primitiveReference, variable } from "../../dsl/term.ts";
import type { SearchGrammar, SearchProduction } from "../searchGrammar.ts";
import type { HolePlace } from "./choices.ts";

/**
 * A node of a partial program. Nodes are never changed: a program in which a hole is filled shares all
 * but the path to the hole with the one before, and so what is known of the shared nodes.
 */
export interface PartialNode {
  readonly nonterminal: number;
  /** Number of the production; `HOLE` or `VARIABLE` for what is none. */
  readonly production: number;
  /** For a variable: counted from 0, the function's own parameters first, outermost first. */
  readonly level: number;
  readonly children: readonly PartialNode[];
  /** Lambda variables in scope at it; 0 for a variable. */
  readonly lambdaDepth: number;
  /** Holes in it. */
  readonly holes: number;
  /** Variables of lambdas around it that it mentions: bit i for the i-th lambda variable from outside. */
  readonly free: number;
  /** Of the choice that the node is, and of all in it. */
  readonly own: number;
  readonly cost: number;
  /** Does it mention no variable at all? */
  readonly constant: boolean;
  /** Its values by row where it mentions no lambda's variable, filled as they are asked for. */
  values: unknown[] | undefined;
  /** The same of its ranges. */
  ranges: Range[] | undefined;
}

export const HOLE = -1;
export const VARIABLE = -2;

const NONE: readonly PartialNode[] = [];

export const holeNode = (nonterminal: number, lambdaDepth: number): PartialNode => ({
  nonterminal,
  production: HOLE,
  level: -1,
  children: NONE,
  lambdaDepth,
  holes: 1,
  // What fills it may mention all that is in scope.
  free: 2 ** lambdaDepth - 1,
  own: 0,
  cost: 0,
  constant: false,
  values: undefined,
  ranges: undefined,
});

/** @param parameters how many of the variables are the function's own */
export const variableNode = (
  nonterminal: number,
  level: number,
  parameters: number,
  cost: number,
): PartialNode => ({
  nonterminal,
  production: VARIABLE,
  level,
  children: NONE,
  lambdaDepth: 0,
  holes: 0,
  free: level < parameters ? 0 : 1 << (level - parameters),
  own: cost,
  cost,
  constant: false,
  values: undefined,
  ranges: undefined,
});

/** A call, a literal or a parameter that is a production, with its arguments. */
export function productionNode(
  number: number,
  production: SearchProduction,
  children: readonly PartialNode[],
  lambdaDepth: number,
  cost: number,
): PartialNode {
  const own = 2 ** lambdaDepth - 1;
  let holes = 0;
  let free = 0;
  let total = cost;
  let constant = production.head.kind !== "parameter";
  for (const child of children) {
    holes += child.holes;
    free |= child.free & own;
    total += child.cost;
    constant &&= child.constant;
  }
  return {
    nonterminal: production.result,
    production: number,
    level: -1,
    children,
    lambdaDepth,
    holes,
    free,
    own: cost,
    cost: total,
    constant,
    values: undefined,
    ranges: undefined,
  };
}

/** One step from the root to a hole. */
export interface Step {
  readonly node: PartialNode;
  readonly slot: number;
  /** Lambda variables in scope at the node. */
  readonly lambdaDepth: number;
}

/** The way to the leftmost hole of a program that has one. */
export interface HolePath {
  readonly steps: readonly Step[];
  readonly hole: PartialNode;
  readonly place: HolePlace;
  /** Nonterminals of the variables in scope at the hole, innermost first. */
  readonly context: readonly number[];
  readonly lambdaDepth: number;
}

export function leftmostHole(
  root: PartialNode,
  parameters: readonly number[],
  grammar: SearchGrammar,
): HolePath {
  const steps: Step[] = [];
  let node = root;
  let context = parameters;
  let lambdaDepth = 0;
  let place: HolePlace = { parent: -1, slot: 0 };
  while (node.production !== HOLE) {
    const slot = node.children.findIndex((child) => child.holes > 0);
    steps.push({ node, slot, lambdaDepth });
    const own = (grammar.productions[node.production] as SearchProduction).slots[slot];
    const bound = own?.parameters ?? [];
    if (bound.length > 0) {
      context = [...bound.toReversed(), ...context];
      lambdaDepth += bound.length;
    }
    place = { parent: node.production, slot };
    node = node.children[slot] as PartialNode;
  }
  return { steps, hole: node, place, context, lambdaDepth };
}

/** The closed term of a complete program. */
export function toTerm(root: PartialNode, grammar: SearchGrammar): Term {
  const arity = grammar.parameters.length;
  const build = (node: PartialNode, scope: number): Term => {
    if (node.production === VARIABLE) return variable(scope - 1 - node.level);
    const { head, slots } = grammar.productions[node.production] as SearchProduction;
    if (head.kind === "literal") return head.literal;
    if (head.kind === "parameter") return variable(scope - 1 - head.position);
    const args = node.children.map((child, slot) => {
      const { length } = (slots[slot] as (typeof slots)[number]).parameters;
      return abstract(length, build(child, scope + length));
    });
    return apply(primitiveReference(head.primitive.name), ...args);
  };
  return abstract(arity, build(root, arity));
}
