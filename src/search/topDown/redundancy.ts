import type { Primitive } from "../../dsl/primitive.ts";
import { equalValues, valueKey } from "../../interp/value.ts";
import { forbiddenBy } from "../laws.ts";
import type { SearchGrammar, SearchProduction } from "../searchGrammar.ts";
import { type Evaluation, FAULT } from "./evaluation.ts";
import type { PartialNode } from "./partialProgram.ts";

/** The order that tells `x + y` from `y + x`: any that the terms alone decide. */
function compareNodes(a: PartialNode, b: PartialNode): number {
  if (a === b) return 0;
  if (a.production !== b.production) return a.production - b.production;
  if (a.level !== b.level) return a.level - b.level;
  for (const [index, child] of a.children.entries()) {
    const order = compareNodes(child, b.children[index] as PartialNode);
    if (order !== 0) return order;
  }
  return 0;
}

const primitiveOf = (node: PartialNode, grammar: SearchGrammar): Primitive | undefined => {
  const head = grammar.productions[node.production]?.head;
  return head?.kind === "call" ? head.primitive : undefined;
};

// In a grammar from a file a term of one nonterminal need not be one of another: what a law puts in a
// call's place must be a term of the call's nonterminal.

/** Is a call one of a primitive to its own result, which a law shortens? */
export function isShortenedByLaw(
  parent: PartialNode,
  child: PartialNode,
  grammar: SearchGrammar,
): boolean {
  const primitive = primitiveOf(parent, grammar);
  if (primitive === undefined || primitive !== primitiveOf(child, grammar)) return false;
  const [inner] = child.children;
  return (
    (primitive.laws.includes("involutive") && inner?.nonterminal === parent.nonterminal) ||
    (primitive.laws.includes("projective") && child.nonterminal === parent.nonterminal)
  );
}

/** Is a call whose slot was completed just now the same as another one by a law of two arguments? */
export function isExcludedByLaw(
  node: PartialNode,
  slot: number,
  evaluation: Evaluation,
  grammar: SearchGrammar,
): boolean {
  const primitive = primitiveOf(node, grammar);
  const [left, right] = node.children;
  if (primitive === undefined || left === undefined || right === undefined) return false;
  if (node.children.length !== 2) return false;
  const { slots } = grammar.productions[node.production] as SearchProduction;
  if (slots.some(({ parameters }) => parameters.length > 0)) return false;
  if (node.holes === 0 && left.nonterminal === right.nonterminal) {
    const order = compareNodes(left, right);
    if (order > 0 && primitive.laws.includes("commutative")) return true;
    const isOwn = left.nonterminal === node.nonterminal;
    if (order === 0 && isOwn && primitive.laws.includes("idempotent")) return true;
  }
  const [child, other] = slot === 0 ? [left, right] : [right, left];
  if (!child.constant || child.holes > 0) return false;
  const value = evaluation.valueOf(child, 0);
  return primitive.laws.some((law) => {
    const forbidden = forbiddenBy(law);
    if (forbidden === undefined) return false;
    const { side } = forbidden;
    const isAbsorbing = typeof law !== "string" && law.kind === "absorbing";
    const rest = isAbsorbing ? child : other;
    if (rest.nonterminal !== node.nonterminal) return false;
    const applies = side === "both" || side === (slot === 0 ? "left" : "right");
    return applies && equalValues(forbidden.value, value);
  });
}

/** Costs this close are equal. */
const COST_TOLERANCE = 1e-9;

/**
 * The cheapest subterm known of each behaviour on the rows. A program with another subterm of the same
 * behaviour is redundant: the same program with the cheapest one instead costs no more and is built
 * too, because costs do not depend on what is below a node.
 */
export class Behaviours {
  private readonly cheapest = new Map<string, PartialNode>();
  private readonly ids = new Map<string, number>();
  private readonly evaluation: Evaluation;
  private readonly rows: number;
  /** An estimate of what the table takes. */
  sizeBytes = 0;

  constructor(evaluation: Evaluation, rows: number) {
    this.evaluation = evaluation;
    this.rows = rows;
  }

  /**
   * Is a complete subterm, which mentions no lambda's variable, one that another replaces? If not it is
   * remembered.
   *
   * @param scope a text for the variables in scope, which costs depend on
   */
  isReplaced(node: PartialNode, scope: string): boolean {
    let key = `${node.nonterminal} ${scope}`;
    for (let row = 0; row < this.rows; row++) {
      const value = this.evaluation.valueOf(node, row);
      key += value === FAULT ? " !" : ` ${this.idOf(value)}`;
    }
    const known = this.cheapest.get(key);
    if (known === undefined) {
      this.sizeBytes += 2 * key.length + 200;
      this.cheapest.set(key, node);
      return false;
    }
    if (known.cost < node.cost + COST_TOLERANCE && compareNodes(known, node) !== 0) return true;
    if (node.cost < known.cost - COST_TOLERANCE) this.cheapest.set(key, node);
    return false;
  }

  private idOf(value: unknown): number {
    const text = valueKey(value);
    let id = this.ids.get(text);
    if (id === undefined) {
      id = this.ids.size;
      this.ids.set(text, id);
      this.sizeBytes += 2 * text.length + 60;
    }
    return id;
  }
}
