import { type Result, failure, success } from "../support/result.ts";
import { printDatum } from "./printValue.ts";
import { shift } from "./shift.ts";
import { type Option, type Site, Sites } from "./sites.ts";
import {
  type Literal,
  type PrimitiveReference,
  type Term,
  apply,
  spine,
  variable,
} from "./term.ts";
import { type Goal, Threading } from "./threading.ts";
import { type Type, canonicalType, printType, splitFunctionType, typeVariables } from "./type.ts";
import { externType } from "./typeTable.ts";
import type { WeightedGrammar } from "./weightedGrammar.ts";
import type { Datum } from "./valueType.ts";

/** Where a choice is made: argument `argument` of what was chosen above it, or the start. */
export type Place =
  | { readonly parent: "start" | "variable" }
  | { readonly parent: number; readonly argument: number };

/** One choice on the way to a program. */
export interface Decision {
  readonly place: Place;
  readonly site: Site;
  readonly option: Option;
}

/** Why a grammar does not make a program: one sentence without a full stop, and the subterm at fault. */
export interface Underivable {
  readonly message: string;
  readonly term: Term;
}

/** Reads programs as the choices that a grammar makes them by. */
export class Deriver {
  private readonly sites: Sites;
  private readonly numbers = new Map<string, number>();

  constructor(grammar: WeightedGrammar) {
    this.sites = new Sites(grammar);
    for (const [index, { term }] of grammar.productions.entries()) {
      this.numbers.set(headKey(term), index);
    }
  }

  /**
   * The choices that make a closed term of a request, in prefix order. The term is read in eta-long
   * form: where a function is asked for, `car` is `\x -> car x`.
   */
  derive(program: Term, request: Type): Result<readonly Decision[], Underivable> {
    const { table, grammar } = this.sites;
    const threading = new Threading(this.sites, 1 + Math.max(-1, ...typeVariables(request)));
    const decisions: Decision[] = [];
    const goal = { type: table.intern(request), environment: table.empty, weights: grammar.start };
    const problem = this.walk(goal, program, { parent: "start" }, threading, decisions);
    return problem === undefined ? success(decisions) : failure(problem);
  }

  /** How likely the grammar is to make a program when it is asked for one of a type. */
  logLikelihood(program: Term, request: Type): Likelihood {
    const derived = this.derive(program, request);
    if (!derived.ok) return { logP: -Infinity, reason: derived.error };
    return { logP: derived.value.reduce((sum, { option }) => sum - option.cost, 0) };
  }

  private walk(
    goal: Goal,
    term: Term,
    place: Place,
    threading: Threading,
    decisions: Decision[],
  ): Underivable | undefined {
    const opened = threading.open(goal);
    let body = bare(term);
    for (let i = 0; i < opened.lambdas; i++) {
      body = bare(body.kind === "lambda" ? body.body : apply(shift(body, 1), variable(0)));
    }
    const { head, arguments: args } = spine(body);
    const choice = this.choiceOf(head);
    if (typeof choice === "string") return { message: choice, term: body };
    const option = opened.site.options.find((one) => one.choice === choice);
    if (option === undefined) {
      const { result } = splitFunctionType(externType(threading.resolve(goal.type)));
      const asked = printType(canonicalType(result));
      return { message: `the grammar has it not where \`${asked}\` is asked for`, term: body };
    }
    if (args.length !== option.arguments.length) {
      const message = `it takes ${option.arguments.length} arguments here and has ${args.length}`;
      return { message, term: body };
    }
    decisions.push({ place, site: opened.site, option });
    const goals = threading.choose(option, opened);
    for (const [argument, next] of goals.entries()) {
      const below: Place = choice < 0 ? { parent: "variable" } : { parent: choice, argument };
      const problem = this.walk(next, args[argument] as Term, below, threading, decisions);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }

  private choiceOf(head: Term): number | string {
    switch (head.kind) {
      case "variable":
        return -1 - head.index;
      case "primitive":
      case "literal":
        return this.numbers.get(headKey(head)) ?? "the grammar has no such production";
      case "lambda":
      case "inline":
        return "a function stands where no production makes one: reduce the program first";
      case "application":
      case "hole":
        return "a hole is no program";
    }
  }
}

/** An abstraction written where it is used and not called is its body. */
function bare(term: Term): Term {
  let inner = term;
  while (inner.kind === "inline") inner = inner.body;
  return inner;
}

/** A text that equal heads share. */
export const headKey = (head: PrimitiveReference | Literal): string =>
  head.kind === "primitive"
    ? `primitive ${head.name}`
    : `literal ${printDatum(head.value as Datum, head.type)} : ${printType(canonicalType(head.type))}`;

export interface Likelihood {
  /** Natural log of the program's probability; -Infinity when the grammar does not make it. */
  readonly logP: number;
  /** Why it is -Infinity. */
  readonly reason?: Underivable;
}

/** The same of one program; of several, a `Deriver` need not be made for each. */
export const logLikelihood = (program: Term, request: Type, grammar: WeightedGrammar): Likelihood =>
  new Deriver(grammar).logLikelihood(program, request);
