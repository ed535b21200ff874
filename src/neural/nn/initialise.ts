import * as tf from "@tensorflow/tfjs-core";
import type { Rank, ShapeMap, Variable } from "@tensorflow/tfjs-core";
import type { Rng } from "../../support/rng.ts";

/** A shape with its rank known to the compiler, so that a matrix's variable is a matrix. */
type Shape<R extends Rank> = ShapeMap[R];

/** A variable whose numbers are drawn one after another, row-major, the same on every backend. */
function draw<R extends Rank>(shape: Shape<R>, next: () => number): Variable<R> {
  const numbers = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, next);
  return tf.tidy(() => tf.variable(tf.tensor<R>(numbers, shape)));
}

/** Variable of one number everywhere. */
export const filled = <R extends Rank>(shape: Shape<R>, value: number): Variable<R> =>
  draw(shape, () => value);

/** Variable of zeros. */
export const zeros = <R extends Rank>(shape: Shape<R>): Variable<R> => filled(shape, 0);

/** Uniform in [-bound, bound). */
export const uniform = <R extends Rank>(rng: Rng, shape: Shape<R>, bound: number): Variable<R> =>
  draw(shape, () => (2 * rng.next() - 1) * bound);

/** Normal with mean 0 and the given standard deviation. */
export const normal = <R extends Rank>(rng: Rng, shape: Shape<R>, deviation: number): Variable<R> =>
  draw(shape, () => deviation * gaussian(rng));

/**
 * Weights [inputs, outputs] that keep the variance of values forward and of gradients backward through
 * a linear map: uniform with bound sqrt(6 / (inputs + outputs)) (Glorot and Bengio 2010, equation 16).
 */
export const xavier = (rng: Rng, inputs: number, outputs: number): Variable<Rank.R2> =>
  uniform<Rank.R2>(rng, [inputs, outputs], Math.sqrt(6 / (inputs + outputs)));

/**
 * Weights [inputs, outputs] of a linear map whose outputs a ReLU halves: normal with variance
 * 2 / inputs (He and others 2015, equation 10).
 */
export const kaiming = (rng: Rng, inputs: number, outputs: number): Variable<Rank.R2> =>
  normal<Rank.R2>(rng, [inputs, outputs], Math.sqrt(2 / inputs));

/** A standard normal number (Box and Muller 1958, the cosine half). */
export const gaussian = (rng: Rng): number =>
  // 1 - next() is in (0, 1]: its logarithm is finite.
  Math.sqrt(-2 * Math.log(1 - rng.next())) * Math.cos(2 * Math.PI * rng.next());
