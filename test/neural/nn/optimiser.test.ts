import * as tf from "@tensorflow/tfjs-core";
import type { Rank, Scalar, Tensor } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import { createAdam, type AdamOptions } from "../../../src/neural/nn/adam.ts";
import { differentiate } from "../../../src/neural/nn/differentiate.ts";
import { createAverage } from "../../../src/neural/nn/ema.ts";
import { normal } from "../../../src/neural/nn/initialise.ts";
import type { Optimiser } from "../../../src/neural/nn/optimiser.ts";
import {
  disposeParameters,
  readParameters,
  writeParameters,
  type ParameterTree,
} from "../../../src/neural/nn/parameters.ts";
import { createSgd } from "../../../src/neural/nn/sgd.ts";
import { createRng } from "../../../src/support/rng.ts";

beforeAll(() => loadBackend("wasm"));

const createModel = () => {
  const rng = createRng(1);
  return { w: normal<Rank.R2>(rng, [3, 3], 1), b: normal<Rank.R1>(rng, [5], 1) };
};
const GRADIENTS = [1, 2, 3, 4].map((seed) => {
  const rng = createRng(100 + seed);
  return {
    w: Array.from({ length: 9 }, () => 4 * rng.next() - 2),
    b: Array.from({ length: 5 }, () => 4 * rng.next() - 2),
  };
});

/** Runs the optimiser with the given gradients; returns the norms that it gives. */
function run(optimiser: Optimiser, gradients: typeof GRADIENTS, rate = 0.1): number[] {
  return gradients.map(({ w, b }) => {
    const tensors = [tf.tensor2d(w, [3, 3]), tf.tensor1d(b)];
    const norm = optimiser.update(tensors, rate);
    tf.dispose(tensors);
    return norm;
  });
}

const closeTo = (found: Float32Array | undefined, expected: readonly number[]): void => {
  expect(found?.length).toBe(expected.length);
  expected.forEach((x, i) => expect(found?.[i]).toBeCloseTo(x, 5));
};

/** The algorithm of the paper for one parameter, in double precision. */
function adamTwin(
  start: readonly number[],
  gradients: readonly (readonly number[])[],
  options: Required<Pick<AdamOptions, "weightDecay">>,
  scales: readonly number[],
): number[] {
  return start.map((theta0, i) => {
    let [theta, m, v] = [theta0, 0, 0];
    gradients.forEach((gradient, step) => {
      const g = (gradient[i] as number) * (scales[step] as number);
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      const mean = m / (1 - 0.9 ** (step + 1));
      const square = v / (1 - 0.999 ** (step + 1));
      theta -= 0.1 * (mean / (Math.sqrt(square) + 1e-8) + options.weightDecay * theta);
    });
    return theta;
  });
}

// Some above the 4 that a test below clips to, some below.
const norms = GRADIENTS.map(({ w, b }) => Math.hypot(...w, ...b));

describe("Adam and AdamW", () => {
  test.each([
    ["Adam", 0, Infinity],
    ["AdamW, whose decay spares vectors", 0.3, Infinity],
    ["AdamW with clipped gradients", 0.3, 4],
  ])("%s follows the paper's algorithm", (_, weightDecay, clipNorm) => {
    const model = createModel();
    const start = readParameters(model);
    const optimiser = createAdam(model, { weightDecay, clipNorm });
    const found = run(optimiser, GRADIENTS);
    found.forEach((norm, i) => expect(norm).toBeCloseTo(norms[i] as number, 4));
    const scales = norms.map((norm) => Math.min(1, clipNorm / norm));
    const end = readParameters(model);
    const w = adamTwin(
      [...(start.get("w") ?? [])],
      GRADIENTS.map((g) => g.w),
      { weightDecay },
      scales,
    );
    const b = adamTwin(
      [...(start.get("b") ?? [])],
      GRADIENTS.map((g) => g.b),
      { weightDecay: 0 },
      scales,
    );
    closeTo(end.get("w"), w);
    closeTo(end.get("b"), b);
    optimiser.dispose();
    disposeParameters(model);
  });

  test("a parameter without a gradient stays", () => {
    const model = createModel();
    const before = readParameters(model);
    const optimiser = createAdam(model, { weightDecay: 0.1 });
    const gradient = tf.ones([5]);
    optimiser.update([undefined, gradient], 0.1);
    expect(readParameters(model).get("w")).toEqual(before.get("w"));
    expect(readParameters(model).get("b")).not.toEqual(before.get("b"));
    gradient.dispose();
    optimiser.dispose();
    disposeParameters(model);
  });

  test("a state that does not fit is refused, and nothing is changed", () => {
    const model = createModel();
    const optimiser = createAdam(model);
    const refused = optimiser.restore({ steps: 7, memory: new Map() });
    expect(refused).toEqual({ ok: false, error: "w:mean is missing" });
    expect(optimiser.steps).toBe(0);
    optimiser.dispose();
    disposeParameters(model);
  });
});

test("SGD subtracts the scaled gradient", () => {
  const model = createModel();
  const start = readParameters(model);
  const optimiser = createSgd(model, { clipNorm: 1 });
  expect(run(optimiser, GRADIENTS.slice(0, 1))[0]).toBeCloseTo(norms[0] as number, 4);
  const expected = [...(start.get("w") ?? [])].map(
    (x, i) => x - (0.1 * (GRADIENTS[0]?.w[i] as number)) / (norms[0] as number),
  );
  closeTo(readParameters(model).get("w"), expected);
  disposeParameters(model);
});

describe.each<[string, (tree: ParameterTree) => Optimiser]>([
  ["SGD", (tree) => createSgd(tree)],
  ["AdamW", (tree) => createAdam(tree, { weightDecay: 0.1, clipNorm: 3 })],
])("%s", (_, create) => {
  test("goes on from a saved state exactly", () => {
    const model = createModel();
    const first = create(model);
    run(first, GRADIENTS.slice(0, 2));
    const [values, state] = [readParameters(model), first.save()];
    run(first, GRADIENTS.slice(2));
    const end = readParameters(model);

    expect(writeParameters(model, values).ok).toBe(true);
    const second = create(model);
    expect(second.restore(state).ok).toBe(true);
    run(second, GRADIENTS.slice(2));
    expect(readParameters(model)).toEqual(end);
    expect(second.steps).toBe(4);
    [first, second].forEach((optimiser) => optimiser.dispose());
    disposeParameters(model);
  });

  test("finds the least of a bowl and leaves no tensors", () => {
    const model = createModel();
    const optimiser = create(model);
    const bowl = (): Scalar =>
      tf.add(tf.sum(tf.square(tf.sub(model.w, 2))), tf.sum(tf.square(tf.add(model.b, 1))));
    const before = tf.memory().numTensors;
    for (let i = 0; i < 200; i++) {
      const { value, gradients } = differentiate(model, bowl);
      optimiser.update(gradients, 0.1 * 0.98 ** i);
      tf.dispose([value, ...gradients.filter((g): g is Tensor => g !== undefined)]);
    }
    expect(tf.memory().numTensors).toBe(before);
    const { w, b } = Object.fromEntries(readParameters(model));
    w?.forEach((x) => expect(Math.abs(x - 2)).toBeLessThan(0.1));
    b?.forEach((x) => expect(Math.abs(x + 1)).toBeLessThan(0.1));
    optimiser.dispose();
    disposeParameters(model);
  });

  test("frees what it remembers", () => {
    const before = tf.memory().numTensors;
    const model = createModel();
    create(model).dispose();
    disposeParameters(model);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("the exponential moving average", () => {
  test("is what the recurrence says, serves as parameters for a while, and is saved exactly", () => {
    const model = { b: normal<Rank.R1>(createRng(3), [4], 1) };
    const before = tf.memory().numTensors;
    const average = createAverage(model, 0.75);
    let expected = [...model.b.dataSync()];
    for (const change of [1, -2, 0.5]) {
      tf.tidy(() => model.b.assign(tf.add(model.b, change)));
      const now = [...model.b.dataSync()];
      expected = expected.map((x, i) => 0.75 * x + 0.25 * (now[i] as number));
      average.update();
    }
    const last = readParameters(model);
    closeTo(
      average.during(() => readParameters(model).get("b")),
      expected,
    );
    expect(readParameters(model)).toEqual(last);
    expect(() =>
      average.during(() => {
        throw new Error("in between");
      }),
    ).toThrow("in between");
    expect(readParameters(model)).toEqual(last);

    const saved = average.save();
    const other = createAverage(model, 0.75);
    expect(other.save()).not.toEqual(saved);
    expect(other.restore(saved).ok).toBe(true);
    [average, other].forEach((one) => one.update());
    expect(other.save()).toEqual(average.save());
    expect(other.restore(new Map()).ok).toBe(false);
    [average, other].forEach((one) => one.dispose());
    expect(tf.memory().numTensors).toBe(before);
    disposeParameters(model);
  });
});
