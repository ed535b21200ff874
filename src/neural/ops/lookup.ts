import * as tf from "@tensorflow/tfjs-core";
import { differentiable } from "./differentiable.ts";
import { oneHot } from "./oneHot.ts";
import { transposedTimes } from "./products.ts";
import { requireIds, requireShape } from "./requireShape.ts";
import { ownKernels, runOwn } from "./wasm/ownKernels.ts";

/**
 * Rows of a table: an embedding.
 *
 * @param table [N, C]
 * @param ids int32 [M], each in 0..N-1
 * @returns [M, C]
 * @throws InternalError when an id has no row
 */
export function lookup(table: tf.Tensor2D, ids: tf.Tensor1D): tf.Tensor2D {
  requireShape("lookup: table", table, table.shape);
  requireShape("lookup: ids", ids, ids.shape);
  requireIds("lookup: ids", ids, table.shape[0]);
  return ownKernels() === undefined ? composed(table, ids) : own(table, ids);
}

function own(table: tf.Tensor2D, ids: tf.Tensor1D): tf.Tensor2D {
  const [rows, n] = table.shape;
  const m = ids.shape[0];
  return differentiable(
    [table],
    () => {
      const [y] = runOwn(({ kernels, at, make }) => {
        const out = make([m, n]);
        kernels.lookup(at(table), at(ids), at(out), m, n);
        return [out];
      }) as [tf.Tensor2D];
      return { value: y, saved: [ids] as const };
    },
    (dy, [idsKept]) =>
      runOwn(({ kernels, at, make }) => {
        const dTable = make([rows, n]);
        kernels.lookupGradient(at(dy), at(idsKept), at(dTable), rows, m, n);
        return [dTable];
      }),
  );
}

/** As a product with rows of the identity, whose gradient every backend has. */
function composed(table: tf.Tensor2D, ids: tf.Tensor1D): tf.Tensor2D {
  return differentiable(
    [table],
    () => {
      const chosen = oneHot(ids, table.shape[0]);
      return { value: tf.matMul(chosen, table) as tf.Tensor2D, saved: [chosen] as const };
    },
    (dy, [chosen]) => [transposedTimes(chosen, dy)],
  );
}
