import * as tf from "@tensorflow/tfjs-core";
import type { Rank } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import {
  type StepLayerParameters,
  initStepLayer,
  stepLayer,
} from "../../../src/neural/compiler/stepLayer.ts";
import { normal } from "../../../src/neural/nn/initialise.ts";
import { disposeParameters } from "../../../src/neural/nn/parameters.ts";
import { createRng } from "../../../src/support/rng.ts";
import { type Plain, blockFaults } from "../nn/blockFaults.ts";
import {
  type Matrix,
  type Vector,
  layerNormTwin,
  linearTwin,
  mapped,
  plus,
  product,
  softmaxTwin,
  sumOf,
} from "../nn/twins.ts";

beforeAll(() => loadBackend("wasm"));

const SIZES = { width: 6, heads: 2, hidden: 5, patterns: 3, microWidth: 4, stateTokens: 3 };
const BATCH = 2;

/** The layer of one state in loops, from the text of the paper's words: x [T, C], micro [1, M]. */
function stepTwin(p: Plain<StepLayerParameters>, x: Matrix, micro: Matrix): Matrix {
  const { heads, width } = SIZES;
  const size = width / heads;
  const set = (name: keyof Plain<StepLayerParameters>["control"]): Vector =>
    linearTwin(p.control[name], micro)[0] as Vector;
  const gate = (v: Vector): Vector => v.map((a) => 2 / (1 + Math.exp(-a)));
  const film = (rows: Matrix, scale: Vector, shift: Vector): Matrix =>
    rows.map((row) => row.map((a, j) => a * (1 + (scale[j] as number)) + (shift[j] as number)));
  const normed = film(
    layerNormTwin(p.attentionNorm, x),
    set("attentionScale"),
    set("attentionShift"),
  );
  const qkv = product(normed, p.qkv);
  const mixture = set("patterns");
  const headGates = gate(set("heads"));
  const attended = x.map((_, i) =>
    Array.from({ length: heads }, (__, h) => {
      const at = (row: number, part: number): Vector =>
        (qkv[row] as Vector).slice(part * width + h * size, part * width + (h + 1) * size);
      const weights = softmaxTwin(
        x.map((___, j) => {
          const score = sumOf(at(i, 0).map((a, c) => a * (at(j, 1)[c] as number)));
          const cell = (h * x.length + i) * x.length + j;
          const bias = sumOf(
            mixture.map((m, r) => m * ((p.patterns[r] as Vector)[cell] as number)),
          );
          return score / Math.sqrt(size) + bias;
        }),
      );
      return Array.from({ length: size }, (___, c) =>
        sumOf(weights.map((w, j) => w * (at(j, 2)[c] as number) * (headGates[h] as number))),
      );
    }).flat(),
  );
  const mixed = plus(x, linearTwin(p.out, attended));
  const units = gate(set("units"));
  const again = film(layerNormTwin(p.forwardNorm, mixed), set("forwardScale"), set("forwardShift"));
  const hidden = mapped(linearTwin(p.into, again), (a) => Math.max(a, 0)).map((row) =>
    row.map((a, j) => a * (units[j] as number)),
  );
  return plus(mixed, linearTwin(p.back, hidden));
}

describe("a layer that a micro-operation sets", () => {
  test("equals its twin, with gradients", () => {
    const rng = createRng(5);
    const tree = {
      p: initStepLayer(rng, SIZES),
      x: normal<Rank.R2>(rng, [BATCH * SIZES.stateTokens, SIZES.width], 1),
      micro: normal<Rank.R2>(rng, [BATCH, SIZES.microWidth], 1),
    };
    const { stateTokens, heads } = SIZES;
    const owners = Int32Array.from({ length: BATCH * stateTokens }, (_, row) =>
      Math.floor(row / stateTokens),
    );
    const faults = blockFaults({
      tree,
      block: ({ p, x, micro }) =>
        tf.tidy(() => stepLayer(p, heads, x, micro, tf.tensor1d(owners, "int32"))),
      twin: ({ p, x, micro }) =>
        micro.flatMap((row, b) =>
          stepTwin(p, x.slice(b * stateTokens, (b + 1) * stateTokens), [row]),
        ),
    });
    expect(faults).toEqual([]);
    disposeParameters(tree);
  });
});
