import * as tf from "@tensorflow/tfjs-core";
import type { Tensor, Variable } from "@tensorflow/tfjs-core";
import { failure, success, type Result } from "../../support/result.ts";

/**
 * The parameters of a block: a nested record or list of variables. A block's parameters are declared
 * as a `type` (an `interface` has no index signature, so it would not be a tree).
 */
export type ParameterTree =
  Variable | readonly ParameterTree[] | { readonly [name: string]: ParameterTree };

/** A variable with its path in the tree, such as `encoder.sublayers.0.norm.gain`. */
export interface NamedParameter {
  readonly name: string;
  readonly variable: Variable;
}

/** The variables of a tree in the order in which its records were written. */
export function flattenParameters(tree: ParameterTree, path = ""): readonly NamedParameter[] {
  if (tree instanceof tf.Variable) return [{ name: path, variable: tree }];
  return Object.entries(tree).flatMap(([name, branch]: [string, ParameterTree]) =>
    flattenParameters(branch, path === "" ? name : `${path}.${name}`),
  );
}

/** How many numbers a tree holds. */
export const countParameters = (tree: ParameterTree): number =>
  flattenParameters(tree).reduce((sum, { variable }) => sum + variable.size, 0);

/** Frees every variable of a tree. */
export const disposeParameters = (tree: ParameterTree): void =>
  flattenParameters(tree).forEach(({ variable }) => variable.dispose());

/** A copy of every variable's numbers, by path, row-major. */
export function readParameters(tree: ParameterTree): ReadonlyMap<string, Float32Array> {
  return new Map(flattenParameters(tree).map(({ name, variable }) => [name, readTensor(variable)]));
}

/** A copy of a tensor's numbers, row-major: what `dataSync` gives may be a view of memory in use. */
export const readTensor = (tensor: Tensor): Float32Array => Float32Array.from(tensor.dataSync());

/**
 * Sets every variable of a tree from its numbers.
 *
 * @returns the first thing that does not fit (a name missing, unknown, or of another size); then no
 *   variable was changed.
 */
export function writeParameters(
  tree: ParameterTree,
  values: ReadonlyMap<string, Float32Array>,
): Result<undefined, string> {
  const parameters = flattenParameters(tree);
  const names = new Set(parameters.map(({ name }) => name));
  const unknown = [...values.keys()].find((name) => !names.has(name));
  if (unknown !== undefined) return failure(`${unknown} is no parameter of this model`);
  for (const { name, variable } of parameters) {
    const numbers = values.get(name);
    if (numbers === undefined) return failure(`${name} is missing`);
    if (numbers.length !== variable.size) {
      return failure(`${name} has ${numbers.length} numbers where ${variable.size} are wanted`);
    }
  }
  for (const { name, variable } of parameters) {
    writeTensor(variable, values.get(name) as Float32Array);
  }
  return success(undefined);
}

/** Sets a variable from as many numbers as it has. */
export function writeTensor(variable: Variable, numbers: Float32Array): void {
  // Copied: the processor backend would keep the caller's array as the variable's memory.
  const tensor = tf.tensor(Float32Array.from(numbers), variable.shape);
  variable.assign(tensor);
  tensor.dispose();
}
