import * as tf from "@tensorflow/tfjs-core";
import type { Tensor2D } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadBackend } from "../../../src/neural/backend.ts";
import { encoder, initEncoder } from "../../../src/neural/nn/encoder.ts";
import { hippoCoefficients, hippoLegS, hippoReconstruction } from "../../../src/neural/nn/hippo.ts";
import { normal } from "../../../src/neural/nn/initialise.ts";
import { disposeParameters } from "../../../src/neural/nn/parameters.ts";
import {
  StateSpaceRecurrence,
  type SystemParameters,
  initStateSpace,
  stateSpace,
} from "../../../src/neural/nn/stateSpace.ts";
import { createRng } from "../../../src/support/rng.ts";

beforeAll(() => loadBackend("wasm"));

describe("HiPPO", () => {
  test("keeps a signal: it is read back from its coefficients", () => {
    const length = 400;
    const signal = Array.from({ length }, (_, i) => {
      const t = i / length;
      return Math.sin(9 * t) + 0.5 * Math.cos(17 * t) - t;
    });
    const error = (size: number): number => {
      const coefficients = hippoCoefficients(hippoLegS(size), signal);
      const errors = signal
        .map((one, i) => Math.abs(hippoReconstruction(coefficients, (i + 0.5) / length) - one))
        .slice(20, -20);
      return Math.max(...errors);
    };
    expect(error(24)).toBeLessThan(0.03);
    // Of too few coefficients only the broad shape comes back.
    expect(error(4)).toBeGreaterThan(0.2);
  });

  test("holds a constant in its first coefficient alone", () => {
    const coefficients = hippoCoefficients(hippoLegS(6), new Float64Array(50).fill(3));
    expect(coefficients[0]).toBeCloseTo(3, 1);
    expect(Math.max(...coefficients.slice(1).map(Math.abs))).toBeLessThan(0.1);
  });
});

const WIDTH = 4;
const TIME = 7;

/** Two sequences and the layer's result on them, as plain numbers [B][T][C]. */
function run(causal: boolean): {
  readonly systems: readonly SystemParameters[];
  readonly out: { readonly w: readonly number[]; readonly b: readonly number[] };
  readonly input: Float32Array;
  readonly result: Float32Array;
  readonly dispose: () => void;
} {
  const rng = createRng(4);
  const p = initStateSpace(rng, { width: WIDTH, states: 3, causal });
  const x = normal<tf.Rank.R2>(rng, [2 * TIME, WIDTH], 1);
  const y = stateSpace(p, x, 2);
  const [w, b] = [p.out.w, p.out.b as tf.Variable].map((v) => [...v.dataSync()]) as [
    number[],
    number[],
  ];
  const [input, result] = [x, y].map((t) => Float32Array.from(t.dataSync())) as [
    Float32Array,
    Float32Array,
  ];
  tf.dispose([x, y]);
  return { systems: p.systems, out: { w, b }, input, result, dispose: () => disposeParameters(p) };
}

describe("a state-space layer", () => {
  test.each([true, false])("as a convolution is the recurrence, causal %s", (causal) => {
    const { systems, out, input, result, dispose } = run(causal);
    for (let sequence = 0; sequence < 2; sequence++) {
      const sums = new Float64Array(TIME * WIDTH);
      for (const [i, system] of systems.entries()) {
        const recurrence = new StateSpaceRecurrence(system);
        const state = recurrence.start();
        for (let step = 0; step < TIME; step++) {
          const t = i === 0 ? step : TIME - 1 - step;
          const from = (sequence * TIME + t) * WIDTH;
          const y = recurrence.step(state, input.subarray(from, from + WIDTH));
          for (let c = 0; c < WIDTH; c++) {
            sums[t * WIDTH + c] = (sums[t * WIDTH + c] as number) + (y[c] as number);
          }
        }
      }
      for (let t = 0; t < TIME; t++) {
        for (let to = 0; to < WIDTH; to++) {
          let wanted = out.b[to] as number;
          for (let c = 0; c < WIDTH; c++) {
            wanted +=
              Math.max(0, sums[t * WIDTH + c] as number) * (out.w[c * WIDTH + to] as number);
          }
          expect(result[(sequence * TIME + t) * WIDTH + to]).toBeCloseTo(wanted, 4);
        }
      }
    }
    dispose();
  });

  test("has gradients that are the differences of its values", () => {
    const rng = createRng(6);
    const p = initStateSpace(rng, { width: 2, states: 2 });
    const x = tf.tidy(() => tf.clone(normal<tf.Rank.R2>(rng, [5, 2], 1)));
    const [system] = p.systems as [SystemParameters];
    const loss = (): tf.Scalar => tf.tidy(() => tf.sum(tf.square(stateSpace(p, x, 1))));
    for (const variable of Object.values(system) as tf.Variable[]) {
      const { value, grads } = tf.variableGrads(loss, [variable]);
      const found = (grads[variable.name] as tf.Tensor).dataSync()[0] as number;
      const start = tf.clone(variable);
      const moved = [1e-2, -1e-2].map((h) =>
        tf.tidy(() => {
          const numbers = Float32Array.from(start.dataSync());
          numbers[0] = (numbers[0] as number) + h;
          variable.assign(tf.tensor(numbers, variable.shape));
          return loss().dataSync()[0] as number;
        }),
      ) as [number, number];
      variable.assign(start);
      const wanted = (moved[0] - moved[1]) / 2e-2;
      expect(Math.abs(found - wanted)).toBeLessThan(0.02 * Math.max(1, Math.abs(wanted)));
      tf.dispose([value, start, ...Object.values(grads)]);
    }
    disposeParameters(p);
    x.dispose();
  });

  test("stands in the place of attention in an encoder, which then knows order", () => {
    const config = { width: 4, heads: 1, layers: 1, hidden: 8, states: 3, causal: true };
    const rng = createRng(2);
    const p = initEncoder(rng, config);
    const read = (rows: number[]): Float32Array =>
      tf.tidy(() => {
        const x: Tensor2D = tf.tensor2d(rows, [3, 4]);
        return Float32Array.from(encoder(p, config, x, { batch: 1 }).dataSync());
      });
    const rows = Array.from({ length: 12 }, () => rng.next());
    const first = read(rows);
    const changed = read([...rows.slice(0, 8), 5, -3, 2, 1]);
    // Causal: what comes last changes nothing before it.
    expect([...changed.subarray(0, 8)]).toEqual([...first.subarray(0, 8)]);
    expect([...changed.subarray(8)]).not.toEqual([...first.subarray(8)]);
    disposeParameters(p);
  });
});
