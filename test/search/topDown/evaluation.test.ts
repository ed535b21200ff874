import { expect, test } from "vitest";
import { list } from "../../../src/domains/list/list.ts";
import { compile } from "../../../src/interp/evaluate.ts";
import { contains } from "../../../src/interp/ranges/lattice.ts";
import { printType } from "../../../src/dsl/type.ts";
import { domainGrammar } from "../../../src/search/domainGrammar.ts";
import { Evaluation } from "../../../src/search/topDown/evaluation.ts";
import {
  type PartialNode,
  productionNode,
  toTerm,
  variableNode,
} from "../../../src/search/topDown/partialProgram.ts";
import { typeOf } from "../../dsl/parsed.ts";

const request = typeOf("list int -> list int");
const grammar = domainGrammar(list, request);
const inputs = [[3, 1]];

/** A call of the instance whose arguments are of the nonterminals of the children. */
function call(name: string, depth: number, ...children: readonly PartialNode[]): PartialNode {
  for (const [number, production] of grammar.productions.entries()) {
    const { head, slots } = production;
    const own = head.kind === "call" ? head.primitive.name : "";
    const literal = head.kind === "literal" ? String(head.literal.value) : "";
    const fits = slots.every((slot, i) => slot.nonterminal === children[i]?.nonterminal);
    if ((own === name || literal === name) && slots.length === children.length && fits) {
      return productionNode(number, production, children, depth, 1);
    }
  }
  throw new Error(`no instance of ${name}`);
}

const nonterminal = (type: string): number =>
  grammar.nonterminals.findIndex((one) => one.type !== undefined && printType(one.type) === type);

const variable = (type: string, level: number): PartialNode =>
  variableNode(nonterminal(type), level, 1, 1);

test("a node without variables of the lambdas around it has the value that its own lambdas give", () => {
  // \xs -> map (\x -> x + car (map (\y -> y + 1) (range 1))) xs
  const inner = call(
    "map",
    1,
    call("+", 2, variable("int", 2), call("1", 2)),
    call("range", 1, call("1", 1)),
  );
  const body = call("+", 1, variable("int", 1), call("car", 1, inner));
  const root = call("map", 0, body, variable("list int", 0));
  const evaluation = new Evaluation({
    grammar,
    domain: list,
    rows: [inputs],
    inputTypes: [typeOf("list int")],
    limits: list.limits,
    fuel: 1000,
    forward: true,
  });
  expect(inner.free).toBe(0);
  expect(evaluation.valueOf(inner, 0)).toEqual([1]);
  expect(contains(evaluation.rangeOf(root, 0), [4, 2])).toBe(true);
  expect(evaluation.valueOf(root, 0)).toEqual(compile(toTerm(root, grammar), list).run(...inputs));
});
