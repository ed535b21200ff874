import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor } from "@tensorflow/tfjs-core";
import { flattenParameters, type ParameterTree } from "./parameters.ts";

/**
 * A loss and its gradients by the variables of a tree, in the order of `flattenParameters`; `undefined`
 * where the loss does not depend on a variable. The caller frees them (`tf.dispose`).
 *
 * @param loss is called once; what it allocates is freed, its result aside
 */
export function differentiate(
  tree: ParameterTree,
  loss: () => Scalar,
): { readonly value: Scalar; readonly gradients: readonly (Tensor | undefined)[] } {
  const variables = flattenParameters(tree).map(({ variable }) => variable);
  const { value, grads } = tf.variableGrads(loss, variables);
  return { value, gradients: variables.map((variable) => grads[variable.name]) };
}
