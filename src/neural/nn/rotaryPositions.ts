import * as tf from "@tensorflow/tfjs-core";
import type { Tensor, Tensor2D } from "@tensorflow/tfjs-core";
import { InternalError } from "../../support/internalError.ts";
import { differentiable } from "../ops/differentiable.ts";
import { positionAngle } from "./sinusoidalPositions.ts";

export interface Rotation {
  /** B, how many sequences of equal length the rows are. */
  readonly batch: number;
  /** D, the width of a head; even. */
  readonly headWidth: number;
  /** How many leading columns turn, a multiple of D; default all. */
  readonly columns?: number;
}

/**
 * Turns each pair of columns (2i, 2i + 1) of a head by the angle position / 10000^(2i / D), so that the
 * product of a query and a key depends on the distance of their positions alone (Su and others 2021,
 * RoFormer, equation 34). x [B*T, columns] -> the same shape.
 */
export function rotate(x: Tensor2D, rotation: Rotation): Tensor2D {
  if (rotation.headWidth % 2 !== 0) throw new InternalError("a head that turns has an odd width");
  // The inverse of a rotation is its transpose: the gradient turns back.
  return differentiable(
    [x],
    () => ({ value: turn(x, rotation, 1), saved: [] }),
    (dy) => [turn(dy, rotation, -1)],
  );
}

/** x cos + (x with each pair (a, b) replaced by (-b, a)) sin, the latter as a product with a matrix. */
function turn(x: Tensor2D, rotation: Rotation, direction: 1 | -1): Tensor2D {
  const { batch, headWidth } = rotation;
  const [rows, columns] = x.shape;
  const length = rows / batch;
  return tf.tidy(() => {
    const { cos, sin } = table(length, columns, rotation);
    const pairs = tf.matMul(tf.reshape(x, [-1, headWidth]), quarterTurn(headWidth, direction));
    const sequences = [batch, length * columns];
    const turned = tf.add(
      tf.mul(tf.reshape(x, sequences), cos),
      tf.mul(tf.reshape(pairs, sequences), sin),
    );
    return tf.reshape(turned, [rows, columns]);
  });
}

/** [D, D]: a row vector times it has each pair (a, b) replaced by (-b, a), or (b, -a) backward. */
function quarterTurn(width: number, direction: 1 | -1): Tensor2D {
  const numbers = new Float32Array(width * width);
  for (let i = 0; i < width; i += 2) {
    numbers[i * width + i + 1] = direction;
    numbers[(i + 1) * width + i] = -direction;
  }
  return tf.tensor2d(numbers, [width, width]);
}

/** Cosine and sine of each column's angle at each position, [1, T * columns] each. */
function table(length: number, columns: number, rotation: Rotation): { cos: Tensor; sin: Tensor } {
  const { headWidth, columns: turning = columns } = rotation;
  const cos = new Float32Array(length * columns).fill(1);
  const sin = new Float32Array(length * columns);
  for (let t = 0; t < length; t++) {
    for (let i = 0; i < headWidth; i += 2) {
      const angle = positionAngle(t, i, headWidth);
      for (let head = 0; head < turning; head += headWidth) {
        const at = t * columns + head + i;
        cos.fill(Math.cos(angle), at, at + 2);
        sin.fill(Math.sin(angle), at, at + 2);
      }
    }
  }
  const shape: [number, number] = [1, length * columns];
  return { cos: tf.tensor2d(cos, shape), sin: tf.tensor2d(sin, shape) };
}
