import type { Type } from "../dsl/type.ts";
import type { Rng } from "../support/rng.ts";
import { shuffled } from "../support/shuffled.ts";
import type { Callable } from "./callable.ts";
import { type Machine, OUT_OF_FUEL, grant } from "./machine.ts";
import type { Scope } from "./scope.ts";
import { type SearchGrammar, type SearchProduction, UNREACHED } from "./searchGrammar.ts";
import { FAULT, type ValueStore } from "./valueStore.ts";

/** Rows that the scope of a lambda's body has at most: more tell more bodies apart, at a price each. */
const MOST_ROWS = 48;
/** Rows of the scope around that are extended at most. */
const MOST_PARENT_ROWS = 24;
const LEAST_SAMPLES = 2;
const MOST_SAMPLES = 16;
/** Runs of each production on a row, each with other arguments. */
const ATTEMPTS = 10;
/** Calls of its functions that one run may make. */
const CALLS = 16;
/** Values of one type that are tried as arguments on a row. */
const POOL = 10;

export interface SampleContext {
  readonly grammar: SearchGrammar;
  readonly store: ValueStore;
  readonly machine: Machine;
  readonly rng: Rng;
}

interface Samples {
  readonly environments: Int32Array;
  readonly parentRows: Int32Array;
}

/**
 * Rows for the bodies of lambdas: with what arguments are functions of these parameters called? Runs
 * every production that takes such a function on values at hand, with functions that record what
 * they get, and keeps a varied few of the calls for each row of the scope around.
 */
export function sampleCalls(
  scope: Scope,
  parameters: readonly number[],
  context: SampleContext,
): Samples {
  const { rng } = context;
  const rows = spread(scope.rows, MOST_PARENT_ROWS);
  const wanted = Math.min(
    MOST_SAMPLES,
    Math.max(LEAST_SAMPLES, Math.ceil(MOST_ROWS / Math.max(1, rows.length))),
  );
  const signature = parameters.join();
  const takers = context.grammar.productions.filter(({ slots }) =>
    slots.some((slot) => slot.parameters.length > 0 && slot.parameters.join() === signature),
  );
  const chosen: { row: number; call: readonly number[] }[] = [];
  for (const row of rows) {
    const pools = new Pools(scope, row, context);
    const first = new Map<string, readonly number[]>();
    const rest = new Map<string, readonly number[]>();
    for (const taker of takers) {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        observe(taker, attempt, signature, pools, context, (call) => {
          const key = call.join();
          // The first attempt is on the function's own variables: calls that matter most.
          if (attempt === 0) first.set(key, call);
          else if (!first.has(key)) rest.set(key, call);
        });
      }
    }
    const own = shuffled([...first.values()], rng);
    const others = shuffled(
      [...rest].filter(([key]) => !first.has(key)).map(([, call]) => call),
      rng,
    );
    const share = Math.max(wanted - others.length, Math.ceil(wanted * 0.7));
    const calls = [...own.slice(0, share), ...others].slice(0, wanted);
    for (const call of calls) chosen.push({ row, call });
  }
  if (chosen.length === 0) {
    // Nobody calls such a function here. Bodies that ignore their parameters still differ.
    for (const row of rows) {
      const pools = new Pools(scope, row, context);
      chosen.push({ row, call: parameters.map((p) => pools.of(p)[0] ?? ZERO) });
    }
  }
  const width = scope.context.length + parameters.length;
  const environments = new Int32Array(chosen.length * width);
  for (const [index, { row, call }] of chosen.entries()) {
    for (const [i, id] of call.entries()) {
      environments[index * width + parameters.length - 1 - i] = id;
    }
    for (let i = 0; i < scope.context.length; i++) {
      environments[index * width + parameters.length + i] = scope.environments[
        row * scope.context.length + i
      ] as number;
    }
  }
  return { environments, parentRows: Int32Array.from(chosen, ({ row }) => row) };
}

/** The id of the integer 0. */
const ZERO = 1;

/** Runs a production once, its functions recording their arguments when they are of the signature. */
function observe(
  production: SearchProduction,
  attempt: number,
  signature: string,
  pools: Pools,
  { store, machine }: SampleContext,
  record: (call: readonly number[]) => void,
): void {
  if (production.head.kind !== "call") return;
  let calls = 0;
  let turn = attempt;
  const args: unknown[] = [];
  for (const { nonterminal, parameters } of production.slots) {
    const pool = pools.of(nonterminal);
    if (parameters.length === 0) {
      if (pool.length === 0) return;
      // Another stride for each slot, so that the attempts combine them in several ways.
      args.push(store.decode(pool[turn % pool.length] as number));
      turn = Math.floor(turn / 2) + attempt;
      continue;
    }
    const recorded = parameters.join() === signature;
    args.push((...values: readonly unknown[]) => {
      if (++calls > CALLS) throw OUT_OF_FUEL;
      const ids = parameters.map((_, i) =>
        values[i] === undefined ? FAULT : store.encode(values[i]),
      );
      if (ids.includes(FAULT)) return undefined;
      if (recorded) record(ids);
      if (pool.length === 0) return undefined;
      return store.decode(pool[(attempt + calls) % pool.length] as number);
    });
  }
  grant(machine, CALLS);
  try {
    production.head.evaluate(...args);
  } catch {
    // A fault of the primitive, or the end of its calls: what was recorded until then counts.
  }
}

/** Values at hand on one row, by nonterminal: variables, their parts, leaves, and what one call makes of them. */
class Pools {
  private readonly pools = new Map<number, readonly number[]>();
  private readonly scope: Scope;
  private readonly row: number;
  private readonly context: SampleContext;

  constructor(scope: Scope, row: number, context: SampleContext) {
    this.scope = scope;
    this.row = row;
    this.context = context;
  }

  of(nonterminal: number): readonly number[] {
    let pool = this.pools.get(nonterminal);
    if (pool === undefined) {
      pool = nonterminal === UNREACHED ? [] : this.build(nonterminal);
      this.pools.set(nonterminal, pool);
    }
    return pool;
  }

  private build(nonterminal: number): readonly number[] {
    const found = new Set<number>(this.leaves(nonterminal));
    for (const id of this.parts(nonterminal)) found.add(id);
    for (const id of this.oneCall(nonterminal)) found.add(id);
    const { store, grammar } = this.context;
    const usual = usualValues(grammar.nonterminals[nonterminal]?.type);
    for (const value of usual) if (found.size < POOL) found.add(store.encode(value));
    found.delete(FAULT);
    return [...found].slice(0, POOL);
  }

  /** Variables, literals and constants. */
  private leaves(nonterminal: number): readonly number[] {
    const { scope, row } = this;
    const { grammar, store } = this.context;
    const width = scope.context.length;
    const found = scope.context.flatMap((of, i) =>
      of === nonterminal ? [scope.environments[row * width + i] as number] : [],
    );
    for (const number of grammar.nonterminals[nonterminal]?.productions ?? []) {
      const { head, slots } = grammar.productions[number] as SearchProduction;
      if (slots.length > 0) continue;
      if (head.kind === "literal") found.push(store.encode(head.literal.value));
      if (head.kind === "call") found.push(this.call(head.evaluate, []));
    }
    return found.slice(0, POOL / 2);
  }

  /** Parts of the variables' values: elements of lists, members of pairs. */
  private parts(nonterminal: number): readonly number[] {
    const { scope, row } = this;
    const { grammar, store } = this.context;
    const wanted = grammar.nonterminals[nonterminal]?.type;
    const found = new Set<number>();
    const visit = (value: unknown, type: Type | undefined): void => {
      if (type?.kind !== "constructor" || wanted === undefined || found.size >= POOL) return;
      if (type !== wanted && sameType(type, wanted)) found.add(store.encode(value));
      if (!Array.isArray(value)) return;
      const paired = type.name === "pair";
      if (!paired && type.name !== "list") return;
      const few = spread(value.length, 4);
      for (const i of few) visit(value[i], type.arguments[paired ? i : 0]);
    };
    scope.context.forEach((of, i) => {
      if (of === UNREACHED) return;
      const id = scope.environments[row * scope.context.length + i] as number;
      visit(store.decode(id), grammar.nonterminals[of]?.type);
    });
    return [...found];
  }

  /** What first-order productions of one argument give for variables and constants. */
  private oneCall(nonterminal: number): readonly number[] {
    const { grammar, store } = this.context;
    const found: number[] = [];
    for (const number of grammar.nonterminals[nonterminal]?.productions ?? []) {
      const { head, slots } = grammar.productions[number] as SearchProduction;
      const [slot] = slots;
      if (head.kind !== "call" || slots.length !== 1 || slot === undefined) continue;
      if (slot.parameters.length > 0) continue;
      for (const id of this.leaves(slot.nonterminal).slice(0, 2)) {
        if (id !== FAULT) found.push(this.call(head.evaluate, [store.decode(id)]));
      }
    }
    return found;
  }

  private call(evaluate: Callable, args: readonly unknown[]): number {
    try {
      const value = evaluate(...args);
      return value === undefined ? FAULT : this.context.store.encode(value);
    } catch {
      return FAULT;
    }
  }
}

function sameType(a: Type, b: Type): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind === "variable" || b.kind === "variable") return a === b;
  return (
    a.name === b.name &&
    a.arguments.length === b.arguments.length &&
    a.arguments.every((part, i) => sameType(part, b.arguments[i] as Type))
  );
}

/** Values that any program may meet, for types whose values here are few. */
function usualValues(type: Type | undefined): readonly unknown[] {
  if (type?.kind !== "constructor") return [];
  switch (type.name) {
    case "int":
      return [0, 1, 2, 5, -1];
    case "bool":
      return [false, true];
    case "string":
      return [""];
    case "list":
      return [[]];
    case "word":
      return [0n, 1n];
    default:
      return [];
  }
}

/** At most `count` numbers of 0..length-1, evenly. */
function spread(length: number, count: number): readonly number[] {
  if (length <= count) return Array.from({ length }, (_, i) => i);
  return Array.from({ length: count }, (_, i) => Math.floor((i * length) / count));
}
