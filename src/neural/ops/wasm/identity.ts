import * as tf from "@tensorflow/tfjs-core";

/** What is used of the backend's insides. */
interface CountingBackend {
  incRef(id: object): void;
}

/**
 * Puts a kernel in the place of the backend's of `tf.clone` that shares memory, as the one of `tf.reshape`
 * does. The stock one copies, and the engine clones whatever it keeps for a gradient: 5 percent of an
 * update of the program compiler. No kernel writes into a tensor that is there already.
 */
export function replaceIdentity(): void {
  tf.unregisterKernel(tf.Identity, "wasm");
  tf.registerKernel({
    kernelName: tf.Identity,
    backendName: "wasm",
    kernelFunc: ({ inputs, backend }) => {
      const { dataId, shape, dtype } = (inputs as { readonly x: tf.TensorInfo }).x;
      (backend as CountingBackend).incRef(dataId);
      return { dataId, shape, dtype };
    },
  });
}
