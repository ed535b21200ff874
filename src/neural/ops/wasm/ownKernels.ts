import * as tf from "@tensorflow/tfjs-core";
import { InternalError } from "../../../support/internalError.ts";
import { KERNEL_BINARY } from "./kernelBinary.ts";
import type { Kernels } from "./kernels.ts";
import { replaceIdentity } from "./identity.ts";
import { replaceMatMul } from "./matMul.ts";

/** The global of this name; the types of Node 20 leave it out. */
declare const WebAssembly: {
  readonly Memory: abstract new () => object;
  instantiate(
    binary: Uint8Array,
    imports: Readonly<Record<string, Readonly<Record<string, object>>>>,
  ): Promise<{ readonly instance: { readonly exports: object } }>;
};

/**
 * The kernels, on the tensors of the backend `wasm`.
 *
 * Its memory is imported into a module of ours, so that both work on the same tensors without a copy.
 */
export interface OwnKernels {
  readonly kernels: Kernels;
  /** Where a tensor's elements stand; 0 for none. Good until the tensor is disposed of. */
  readonly at: (tensor: tf.TensorInfo | undefined) => number;
  /** A float32 tensor whose elements are not set yet. */
  readonly make: (shape: readonly number[]) => tf.TensorInfo;
  /** Gives back what `make` made and no op returns. */
  readonly drop: (tensor: tf.TensorInfo) => void;
  /** Memory that the next call may overwrite; one block, as large as the largest wish so far. */
  readonly scratch: (sizeBytes: number) => number;
}

/** What is used of the backend's insides; the packages are pinned, and `start` tests all of it. */
interface WasmBackend {
  readonly wasm: {
    readonly asm: Readonly<Record<string, unknown>>;
    _malloc(sizeBytes: number): number;
    _free(pointer: number): void;
  };
  readonly dataIdMap: { get(id: object): { readonly memoryOffset: number } };
  makeOutput(shape: readonly number[], dtype: string): tf.TensorInfo;
  disposeData(id: object): boolean;
}

/** Name under which the engine runs whatever an op hands it. */
const KERNEL_NAME = "SynthKernel";

let started: OwnKernels | undefined;
let enabled = true;

/** The own kernels, if they run here; an op without them composes stock ops. */
export function ownKernels(): OwnKernels | undefined {
  return enabled && started !== undefined && tf.getBackend() === "wasm" ? started : undefined;
}

/** Runs `body` as if there were no own kernels: what tests and measurements compare with. */
export function withoutOwnKernels<T>(body: () => T): T {
  const before = enabled;
  enabled = false;
  try {
    return body();
  } finally {
    enabled = before;
  }
}

/**
 * Runs own kernels as one kernel of the engine, which then knows the tensors that come out.
 *
 * @param body gets the kernels, and returns what it made
 */
export function runOwn(body: (own: OwnKernels) => readonly tf.TensorInfo[]): tf.Tensor[] {
  const made: unknown = tf
    .engine()
    .runKernel(KERNEL_NAME, {}, { body } as unknown as tf.NamedAttrMap);
  return made as tf.Tensor[];
}

/**
 * Starts the kernels on the current backend, `wasm`, and tries them.
 *
 * @returns why they cannot be used, or undefined: they run
 */
export async function startOwnKernels(): Promise<string | undefined> {
  if (started !== undefined) return undefined;
  try {
    const own = await instantiate(tf.backend() as unknown as WasmBackend);
    if (tf.getKernel(KERNEL_NAME, "wasm") === undefined) {
      tf.registerKernel({
        kernelName: KERNEL_NAME,
        backendName: "wasm",
        kernelFunc: ({ attrs }) => {
          const { body } = attrs as unknown as { body: (own: OwnKernels) => tf.TensorInfo[] };
          return body(own);
        },
      });
    }
    if (!multipliesRight()) return "their self-test gave a wrong product";
    replaceMatMul(ownKernels);
    replaceIdentity();
    started = own;
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
  }
}

async function instantiate(backend: WasmBackend): Promise<OwnKernels> {
  const memory = Object.values(backend.wasm.asm).find(
    (one) => one instanceof WebAssembly.Memory,
  ) as object | undefined;
  if (memory === undefined) throw new InternalError("the backend wasm shows no memory");
  const binary = Buffer.from(KERNEL_BINARY, "base64");
  const { instance } = await WebAssembly.instantiate(binary, { env: { memory } });
  let block = 0;
  let blockBytes = 0;
  return {
    kernels: instance.exports as unknown as Kernels,
    at: (tensor) => (tensor === undefined ? 0 : backend.dataIdMap.get(tensor.dataId).memoryOffset),
    make: (shape) => backend.makeOutput(shape, "float32"),
    drop: (tensor) => void backend.disposeData(tensor.dataId),
    scratch: (sizeBytes) => {
      if (sizeBytes > blockBytes) {
        if (block !== 0) backend.wasm._free(block);
        blockBytes = 0;
        block = backend.wasm._malloc(sizeBytes) >>> 0;
        if (block === 0) throw new InternalError(`no memory for ${sizeBytes} bytes of scratch`);
        blockBytes = sizeBytes;
      }
      return block;
    },
  };
}

/** A product of 2 x 3 by 3 x 2, transposed or not, through all that an op uses. */
function multipliesRight(): boolean {
  return tf.tidy(() => {
    const a = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
    const [product] = runOwn(({ kernels, at, make, scratch }) => {
      const c = make([2, 2]);
      const room = scratch(kernels.gemmScratchBytes(2));
      kernels.gemm(2, 2, 3, at(a), 3, 1, at(a), 1, 3, at(c), 2, 1, 0, 0, room);
      return [c];
    });
    return product !== undefined && String(product.dataSync()) === "14,32,32,77";
  });
}
