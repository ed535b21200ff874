import { beforeAll, describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import { disposeParameters, readParameters } from "../../../src/neural/nn/parameters.ts";
import { type Layout, layoutOf } from "../../../src/neural/recognition/layout.ts";
import { type ModelConfig, initModel } from "../../../src/neural/recognition/model.ts";
import { warmStart } from "../../../src/neural/recognition/warmStart.ts";
import { DEFAULT_TRAINING } from "../../../src/neural/train/trainingConfig.ts";
import { INT, type Type, functionType } from "../../../src/dsl/type.ts";
import { createRng } from "../../../src/support/rng.ts";

beforeAll(() => loadBackend("wasm"));

const CONFIG: ModelConfig = { ...DEFAULT_TRAINING.model, summary: 8 };

type Numbers = ReadonlyMap<string, Float32Array>;

interface Language {
  readonly texts: readonly string[];
  readonly layout: Layout;
}

const language = (types: Readonly<Record<string, Type>>): Language => ({
  texts: Object.keys(types),
  layout: layoutOf(Object.values(types)),
});
const ONE = functionType([INT], INT);
const TWO = functionType([INT, INT], INT);
const earlier = language({ add: TWO, lost: ONE, neg: ONE });
const grown = language({ neg: ONE, learned: ONE, add: TWO });

describe("a model that begins where an earlier one was", () => {
  /** All numbers of the earlier model, of the new one as it begins, and of that after the warm start. */
  function numbers(): readonly Numbers[] {
    const old = initModel(createRng(1), CONFIG, earlier.layout);
    const made = initModel(createRng(2), CONFIG, grown.layout);
    const [before, begun] = [readParameters(old), readParameters(made)];
    warmStart(made, grown.layout, grown.texts, {
      domain: "d",
      config: CONFIG,
      productions: earlier.texts,
      layout: earlier.layout,
      parameters: old,
    });
    const after = readParameters(made);
    disposeParameters(old);
    disposeParameters(made);
    return [before, begun, after];
  }

  test("reads examples as that one did", () => {
    const [before, , after] = numbers() as [Numbers, Numbers, Numbers];
    const reading = [...before].filter(([name]) => !/^(choice|place)\./.test(name));
    expect(reading.map(([name]) => [name, after.get(name)])).toEqual(reading);
    expect(reading.length).toBe(after.size - 4);
  });

  test("says of what both know the same in the same places, and of the rest what it began with", () => {
    const [before, begun, after] = numbers() as [Numbers, Numbers, Numbers];
    const columns = ["neg", "learned", "add", "variable"];
    const earlierColumns = ["add", "lost", "neg", "variable"];
    const rows = ["start", "variables", "neg 0", "learned 0", "add 0", "add 1"];
    const earlierRows = ["start", "variables", "add 0", "add 1", "lost 0", "neg 0"];
    for (let s = 0; s < CONFIG.summary; s++) {
      for (const [r, row] of rows.entries()) {
        for (const [c, column] of columns.entries()) {
          const at = (s * rows.length + r) * columns.length + c;
          const [er, ec] = [earlierRows.indexOf(row), earlierColumns.indexOf(column)];
          const wanted =
            er < 0 || ec < 0
              ? begun.get("place.w")?.[at]
              : before.get("place.w")?.[(s * earlierRows.length + er) * earlierColumns.length + ec];
          expect(after.get("place.w")?.[at]).toBe(wanted);
        }
      }
      for (const [c, column] of columns.entries()) {
        const ec = earlierColumns.indexOf(column);
        const wanted =
          ec < 0
            ? begun.get("choice.w")?.[s * columns.length + c]
            : before.get("choice.w")?.[s * earlierColumns.length + ec];
        expect(after.get("choice.w")?.[s * columns.length + c]).toBe(wanted);
      }
    }
  });
});
