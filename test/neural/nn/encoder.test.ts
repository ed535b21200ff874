import { isDeepStrictEqual } from "node:util";
import * as tf from "@tensorflow/tfjs-core";
import type { Rank, Tensor2D } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import { encoder, initEncoder, type EncoderConfig } from "../../../src/neural/nn/encoder.ts";
import { normal } from "../../../src/neural/nn/initialise.ts";
import {
  disposeParameters,
  flattenParameters,
  readParameters,
} from "../../../src/neural/nn/parameters.ts";
import { sublayerOrder } from "../../../src/neural/nn/residual.ts";
import { withoutOwnKernels } from "../../../src/neural/ops/wasm/ownKernels.ts";
import { createRng } from "../../../src/support/rng.ts";
import { blockFaults } from "./blockFaults.ts";
import {
  feedForwardTwin,
  layerNormTwin,
  plus,
  selfAttentionTwin,
  type FeedForwardTwin,
  type LinearTwin,
  type Matrix,
  type Vector,
} from "./twins.ts";

beforeAll(() => loadBackend("wasm"));

const BASE: EncoderConfig = { width: 4, heads: 2, layers: 2, hidden: 5 };

interface NormTwin {
  gain: Vector;
  bias: Vector;
}
interface SublayerTwin {
  norm: NormTwin;
  attention?: { qkv: Matrix; out: LinearTwin };
  feedForward?: FeedForwardTwin;
}

function encoderTwin(
  p: { sublayers: SublayerTwin[]; norm?: NormTwin },
  config: EncoderConfig,
  x: Matrix,
  batch: number,
): Matrix {
  const { placement = "pre", feedForward: kind = "relu", causal = false, rotary = false } = config;
  const order = sublayerOrder(config.order ?? { kind: "standard" }, config.layers);
  const last = p.sublayers.reduce((h, sublayer, i) => {
    const seen = placement === "pre" ? layerNormTwin(sublayer.norm, h) : h;
    const branch =
      sublayer.attention === undefined
        ? feedForwardTwin(sublayer.feedForward as FeedForwardTwin, kind, seen)
        : selfAttentionTwin(sublayer.attention, seen, {
            batch,
            heads: config.heads,
            causal,
            rotary,
          });
    const sum = plus(h, branch, order[i]?.scale);
    return placement === "pre" ? sum : layerNormTwin(sublayer.norm, sum);
  }, x);
  return p.norm === undefined ? last : layerNormTwin(p.norm, last);
}

describe("the encoder", () => {
  test.each<[string, Partial<EncoderConfig>]>([
    ["pre-norm", {}],
    ["post-norm", { placement: "post" }],
    [
      "macaron, gated, with rotary positions",
      { order: { kind: "macaron" }, feedForward: "glu", rotary: true, layers: 1 },
    ],
    [
      "sandwich, causal, of low rank",
      { order: { kind: "sandwich", coefficient: 1 }, causal: true, rank: 1 },
    ],
  ])("%s equals its twin, with gradients", (_, change) => {
    const config = { ...BASE, ...change };
    const tree = {
      p: initEncoder(createRng(1), config),
      x: normal<Rank.R2>(createRng(2), [6, 4], 1),
    };
    expect(
      blockFaults({
        tree,
        block: ({ p, x }) => encoder(p, config, x, { batch: 2 }),
        twin: ({ p, x }) =>
          encoderTwin(p as unknown as Parameters<typeof encoderTwin>[0], config, x, 2),
      }),
    ).toEqual([]);
    disposeParameters(tree);
  });

  test("equals its twin without kernels of our own too", () => {
    const config: EncoderConfig = { ...BASE, layers: 1, rotary: true, feedForward: "bilinear" };
    const tree = {
      p: initEncoder(createRng(1), config),
      x: normal<Rank.R2>(createRng(2), [6, 4], 1),
    };
    const faults = withoutOwnKernels(() =>
      blockFaults({
        tree,
        block: ({ p, x }) => encoder(p, config, x, { batch: 2 }),
        twin: ({ p, x }) =>
          encoderTwin(p as unknown as Parameters<typeof encoderTwin>[0], config, x, 2),
      }),
    );
    expect(faults).toEqual([]);
    disposeParameters(tree);
  });

  test("names its parameters by path and draws them from the seed", () => {
    const [a, b, c] = [1, 1, 2].map((seed) => initEncoder(createRng(seed), { ...BASE, layers: 1 }));
    const values = [a, b, c].map((p) => readParameters(p as NonNullable<typeof p>));
    expect([...(values[0] as ReadonlyMap<string, unknown>).keys()]).toEqual([
      "sublayers.0.norm.gain",
      "sublayers.0.norm.bias",
      "sublayers.0.attention.qkv",
      "sublayers.0.attention.out.w",
      "sublayers.0.attention.out.b",
      "sublayers.1.norm.gain",
      "sublayers.1.norm.bias",
      "sublayers.1.feedForward.into.w",
      "sublayers.1.feedForward.into.b",
      "sublayers.1.feedForward.out.w",
      "sublayers.1.feedForward.out.b",
      "norm.gain",
      "norm.bias",
    ]);
    expect(values[0]).toEqual(values[1]);
    expect(values[0]).not.toEqual(values[2]);
    [a, b, c].forEach((p) => disposeParameters(p as NonNullable<typeof p>));
  });

  test("no two sublayers share a variable", () => {
    const p = initEncoder(createRng(1), BASE);
    const variables = flattenParameters(p).map(({ variable }) => variable);
    expect(new Set(variables).size).toBe(variables.length);
    disposeParameters(p);
  });

  test("AdaNorm in place of layer norm has no parameters", () => {
    const config: EncoderConfig = { ...BASE, norm: "ada", layers: 1 };
    const p = initEncoder(createRng(1), config);
    expect(flattenParameters(p).some(({ name }) => name.includes("norm"))).toBe(false);
    const x = normal<Rank.R2>(createRng(2), [6, 4], 1);
    const y = encoder(p, config, x, { batch: 2 });
    expect(y.shape).toEqual([6, 4]);
    tf.dispose([x, y]);
    disposeParameters(p);
  });

  test("what is hidden or in the future of a causal stack changes nothing", () => {
    const config: EncoderConfig = { ...BASE, causal: true, rotary: true };
    const p = initEncoder(createRng(3), config);
    const rows = normal<Rank.R2>(createRng(4), [6, 4], 1);
    const keyLengths = tf.tensor1d([2, 3], "int32");
    const run = (x: Matrix, hide: boolean): Matrix =>
      tf.tidy(() =>
        encoder(p, config, tf.tensor2d(x), { batch: 2, ...(hide && { keyLengths }) }).arraySync(),
      );
    const x = rows.arraySync();
    const later = x.map((row, i) => (i % 3 === 2 ? row.map((a) => a + 9) : row));
    const [before, after] = [run(x, false), run(later, false)];
    const same = x.map((_, i) => isDeepStrictEqual(after[i], before[i]));
    expect(same).toEqual([true, true, false, true, true, false]);

    const hidden = x.map((row, i) => (i === 2 ? row.map((a) => a + 9) : row));
    const open: EncoderConfig = { ...config, causal: false };
    const seen = (y: Matrix): Matrix => {
      const result = tf.tidy(
        () => encoder(p, open, tf.tensor2d(y), { batch: 2, keyLengths }).arraySync() as Matrix,
      );
      return result.filter((_, i) => i !== 2);
    };
    expect(seen(hidden)).toEqual(seen(x));
    tf.dispose([rows, keyLengths]);
    disposeParameters(p);
  });

  test("dropout in training depends on its generator alone", () => {
    const p = initEncoder(createRng(5), BASE);
    const x: Tensor2D = normal<Rank.R2>(createRng(6), [6, 4], 1);
    const run = (seed: number): Matrix =>
      tf.tidy(() =>
        encoder(p, BASE, x, {
          batch: 2,
          dropout: { rate: 0.5, rng: createRng(seed) },
        }).arraySync(),
      );
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
    x.dispose();
    disposeParameters(p);
  });
});
