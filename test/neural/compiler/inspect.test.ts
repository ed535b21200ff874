import { beforeAll, describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import { COMPILER } from "../../../src/neural/compiler/compilerConfig.ts";
import { type CompilerModel, newCompiler } from "../../../src/neural/compiler/compilerFile.ts";
import { rangeSlot, valueSlot } from "../../../src/neural/compiler/inputs.ts";
import { readBack } from "../../../src/neural/compiler/inspect.ts";
import { listing } from "../../../src/neural/compiler/listing.ts";
import { padded } from "../../../src/neural/compiler/randomProgram.ts";
import { sideBySide } from "../../../src/neural/compiler/sideBySide.ts";
import { isProgram } from "../../../src/neural/compiler/stacks.ts";
import { printSlot } from "../../../src/neural/compiler/state.ts";
import { tokenNumber } from "../../../src/neural/compiler/tokens.ts";
import { Interval } from "../../../src/interp/ranges/interval.ts";
import { Lists } from "../../../src/interp/ranges/listRange.ts";
import { createRng } from "../../../src/support/rng.ts";

let model: CompilerModel;

beforeAll(async () => {
  await loadBackend("wasm");
  const config = { ...COMPILER, tokens: 4, width: 16, hidden: 16, patterns: 5, microWidth: 8 };
  model = newCompiler(createRng(1), config);
});

const program = padded(["x", "map-inc", "sum"].map(tokenNumber), 4);

describe("looking into a program compiler", () => {
  test("lists what the micro-operation of each token and layer sets", () => {
    const rows = listing(model, program);
    const wanted = ["x", "map-inc", "sum", "nop"].flatMap((token) =>
      [1, 2, 3].map((layer) => `${token} ${layer}`),
    );
    expect(rows.map(({ token, layer }) => `${token} ${layer}`)).toEqual(wanted);
    for (const { heads, open, shut, patterns } of rows) {
      expect(heads).toHaveLength(4);
      expect(heads.every((gate) => gate > 0 && gate < 2)).toBe(true);
      expect(open + shut).toBeLessThanOrEqual(16);
      expect(patterns).toHaveLength(3);
    }
  });

  test("shows the exact states beside those of the network", () => {
    const rows = sideBySide(model, program, valueSlot([3, 4]) as Uint8Array);
    expect(rows.map(({ exact }) => exact)).toEqual(["[3, 4]", "[4, 5]", "9", "9"]);
    expect(rows.every(({ exact, network, equal }) => equal === (exact === network))).toBe(true);
  });

  test("reads micro-operations back as programs", () => {
    expect(readBack(model, program).every(({ tokens }) => isProgram(tokens))).toBe(true);
  });

  test("takes values and ranges within the limits of the domain", () => {
    expect(valueSlot([1, 2, 3, 4, 5, 6, 7])).toBeUndefined();
    expect(valueSlot([64])).toBeUndefined();
    expect(valueSlot(3)).toBeUndefined();
    const slot = (low: number, high: number, longest: number): string => {
      const range = Lists.of(Interval.of(1, longest), Interval.of(low, high));
      const bytes = rangeSlot(range);
      return bytes === undefined ? "none" : printSlot(bytes, 0);
    };
    expect(slot(0, 3, 2)).toBe("[0..3, 0..3?]");
    expect(slot(0, 64, 2)).toBe("none");
    expect(slot(0, 3, 7)).toBe("none");
    expect(printSlot(rangeSlot(Lists.EMPTY) as Uint8Array, 0)).toBe("[]");
  });
});
