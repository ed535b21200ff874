import { describe, expect, test } from "vitest";
import { TEST_PROBES, behavioursOf } from "../../../src/neural/compiler/behaviour.ts";
import { distilledPrograms } from "../../../src/neural/compiler/distilledPrograms.ts";
import {
  type PoolOptions,
  type Program,
  poolOf,
  programPool,
} from "../../../src/neural/compiler/programPool.ts";
import { isProgram } from "../../../src/neural/compiler/stacks.ts";
import { isOperation, tokenNumber } from "../../../src/neural/compiler/tokens.ts";
import { createRng } from "../../../src/support/rng.ts";

const OPTIONS: PoolOptions = {
  longest: 8,
  sizes: [
    { drawn: 200, heldOut: 0 },
    { drawn: 800, heldOut: 15 },
    { drawn: 800, heldOut: 30 },
    { drawn: 50, heldOut: Number.POSITIVE_INFINITY },
  ],
  fewestResults: 4,
  distilled: 300,
};

const key = (tokens: readonly number[]): string => behavioursOf(tokens).at(-1)?.key ?? "";
const tested = (tokens: readonly number[]): readonly string[] =>
  behavioursOf(tokens, TEST_PROBES).map((part) => part.key);
const tokens = (text: string): number[] => text.split(" ").map(tokenNumber);

describe("a behaviour", () => {
  test("is equal for programs that do the same, and for the part of a program that does", () => {
    expect(key(tokens("1 x map-add"))).toBe(key(tokens("x map-inc")));
    expect(key(tokens("x sort head"))).toBe(key(tokens("x min")));
    expect(key(tokens("x head"))).not.toBe(key(tokens("x last")));
    const parts = behavioursOf(tokens("x map-inc sum"));
    expect(parts.map((part) => part.key)).toEqual([
      key(tokens("1 x map-add")),
      key(tokens("x rev map-inc sum")),
    ]);
    expect(behavioursOf(tokens("x len x len sub")).at(-1)?.distinct).toBe(1);
  });
});

test("programs to train on are the same, however long those for tests alone may be", () => {
  const [short, long] = [poolOf(8), poolOf(12)];
  expect(short.sizes).toHaveLength(6);
  expect(long.sizes).toHaveLength(10);
  expect(long.sizes.slice(0, 6)).toEqual(short.sizes);
  expect(poolOf(4).sizes).toEqual(short.sizes.slice(0, 4));
});

describe("a pool of programs", () => {
  const pool = programPool(createRng(3), OPTIONS);
  const heldOut = pool.heldOut.flat();

  test("has programs of as many operations as they say, each of another behaviour", () => {
    const all = [...pool.training, ...heldOut];
    for (const program of all) {
      expect(isProgram(program.tokens)).toBe(true);
      expect(program.tokens.filter(isOperation).length).toBe(program.operations);
    }
    expect(new Set(all.map((program) => key(program.tokens))).size).toBe(all.length);
    // A few of 15 and 30 are like others on the inputs of tests.
    const [none, two, three] = pool.heldOut.map((programs) => programs.length);
    expect(none).toBe(0);
    expect(two).toBeGreaterThan(10);
    expect(three).toBeGreaterThan(20);
    expect(pool.heldOutKeys.size).toBeGreaterThan(heldOut.length);
    expect(pool.heldOut[3]?.length).toBeGreaterThan(20);
    expect(pool.training.length).toBeGreaterThan(200);
  });

  test("trains on no program of which a part behaves as one that is held out", () => {
    const keys = pool.heldOutKeys;
    for (const program of heldOut) expect(keys.has(key(program.tokens))).toBe(true);
    const leaks = pool.training.filter((program) =>
      behavioursOf(program.tokens).some((part) => keys.has(part.key)),
    );
    expect(leaks).toEqual([]);
    // Without the rule some would be: programs of three operations contain those of two.
    expect(heldOut.some((program) => behavioursOf(program.tokens).length === 2)).toBe(true);
  });

  test("tests on none that does the same as one it trains on, or as another, on lists of two or more", () => {
    const trained = new Set(pool.training.flatMap((program) => tested(program.tokens)));
    const keys = heldOut.map((program) => tested(program.tokens).at(-1) as string);
    expect(keys.filter((one) => trained.has(one))).toEqual([]);
    expect(new Set(keys).size).toBe(keys.length);
    // They are told apart by shorter lists alone.
    const [one, other] = ["x sum", "x len 1 gt x sum 0 if"].map(tokens) as [number[], number[]];
    expect(key(one)).not.toBe(key(other));
    expect(tested(one).at(-1)).toBe(tested(other).at(-1));
  });

  test("is the same for the same seed, and another for another", () => {
    expect(programPool(createRng(3), OPTIONS)).toEqual(pool);
    expect(programPool(createRng(4), OPTIONS)).not.toEqual(pool);
  });

  test("has programs of all lengths for the compiler of source order, and none that is tested on", () => {
    const more = distilledPrograms(createRng(5), pool, OPTIONS);
    for (const program of more) {
      expect(isProgram(program.tokens)).toBe(true);
      expect(program.tokens.length).toBeLessThanOrEqual(OPTIONS.longest);
      expect(program.tokens.filter(isOperation).length).toBe(program.operations);
    }
    const lengths = new Set(more.map(({ operations }) => operations));
    expect([...lengths]).toEqual([2, 3, 4, 5, 6, 7]);
    const isTestedOn = (program: Program): boolean =>
      behavioursOf(program.tokens).some((part) => pool.heldOutKeys.has(part.key));
    expect(more.filter(isTestedOn)).toEqual([]);
    const all = distilledPrograms(createRng(5), { ...pool, heldOutKeys: new Set() }, OPTIONS);
    expect(all.filter(isTestedOn).length).toBeGreaterThan(10);
    expect(all.filter((program) => !isTestedOn(program))).toEqual(more);
  });
});
