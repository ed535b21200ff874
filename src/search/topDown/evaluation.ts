// Values and ranges of the nodes of partial programs: both walk the same tree with the same scopes, and
// each asks the other where a part is complete or still open.
import type { Domain } from "../../dsl/domain.ts";
import type { Limits } from "../../dsl/limits.ts";
import type { Range } from "../../dsl/range.ts";
import { type Type, isArrow, splitFunctionType, typeVariable } from "../../dsl/type.ts";
import { abstractEvaluate } from "../../interp/abstractEvaluate.ts";
import { type AbstractMachine, callRange } from "../../interp/abstractMachine.ts";
import { rangerOf, topOf } from "../../interp/rangeOf.ts";
import { Booleans } from "../../interp/ranges/booleans.ts";
import { Functions } from "../../interp/ranges/functionRange.ts";
import { BOTTOM, TOP, join } from "../../interp/ranges/lattice.ts";
import { isStackOverflow } from "../../interp/evaluate.ts";
import { isAdmissible } from "../admissible.ts";
import { type Machine, OUT_OF_FUEL, grant, idleMachine } from "../machine.ts";
import {
  type SearchGrammar,
  type SearchNonterminal,
  type SearchProduction,
  isConditional,
} from "../searchGrammar.ts";
import { HOLE, type PartialNode, VARIABLE } from "./partialProgram.ts";

/** There is no value: it was evaluated and had a fault. */
export const FAULT = Symbol("fault");

/** The values of the lambda variables in scope, outermost first. */
type Frame = readonly unknown[];
type RangeFrame = readonly Range[];

/**
 * The frame that a lambda in a node extends. A node that mentions no lambda's variable is evaluated
 * without those around it; its own come after their places all the same.
 */
const scopeAt = <T>({ lambdaDepth }: PartialNode, frame: readonly T[]): readonly T[] =>
  frame.length === lambdaDepth
    ? frame
    : Array.from({ length: lambdaDepth }, (_, index) => frame[index] as T);

const NO_FRAME: Frame = [];
const NO_RANGES: RangeFrame = [];

/** Calls of functions that one abstract evaluation follows. */
const ABSTRACT_STEPS = 200;

export interface EvaluationOptions {
  readonly grammar: SearchGrammar;
  readonly domain: Domain;
  /** The inputs of each row. */
  readonly rows: readonly (readonly unknown[])[];
  readonly inputTypes: readonly Type[];
  readonly limits: Limits;
  /** Calls of functions in one evaluation. */
  readonly fuel: number;
  /** Are unfinished nodes evaluated on ranges? Else each may be anything of its type. */
  readonly forward: boolean;
}

/** Evaluates nodes on rows. What mentions no lambda's variable is evaluated once and kept in the node. */
export class Evaluation {
  readonly domain: Domain;
  private readonly options: EvaluationOptions;
  private readonly grammar: SearchGrammar;
  private readonly machine: Machine = idleMachine();
  readonly abstract: AbstractMachine;
  /** By nonterminal. */
  private readonly tops: readonly Range[];
  private readonly rangers: readonly ((value: unknown) => Range)[];
  private readonly inputRanges: readonly (readonly Range[])[];

  constructor(options: EvaluationOptions) {
    const { grammar, rows, inputTypes } = options;
    this.options = options;
    this.grammar = grammar;
    // Candidates that go beyond the search's limits are faults, and so their ranges end there too.
    this.domain = { ...options.domain, limits: options.limits };
    this.abstract = {
      domain: this.domain,
      holeRange: () => TOP,
      definitions: new Map(),
      steps: 0,
      forward: options.forward,
    };
    const types = grammar.nonterminals.map((_, nonterminal) => {
      const type = typeOf(nonterminal, grammar);
      return type === undefined ? undefined : recorded(type, this.domain);
    });
    this.tops = types.map((type) => (type === undefined ? TOP : topOf(type, this.domain)));
    this.rangers = types.map((type) =>
      type === undefined ? () => TOP : rangerOf(type, this.domain),
    );
    const rangerOfInput = inputTypes.map((type) =>
      rangerOf(recorded(type, this.domain), this.domain),
    );
    this.inputRanges = rows.map((inputs) =>
      inputs.map((value, i) => (rangerOfInput[i] as (value: unknown) => Range)(value)),
    );
  }

  /** The value of a complete node outside all lambdas, or `FAULT`. */
  valueOf(node: PartialNode, row: number): unknown {
    let value = node.values?.[row];
    if (value === undefined) {
      grant(this.machine, this.options.fuel);
      try {
        value = this.evaluate(node, row, NO_FRAME);
        if (this.machine.faulted) value = FAULT;
      } catch (error) {
        if (error !== OUT_OF_FUEL && !isStackOverflow(error)) throw error;
        value = FAULT;
      }
      (node.values ??= [])[row] = value;
    }
    return value;
  }

  /** The range of a node outside all lambdas: BOTTOM when it has no value, however it is completed. */
  rangeOf(node: PartialNode, row: number): Range {
    const known = node.ranges?.[row];
    if (known !== undefined) return known;
    this.abstract.steps = ABSTRACT_STEPS;
    return this.find(node, row, NO_RANGES);
  }

  topOf(nonterminal: number): Range {
    return this.tops[nonterminal] as Range;
  }

  rangeOfValue(value: unknown, nonterminal: number): Range {
    return (this.rangers[nonterminal] as (value: unknown) => Range)(value);
  }

  /** What a call's slot has on a row, as a range or a function on ranges. */
  argumentRange(node: PartialNode, slot: number, row: number): Range {
    this.abstract.steps = ABSTRACT_STEPS;
    return this.slotRange(node, slot, row, NO_RANGES);
  }

  // Values.

  private evaluate(node: PartialNode, row: number, frame: Frame): unknown {
    if (node.free === 0) {
      const known = node.values?.[row];
      if (known !== undefined) return known;
    }
    const value = this.compute(node, row, frame);
    if (node.free === 0 && !this.machine.faulted) (node.values ??= [])[row] = value;
    return value;
  }

  private compute(node: PartialNode, row: number, frame: Frame): unknown {
    const inputs = this.options.rows[row] as readonly unknown[];
    if (node.production === VARIABLE) {
      return node.level < inputs.length ? inputs[node.level] : frame[node.level - inputs.length];
    }
    const { head, slots } = this.productionOf(node);
    if (head.kind === "literal") return head.literal.value;
    if (head.kind === "parameter") return inputs[head.position];
    const { children } = node;
    if (isConditional(head.primitive)) {
      const chosen = this.evaluate(children[0] as PartialNode, row, frame);
      if (chosen === FAULT) return FAULT;
      return this.evaluate(children[chosen === true ? 1 : 2] as PartialNode, row, frame);
    }
    const args: unknown[] = [];
    for (const [slot, child] of children.entries()) {
      const { length } = (slots[slot] as (typeof slots)[number]).parameters;
      const value =
        length > 0
          ? this.closure(child, length, row, scopeAt(node, frame))
          : this.evaluate(child, row, frame);
      if (value === FAULT) return FAULT;
      args.push(value);
    }
    let result: unknown;
    try {
      result = head.evaluate(...args);
    } catch (error) {
      if (error === OUT_OF_FUEL || isStackOverflow(error)) throw error;
      return FAULT;
    }
    if (result === undefined || this.machine.faulted) return FAULT;
    if (typeof result === "number") result += 0;
    return isAdmissible(result, this.options.limits) ? result : FAULT;
  }

  private closure(body: PartialNode, length: number, row: number, frame: Frame): unknown {
    const { machine } = this;
    return (...args: readonly unknown[]): unknown => {
      if (--machine.fuel < 0) throw OUT_OF_FUEL;
      if (machine.faulted) return undefined;
      for (let i = 0; i < length; i++) {
        if (args[i] === undefined || !isAdmissible(args[i], this.options.limits)) {
          machine.faulted = true;
          return undefined;
        }
      }
      const value = this.evaluate(body, row, [...frame, ...args.slice(0, length)]);
      if (value !== FAULT) return value;
      machine.faulted = true;
      return undefined;
    };
  }

  // Ranges.

  private find(node: PartialNode, row: number, frame: RangeFrame): Range {
    if (node.free !== 0) return this.computeRange(node, row, frame);
    const known = node.ranges?.[row];
    if (known !== undefined) return known;
    let range: Range;
    if (node.holes === 0) {
      const value = this.valueOf(node, row);
      range = value === FAULT ? BOTTOM : this.rangeOfValue(value, node.nonterminal);
    } else range = this.computeRange(node, row, frame);
    (node.ranges ??= [])[row] = range;
    return range;
  }

  private computeRange(node: PartialNode, row: number, frame: RangeFrame): Range {
    if (node.production === HOLE) return this.topOf(node.nonterminal);
    if (node.production === VARIABLE) {
      const inputs = this.inputRanges[row] as readonly Range[];
      return (
        node.level < inputs.length ? inputs[node.level] : frame[node.level - inputs.length]
      ) as Range;
    }
    if (!this.options.forward) return this.topOf(node.nonterminal);
    const { head } = this.productionOf(node);
    if (head.kind === "literal") {
      return this.rangeOfValue(head.literal.value, node.nonterminal);
    }
    if (head.kind === "parameter")
      return (this.inputRanges[row] as Range[])[head.position] as Range;
    const { children } = node;
    if (isConditional(head.primitive)) {
      const [condition, whenTrue, whenFalse] = children as [PartialNode, PartialNode, PartialNode];
      const chosen = this.find(condition, row, frame);
      if (chosen === BOTTOM) return BOTTOM;
      const { mayBeTrue, mayBeFalse } = Booleans.is(chosen) ? chosen : Booleans.TOP;
      if (!mayBeFalse) return this.find(whenTrue, row, frame);
      if (!mayBeTrue) return this.find(whenFalse, row, frame);
      return join(this.find(whenTrue, row, frame), this.find(whenFalse, row, frame));
    }
    const args: Range[] = [];
    for (const slot of children.keys()) {
      const range = this.slotRange(node, slot, row, frame);
      if (range === BOTTOM) return BOTTOM;
      args.push(range);
    }
    if (head.primitive.body !== undefined) {
      return abstractEvaluate(head.primitive.body, args, this.domain, { steps: ABSTRACT_STEPS });
    }
    return callRange(head.primitive, args, this.abstract);
  }

  private slotRange(node: PartialNode, slot: number, row: number, frame: RangeFrame): Range {
    const child = node.children[slot] as PartialNode;
    const { length } = (this.productionOf(node).slots[slot] as { parameters: readonly number[] })
      .parameters;
    if (length === 0) return this.find(child, row, frame);
    const scope = scopeAt(node, frame);
    return Functions.curry(length, (...args) =>
      --this.abstract.steps < 0
        ? this.topOf(child.nonterminal)
        : this.find(child, row, [...scope, ...args]),
    );
  }

  productionOf(node: PartialNode): SearchProduction {
    return this.grammar.productions[node.production] as SearchProduction;
  }
}

/**
 * The type of a nonterminal, or of what its only production gives; undefined when neither is known.
 */
function typeOf(nonterminal: number, grammar: SearchGrammar): Type | undefined {
  const { type, productions } = grammar.nonterminals[nonterminal] as SearchNonterminal;
  if (type !== undefined) return type;
  const head = grammar.productions[productions[0] ?? -1]?.head;
  if (head?.kind === "literal") return head.literal.type;
  return head?.kind === "call" ? splitFunctionType(head.primitive.type).result : undefined;
}

/** Types that the domain has no record of, as the request's own variables are, as variables: anything. */
const recorded = (type: Type, domain: Domain): Type =>
  type.kind === "variable" || !(isArrow(type) || domain.types.has(type.name))
    ? typeVariable(0)
    : { ...type, arguments: type.arguments.map((part) => recorded(part, domain)) };
