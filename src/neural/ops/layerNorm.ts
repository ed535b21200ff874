import * as tf from "@tensorflow/tfjs-core";
import { differentiable } from "./differentiable.ts";
import { columnSum } from "./products.ts";
import { requireShape } from "./requireShape.ts";
import { ownKernels, runOwn } from "./wasm/ownKernels.ts";

const EPSILON = 1e-5;

/**
 * Layer normalisation over the last axis (Ba, Kiros and Hinton 2016, section 3), epsilon 1e-5.
 *
 * @param x [M, C]
 * @param gain [C]
 * @param bias [C]
 * @returns [M, C]
 */
export function layerNorm(x: tf.Tensor2D, gain: tf.Tensor1D, bias: tf.Tensor1D): tf.Tensor2D {
  requireShape("layerNorm: x", x, x.shape);
  requireShape("layerNorm: gain", gain, [x.shape[1]]);
  requireShape("layerNorm: bias", bias, [x.shape[1]]);
  return ownKernels() === undefined ? composed(x, gain, bias) : own(x, gain, bias);
}

function own(x: tf.Tensor2D, gain: tf.Tensor1D, bias: tf.Tensor1D): tf.Tensor2D {
  const [m, n] = x.shape;
  return differentiable(
    [x, gain, bias],
    () => {
      const [y, moments] = runOwn(({ kernels, at, make }) => {
        const out = make([m, n]);
        const rows = make([m, 2]);
        kernels.layerNorm(at(x), at(gain), at(bias), at(out), at(rows), m, n, EPSILON);
        return [out, rows];
      }) as [tf.Tensor2D, tf.Tensor2D];
      return { value: y, saved: [x, gain, moments] as const };
    },
    (dy, [xKept, gainKept, moments]) =>
      runOwn(({ kernels, at, make }) => {
        const dx = make([m, n]);
        const dGain = make([n]);
        const dBias = make([n]);
        const [from, to] = [at(xKept), at(dx)];
        const [g, dg, db] = [at(gainKept), at(dGain), at(dBias)];
        kernels.layerNormGradient(from, g, at(dy), at(moments), to, dg, db, m, n);
        return [dx, dGain, dBias];
      }),
  );
}

function composed(x: tf.Tensor2D, gain: tf.Tensor1D, bias: tf.Tensor1D): tf.Tensor2D {
  return differentiable(
    [x, gain, bias],
    () => {
      const centred = tf.sub(x, tf.mean(x, -1, true));
      const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), EPSILON));
      const unit: tf.Tensor2D = tf.mul(centred, inverse);
      const value: tf.Tensor2D = tf.add(tf.mul(unit, gain), bias);
      return { value, saved: [unit, inverse, gain] as const };
    },
    (dy, [unit, inverse, gainKept]) => {
      const dUnit = tf.mul(dy, gainKept);
      const mean = tf.mean(dUnit, -1, true);
      const along = tf.mean(tf.mul(dUnit, unit), -1, true);
      const dx = tf.mul(tf.sub(tf.sub(dUnit, mean), tf.mul(unit, along)), inverse);
      return [dx, columnSum(tf.mul(dy, unit)), columnSum(dy)];
    },
  );
}
