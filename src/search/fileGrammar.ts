import { type Domain, findPrimitive } from "../dsl/domain.ts";
import type { Production, TermGrammar } from "../dsl/grammar.ts";
import { type Term, spine } from "../dsl/term.ts";
import { type Type, isArrow, splitFunctionType } from "../dsl/type.ts";
import { type Result, failure, success } from "../support/result.ts";
import type { Example } from "../tasks/task.ts";
import { callableOf } from "./callable.ts";
import {
  LITERAL_COST,
  NESTED_LAMBDA_COST,
  VARIABLE_COST,
  callCost,
  literalCosts,
} from "./costs.ts";
import { partType } from "./partType.ts";
import { wordCodeOf } from "./wordCode.ts";
import {
  type SearchGrammar,
  type SearchNonterminal,
  type SearchProduction,
  productionsByResult,
  mergeAlike,
} from "./searchGrammar.ts";

/**
 * The search's form of a grammar that a task brings. Exactly the programs of that grammar are
 * enumerated: templates are flattened into one call a production, the inner calls becoming
 * nonterminals of their own, and a chain (`A ::= B`) gives A all productions of B.
 *
 * @returns the grammar, or why a template is nothing that can be enumerated bottom-up
 */
export function fileGrammar(
  grammar: TermGrammar,
  domain: Domain,
  request: Type,
  examples: readonly Example[],
): Result<SearchGrammar, string> {
  const literalCost = literalCosts(examples);
  const arity = splitFunctionType(request).parameters.length;
  const nonterminals: { name: string; type?: Type; found: Map<string, SearchProduction> }[] =
    grammar.nonterminals.map(({ name, type }) => ({ name, type, found: new Map() }));
  const inner = new Map<string, number>();
  let problem: string | undefined;

  const add = (result: number, production: Omit<SearchProduction, "result">): void => {
    const entry = nonterminals[result] as (typeof nonterminals)[number];
    const key = productionKey(production);
    if (!entry.found.has(key)) entry.found.set(key, { ...production, result });
  };

  /** Adds the production that a template says to a nonterminal; its holes are numbered on the way. */
  const flatten = (result: number, template: Term, holes: readonly number[]): void => {
    const { head, arguments: args } = spine(template);
    if (head.kind === "literal" && args.length === 0) {
      const cost = literalCost(head.value);
      const penalty = cost - LITERAL_COST;
      add(result, { cost, penalty, head: { kind: "literal", literal: head }, slots: [] });
      return;
    }
    if (head.kind === "variable" && args.length === 0 && head.index < arity) {
      const position = arity - 1 - head.index;
      add(result, {
        cost: VARIABLE_COST,
        penalty: 0,
        head: { kind: "parameter", position },
        slots: [],
      });
      return;
    }
    const primitive = head.kind === "primitive" ? findPrimitive(domain, head.name) : undefined;
    if (primitive === undefined || primitive.arity !== args.length) {
      problem ??= `production ${name(template)} of ${nonterminals[result]?.name} is no call with all its arguments`;
      return;
    }
    if (splitFunctionType(primitive.type).parameters.some(isArrow)) {
      problem ??= `production ${name(template)} takes a function`;
      return;
    }
    let used = 0;
    const slots = args.map((argument) => {
      const own = holes.slice(used, used + holeCount(argument));
      used += own.length;
      if (argument.kind === "hole") return { nonterminal: own[0] as number, parameters: [] };
      const key = `${JSON.stringify(own)} ${termKey(argument)}`;
      let part = inner.get(key);
      if (part === undefined) {
        const type = partType(
          argument,
          own.map((n) => nonterminals[n]?.type),
          request,
          domain,
        );
        const named = { name: name(argument), found: new Map<string, SearchProduction>() };
        part = nonterminals.push(type === undefined ? named : { ...named, type }) - 1;
        inner.set(key, part);
        flatten(part, argument, own);
      }
      return { nonterminal: part, parameters: [] };
    });
    add(result, {
      cost: callCost(primitive),
      penalty: 0,
      head: {
        kind: "call",
        primitive,
        evaluate: callableOf(primitive, domain),
        words: wordCodeOf(primitive, domain),
      },
      slots,
    });
  };

  const chains = chainClosure(grammar);
  for (const [index, reached] of chains.entries()) {
    for (const source of reached) {
      for (const { template, holes } of (
        grammar.nonterminals[source] as { productions: readonly Production[] }
      ).productions) {
        if (template.kind !== "hole") flatten(index, template, holes);
      }
    }
  }
  if (problem !== undefined) return failure(problem);

  const productions = nonterminals.flatMap(({ found }) => [...found.values()]);
  const own = productionsByResult(productions);
  const listed: SearchNonterminal[] = nonterminals.map(({ name: text, type }, index) => ({
    name: text,
    ...(type === undefined ? {} : { type }),
    productions: own.get(index) ?? [],
    variableCost: VARIABLE_COST,
  }));
  return success(
    mergeAlike({
      nonterminals: listed,
      start: grammar.start,
      parameters: Array.from({ length: arity }, () => undefined),
      productions,
      anyLiteral: false,
      nestedLambdaCost: NESTED_LAMBDA_COST,
      scale: 1,
    }),
  );
}

/** For each nonterminal those whose terms are also its own: itself and what its chains lead to. */
function chainClosure(grammar: TermGrammar): readonly ReadonlySet<number>[] {
  return grammar.nonterminals.map((_, index) => {
    const reached = new Set([index]);
    for (const at of reached) {
      for (const { template, holes } of grammar.nonterminals[at]?.productions ?? []) {
        if (template.kind === "hole") reached.add(holes[0] as number);
      }
    }
    return reached;
  });
}

const holeCount = (term: Term): number => {
  if (term.kind === "hole") return 1;
  return spine(term).arguments.reduce((sum, argument) => sum + holeCount(argument), 0);
};

const name = (term: Term): string => {
  const { head } = spine(term);
  return head.kind === "primitive" ? `\`${head.name}\`` : `a ${head.kind}`;
};

/** A text that equal templates share. */
function termKey(term: Term): string {
  const { head, arguments: args } = spine(term);
  const own =
    head.kind === "primitive"
      ? head.name
      : head.kind === "literal"
        ? literalKey(head.value)
        : head.kind === "variable"
          ? `$${head.index}`
          : "?";
  return args.length === 0 ? own : `(${[own, ...args.map(termKey)].join(" ")})`;
}

const literalKey = (value: unknown): string =>
  typeof value === "bigint" ? `#${value}` : JSON.stringify(value);

function productionKey({ head, slots }: Omit<SearchProduction, "result">): string {
  const own =
    head.kind === "call"
      ? head.primitive.name
      : head.kind === "literal"
        ? literalKey(head.literal.value)
        : `$${head.position}`;
  return `${head.kind} ${own} ${slots.map(({ nonterminal }) => nonterminal).join(" ")}`;
}
