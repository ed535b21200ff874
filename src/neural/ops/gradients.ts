// Gradients of the stock kernels that models use. tfjs-core registers them in its browser bundle only;
// in Node none is there unless the native binding brought them.
import * as tf from "@tensorflow/tfjs-core";
import { InternalError } from "../../support/internalError.ts";
import { columnSum } from "./products.ts";

/** From the gradient of the output, what was saved and the attributes, one gradient for each input. */
type Rule = (
  dy: tf.Tensor,
  saved: readonly tf.Tensor[],
  attributes: Readonly<Record<string, unknown>>,
) => Readonly<Record<string, () => tf.Tensor>>;

/** Saved are the inputs named, or all of a list, then the output if `keepsOutput`. */
interface StockGradient {
  readonly kernel: string;
  readonly inputs?: readonly string[] | "all";
  readonly keepsOutput?: boolean;
  readonly rule: Rule;
}

/** Registers what the engine does not have yet. */
export function registerGradients(): void {
  for (const { kernel, inputs, keepsOutput, rule } of GRADIENTS) {
    if ((tf.getGradient(kernel) as unknown) !== undefined) continue;
    tf.registerGradient({
      kernelName: kernel,
      inputsToSave: inputs === "all" ? [] : [...(inputs ?? [])],
      saveAllInputs: inputs === "all",
      outputsToSave: keepsOutput === true ? [true] : [],
      gradFunc: (dy, saved, attributes) => rule(dy as tf.Tensor, saved, attributes),
    });
  }
}

function at(tensors: readonly tf.Tensor[], index: number): tf.Tensor {
  const tensor = tensors[index];
  if (tensor === undefined) throw new InternalError("a gradient misses a saved tensor");
  return tensor;
}

/** Sums what broadcasting repeated: the gradient of an operand of that shape. */
function sumTo(dy: tf.Tensor, shape: readonly number[]): tf.Tensor {
  const added = dy.rank - shape.length;
  const axes = dy.shape.flatMap((n, i) =>
    i < added || (shape[i - added] === 1 && n > 1) ? [i] : [],
  );
  if (axes.length === 0) return tf.reshape(dy, [...shape]);
  const rows = axes.reduce((size, axis) => size * (dy.shape[axis] as number), 1);
  // A bias, a gain, positions: rows that were added to many.
  const sum = axes.every((axis, i) => axis === i)
    ? // A copy: the stock product of `wasm` would take another shape of the same data for this one.
      columnSum(tf.mul(tf.reshape(dy, [rows, dy.size / rows]), 1))
    : tf.sum(dy, axes);
  return tf.reshape(sum, [...shape]);
}

/** A sum's or mean's gradient, before it is divided: the output repeated along the axes. */
function spread(dy: tf.Tensor, x: tf.Tensor, axis: unknown): tf.Tensor {
  const axes = tf.util.parseAxisParam(axis as number[], x.shape);
  const kept = x.shape.map((n, i) => (axes.includes(i) ? 1 : n));
  return tf.mul(tf.reshape(dy, kept), tf.ones(x.shape));
}

const binary = (
  kernel: string,
  ofA: (dy: tf.Tensor, a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  ofB: (dy: tf.Tensor, a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
): StockGradient => ({
  kernel,
  inputs: ["a", "b"],
  rule: (dy, saved) => {
    const [a, b] = [at(saved, 0), at(saved, 1)];
    return { a: () => sumTo(ofA(dy, a, b), a.shape), b: () => sumTo(ofB(dy, a, b), b.shape) };
  },
});

const unaryOfInput = (
  kernel: string,
  rule: (dy: tf.Tensor, x: tf.Tensor) => tf.Tensor,
): StockGradient => ({
  kernel,
  inputs: ["x"],
  rule: (dy, saved) => ({ x: () => rule(dy, at(saved, 0)) }),
});

const unaryOfOutput = (
  kernel: string,
  rule: (dy: tf.Tensor, y: tf.Tensor) => tf.Tensor,
): StockGradient => ({
  kernel,
  keepsOutput: true,
  rule: (dy, saved) => ({ x: () => rule(dy, at(saved, 0)) }),
});

const mask = (condition: tf.Tensor): tf.Tensor => tf.cast(condition, "float32");

const GRADIENTS: readonly StockGradient[] = [
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
  // Of equal operands the first has the gradient.
  binary(
    tf.Maximum,
    (dy, a, b) => tf.mul(dy, mask(tf.greaterEqual(a, b))),
    (dy, a, b) => tf.mul(dy, mask(tf.less(a, b))),
  ),
  binary(
    tf.Minimum,
    (dy, a, b) => tf.mul(dy, mask(tf.lessEqual(a, b))),
    (dy, a, b) => tf.mul(dy, mask(tf.greater(a, b))),
  ),
  binary(
    tf.SquaredDifference,
    (dy, a, b) => tf.mul(dy, tf.mul(2, tf.sub(a, b))),
    (dy, a, b) => tf.mul(dy, tf.mul(2, tf.sub(b, a))),
  ),
  // Steps: a condition of a choice may depend on what is differentiated.
  ...[tf.Greater, tf.GreaterEqual, tf.Less, tf.LessEqual, tf.Equal, tf.NotEqual].map((kernel) =>
    binary(kernel, tf.zerosLike, tf.zerosLike),
  ),
  unaryOfInput(tf.Neg, (dy) => tf.neg(dy)),
  unaryOfInput(tf.Square, (dy, x) => tf.mul(dy, tf.mul(2, x))),
  unaryOfInput(tf.Log, (dy, x) => tf.div(dy, x)),
  unaryOfInput(tf.Abs, (dy, x) => tf.mul(dy, tf.sign(x))),
  unaryOfInput(tf.Relu, (dy, x) => tf.mul(dy, tf.step(x))),
  unaryOfInput(tf.Softplus, (dy, x) => tf.mul(dy, tf.sigmoid(x))),
  unaryOfInput(tf.Sin, (dy, x) => tf.mul(dy, tf.cos(x))),
  unaryOfInput(tf.Cos, (dy, x) => tf.neg(tf.mul(dy, tf.sin(x)))),
  // 2 / sqrt(pi), the slope at 0.
  unaryOfInput(tf.Erf, (dy, x) =>
    tf.mul(dy, tf.mul(2 / Math.sqrt(Math.PI), tf.exp(tf.neg(tf.square(x))))),
  ),
  unaryOfOutput(tf.Exp, (dy, y) => tf.mul(dy, y)),
  unaryOfOutput(tf.Sqrt, (dy, y) => tf.div(dy, tf.mul(2, y))),
  unaryOfOutput(tf.Rsqrt, (dy, y) => tf.mul(dy, tf.mul(-0.5, tf.mul(y, tf.square(y))))),
  unaryOfOutput(tf.Reciprocal, (dy, y) => tf.neg(tf.mul(dy, tf.square(y)))),
  unaryOfOutput(tf.Sigmoid, (dy, y) => tf.mul(dy, tf.mul(y, tf.sub(1, y)))),
  unaryOfOutput(tf.Tanh, (dy, y) => tf.mul(dy, tf.sub(1, tf.square(y)))),
  {
    kernel: tf.Softmax,
    keepsOutput: true,
    rule: (dy, saved) => {
      const y = at(saved, 0);
      return { logits: () => tf.mul(y, tf.sub(dy, tf.sum(tf.mul(dy, y), -1, true))) };
    },
  },
  {
    kernel: tf.LogSoftmax,
    keepsOutput: true,
    rule: (dy, saved) => ({
      logits: () => tf.sub(dy, tf.mul(tf.sum(dy, -1, true), tf.exp(at(saved, 0)))),
    }),
  },
  unaryOfInput(tf.Reshape, (dy, x) => tf.reshape(dy, x.shape)),
  {
    kernel: tf.ExpandDims,
    inputs: ["input"],
    rule: (dy, saved) => ({ input: () => tf.reshape(dy, at(saved, 0).shape) }),
  },
  { kernel: tf.Identity, rule: (dy) => ({ x: () => tf.cast(dy, "float32") }) },
  { kernel: tf.Cast, rule: (dy) => ({ x: () => tf.clone(dy) }) },
  { kernel: tf.ZerosLike, rule: (dy) => ({ x: () => tf.zerosLike(dy) }) },
  { kernel: tf.OnesLike, rule: (dy) => ({ x: () => tf.zerosLike(dy) }) },
  unaryOfInput(tf.Step, (dy) => tf.zerosLike(dy)),
  unaryOfInput(tf.Sign, (dy) => tf.zerosLike(dy)),
  {
    kernel: tf.Transpose,
    rule: (dy, _, attributes) => ({
      x: () =>
        tf.transpose(dy, [
          ...tf.backend_util.getUndoAxesPermutation(attributes["perm"] as number[]),
        ]),
    }),
  },
  {
    kernel: tf.Sum,
    inputs: ["x"],
    rule: (dy, saved, { axis }) => ({ x: () => spread(dy, at(saved, 0), axis) }),
  },
  {
    kernel: tf.Mean,
    inputs: ["x"],
    rule: (dy, saved, { axis }) => {
      const x = at(saved, 0);
      return { x: () => tf.mul(spread(dy, x, axis), dy.size / x.size) };
    },
  },
  {
    kernel: tf.Slice,
    inputs: ["x"],
    rule: (dy, saved, { begin }) => {
      const x = at(saved, 0);
      const starts = [begin].flat() as number[];
      const paddings = x.shape.map((n, i): [number, number] => {
        const start = starts[i] ?? 0;
        return [start, n - start - (dy.shape[i] ?? n)];
      });
      return { x: () => tf.pad(dy, paddings) };
    },
  },
  {
    kernel: tf.PadV2,
    inputs: ["x"],
    rule: (dy, saved, { paddings }) => {
      const begin = (paddings as [number, number][]).map(([before]) => before);
      return { x: () => tf.slice(dy, begin, at(saved, 0).shape) };
    },
  },
  {
    kernel: tf.SplitV,
    // The gradients of all parts.
    rule: (dy, _, { axis }) => ({
      x: () => tf.concat(dy as unknown as tf.Tensor[], axis as number),
    }),
  },
  {
    kernel: tf.Concat,
    inputs: "all",
    rule: (dy, parts, { axis }) => {
      const [along] = tf.util.parseAxisParam(axis as number, dy.shape) as [number];
      const sizes = parts.map(({ shape }) => shape[along] as number);
      // Of a list of inputs the gradients are a list, whose names are its indices.
      return tf.split(dy, sizes, along).map((part) => () => part) as unknown as ReturnType<Rule>;
    },
  },
  {
    kernel: tf.Select,
    inputs: ["condition"],
    rule: (dy, saved) => {
      const chosen = mask(at(saved, 0));
      return {
        condition: () => tf.zerosLike(chosen),
        t: () => tf.mul(dy, chosen),
        e: () => tf.mul(dy, tf.sub(1, chosen)),
      };
    },
  },
  {
    kernel: tf.BatchMatMul,
    inputs: ["a", "b"],
    rule: (dy, saved, { transposeA, transposeB }) => {
      const [a, b] = [at(saved, 0), at(saved, 1)];
      const [ofA, ofB] = [transposeA === true, transposeB === true];
      return {
        a: () => (ofA ? tf.matMul(b, dy, ofB, true) : tf.matMul(dy, b, false, !ofB)),
        b: () => (ofB ? tf.matMul(dy, a, true, ofA) : tf.matMul(a, dy, !ofA, false)),
      };
    },
  },
];
