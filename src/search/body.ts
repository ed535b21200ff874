import { type Code, type Frame, compileVariable } from "../interp/evaluate.ts";
import { isAdmissible } from "./admissible.ts";
import type { Limits } from "../dsl/limits.ts";
import type { Bank } from "./bank.ts";
import type { Callable } from "./callable.ts";
import { type Machine, OUT_OF_FUEL } from "./machine.ts";
import { type Scope, frameOf, rowOfCall1, rowOfCall2 } from "./scope.ts";
import { type SearchGrammar, type SearchProduction, isConditional } from "./searchGrammar.ts";
import { FALSE, FAULT, IMMEDIATE_MAX, TRUE, type ValueStore } from "./valueStore.ts";

/** Runs a term of a bank on values; undefined, with `machine.faulted` set, when it has none. */

export interface BodyContext {
  readonly grammar: SearchGrammar;
  readonly store: ValueStore;
  readonly machine: Machine;
  readonly limits: Limits;
}

/**
 * A function argument of one production while its candidates are evaluated: a lambda whose body is
 * a term of a bank. One object serves all candidates, pointed at another body and row each time.
 */
export interface BodyCall {
  /** The scope of the body and its bank there. */
  scope: Scope;
  bank: Bank;
  /** The row of the scope around it in which the lambda is made. */
  row: number;
  /** Chooses the body. */
  use(body: number): void;
  /** What the primitive gets. A call that was sampled is looked up, any other evaluated. */
  readonly call: Callable;
}

export function createBodyCall(
  parameters: number,
  scope: Scope,
  bank: Bank,
  context: BodyContext,
): BodyCall {
  const { store, machine } = context;
  let body = 0;
  let code: Code | undefined;

  const fault = (): undefined => {
    machine.faulted = true;
    return undefined;
  };

  /** Does the call go on? Pays for it. */
  const pay = (): boolean => {
    if (--machine.fuel < 0) throw OUT_OF_FUEL;
    return !machine.faulted;
  };

  const known = (row: number): unknown => {
    const { values, rows, lanes } = self.bank;
    if (lanes === 2) return store.take(values, body * rows + row, 2);
    const id = values[body * rows + row] as number;
    if (id === FAULT) return fault();
    return (id & 1) === 1 ? id >> 1 : store.values[id >> 1];
  };

  const run = (frame: Frame | undefined): unknown => {
    code ??= compileBody(self.scope, self.bank, body, context);
    return code(frame);
  };

  const outer = (): Frame | undefined => frameOf(self.scope.parent as Scope, self.row, store);

  const call1 = (x: unknown): unknown => {
    if (!pay()) return undefined;
    const id = immediate(x);
    if (id === FAULT) return x === undefined ? fault() : run({ value: x, outer: outer() });
    const row = rowOfCall1(self.scope, self.row, id);
    return row === -1 ? run({ value: x, outer: outer() }) : known(row);
  };

  const call2 = (x: unknown, y: unknown): unknown => {
    if (!pay()) return undefined;
    const first = immediate(x);
    const second = immediate(y);
    if (first !== FAULT && second !== FAULT) {
      const row = rowOfCall2(self.scope, self.row, first, second);
      if (row !== -1) return known(row);
    } else if (x === undefined || y === undefined) return fault();
    return run({ value: y, outer: { value: x, outer: outer() } });
  };

  const callAny: Callable = (...args) => {
    if (!pay()) return undefined;
    let frame = outer();
    for (let i = 0; i < parameters; i++) {
      if (args[i] === undefined) return fault();
      frame = { value: args[i], outer: frame };
    }
    return run(frame);
  };

  const self: BodyCall = {
    scope,
    bank,
    row: 0,
    use: (chosen) => {
      body = chosen;
      code = undefined;
    },
    call: parameters === 1 ? call1 : parameters === 2 ? call2 : callAny,
  };
  return self;
}

/**
 * The id of a value that has one without a look-up, else `FAULT`: to find a list's id takes longer
 * than most bodies take to run.
 */
const immediate = (value: unknown): number => {
  if (typeof value === "number") {
    return (value | 0) === value && value <= IMMEDIATE_MAX && value >= -IMMEDIATE_MAX
      ? (value << 1) | 1
      : FAULT;
  }
  return value === true ? TRUE : value === false ? FALSE : FAULT;
};

/** Compiles a term of a bank to run on values that no column has. */
function compileBody(scope: Scope, bank: Bank, term: number, context: BodyContext): Code {
  const { grammar, machine, store, limits } = context;
  const number = bank.productions[term] as number;
  if (number < 0) return compileVariable(-1 - number);
  const production = grammar.productions[number] as SearchProduction;
  const { head, slots } = production;
  if (head.kind === "parameter") return compileVariable(scope.context.length - 1 - head.position);

  if (head.kind === "literal" || slots.length === 0) {
    // The same in every row, and a term that faults everywhere is in no bank.
    const value = store.take(bank.values, term * bank.rows, bank.lanes);
    return () => value;
  }

  const args = slots.map((slot, index): Code => {
    const child = bank.children[term * bank.stride + index] as number;
    if (slot.parameters.length === 0) {
      return compileBody(scope, scope.banks[slot.nonterminal] as Bank, child, context);
    }
    const inner = scope.children.get(slot.parameters.join()) as Scope;
    const body = compileBody(inner, inner.banks[slot.nonterminal] as Bank, child, context);
    return (frame) => functionOf(body, slot.parameters.length, frame, machine);
  });

  if (isConditional(head.primitive)) {
    const [condition, whenTrue, whenFalse] = args as [Code, Code, Code];
    return (frame) => {
      const chosen = condition(frame);
      if (chosen === undefined) return undefined;
      return chosen === true ? whenTrue(frame) : whenFalse(frame);
    };
  }

  const { evaluate } = head;
  /** The value if it is one, else a fault. */
  const checked = (value: unknown): unknown => {
    if (!machine.faulted && isAdmissible(value, limits)) return value;
    machine.faulted = true;
    return undefined;
  };
  const thrown = (error: unknown): undefined => {
    if (error === OUT_OF_FUEL) throw error;
    machine.faulted = true;
    return undefined;
  };
  // The usual numbers of arguments spare an array for each call.
  const [first, second] = args;
  if (args.length === 1 && first !== undefined) {
    return (frame) => {
      const x = first(frame);
      if (x === undefined) return undefined;
      try {
        return checked(evaluate(x));
      } catch (error) {
        return thrown(error);
      }
    };
  }
  if (args.length === 2 && first !== undefined && second !== undefined) {
    return (frame) => {
      const x = first(frame);
      if (x === undefined) return undefined;
      const y = second(frame);
      if (y === undefined) return undefined;
      try {
        return checked(evaluate(x, y));
      } catch (error) {
        return thrown(error);
      }
    };
  }
  return (frame) => {
    const values: unknown[] = [];
    for (const argument of args) {
      const value = argument(frame);
      if (value === undefined) return undefined;
      values.push(value);
    }
    try {
      return checked(evaluate(...values));
    } catch (error) {
      return thrown(error);
    }
  };
}

function functionOf(
  body: Code,
  parameters: number,
  outer: Frame | undefined,
  machine: Machine,
): Callable {
  return (...args) => {
    if (--machine.fuel < 0) throw OUT_OF_FUEL;
    if (machine.faulted) return undefined;
    let frame = outer;
    for (let i = 0; i < parameters; i++) {
      if (args[i] === undefined) {
        machine.faulted = true;
        return undefined;
      }
      frame = { value: args[i], outer: frame };
    }
    return body(frame);
  };
}
