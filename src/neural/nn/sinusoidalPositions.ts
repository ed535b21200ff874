import * as tf from "@tensorflow/tfjs-core";
import type { Tensor2D } from "@tensorflow/tfjs-core";
import { addPositions } from "./addPositions.ts";

/** Angle of column 2i (and of 2i + 1) at a position: position / 10000^(2i / width). */
export const positionAngle = (position: number, column: number, width: number): number =>
  position / 10000 ** (column / width);

/**
 * Adds to each row its position's fixed code: sin of `positionAngle` in even columns, cos in odd ones
 * (Vaswani and others 2017, section 3.5). No parameters, any length. x [B*T, C] -> [B*T, C]
 */
export function sinusoidalPositions(x: Tensor2D, batch: number): Tensor2D {
  const [rows, width] = x.shape;
  const length = rows / batch;
  const codes = Float32Array.from({ length: length * width }, (_, index) => {
    const column = index % width;
    const angle = positionAngle((index - column) / width, column - (column % 2), width);
    return column % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
  return tf.tidy(() => addPositions(x, tf.tensor2d(codes, [length, width]), batch));
}
