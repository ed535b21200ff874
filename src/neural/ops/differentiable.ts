import * as tf from "@tensorflow/tfjs-core";

/**
 * An op with a gradient of its own, of any number of tensors.
 *
 * @param inputs what it is differentiated by; anything else that `forward` uses counts as constant
 * @param forward the value, and the tensors that the gradient needs: no others are alive by then
 * @param gradient from the gradient of the value and those tensors, one gradient for each input
 */
export function differentiable<T extends tf.Tensor, S extends readonly tf.Tensor[]>(
  inputs: readonly tf.Tensor[],
  forward: () => { readonly value: T; readonly saved: S },
  gradient: (dy: T, saved: S) => readonly tf.Tensor[],
): T {
  const op = tf.customGrad((...all) => {
    // The last argument is the engine's function that keeps tensors for the gradient.
    const save = all.at(-1) as unknown as (tensors: readonly tf.Tensor[]) => void;
    const { value, saved } = forward();
    save(saved);
    return {
      value,
      gradFunc: (dy: tf.Tensor, kept: tf.Tensor[]) =>
        gradient(dy as T, kept as unknown as S) as tf.Tensor[],
    };
  });
  return op(...inputs) as T;
}
