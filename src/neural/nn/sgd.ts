import * as tf from "@tensorflow/tfjs-core";
import { success } from "../../support/result.ts";
import { clippingScale, gradientNorm, type Clipping, type Optimiser } from "./optimiser.ts";
import { flattenParameters, type ParameterTree } from "./parameters.ts";

/**
 * Stochastic gradient descent, without momentum: variable -= rate * gradient (Robbins and Monro 1951).
 * It remembers nothing but the number of steps.
 */
export function createSgd(tree: ParameterTree, options: Clipping = {}): Optimiser {
  const parameters = flattenParameters(tree);
  let steps = 0;
  return {
    get steps() {
      return steps;
    },
    update(gradients, learningRate) {
      const norm = gradientNorm(gradients);
      const factor = learningRate * clippingScale(norm, options);
      parameters.forEach(({ variable }, i) => {
        const gradient = gradients[i];
        if (gradient === undefined) return;
        tf.tidy(() => variable.assign(tf.sub(variable, tf.mul(gradient, factor))));
      });
      steps++;
      return norm;
    },
    save: () => ({ steps, memory: new Map() }),
    restore(state) {
      steps = state.steps;
      return success(undefined);
    },
    dispose: () => undefined,
  };
}
