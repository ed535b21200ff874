import * as tf from "@tensorflow/tfjs-core";
import { differentiable } from "./differentiable.ts";
import { columnSum, timesTransposed, transposedTimes } from "./products.ts";
import { requireShape } from "./requireShape.ts";
import { ownKernels, runOwn } from "./wasm/ownKernels.ts";

/**
 * Affine layer: y = activation(x w + b).
 *
 * @param x [M, K]
 * @param w [K, N]
 * @param b [N]; zero if not given
 * @returns [M, N]
 */
export function linear(
  x: tf.Tensor2D,
  w: tf.Tensor2D,
  b?: tf.Tensor1D,
  activation?: "relu",
): tf.Tensor2D {
  requireShape("linear: x", x, x.shape);
  requireShape("linear: w", w, [x.shape[1], w.shape[1]]);
  if (b !== undefined) requireShape("linear: b", b, [w.shape[1]]);
  const relu = activation === "relu";
  const own = ownKernels() !== undefined;
  const forward = own ? run : compose;
  const backward = own ? runGradient : composeGradient;
  return differentiable(
    b === undefined ? [x, w] : [x, w, b],
    () => {
      const value = forward(x, w, b, relu);
      return { value, saved: relu ? [x, w, value] : [x, w] };
    },
    (dy, [xKept, wKept, yKept]) =>
      backward(dy, xKept as tf.Tensor2D, wKept as tf.Tensor2D, yKept, b !== undefined),
  );
}

function run(
  x: tf.Tensor2D,
  w: tf.Tensor2D,
  b: tf.Tensor1D | undefined,
  relu: boolean,
): tf.Tensor2D {
  const [m, k] = x.shape;
  const n = w.shape[1];
  const [y] = runOwn(({ kernels, at, make, scratch }) => {
    const out = make([m, n]);
    const room = scratch(kernels.gemmScratchBytes(n));
    kernels.gemm(m, n, k, at(x), k, 1, at(w), n, 1, at(out), n, 1, at(b), relu ? 1 : 0, room);
    return [out];
  });
  return y as tf.Tensor2D;
}

/** dx = dz w^T, dw = x^T dz, db = sum of the rows of dz; dz = dy where y, if given, is positive. */
function runGradient(
  dy: tf.Tensor2D,
  x: tf.Tensor2D,
  w: tf.Tensor2D,
  y: tf.Tensor2D | undefined,
  withBias: boolean,
): tf.Tensor[] {
  const [m, k] = x.shape;
  const n = w.shape[1];
  return runOwn(({ kernels, at, make, drop, scratch }) => {
    const dz = y === undefined ? dy : make([m, n]);
    if (y !== undefined) kernels.reluGradient(at(y), at(dy), at(dz), m * n);
    const dx = make([m, k]);
    const dw = make([k, n]);
    const room = scratch(kernels.gemmScratchBytes(Math.max(k, n)));
    kernels.gemm(m, k, n, at(dz), n, 1, at(w), 1, n, at(dx), k, 1, 0, 0, room);
    kernels.gemm(k, n, m, at(x), 1, k, at(dz), n, 1, at(dw), n, 1, 0, 0, room);
    const gradients = [dx, dw];
    if (withBias) {
      const db = make([n]);
      kernels.columnSum(at(dz), at(db), m, n);
      gradients.push(db);
    }
    if (y !== undefined) drop(dz);
    return gradients;
  });
}

function compose(
  x: tf.Tensor2D,
  w: tf.Tensor2D,
  b: tf.Tensor1D | undefined,
  relu: boolean,
): tf.Tensor2D {
  const product = tf.matMul(x, w);
  const sum = b === undefined ? product : tf.add(product, b);
  const y: tf.Tensor = relu ? tf.relu(sum) : sum;
  return y as tf.Tensor2D;
}

function composeGradient(
  dy: tf.Tensor2D,
  x: tf.Tensor2D,
  w: tf.Tensor2D,
  y: tf.Tensor2D | undefined,
  withBias: boolean,
): tf.Tensor[] {
  const dz = y === undefined ? dy : tf.mul<tf.Tensor2D>(dy, tf.step(y));
  const gradients: tf.Tensor[] = [timesTransposed(dz, w), transposedTimes(x, dz)];
  if (withBias) gradients.push(columnSum(dz));
  return gradients;
}
