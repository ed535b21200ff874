import * as tf from "@tensorflow/tfjs-core";
import type { Rank, Scalar, Tensor, Tensor2D, Variable } from "@tensorflow/tfjs-core";
import { differentiate } from "../../../src/neural/nn/differentiate.ts";
import { gaussian } from "../../../src/neural/nn/initialise.ts";
import {
  flattenParameters,
  readTensor,
  writeTensor,
  type NamedParameter,
  type ParameterTree,
} from "../../../src/neural/nn/parameters.ts";
import { createRng } from "../../../src/support/rng.ts";
import { sumOf, type Matrix, type Vector } from "./twins.ts";

/** The same tree with plain numbers for variables. */
export type Plain<T> =
  T extends Variable<Rank.R2>
    ? Matrix
    : T extends Variable<Rank.R1>
      ? Vector
      : T extends Variable
        ? never
        : { -readonly [K in keyof T]: Plain<T[K]> };

export interface Check<T extends ParameterTree, P = Plain<T>> {
  /** Parameters and inputs: both are differentiated. */
  readonly tree: T;
  readonly block: (tree: T) => Tensor2D;
  readonly twin: (tree: P) => Matrix;
  /** What the gradient is the gradient of, when by definition it is not of the value. */
  readonly differentiated?: (tree: P) => Matrix;
}

/**
 * What is wrong with a block, as text; nothing when all is well:
 * - its value is not its twin's,
 * - a gradient differs somewhere from central differences of the twin, in double precision,
 * - a gradient's length is not the block's own derivative in its direction (five-point, on the backend),
 * - it leaves tensors behind.
 *
 * The variables of the tree are first moved off their initial values: gains of 1 and biases of 0 hide
 * errors.
 */
export function blockFaults<T extends ParameterTree, P = Plain<T>>(
  check: Check<T, P>,
): readonly string[] {
  const { tree, block } = check;
  stir(tree);
  const faults: string[] = [];
  const before = tf.memory().numTensors;

  const y = block(tree);
  const alone = tf.memory().numTensors - before;
  if (alone !== 1) faults.push(`${alone} tensors where one is the result`);
  const value = (y.arraySync as () => Matrix)();
  const plain = toPlain(tree) as P;
  const distance = largestDifference(value.flat(), check.twin(plain).flat());
  if (!(distance < 2e-5)) faults.push(`the value differs from the twin's by ${distance}`);

  // A random weight for each number of the result, so that no error cancels in the sum.
  const rng = createRng(99);
  const weights = value.map((row) => row.map(() => gaussian(rng)));
  const weightTensor = tf.tensor2d(weights);
  y.dispose();
  const loss = (): Scalar => tf.sum(tf.mul(block(tree), weightTensor));
  const { value: total, gradients } = differentiate(tree, loss);
  total.dispose();
  flattenParameters(tree).forEach((parameter, i) => {
    const gradient = gradients[i];
    if (gradient === undefined) {
      faults.push(`${parameter.name} has no gradient`);
      return;
    }
    const numbers = readTensor(gradient);
    const differentiated = check.differentiated ?? check.twin;
    const twinLoss = (): number => weightedSum(differentiated(plain), weights);
    const expected = centralDifferences(plain, parameter, twinLoss);
    const scale = 1 + Math.max(...expected.map(Math.abs));
    const error = largestDifference([...numbers], expected) / scale;
    if (!(error < 5e-5)) faults.push(`${parameter.name}: the gradient is wrong by ${error}`);
    if (check.differentiated === undefined) {
      const length = Math.hypot(...numbers);
      const slope = slopeAlong(parameter.variable, numbers, loss);
      if (!(Math.abs(slope - length) < 0.02 * length + 1e-3)) {
        faults.push(`${parameter.name}: slope ${slope} along a gradient of length ${length}`);
      }
    }
  });
  tf.dispose([weightTensor, ...gradients.filter((gradient) => gradient !== undefined)]);

  const left = tf.memory().numTensors - before;
  if (left !== 0) faults.push(`${left} tensors were left`);
  return faults;
}

const largestDifference = (a: readonly number[], b: readonly number[]): number =>
  a.length === b.length ? Math.max(...a.map((x, i) => Math.abs(x - (b[i] as number)))) : Infinity;

const weightedSum = (m: Matrix, weights: Matrix): number =>
  sumOf(m.map((row, i) => sumOf(row.map((x, j) => x * ((weights[i] as Vector)[j] as number)))));

function stir(tree: ParameterTree): void {
  const rng = createRng(17);
  for (const { variable } of flattenParameters(tree)) {
    writeTensor(
      variable,
      readTensor(variable).map((x) => x + 0.3 * gaussian(rng)),
    );
  }
}

export const toPlain = (tree: ParameterTree): unknown => {
  if (tree instanceof tf.Variable) return (tree as Tensor).arraySync();
  if (Array.isArray(tree)) return tree.map((branch: ParameterTree) => toPlain(branch));
  return Object.fromEntries(
    Object.entries(tree).map(([name, branch]: [string, ParameterTree]) => [name, toPlain(branch)]),
  );
};

/** Derivative of a loss by each number of one parameter of a plain tree, row-major. */
function centralDifferences(
  tree: unknown,
  { name, variable }: NamedParameter,
  loss: () => number,
): readonly number[] {
  const leaf = name.split(".").reduce((at, key) => (at as Record<string, unknown>)[key], tree);
  const rows = (variable.rank === 1 ? [leaf] : leaf) as Matrix;
  const h = 1e-5;
  return rows.flatMap((row) =>
    row.map((x, j) => {
      row[j] = x + h;
      const above = loss();
      row[j] = x - h;
      const below = loss();
      row[j] = x;
      return (above - below) / (2 * h);
    }),
  );
}

/** Five-point derivative of a loss when a variable moves in a direction. */
function slopeAlong(variable: Variable, direction: Float32Array, loss: () => Scalar): number {
  const start = readTensor(variable);
  const length = Math.hypot(...direction);
  if (length === 0) return 0;
  const at = (distance: number): number => {
    writeTensor(
      variable,
      start.map((x, i) => x + (distance * (direction[i] as number)) / length),
    );
    return tf.tidy(() => loss().dataSync()[0] as number);
  };
  const h = 2e-3;
  const slope = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
  writeTensor(variable, start);
  return slope;
}
