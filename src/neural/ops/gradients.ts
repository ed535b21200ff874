import * as tf from "@tensorflow/tfjs-core";
import type { GradConfig, NamedAttrMap, Tensor } from "@tensorflow/tfjs-core";

/**
 * Gradients of the stock operations that blocks and losses are written with. The build of TensorFlow.js
 * for Node registers none. An operation that is not here (or in an operation's own `customGrad`) has no
 * gradient, and differentiating through it throws.
 */
export function registerGradients(): void {
  for (const gradient of GRADIENTS) tf.registerGradient(gradient);
}

/** What a stock operation saves is in the order of `inputsToSave`, then the outputs. */
type Saved = readonly Tensor[];

const saved = (tensors: Saved, index: number): Tensor => tensors[index] as Tensor;

/**
 * Gradient of an operand that was broadcast: summed over the axes along which it was repeated.
 * Sums over leading axes are a product with a row of ones, several times as fast as the stock sum.
 */
function unbroadcast(dy: Tensor, shape: readonly number[]): Tensor {
  const target = [...shape];
  const axes = tf.broadcast_util.getReductionAxes(target, dy.shape);
  if (axes.length === 0) return tf.reshape(dy, target);
  const kept = tf.util.sizeFromShape(target);
  if (axes.every((axis, i) => axis === i) && kept * axesSize(dy, axes) === dy.size) {
    const rows = axesSize(dy, axes);
    return tf.reshape(tf.matMul(tf.ones([1, rows]), tf.reshape(dy, [rows, kept])), target);
  }
  return tf.reshape(tf.sum(dy, axes), target);
}

const axesSize = (tensor: Tensor, axes: readonly number[]): number =>
  axes.reduce((size, axis) => size * (tensor.shape[axis] as number), 1);

/** Gradient of an operation of two broadcast operands. */
const binary = (
  kernelName: string,
  toLeft: (dy: Tensor, a: Tensor, b: Tensor) => Tensor,
  toRight: (dy: Tensor, a: Tensor, b: Tensor) => Tensor,
): GradConfig => ({
  kernelName,
  inputsToSave: ["a", "b"],
  gradFunc: (dy, tensors: Saved) => {
    const [a, b] = [saved(tensors, 0), saved(tensors, 1)];
    return {
      a: () => unbroadcast(toLeft(dy as Tensor, a, b), a.shape),
      b: () => unbroadcast(toRight(dy as Tensor, a, b), b.shape),
    };
  },
});

/** Gradient of an elementwise operation, from its input. */
const fromInput = (
  kernelName: string,
  gradient: (dy: Tensor, x: Tensor) => Tensor,
): GradConfig => ({
  kernelName,
  inputsToSave: ["x"],
  gradFunc: (dy, tensors: Saved) => ({ x: () => gradient(dy as Tensor, saved(tensors, 0)) }),
});

/** Gradient of an elementwise operation, from its output. */
const fromOutput = (
  kernelName: string,
  gradient: (dy: Tensor, y: Tensor) => Tensor,
): GradConfig => ({
  kernelName,
  outputsToSave: [true],
  gradFunc: (dy, tensors: Saved) => ({ x: () => gradient(dy as Tensor, saved(tensors, 0)) }),
});

/** The gradient of a reduction spread over the axes that it removed. */
function spread(dy: Tensor, x: Tensor, attrs: NamedAttrMap): Tensor {
  const axes = tf.util.parseAxisParam(attrs["axis"] as number | number[], x.shape);
  const shape = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  return tf.mul(tf.reshape(dy, shape), tf.ones(x.shape));
}

const GRADIENTS: readonly GradConfig[] = [
  binary(
    tf.Add,
    (dy) => dy,
    (dy) => dy,
  ),
  binary(
    tf.Sub,
    (dy) => dy,
    (dy) => tf.neg(dy),
  ),
  binary(
    tf.Multiply,
    (dy, _, b) => tf.mul(dy, b),
    (dy, a) => tf.mul(dy, a),
  ),
  binary(
    tf.RealDiv,
    (dy, _, b) => tf.div(dy, b),
    (dy, a, b) => tf.neg(tf.div(tf.mul(dy, a), tf.square(b))),
  ),
  fromInput(tf.Neg, (dy) => tf.neg(dy)),
  fromInput(tf.Square, (dy, x) => tf.mul(dy, tf.mul(x, 2))),
  fromInput(tf.Log, (dy, x) => tf.div(dy, x)),
  fromInput(tf.Relu, (dy, x) => tf.mul(dy, tf.step(x))),
  fromOutput(tf.Exp, (dy, y) => tf.mul(dy, y)),
  fromOutput(tf.Sqrt, (dy, y) => tf.div(dy, tf.mul(y, 2))),
  fromOutput(tf.Sigmoid, (dy, y) => tf.mul(dy, tf.mul(y, tf.sub(1, y)))),
  fromOutput(tf.Tanh, (dy, y) => tf.mul(dy, tf.sub(1, tf.square(y)))),
  fromInput(tf.Reshape, (dy, x) => tf.reshape(dy, x.shape)),
  fromInput(tf.ExpandDims, (dy, x) => tf.reshape(dy, x.shape)),
  {
    kernelName: tf.Sum,
    inputsToSave: ["x"],
    gradFunc: (dy, tensors: Saved, attrs) => ({
      x: () => spread(dy as Tensor, saved(tensors, 0), attrs),
    }),
  },
  {
    kernelName: tf.Mean,
    inputsToSave: ["x"],
    gradFunc: (dy, tensors: Saved, attrs) => ({
      x: () => {
        const x = saved(tensors, 0);
        return tf.mul(spread(dy as Tensor, x, attrs), (dy as Tensor).size / x.size);
      },
    }),
  },
  {
    kernelName: tf.Softmax,
    outputsToSave: [true],
    gradFunc: (dy, tensors: Saved, attrs) => ({
      logits: () => {
        const y = saved(tensors, 0);
        const weighted = tf.mul(dy as Tensor, y);
        return tf.sub(weighted, tf.mul(tf.sum(weighted, attrs["dim"] as number, true), y));
      },
    }),
  },
  {
    kernelName: tf.Slice,
    inputsToSave: ["x"],
    gradFunc: (dy, tensors: Saved, attrs) => ({
      x: () => {
        const [begin, size] = tf.slice_util.parseSliceParams(
          saved(tensors, 0),
          attrs["begin"] as number[],
          attrs["size"] as number[],
        ) as [number[], number[]];
        const { shape } = saved(tensors, 0);
        return tf.pad(
          dy as Tensor,
          shape.map((length, axis): [number, number] => {
            const before = begin[axis] as number;
            return [before, length - before - (size[axis] as number)];
          }),
        );
      },
    }),
  },
  {
    kernelName: tf.PadV2,
    inputsToSave: ["x"],
    gradFunc: (dy, tensors: Saved, attrs) => ({
      x: () =>
        tf.slice(
          dy as Tensor,
          (attrs["paddings"] as [number, number][]).map(([before]) => before),
          saved(tensors, 0).shape,
        ),
    }),
  },
  {
    kernelName: tf.Concat,
    saveAllInputs: true,
    gradFunc: (dy, tensors: Saved, attrs) => {
      const axis = tf.util.parseAxisParam(
        attrs["axis"] as number,
        saved(tensors, 0).shape,
      )[0] as number;
      const sizes = tensors.map((tensor) => tensor.shape[axis] as number);
      const parts = tf.split(dy as Tensor, sizes, axis);
      return Object.fromEntries(parts.map((part, i) => [String(i), () => part]));
    },
  },
  {
    kernelName: tf.SplitV,
    gradFunc: (dy, _, attrs) => ({ x: () => tf.concat(dy as Tensor[], attrs["axis"] as number) }),
  },
  {
    kernelName: tf.Transpose,
    gradFunc: (dy, _, attrs) => ({
      x: () =>
        tf.transpose(
          dy as Tensor,
          tf.backend_util.getUndoAxesPermutation(attrs["perm"] as number[]),
        ),
    }),
  },
];
