import * as tf from "@tensorflow/tfjs-core";
import type { Variable } from "@tensorflow/tfjs-core";
import { adamStep, type AdamSlot } from "../ops/adamStep.ts";
import { clippingScale, gradientNorm, type Clipping, type Optimiser } from "./optimiser.ts";
import {
  flattenParameters,
  readParameters,
  writeParameters,
  type NamedParameter,
  type ParameterTree,
} from "./parameters.ts";

export interface AdamOptions extends Clipping {
  /** Decay of the running mean of gradients; default 0.9. */
  readonly beta1?: number;
  /** Decay of the running mean of their squares; default 0.999. */
  readonly beta2?: number;
  /** Added to the root that a step is divided by; default 1e-8. */
  readonly epsilon?: number;
  /**
   * By how much of itself, times the learning rate, a parameter shrinks in each step, apart from the
   * gradient: 0, the default, is Adam, more is AdamW.
   */
  readonly weightDecay?: number;
  /** Which parameters shrink; default matrices, but no vectors (gains, biases). */
  readonly decays?: (parameter: NamedParameter) => boolean;
}

/**
 * Adam and AdamW: steps of the running mean of gradients over the root of that of their squares, both
 * corrected for their start at 0 (Kingma and Ba 2015, algorithm 1; Loshchilov and Hutter 2019,
 * algorithm 2).
 */
export function createAdam(tree: ParameterTree, options: AdamOptions = {}): Optimiser {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = options;
  const { decays = ({ variable }: NamedParameter) => variable.rank > 1 } = options;
  const parameters = flattenParameters(tree);
  const slots = parameters.map((parameter): AdamSlot => ({
    parameter: parameter.variable,
    first: zerosLike(parameter.variable),
    second: zerosLike(parameter.variable),
  }));
  const memory: ParameterTree = Object.fromEntries(
    parameters.flatMap(({ name }, i) => {
      const { first, second } = slots[i] as AdamSlot;
      return [
        [`${name}:mean`, first],
        [`${name}:square`, second],
      ];
    }),
  );
  let steps = 0;
  return {
    get steps() {
      return steps;
    },
    update(gradients, learningRate) {
      const norm = gradientNorm(gradients);
      const gradientScale = clippingScale(norm, options);
      steps++;
      const settings = { learningRate, step: steps, beta1, beta2, epsilon, gradientScale };
      parameters.forEach((parameter, i) => {
        const gradient = gradients[i];
        if (gradient === undefined) return;
        const decay = decays(parameter) ? weightDecay : 0;
        adamStep(slots[i] as AdamSlot, gradient, { ...settings, weightDecay: decay });
      });
      return norm;
    },
    save: () => ({ steps, memory: readParameters(memory) }),
    restore(state) {
      const result = writeParameters(memory, state.memory);
      if (result.ok) steps = state.steps;
      return result;
    },
    dispose: () => slots.forEach(({ first, second }) => tf.dispose([first, second])),
  };
}

const zerosLike = ({ shape }: Variable): Variable => tf.tidy(() => tf.variable(tf.zeros(shape)));
