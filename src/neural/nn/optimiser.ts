import type { Tensor } from "@tensorflow/tfjs-core";
import type { Result } from "../../support/result.ts";
import { sumOfSquares } from "../ops/sumOfSquares.ts";

/** Changes the variables of one parameter tree; owns what it remembers between steps. */
export interface Optimiser {
  /** How many updates were made. */
  readonly steps: number;
  /**
   * One update.
   *
   * @param gradients one for each variable, in the order of `flattenParameters`; `undefined` leaves a
   *   variable as it is. They are not freed.
   * @returns the norm of all gradients together before clipping
   */
  update(gradients: readonly (Tensor | undefined)[], learningRate: number): number;
  /** A copy of all that the next updates depend on, parameters aside. */
  save(): OptimiserState;
  /** Goes on from a saved state exactly. @returns the first thing that does not fit */
  restore(state: OptimiserState): Result<undefined, string>;
  /** Frees what it remembers. */
  dispose(): void;
}

export interface OptimiserState {
  readonly steps: number;
  /** What is remembered, by a name such as `encoder.norm.gain:mean`. */
  readonly memory: ReadonlyMap<string, Float32Array>;
}

export interface Clipping {
  /**
   * Largest norm of all gradients together; greater ones are scaled down to it (Pascanu, Mikolov and
   * Bengio 2013, algorithm 1). Default none.
   */
  readonly clipNorm?: number;
}

/** What gradients of a norm are multiplied by; NaN for a norm that is, so that a broken one shows. */
export const clippingScale = (norm: number, { clipNorm = Infinity }: Clipping): number =>
  norm <= clipNorm ? 1 : clipNorm / norm;

/** Norm of all gradients together. */
export const gradientNorm = (gradients: readonly (Tensor | undefined)[]): number =>
  Math.sqrt(sumOfSquares(gradients.filter((gradient) => gradient !== undefined)));
