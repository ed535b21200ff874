import * as tf from "@tensorflow/tfjs-core";
import { requireShape } from "./requireShape.ts";
import { ownKernels, runOwn } from "./wasm/ownKernels.ts";

/** One parameter and its moments, all of one shape. */
export interface AdamSlot {
  readonly parameter: tf.Variable;
  /** Running mean of the gradient; zero before the first step. */
  readonly first: tf.Variable;
  /** Running mean of its square; zero before the first step. */
  readonly second: tf.Variable;
}

export interface AdamSettings {
  readonly learningRate: number;
  /** Number of this step, from 1: corrects the moments, which start at zero. */
  readonly step: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Decoupled: the parameter shrinks by learningRate * weightDecay. */
  readonly weightDecay: number;
  /** Factor of the gradient; below 1 when it is clipped. */
  readonly gradientScale: number;
}

/**
 * One step of Adam with decoupled weight decay (Kingma and Ba 2015, algorithm 1; Loshchilov and Hutter
 * 2019, algorithm 2), assigned to the slot's variables.
 */
export function adamStep(slot: AdamSlot, gradient: tf.Tensor, settings: AdamSettings): void {
  requireShape(`adamStep: gradient of ${slot.parameter.name}`, gradient, slot.parameter.shape);
  tf.tidy(() => {
    const rule = ownKernels() === undefined ? composed : own;
    const [parameter, first, second] = rule(slot, gradient, settings);
    slot.parameter.assign(parameter);
    slot.first.assign(first);
    slot.second.assign(second);
  });
}

type Stepped = readonly [parameter: tf.Tensor, first: tf.Tensor, second: tf.Tensor];

function own(slot: AdamSlot, gradient: tf.Tensor, settings: AdamSettings): Stepped {
  const { learningRate, step, beta1, beta2, epsilon, weightDecay, gradientScale } = settings;
  // New tensors, not in place: stock kernels keep a packed copy of a weight for each data id.
  return runOwn(({ kernels, at, make }) => {
    const { shape, size } = slot.parameter;
    const made = [make(shape), make(shape), make(shape)] as const;
    const [p, g, m, v] = [slot.parameter, gradient, slot.first, slot.second].map(at) as [
      number,
      number,
      number,
      number,
    ];
    const [pOut, mOut, vOut] = made.map(at) as [number, number, number];
    const rate = learningRate / (1 - beta1 ** step);
    const correction = 1 / (1 - beta2 ** step);
    const keep = 1 - learningRate * weightDecay;
    const rates = [beta1, beta2, rate, correction, epsilon, keep, gradientScale] as const;
    kernels.adam(p, g, m, v, pOut, mOut, vOut, size, ...rates);
    return made;
  }) as unknown as Stepped;
}

function composed(slot: AdamSlot, gradient: tf.Tensor, settings: AdamSettings): Stepped {
  const { learningRate, step, beta1, beta2, epsilon, weightDecay, gradientScale } = settings;
  const g = tf.mul(gradient, gradientScale);
  const first = tf.add(tf.mul(slot.first, beta1), tf.mul(g, 1 - beta1));
  const second = tf.add(tf.mul(slot.second, beta2), tf.mul(tf.square(g), 1 - beta2));
  const root = tf.sqrt(tf.mul(second, 1 / (1 - beta2 ** step)));
  const change = tf.div(tf.mul(first, learningRate / (1 - beta1 ** step)), tf.add(root, epsilon));
  const kept = tf.mul(slot.parameter, 1 - learningRate * weightDecay);
  return [tf.sub(kept, change), first, second];
}
