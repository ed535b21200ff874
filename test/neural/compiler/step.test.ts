import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { micro } from "../../../src/domains/micro/micro.ts";
import { parseTypedTerm } from "../../../src/dsl/parseTerm.ts";
import { type Term, literal, splitLambdas } from "../../../src/dsl/term.ts";
import { INT, BOOL, type Type, listType } from "../../../src/dsl/type.ts";
import { compile } from "../../../src/interp/evaluate.ts";
import * as S from "../../../src/neural/compiler/state.ts";
import { step } from "../../../src/neural/compiler/step.ts";
import { type StackType, TOKENS, tokenNumber } from "../../../src/neural/compiler/tokens.ts";

// The meaning of each operation as a program of the domain: the slow twin of `step`.
const MEANINGS: Readonly<Record<string, string>> = {
  "map-inc": "\\xs -> map inc xs",
  "map-dbl": "\\xs -> map dbl xs",
  "map-neg": "\\xs -> map neg xs",
  "filter-even": "\\xs -> filter even? xs",
  "filter-positive": "\\xs -> filter positive? xs",
  rev: "\\xs -> rev xs",
  sort: "\\xs -> sort xs",
  head: "\\xs -> head xs",
  last: "\\xs -> last xs",
  sum: "\\xs -> sum xs",
  max: "\\xs -> max xs",
  min: "\\xs -> min xs",
  len: "\\xs -> len xs",
  take: "\\n xs -> take n xs",
  drop: "\\n xs -> drop n xs",
  "zip-add": "\\xs ys -> zip-with add xs ys",
  add: "\\x y -> add x y",
  sub: "\\x y -> sub x y",
  gt: "\\x y -> gt x y",
  "map-add": "\\n xs -> map (\\x -> x + n) xs",
  "filter-gt": "\\n xs -> filter (\\x -> x > n) xs",
  if: "\\c x y -> if c x y",
};

const term = (text: string): Term => {
  const parsed = parseTypedTerm(text, micro);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`);
  return parsed.value.term;
};

/** A term with the parameters of a function replaced. */
function substitute(body: Term, args: readonly Term[], depth = 0): Term {
  switch (body.kind) {
    case "variable":
      return body.index < depth ? body : (args[args.length - 1 - (body.index - depth)] as Term);
    case "lambda":
      return { ...body, body: substitute(body.body, args, depth + 1) };
    case "application":
      return {
        ...body,
        function: substitute(body.function, args, depth),
        argument: substitute(body.argument, args, depth),
      };
    default:
      return body;
  }
}

const TYPES: Readonly<Record<StackType, Type>> = { list: listType(INT), int: INT, bool: BOOL };
const FAULTING: Readonly<Record<StackType, Term>> = {
  list: term("take (head []) []"),
  int: term("head []"),
  bool: term("head [] > 0"),
};

/** A set of values as a slot describes it, and perhaps a fault beside them. */
interface Drawn {
  readonly type: StackType;
  /** Allowed lengths, none for a value that always faults. */
  readonly lengths: readonly [least: number, greatest: number];
  readonly bounds: readonly (readonly [low: number, high: number])[];
  readonly fault: number;
}

const bounds = fc
  .tuple(fc.integer({ min: -32, max: 63 }), fc.integer({ min: 0, max: 2 }))
  .map(([low, width]) => [low, Math.min(low + width, 63)] as const);
const small = fc
  .tuple(fc.integer({ min: -3, max: 4 }), fc.integer({ min: 0, max: 2 }))
  .map(([low, width]) => [low, low + width] as const);
const fault = fc.constantFrom(S.NEVER, S.NEVER, S.NEVER, S.PERHAPS, S.ALWAYS);

function drawn(type: StackType): fc.Arbitrary<Drawn> {
  const one = fc.oneof(bounds, small, small);
  const scalar = type === "int" ? one : fc.constantFrom([0, 0], [1, 1], [0, 1]);
  if (type !== "list") {
    return fc
      .tuple(scalar, fault)
      .map(([b, f]) => ({ type, lengths: [1, 1], bounds: [b as [number, number]], fault: f }));
  }
  return fc.tuple(fc.array(one, { maxLength: 3 }), fc.nat(3), fault).map(([all, shorter, f]) => ({
    type,
    lengths: [Math.max(all.length - shorter, 0), all.length],
    bounds: all,
    fault: f,
  }));
}

/** All values of a set; undefined for a fault. */
function members({ type, lengths, bounds: all, fault: f }: Drawn): readonly unknown[] {
  const found: unknown[] = f === S.NEVER ? [] : [undefined];
  if (f === S.ALWAYS) return found;
  const lists: number[][] = [[]];
  for (let at = 0; at < lists.length; at++) {
    const list = lists[at] as number[];
    if (list.length >= lengths[0]) {
      found.push(type === "list" ? list : type === "int" ? list[0] : list[0] === 1);
    }
    const next = all[list.length];
    if (next === undefined) continue;
    for (let x = next[0]; x <= next[1]; x++) lists.push([...list, x]);
  }
  return found;
}

function writeSlot(state: Uint8Array, slot: number, of: Drawn): void {
  S.clearSlot(state, slot);
  state[slot + S.TYPE] = { list: S.LIST, int: S.INTEGER, bool: S.TRUTH }[of.type];
  state[slot + S.FAULT] = of.fault;
  if (of.fault === S.ALWAYS) return;
  state[slot + S.LEAST] = of.lengths[0];
  state[slot + S.GREATEST] = of.lengths[1];
  for (const [i, [low, high]] of of.bounds.entries()) {
    state[slot + S.HEADER + 2 * i] = low - S.BASE;
    state[slot + S.HEADER + 2 * i + 1] = high - S.BASE;
  }
}

/** The smallest slot that holds these values, found by looking at all of them. */
function hull(values: readonly unknown[], type: StackType): Uint8Array {
  const slot = new Uint8Array(S.SLOT_BYTES);
  const lists = values
    .filter((value) => value !== undefined)
    .map((value) => (Array.isArray(value) ? (value as number[]) : [Number(value)]));
  const f = lists.length === values.length ? S.NEVER : lists.length === 0 ? S.ALWAYS : S.PERHAPS;
  const lengths = lists.map((list) => list.length);
  const greatest = Math.max(0, ...lengths);
  writeSlot(slot, 0, {
    type,
    lengths: [Math.min(...lengths), greatest],
    bounds: Array.from({ length: greatest }, (_, i) => {
      const at = lists.filter((list) => i < list.length).map((list) => list[i] as number);
      return [Math.min(...at), Math.max(...at)] as const;
    }),
    fault: f,
  });
  return slot;
}

/** All choices of one from each. */
const choices = (sets: readonly (readonly unknown[])[]): readonly (readonly unknown[])[] =>
  sets.reduce<readonly (readonly unknown[])[]>(
    (all, set) => all.flatMap((chosen) => set.map((one) => [...chosen, one])),
    [[]],
  );

const operations = TOKENS.filter(({ takes }) => takes.length > 0).flatMap((token) =>
  token.takes.includes("same")
    ? (["list", "int"] as const).map((same) => ({ token, same }))
    : [{ token, same: "int" as const }],
);

describe("a step on ranges", () => {
  test.each(operations.map((one) => [`${one.token.name} of ${one.same}`, one] as const))(
    "is the smallest state that holds what %s makes of all values",
    (_title, { token, same }) => {
      const types = token.takes.map((type) => (type === "same" ? same : type));
      const body = splitLambdas(term(MEANINGS[token.name] as string)).body;
      const result = token.gives === "same" ? same : (token.gives as StackType);
      let compared = 0;
      fc.assert(
        fc.property(fc.tuple(...types.map(drawn)), (args) => {
          const all = choices(args.map(members));
          if (all.length > 700) return;
          compared++;
          const values = all.map((chosen) => {
            const terms = chosen.map((value, i) =>
              value === undefined
                ? FAULTING[types[i] as StackType]
                : literal(value, TYPES[types[i] as StackType]),
            );
            return compile(substitute(body, terms), micro).run();
          });
          const state = new Uint8Array(S.STATE_BYTES);
          for (let slot = 0; slot < S.SLOTS; slot++) S.clearSlot(state, slot * S.SLOT_BYTES);
          for (const [i, arg] of args.entries()) {
            writeSlot(state, (args.length - 1 - i) * S.SLOT_BYTES, arg);
          }
          step(tokenNumber(token.name), state, 0, 0);
          const found = state.subarray(0, S.SLOT_BYTES);
          const wanted = hull(values, result);
          expect(S.printSlot(found, 0)).toBe(S.printSlot(wanted, 0));
          expect(found).toEqual(wanted);
          // The other places of the stack are free again.
          for (let slot = 1; slot < S.SLOTS; slot++) {
            expect(S.printSlot(state, slot * S.SLOT_BYTES)).toBe("-");
          }
        }),
        { numRuns: 120 },
      );
      expect(compared).toBeGreaterThan(30);
    },
  );

  test("keeps what is below on the stack, and the argument", () => {
    const state = new Uint8Array(2 * S.STATE_BYTES);
    S.writeValue(state, 0, [3, 1]);
    S.writeValue(state, S.SLOT_BYTES, 5);
    S.clearSlot(state, 2 * S.SLOT_BYTES);
    S.writeValue(state, 3 * S.SLOT_BYTES, [9]);
    const print = (at: number): readonly string[] =>
      [0, 1, 2, 3].map((slot) => S.printSlot(state, at + slot * S.SLOT_BYTES));
    step(tokenNumber("x"), state, 0, S.STATE_BYTES);
    expect(print(S.STATE_BYTES)).toEqual(["[9]", "[3, 1]", "5", "[9]"]);
    expect(print(0)).toEqual(["[3, 1]", "5", "-", "[9]"]);
    step(tokenNumber("take"), state, 0, 0);
    expect(print(0)).toEqual(["[3, 1]", "-", "-", "[9]"]);
    step(tokenNumber("nop"), state, 0, S.STATE_BYTES);
    expect(print(S.STATE_BYTES)).toEqual(print(0));
  });
});
