import { describe, expect, test } from "vitest";
import { type Domain, domain } from "../../../src/dsl/domain.ts";
import { absorbing, equation, freeMonoid, identity } from "../../../src/dsl/law.ts";
import { ANY, type PrimitiveDefinition, primitive } from "../../../src/dsl/primitive.ts";
import type { Range, RangeDomain } from "../../../src/dsl/range.ts";
import type { ValueType } from "../../../src/dsl/valueType.ts";
import { checkDomain } from "../../../src/interp/laws/checkDomain.ts";
import { type BooleanRange } from "../../../src/interp/ranges/booleans.ts";
import { Functions } from "../../../src/interp/ranges/functionRange.ts";
import { Interval, type IntervalRange } from "../../../src/interp/ranges/interval.ts";
import { TOP, join } from "../../../src/interp/ranges/lattice.ts";
import { type ListRange, Lists } from "../../../src/interp/ranges/listRange.ts";
import { BOOL_TYPE } from "../../../src/interp/valueTypes/boolType.ts";
import { INT_TYPE } from "../../../src/interp/valueTypes/intType.ts";
import { LIST_TYPE } from "../../../src/interp/valueTypes/listType.ts";
import { WORD_TYPE } from "../../../src/interp/valueTypes/wordType.ts";

const SUBTRACT: PrimitiveDefinition = {
  name: "-",
  type: "int -> int -> int",
  doc: "",
  examples: [["(- 3 2)", "1"]],
  laws: [identity(0, "right"), equation("(- x x)", "0")],
  evaluate: (x: number, y: number) => x - y,
  range: Interval.sub,
  refine: (out: IntervalRange, x: IntervalRange, y: IntervalRange) => [
    Interval.add(out, y),
    Interval.sub(x, out),
  ],
  inverse: [(out: number, y: number) => out + y, (out: number, x: number) => x - out],
};
const MAP: PrimitiveDefinition = {
  name: "map",
  type: "(a -> b) -> list a -> list b",
  doc: "",
  examples: [],
  laws: [
    equation("(map (\\x -> x) xs)", "xs"),
    equation("(map f (map g xs))", "(map (\\x -> f (g x)) xs)"),
  ],
  evaluate: (f: (x: unknown) => unknown, xs: readonly unknown[]) => xs.map((x) => f(x)),
  range: (f: (x: Range) => Range, xs: ListRange) => Lists.map(xs, f),
  refine: (out: ListRange) => [Functions.constant(out.element), Lists.of(out.length, TOP)],
};
const APPEND: PrimitiveDefinition = {
  name: "append",
  type: "list a -> list a -> list a",
  doc: "",
  examples: [["(append [1] [2])", "[1, 2]"]],
  laws: [freeMonoid("[]")],
  evaluate: (x: readonly unknown[], y: readonly unknown[]) => [...x, ...y],
  range: Lists.append,
};
const CAR: PrimitiveDefinition = {
  name: "car",
  type: "list a -> a",
  doc: "",
  examples: [
    ["(car [4])", "4"],
    ["(car [])", "fault"],
  ],
  evaluate: (xs: readonly unknown[]) => xs[0],
  faults: (xs: readonly unknown[]) => xs.length === 0,
  range: Lists.head,
};

const withPrimitives = (
  definitions: readonly PrimitiveDefinition[],
  types: readonly ValueType[] = [INT_TYPE, BOOL_TYPE, LIST_TYPE],
): Domain =>
  domain({
    name: "planted",
    doc: "",
    types,
    primitives: definitions.map(primitive),
    literals: { int: [0, 1] },
  });

/** The failed properties with their counterexamples. */
const failures = (
  of: Domain,
  runs = 200,
  only?: readonly string[],
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    checkDomain(of, { runs, seed: 5, ...(only === undefined ? {} : { only }) })
      .properties.filter(({ status }) => status === "failed")
      .map(({ subject, property, counterexample }) => [
        `${subject}: ${property}`,
        counterexample ?? "",
      ]),
  );

const planted = (
  base: PrimitiveDefinition,
  change: Partial<PrimitiveDefinition>,
): Readonly<Record<string, string>> =>
  failures(withPrimitives([{ ...base, ...change }]), 120, [change.name ?? base.name]);

describe("the law kit", () => {
  test("finds nothing wrong where nothing is", () => {
    expect(failures(withPrimitives([SUBTRACT, MAP, APPEND, CAR]), 200)).toEqual({});
  });

  const plants: readonly (readonly [
    string,
    PrimitiveDefinition,
    Partial<PrimitiveDefinition>,
    Readonly<Record<string, string>>,
  ])[] = [
    [
      "an inverse that says that every value does",
      SUBTRACT,
      { inverse: [(out: number, y: number) => (out === y ? ANY : out + y), null] },
      { "-: inverse for parameter 1": "but" },
    ],
    [
      "an unsound transformer",
      SUBTRACT,
      {
        range: (x: IntervalRange, y: IntervalRange) => Interval.of(x.low - y.high, x.high - y.high),
        refine: () => [],
      },
      { "-: range covers evaluate": "" },
    ],
    [
      "an unsound transformer of a function that takes functions",
      MAP,
      {
        range: (f: (x: Range) => Range, xs: ListRange) =>
          Lists.of(xs.length, xs.length.low > 2 ? xs.element : f(xs.element)),
      },
      { "map: range covers evaluate": "" },
    ],
    [
      "a transformer that is not monotone",
      SUBTRACT,
      {
        range: (x: IntervalRange, y: IntervalRange) =>
          x.high - x.low === 1 ? Interval.TOP : Interval.sub(x, y),
      },
      { "-: range is monotone": "" },
    ],
    [
      "a transformer that throws",
      SUBTRACT,
      {
        range: () => {
          throw new Error("no such bound");
        },
      },
      { "-: range covers evaluate": "throws Error: no such bound" },
    ],
    [
      "a transformer that calls its function with too little",
      MAP,
      {
        range: (f: (x: Range) => Range, xs: ListRange) =>
          join(f(Interval.is(xs.element) ? Interval.constant(xs.element.low) : xs.element), TOP),
      },
      { "map: range calls what evaluate calls": "" },
    ],
    [
      "a refine that loses solutions",
      SUBTRACT,
      {
        refine: (out: IntervalRange, _x: IntervalRange, y: IntervalRange) => [Interval.sub(out, y)],
      },
      { "-: refine keeps solutions": "" },
    ],
    [
      "a refine that loses functions",
      MAP,
      { refine: (out: ListRange) => [Functions.constant(out.length)] },
      { "map: refine keeps solutions": "" },
    ],
    [
      "a false law",
      SUBTRACT,
      { laws: ["commutative"] },
      { "-: law commutative": ": the left side is -1, the right side 1" },
    ],
    [
      "a false equation",
      MAP,
      { laws: [equation("(map f xs)", "xs")] },
      { "map: law (map f xs) = xs": "" },
    ],
    [
      "a false unit",
      APPEND,
      { laws: [identity("[0]")] },
      {
        "append: law identity [0] (both) left":
          "with x = []: the left side is [0], the right side []",
      },
    ],
    [
      "a false absorbing element",
      SUBTRACT,
      { laws: [absorbing(0, "left")] },
      { "-: law absorbing 0 (left)": "" },
    ],
    [
      "a monoid that is not free",
      SUBTRACT,
      {
        name: "max",
        examples: [],
        inverse: [null, null],
        refine: () => [],
        evaluate: (x: number, y: number) => Math.max(x, y),
        range: Interval.max,
        laws: [freeMonoid("(0 : int)")],
      },
      { "max: law free monoid with unit (0 : int) (left unit)": "" },
    ],
    [
      "a law that is never tested",
      CAR,
      { laws: [equation("(car [])", "(car [])")] },
      { "car: law (car []) = (car [])": "" },
    ],
    [
      "a law with a syntax error",
      SUBTRACT,
      { laws: [equation("(- x", "x")] },
      { "-: law (- x = x": "" },
    ],
    [
      "a law whose sides have different types",
      MAP,
      { laws: [equation("(map f xs)", "0")] },
      { "map: law (map f xs) = 0": "its sides have different types" },
    ],
    [
      "a law of another number of parameters",
      CAR,
      { laws: ["associative"] },
      { "car: law associative": "" },
    ],
    [
      "a wrong inverse",
      SUBTRACT,
      { inverse: [(out: number, y: number) => out - y, null] },
      { "-: inverse for parameter 1": "" },
    ],
    [
      "an inverse that gives no value of the type",
      SUBTRACT,
      { inverse: [(out: number, y: number) => out + y + 0.5, null] },
      { "-: inverse for parameter 1": "" },
    ],
    [
      "an inverse that never gives anything",
      SUBTRACT,
      { inverse: [() => undefined, null] },
      { "-: inverse for parameter 1": "in 2000 runs there was never anything to compare" },
    ],
    [
      "an undeclared fault",
      CAR,
      { faults: () => false },
      {
        "car: faults exactly as declared":
          "(car []) has no value, but `faults` says that it has one",
      },
    ],
    [
      "a fault by a value that is none",
      SUBTRACT,
      {
        laws: [],
        inverse: [null, null],
        evaluate: (x: number, y: number) => (y === 3 ? Number.NaN : x - y),
      },
      { "-: faults exactly as declared": "(- 0 3) has no value, but there is no `faults`" },
    ],
    [
      "a declared fault that is none",
      CAR,
      { faults: (xs: readonly unknown[]) => xs.length <= 1 },
      { "car: faults exactly as declared": "(car [0]) is 0, but `faults` says it has no value" },
    ],
    [
      "a wrong example",
      CAR,
      { examples: [["(car [4, 5])", "5"]] },
      { "car: examples": "(car [4, 5]) is 4, not 5" },
    ],
    [
      "an example without a value",
      CAR,
      { examples: [["(car [])", "5"]] },
      { "car: examples": "(car []) is a fault, not 5" },
    ],
    [
      "an example that is no program",
      CAR,
      { examples: [["(car 4)", "5"]] },
      { "car: examples": "" },
    ],
    [
      "a value of another type",
      CAR,
      { evaluate: (xs: readonly unknown[]) => (xs.length === 2 ? xs : xs[0]), range: "top" },
      { "car: gives values of its type": "" },
    ],
    [
      "a change of an argument",
      APPEND,
      {
        evaluate: (x: unknown[], y: readonly unknown[]) => {
          x.push(...y);
          return x;
        },
        laws: [],
      },
      { "append: gives values of its type": "(append [] [0]) changes its argument 1 to [0]" },
    ],
    [
      "a conditional of the wrong type",
      {
        ...APPEND,
        laws: [],
        examples: [],
        name: "choose",
        type: "int -> a -> a -> a",
        evaluate: (_: number, x: unknown) => x,
        range: "top",
      },
      { conditional: true },
      { "choose: chooses a branch": "" },
    ],
  ];
  test.each(plants)("finds %s", (_, base, change, expected) => {
    const found = planted(base, change);
    for (const [name, counterexample] of Object.entries(expected)) {
      expect(found).toHaveProperty([name]);
      // Where the text is given it is the smallest there is.
      expect(found[name]).toContain(counterexample);
    }
  });

  test("finds a primitive that gives another value each time", () => {
    let calls = 0;
    const found = planted(SUBTRACT, {
      evaluate: (x: number, y: number) => x - y + (y > 2 ? calls++ % 2 : 0),
    });
    expect(found["-: gives the same each time"]).toMatch(
      /^\(- 0 3\) is -[23] once and -[23] another time$/,
    );
  });

  test("finds a conditional that chooses the wrong branch", () => {
    const found = planted(
      {
        name: "if",
        type: "bool -> a -> a -> a",
        doc: "",
        examples: [],
        conditional: true,
        evaluate: (c: boolean, x: unknown, y: unknown) => (c ? y : x),
        range: (_c: BooleanRange, x: Range, y: Range) => join(x, y),
      },
      {},
    );
    expect(found["if: chooses a branch"]).toMatch(/^\(if false 0 \S+\) is 0$/);
  });

  describe("on words as two halves", () => {
    const found = (change: Partial<PrimitiveDefinition>): Readonly<Record<string, string>> => {
      const definition: PrimitiveDefinition = {
        name: "sum",
        type: "word -> word -> word",
        doc: "",
        examples: [],
        evaluate: (x: bigint, y: bigint) => BigInt.asUintN(64, x + y),
        range: "top",
        ...change,
      };
      return failures(
        domain({
          name: "planted",
          doc: "",
          types: [WORD_TYPE, BOOL_TYPE],
          primitives: [primitive(definition)],
        }),
      );
    };
    const low = (xl: number, _xh: number, yl: number): number => (xl + yl) | 0;

    test("finds a carry that is lost, and nothing wrong where it is not", () => {
      const lost = (_xl: number, xh: number, _yl: number, yh: number): number => (xh + yh) | 0;
      expect(found({ halves: { low, high: lost } })).toHaveProperty([
        "sum: halves agree with evaluate",
      ]);
      const high = (xl: number, xh: number, yl: number, yh: number): number =>
        (xh + yh + ((xl >>> 0) + (yl >>> 0) > 0xffff_ffff ? 1 : 0)) | 0;
      expect(found({ halves: { low, high } })).toEqual({});
    });

    test("finds a half that is no signed integer of 32 bits", () => {
      const high = (xl: number, xh: number, yl: number, yh: number): number =>
        (xh + yh + ((xl >>> 0) + (yl >>> 0) > 0xffff_ffff ? 1 : 0)) | 0;
      const unsigned = (xl: number, _xh: number, yl: number): number => (xl + yl) >>> 0;
      expect(
        found({ halves: { low: unsigned, high } })["sum: halves agree with evaluate"],
      ).toContain("signed integers of 32 bits");
    });

    test("finds a wrong value of another type, variables standing for words", () => {
      const same = (xl: number, _xh: number, yl: number): boolean => xl === yl;
      const name = "sum: halves agree with evaluate";
      const equal: Partial<PrimitiveDefinition> = {
        type: "a -> a -> bool",
        evaluate: (x: unknown, y: unknown) => x === y,
      };
      expect(found({ ...equal, halves: { value: same } })).toHaveProperty([name]);
      const right = (xl: number, xh: number, yl: number, yh: number): boolean =>
        xl === yl && xh === yh;
      expect(found({ ...equal, halves: { value: right } })).toEqual({});
    });
  });

  test("shows the smallest counterexample as a program with its arguments", () => {
    const found = planted(SUBTRACT, {
      range: (x: IntervalRange, y: IntervalRange) => Interval.of(x.low - y.high, x.high - y.high),
      refine: () => [],
    });
    expect(found["-: range covers evaluate"]).toMatch(
      /^\(- 0 \S+\) is \S+, but the range of \(- 0 \[\S+\]\) is -?\d+$/,
    );
    const refined = planted(MAP, {
      refine: (out: ListRange) => [
        undefined,
        Lists.of(Interval.add(out.length, Interval.constant(1)), TOP),
      ],
    });
    expect(refined["map: refine keeps solutions"]).toBe(
      "(map (\\x -> false) []) is [], but refine of (map (\\x -> false) []) to [] says that argument 2 is in list of anything of length 1",
    );
  });

  test("finds an operator that means another primitive", () => {
    const found = failures(
      withPrimitives([
        { ...SUBTRACT, infix: "<>" },
        { ...SUBTRACT, name: "less", examples: [], laws: [], infix: "<>" },
      ]),
      1,
    );
    expect(found).toEqual({
      "less: infix operator": "`x <> y` is not read as a call of `less`",
    });
  });

  test("a mistake in one primitive does not show in another", () => {
    const broken = { ...SUBTRACT, range: (x: IntervalRange) => x };
    const found = failures(withPrimitives([broken, MAP, APPEND, CAR]));
    expect(new Set(Object.keys(found).map((name) => name.split(":")[0]))).toEqual(new Set(["-"]));
  });

  test("the same seed finds the same, another may find another case", () => {
    const broken = withPrimitives([{ ...SUBTRACT, laws: ["associative"] }]);
    const one = checkDomain(broken, { runs: 50, seed: 1 });
    expect(checkDomain(broken, { runs: 50, seed: 1 })).toEqual(one);
    const alone = checkDomain(broken, { runs: 50, seed: 1, only: ["-"] });
    expect(one.properties).toEqual(expect.arrayContaining([...alone.properties]));
    expect(JSON.parse(JSON.stringify(one))).toEqual(one);
  });

  test("counts the primitives of whose results nothing is known", () => {
    const report = checkDomain(withPrimitives([{ ...CAR, range: "top" }, APPEND]), { runs: 20 });
    expect(report.imprecise).toEqual(["car"]);
  });
});

/** A type of small naturals whose ranges can be spoiled. */
const digits = (ranges: Partial<RangeDomain<Digits>>, type: Partial<ValueType> = {}): Domain => {
  const lattice: RangeDomain<Digits> = {
    name: "digits",
    leq: (a, b) => b.low <= a.low && a.high <= b.high,
    join: (a, b) => make(Math.min(a.low, b.low), Math.max(a.high, b.high)),
    meet: (a, b) => make(Math.max(a.low, b.low), Math.min(a.high, b.high)),
    widen: (a, b) => (lattice.leq(b, a) ? a : make(0, 1_000_000)),
    contains: (range, value) => (value as number) >= range.low && (value as number) <= range.high,
    print: ({ low, high }) => `${low}..${high}`,
    ...ranges,
  };
  const make = (low: number, high: number): Digits => ({ domain: lattice, low, high });
  const digit: ValueType = {
    name: "digit",
    parameters: 0,
    doc: "",
    read: (datum) => (Number.isInteger(datum) && (datum as number) >= 0 ? datum : undefined),
    write: (value) => value as number,
    is: (value) => Number.isInteger(value) && (value as number) >= 0,
    arbitrary: (fc) => fc.nat({ max: 100_000 }),
    ranges: {
      top: () => make(0, 1_000_000),
      of: (value) => make(value as number, value as number),
      arbitrary: (fc) =>
        fc
          .tuple(fc.nat({ max: 9 }), fc.nat({ max: 9 }))
          .map(([a, b]) => make(Math.min(a, b), Math.max(a, b))),
      member: (fc, range) =>
        fc.integer({ min: (range as Digits).low, max: (range as Digits).high }),
    },
    ...type,
  };
  return withPrimitives([], [INT_TYPE, digit]);
};
interface Digits extends Range {
  readonly low: number;
  readonly high: number;
}

describe("the law kit, on types", () => {
  test("finds nothing wrong where nothing is", () => {
    expect(failures(digits({}))).toEqual({});
  });

  const spoiled: readonly (readonly [string, Domain, string])[] = [
    [
      "an order that is not reflexive",
      digits({ leq: (a, b) => b.low < a.low && a.high <= b.high }),
      "ranges of digit: order is reflexive",
    ],
    [
      "an order that is not transitive",
      digits({ leq: (a, b) => Math.abs(a.low - b.low) <= 1 }),
      "ranges of digit: order is transitive",
    ],
    [
      "an order that is not antisymmetric",
      digits({ leq: (a, b) => a.low >= b.low }),
      "ranges of digit: order is antisymmetric",
    ],
    [
      "an order that is not that of the values",
      digits({ leq: (a, b) => a.low >= b.low }),
      "ranges of digit: order is that of the values held",
    ],
    [
      "a join that is not above both",
      digits({ join: (a) => a }),
      "ranges of digit: join is above both",
    ],
    [
      "a join that is not commutative",
      digits({ join: (a, b) => ({ ...a, low: 0, high: Math.max(a.high + 1, b.high) }) as Range }),
      "ranges of digit: join is commutative",
    ],
    [
      "a meet that loses values",
      digits({ meet: (a, b) => ({ ...a, low: Math.max(a.low, b.low) + 1 }) as Range }),
      "ranges of digit: meet holds what both hold",
    ],
    [
      "a widening that is not above both",
      digits({ widen: (a) => a }),
      "ranges of digit: widening is above both",
    ],
    [
      "a widening that never ends",
      digits({
        widen: (a, b) =>
          ({ ...a, low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) }) as Range,
      }),
      "ranges of digit: widening ends",
    ],
    [
      "values that are not written as they are read",
      digits({}, { write: (value) => (value as number) + 1 }),
      "type digit: read takes back what write gives",
    ],
    [
      "junk that is read",
      digits({}, { read: (datum) => datum }),
      "type digit: read gives values of the type or none",
    ],
    [
      "values beyond the type",
      digits({}, { arbitrary: (fc) => fc.integer() }),
      "type digit: arbitrary gives values within the limits",
    ],
    [
      "a test that is too strict",
      digits({}, { is: (value) => (value as number) < 5 }),
      "type digit: arbitrary gives values within the limits",
    ],
  ];
  test.each(spoiled)("finds %s", (_, of, name) => {
    expect(failures(of)).toHaveProperty([name]);
  });

  test("shows the chain of a widening that never ends", () => {
    const found = failures(
      digits({
        widen: (a, b) =>
          ({ ...a, low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) }) as Range,
      }),
    );
    expect(found["ranges of digit: widening ends"]).toMatch(
      /^it still rises after 256 widenings: \d+\.\.\d+, /,
    );
  });
});
