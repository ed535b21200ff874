import * as tf from "@tensorflow/tfjs-core";
import type { Tensor, Variable } from "@tensorflow/tfjs-core";
import type { Result } from "../../support/result.ts";
import {
  flattenParameters,
  readParameters,
  writeParameters,
  type ParameterTree,
} from "./parameters.ts";

/** A running average of a model's parameters, which often serves better than the last ones. */
export interface ParameterAverage {
  /** Takes the parameters as they are now into the average. */
  update(): void;
  /**
   * Runs f, which has ended when it returns, with the averages in the parameters' place, and puts the
   * parameters back whatever happens.
   */
  during<T>(f: () => T): T;
  /** A copy of the averages, by path. */
  save(): ReadonlyMap<string, Float32Array>;
  /** Goes on from saved averages exactly. @returns the first thing that does not fit */
  restore(values: ReadonlyMap<string, Float32Array>): Result<undefined, string>;
  dispose(): void;
}

/**
 * Exponential moving average: average = decay * average + (1 - decay) * parameter after each update,
 * from the parameters at creation on (Kingma and Ba 2015, section 7.2).
 *
 * @param decay in [0, 1); about the last 1 / (1 - decay) updates count
 */
export function createAverage(tree: ParameterTree, decay: number): ParameterAverage {
  const parameters = flattenParameters(tree);
  const averages = parameters.map(({ variable }) => tf.tidy(() => tf.variable(tf.clone(variable))));
  const named = (): ParameterTree =>
    Object.fromEntries(parameters.map(({ name }, i) => [name, averages[i] as Variable] as const));
  return {
    update() {
      parameters.forEach(({ variable }, i) => {
        const average = averages[i] as Variable;
        tf.tidy(() => average.assign(tf.add(tf.mul(average, decay), tf.mul(variable, 1 - decay))));
      });
    },
    during(f) {
      const kept = parameters.map(({ variable }) => tf.clone(variable));
      try {
        parameters.forEach(({ variable }, i) => variable.assign(averages[i] as Variable));
        return f();
      } finally {
        parameters.forEach(({ variable }, i) => variable.assign(kept[i] as Tensor));
        tf.dispose(kept);
      }
    },
    save: () => readParameters(named()),
    restore: (values) => writeParameters(named(), values),
    dispose: () => tf.dispose(averages),
  };
}
