// One text, although long: the pieces of a loop are read together, as they are put together.
import type { Law } from "../dsl/law.ts";
import type { Primitive } from "../dsl/primitive.ts";
import { printType, splitFunctionType } from "../dsl/type.ts";
import { equalValues } from "../interp/value.ts";
import { highHalf, isWord, joinHalves, lowHalf } from "../interp/wordHalves.ts";
import type { Bank } from "./bank.ts";
import type { BodyCall } from "./body.ts";
import type { Callable } from "./callable.ts";
import { type Lanes, laneCode } from "./columnLanes.ts";
import { type Machine, grant } from "./machine.ts";
import type { SearchGrammar, SearchProduction } from "./searchGrammar.ts";
import type { WordCode } from "./wordCode.ts";
import { FALSE, FAULT, TRUE, type ValueStore } from "./valueStore.ts";

/** What a kernel gives its candidates to. */
export interface Sink {
  /** The children of the candidate, by slot. */
  readonly kids: Int32Array;
  /** A candidate whose column stands in the bank's `waiting`, at the place of the next to wait. */
  offer(): void;
  /** A candidate without a value on any row, or on one where it must have one. */
  reject(): void;
  /** A candidate that differs from the block's target. */
  miss(): void;
  /** Candidates not built because a law makes each equal to another. */
  skip(count: number): void;
}

/** One combination of costs: the terms `low[i]` to `high[i] - 1` of `banks[i]` for slot i. */
export interface Block {
  readonly rows: number;
  /** The bank of the results, whose `waiting` is written. */
  readonly out: Bank;
  readonly banks: readonly Bank[];
  readonly low: Int32Array;
  readonly high: Int32Array;
  /** A value is needed on every row. */
  readonly strict: boolean;
  /**
   * Values wanted on all rows: candidates are then only compared with it, up to the first difference.
   * Absent when their columns are to be offered.
   */
  readonly target: Target | undefined;
  /** Are all candidates with the first two children exchanged built from another block, or this one? */
  readonly symmetric: boolean;
  /** Terms that a law forbids as the child of a slot: two a slot, -1 for none. */
  readonly forbidden: Int32Array;
}

/** The outputs wanted, by row: as values, and as a column of the goal's bank. */
export interface Target {
  readonly values: readonly unknown[];
  readonly column: Int32Array;
  /** For each row: is its output one that a program can have? */
  readonly reachable: readonly boolean[];
}

export type Kernel = (block: Block) => void;

/** The laws of a production that a kernel applies to the shape of candidates. */
export interface ShapeLaws {
  readonly commutative: boolean;
  readonly associative: boolean;
  readonly idempotent: boolean;
  /** `f (f x)` is `x` or `f x`. */
  readonly collapsing: boolean;
}

export const NO_LAWS: ShapeLaws = {
  commutative: false,
  associative: false,
  idempotent: false,
  collapsing: false,
};

/** Which laws hold of a production, given that its slots may be of several nonterminals. */
export function shapeLaws(production: SearchProduction): ShapeLaws {
  const { head, slots, result } = production;
  if (head.kind !== "call") return NO_LAWS;
  const has = (wanted: Law): boolean => head.primitive.laws.includes(wanted);
  const own = slots.every((slot) => slot.nonterminal === result && slot.parameters.length === 0);
  const alike = slots.length === 2 && slots[0]?.nonterminal === slots[1]?.nonterminal;
  const freeMonoid = head.primitive.laws.some(
    (law) => typeof law === "object" && law.kind === "free-monoid",
  );
  return {
    commutative: alike && has("commutative"),
    associative:
      own &&
      slots.length === 2 &&
      (freeMonoid || (has("associative") && staysWithinLimits(head.primitive))),
    idempotent: own && slots.length === 2 && has("idempotent"),
    collapsing: own && slots.length === 1 && (has("involutive") || has("projective")),
  };
}

/**
 * Has every grouping of an associative operation a value when one has? Sums do not: on the way one
 * grouping may go beyond the limits and the other not. Words and booleans have no limits.
 */
function staysWithinLimits(primitive: Primitive): boolean {
  const { result } = splitFunctionType(primitive.type);
  const bounded = result.kind === "constructor" && ["word", "bool"].includes(result.name);
  return bounded && primitive.faults === undefined;
}

/**
 * The loop that builds all candidates of a production from a block of children: decodes their
 * columns, calls the primitive row by row and encodes what it gives.
 *
 * Its text is assembled from fixed pieces chosen by the production's shape (how many slots, which are
 * functions, integers, booleans; which laws hold) and compiled anew for each production, so that the
 * engine sees one primitive at each call and inlines it. No text of a user's gets into it.
 */
export function createKernel(
  laws: ShapeLaws,
  number: number,
  grammar: SearchGrammar,
  evaluate: Callable,
  calls: readonly (BodyCall | undefined)[],
  store: ValueStore,
  machine: Machine,
  fuel: number,
  sink: Sink,
  lanes: readonly Lanes[],
): Kernel {
  const production = grammar.productions[number] as SearchProduction;
  const kinds = production.slots.map((slot, index): Kind =>
    calls[index] === undefined ? kindOf(grammar, lanes, slot.nonterminal) : "function",
  );
  const code = laneCode(production, lanes);
  const result = kindOf(grammar, lanes, production.result);
  const source = kernelSource(kinds, result, laws, code);
  if (remembers(kinds, result, code)) store.sizeBytes += 4 * memoLength(kinds.length);
  const constants = code?.constants ?? [];
  const make = factoryOf(evaluate, source, constants.length);
  const own = [
    evaluate,
    calls,
    store,
    machine,
    grant,
    fuel,
    sink,
    number,
    equalValues,
    WORDS,
  ] as const;
  return make(...own, ...constants);
}

type Factory = (
  evaluate: Callable,
  calls: readonly (BodyCall | undefined)[],
  store: ValueStore,
  machine: Machine,
  grant_: typeof grant,
  fuel: number,
  sink: Sink,
  self: number,
  same: typeof equalValues,
  words: typeof WORDS,
  ...constants: readonly unknown[]
) => Kernel;

const WORDS = { isWord, lowHalf, highHalf, joinHalves };
const PARAMETERS = [
  "evaluate",
  "calls",
  "store",
  "machine",
  "grant",
  "fuel",
  "sink",
  "self",
  "same",
  "words",
];

// What V8 learned of a primitive in one search serves the next: its loop starts out compiled.
const factories = new WeakMap<Callable, Map<string, Factory>>();

function factoryOf(evaluate: Callable, source: string, constants: number): Factory {
  const known = factories.get(evaluate) ?? new Map<string, Factory>();
  factories.set(evaluate, known);
  let factory = known.get(source);
  if (factory === undefined) {
    const names = Array.from({ length: constants }, (_, i) => `k${i}`);
    // oxlint-disable-next-line typescript/no-implied-eval -- the text is ours: see `createKernel`
    factory = new Function(...PARAMETERS, ...names, source) as Factory;
    known.set(source, factory);
  }
  return factory;
}

/** How a column holds values, by type: `halves` are words in two lanes, all others ids. */
type ValueKind = "int" | "bool" | "string" | "word" | "halves" | "value";
type Kind = ValueKind | "function";

const KINDS: ReadonlyMap<string, ValueKind> = new Map([
  ["int", "int"],
  ["bool", "bool"],
  ["string", "string"],
  ["word", "word"],
]);

function kindOf(grammar: SearchGrammar, lanes: readonly Lanes[], nonterminal: number): ValueKind {
  if (lanes[nonterminal] === 2) return "halves";
  const type = grammar.nonterminals[nonterminal]?.type;
  return (type === undefined ? undefined : KINDS.get(printType(type))) ?? "value";
}

function kernelSource(
  kinds: readonly Kind[],
  result: ValueKind,
  laws: ShapeLaws,
  code: WordCode | undefined,
): string {
  const slots = kinds.map((_, index) => index);
  const plain = slots.filter((i) => kinds[i] !== "function");
  const functions = slots.filter((i) => kinds[i] === "function");
  const headed = (i: number): string => `out.productions[i${i}] === self`;

  const lawTests: string[] = [];
  if (laws.collapsing) lawTests.push(headed(0));
  if (laws.idempotent) lawTests.push(`i0 === i1`);
  if (laws.associative) {
    lawTests.push(
      laws.commutative
        ? // Sums are built with the earliest summand outermost.
          `${headed(0)} || (${headed(1)} && i0 > out.children[i1 * out.stride])`
        : headed(0),
    );
  }
  // Functions outermost: what is made of a body to run it serves all arguments.
  const open = [...functions, ...plain].map((i) => {
    const from = laws.commutative && i === 1 ? `(symmetric ? i0 : low[1])` : `low[${i}]`;
    const counted =
      laws.commutative && i === 1 ? `if (symmetric) sink.skip(Math.max(0, i0 - low[1]));` : "";
    return `
      ${counted}
      for (let i${i} = ${from}; i${i} < high[${i}]; i${i}++) {
        if (i${i} === forbidden[${2 * i}] || i${i} === forbidden[${2 * i + 1}]) {
          sink.skip(1);
          continue;
        }
        kids[${i}] = i${i};
        ${kinds[i] === "function" ? `call${i}.use(i${i});` : ""}`;
  });

  // Halves leave no room for a fault: a word without a value on one row is no candidate.
  const fails =
    result === "halves"
      ? "{ faults = rows; break; }"
      : `{ column[base + r] = ${FAULT}; if (strict || ++faults === rows) { faults = rows; break; } continue; }`;
  const failsBeforeCall = `{ if (target !== undefined) { faults = -1; break; } ${fails.slice(1)}`;
  const load = (i: number): string =>
    kinds[i] === "halves"
      ? `const p${i}l = v${i}[o${i} + 2 * r], p${i}h = v${i}[o${i} + 2 * r + 1];`
      : `const x${i} = v${i}[o${i} + r]; if (x${i} === ${FAULT}) ${failsBeforeCall}`;
  const decode = (i: number): string => {
    switch (kinds[i] as Kind) {
      case "function":
        return `call${i}.call`;
      case "halves":
        return `joinHalves(p${i}l, p${i}h)`;
      case "bool":
        return `x${i} === ${TRUE}`;
      case "string":
      case "word":
        return `values[x${i} >> 1]`;
      case "int":
        // Integers beyond the immediate ones are in the table.
        return `((x${i} & 1) === 1 ? x${i} >> 1 : values[x${i} >> 1])`;
      case "value":
        return `((x${i} & 1) === 0 ? values[x${i} >> 1] : x${i} >> 1)`;
    }
  };
  const ok = functions.length === 0 ? "" : "!machine.faulted && ";
  const isRemembered = remembers(kinds, result, code);

  /** Computes the value of row `r`, compares it with the target's or stores it. */
  const row = (): string => {
    const named = plain.filter((i) => code !== undefined && kinds[i] !== "halves");
    const prepared = code === undefined ? "" : code.statements;
    const computed =
      code === undefined
        ? `evaluate(${slots.map(decode).join(", ")})`
        : code.result.kind === "other"
          ? code.result.text
          : "";
    const names = named.map((i) => `const p${i} = ${decode(i)};`).join(" ");
    const before = `${names} ${prepared}`;
    if (code?.result.kind === "word") {
      const { low, high } = code.result;
      return `${before}
        if (target !== undefined) {
          if (wanted[2 * r] === (${low}) && wanted[2 * r + 1] === (${high})) continue;
          faults = -1;
          break;
        }
        column[base + 2 * r] = ${low};
        column[base + 2 * r + 1] = ${high};`;
    }
    // Compared as a value: a wrong one need not be stored.
    const sameAsTarget = result === "value" ? "same(v, outputs[r])" : "v === outputs[r]";
    const remember = !isRemembered
      ? ""
      : `${plain.map((i, place) => `memo[entry + ${place}] = x${i};`).join(" ")}
         memo[entry + ${plain.length}] = id;`;
    const store =
      result === "halves"
        ? `if (${functions.length === 0 ? "" : "machine.faulted || "}!isWord(v)) ${fails}
           column[base + 2 * r] = lowHalf(v);
           column[base + 2 * r + 1] = highHalf(v);`
        : `const id = ${functions.length === 0 ? ENCODE[result] : `machine.faulted ? ${FAULT} : ${ENCODE[result]}`};
           ${remember}
           if (id === ${FAULT}) ${fails}
           column[base + r] = id;`;
    const lookUp = !isRemembered
      ? ""
      : `const at = ${plain.map((i) => `Math.imul(x${i}, ${HASH[i]})`).join(" ^ ")};
         const entry = ((at ^ (at >>> 15)) & ${MEMO_MASK}) * ${plain.length + 1};
         if (${plain.map((i, place) => `memo[entry + ${place}] === x${i}`).join(" && ")}) {
           const known = memo[entry + ${plain.length}];
           if (target !== undefined) {
             if (known !== ${FAULT} && known === wanted[r]) continue;
             faults = -1;
             break;
           }
           if (known === ${FAULT}) ${fails}
           column[base + r] = known;
           continue;
         }`;
    return `${lookUp}
      ${before}
      const v = ${computed};
      if (target !== undefined) {
        if (${ok}${sameAsTarget}) continue;
        faults = -1;
        break;
      }
      ${store}`;
  };

  return `
    "use strict";
    const { kids } = sink;
    const { values } = store;
    const { isWord, lowHalf, highHalf, joinHalves } = words;
    ${isRemembered ? `const memo = new Int32Array(${memoLength(plain.length)});` : ""}
    const least = store.leastImmediate, greatest = store.greatestImmediate;
    ${functions.map((i) => `const call${i} = calls[${i}];`).join("\n")}
    return (block) => {
      const { rows, out, banks, low, high, strict, symmetric, forbidden, target } = block;
      const { width, waiting: column } = out;
      const outputs = target === undefined ? undefined : target.values;
      const wanted = target === undefined ? undefined : target.column;
      ${plain.map((i) => `const bank${i} = banks[${i}];`).join("\n")}
      ${open.join("\n")}
        ${lawTests.length === 0 ? "" : `if (${lawTests.join(" || ")}) { sink.skip(1); continue; }`}
        ${plain.map((i) => `const v${i} = bank${i}.values; const o${i} = i${i} * rows${kinds[i] === "halves" ? " * 2" : ""};`).join("\n")}
        const base = out.waitingCount * width;
        let faults = 0;
        let r = 0;
        for (;;) {
          try {
            for (; r < rows; r++) {
              ${plain.map(load).join("\n")}
              ${functions.map((i) => `call${i}.row = r;`).join("\n")}
              ${functions.length === 0 ? "" : "grant(machine, fuel);"}
              ${row()}
            }
            break;
          } catch (error) {
            if (target !== undefined) { faults = -1; break; }
            ${
              result === "halves"
                ? fails
                : `column[base + r++] = ${FAULT};
            if (strict || ++faults === rows) { faults = rows; break; }`
            }
          }
        }
        if (faults === -1) sink.miss();
        else if (faults === rows) sink.reject();
        else sink.offer();
      ${slots.map(() => "}").join("\n")}
    };`;
}

/**
 * Calls of a production that its loop remembers, by the ids of the arguments, each in the place that its
 * hash gives. The same values meet again and again in other columns, and to make a list and find its
 * id takes many times as long as to look here.
 */
const MEMO_MASK = (1 << 13) - 1;
/** Odd numbers that part the arguments of a call. */
const HASH = [0x9e3779b1, 0x85ebca6b, 0xc2b2ae35];

const memoLength = (slots: number): number => (MEMO_MASK + 1) * (slots + 1);

/** Is a call of this shape worth remembering? */
function remembers(kinds: readonly Kind[], result: ValueKind, code: WordCode | undefined): boolean {
  const isPlain = kinds.every((kind) => kind !== "function" && kind !== "halves");
  const isStored = result === "value" || result === "string" || result === "word";
  return isPlain && isStored && code === undefined && kinds.length <= HASH.length;
}

/** The id of a value `v` that a primitive gave, by the type that it should be of. */
const ENCODE: Readonly<Record<Exclude<ValueKind, "halves">, string>> = {
  int: `typeof v === "number" && (v | 0) === v && v >= least && v <= greatest
          ? (v << 1) | 1 : v === undefined ? ${FAULT} : store.encode(v)`,
  bool: `v === true ? ${TRUE} : v === false ? ${FALSE} : v === undefined ? ${FAULT} : store.encode(v)`,
  string: `typeof v === "string" ? store.encodeString(v) : v === undefined ? ${FAULT} : store.encode(v)`,
  word: `typeof v === "bigint" ? store.encodeWord(v) : v === undefined ? ${FAULT} : store.encode(v)`,
  value: `v === undefined ? ${FAULT} : store.encode(v)`,
};

/** The loop of a conditional: a choice between columns, nothing is called. */
export function createConditionalKernel(sink: Sink): Kernel {
  const { kids } = sink;
  return ({ rows, out, banks, low, high, strict, target }) => {
    const { waiting: column, lanes, width } = out;
    const [conditions, left, right] = banks as [Bank, Bank, Bank];
    for (let c = low[0] as number; c < (high[0] as number); c++) {
      const chosen = conditions.values.subarray(c * rows, (c + 1) * rows);
      // A condition that holds everywhere, or nowhere, leaves what the branch is without it.
      if (!chosen.includes(TRUE) || !chosen.includes(FALSE)) continue;
      kids[0] = c;
      for (let a = low[1] as number; a < (high[1] as number); a++) {
        kids[1] = a;
        for (let b = low[2] as number; b < (high[2] as number); b++) {
          kids[2] = b;
          let faults = 0;
          const base = out.waitingCount * width;
          const from = a * width;
          const otherwise = b * width;
          for (let i = 0; i < width; i++) {
            const condition = chosen[lanes === 2 ? i >> 1 : i];
            const value =
              condition === TRUE
                ? (left.values[from + i] as number)
                : condition === FALSE
                  ? (right.values[otherwise + i] as number)
                  : FAULT;
            if (target === undefined) {
              column[base + i] = value;
              if (lanes === 1 && value === FAULT) faults++;
            } else if (value !== target.column[i]) {
              faults = -1;
              break;
            }
          }
          if (faults === -1) {
            sink.miss();
            continue;
          }
          if (faults === rows || (strict && faults > 0)) sink.reject();
          else sink.offer();
        }
      }
    }
  };
}
