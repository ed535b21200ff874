import type { Tensor } from "@tensorflow/tfjs-core";
import { InternalError } from "../../support/internalError.ts";

/**
 * Requires a tensor's shape, and that it holds something: a kernel that trusted a wrong one would read
 * what is not its own.
 *
 * @throws InternalError naming the tensor and its shape
 */
export function requireShape(name: string, tensor: Tensor, shape: readonly number[]): void {
  const fits = tensor.shape.length === shape.length && shape.every((n, i) => tensor.shape[i] === n);
  if (!fits) {
    throw new InternalError(`${name} has shape [${tensor.shape.join()}], not [${shape.join()}]`);
  }
  if (shape.includes(0)) {
    throw new InternalError(`${name} has shape [${shape.join()}], which holds nothing`);
  }
}

/**
 * Requires that the int32 entries of `ids` are below `limit`, and not negative unless allowed.
 *
 * @throws InternalError naming the tensor and the entry
 */
export function requireIds(name: string, ids: Tensor, limit: number, sign?: "negative too"): void {
  if (ids.dtype !== "int32") throw new InternalError(`${name} is ${ids.dtype}, not int32`);
  for (const id of ids.dataSync()) {
    if (id >= limit || (id < 0 && sign === undefined)) {
      throw new InternalError(`${name} has ${id}, which is not below ${limit}`);
    }
  }
}
