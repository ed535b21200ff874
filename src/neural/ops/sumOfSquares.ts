import * as tf from "@tensorflow/tfjs-core";
import { InternalError } from "../../support/internalError.ts";
import { ownKernels, runOwn } from "./wasm/ownKernels.ts";

/** Sum of the squares of all elements of all tensors, in their order: the square of a global norm. */
export function sumOfSquares(tensors: Iterable<tf.Tensor>): number {
  let total = 0;
  for (const tensor of tensors) {
    if (tensor.dtype !== "float32") throw new InternalError(`sumOfSquares of ${tensor.dtype}`);
    if (ownKernels() === undefined) {
      total += tf.tidy(() => tf.sum(tf.square(tensor)).dataSync()[0] ?? 0);
    } else {
      runOwn(({ kernels, at }) => {
        total += kernels.sumOfSquares(at(tensor), tensor.size);
        return [];
      });
    }
  }
  return total;
}
