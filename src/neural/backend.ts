import util from "node:util";
import * as tf from "@tensorflow/tfjs-core";
import { InternalError } from "../support/internalError.ts";
import { registerGradients } from "./ops/gradients.ts";
import { startOwnKernels } from "./ops/wasm/ownKernels.ts";

/** `tensorflow`: the native binding; `wasm`: WebAssembly with kernels of our own; `cpu`: JavaScript. */
export type BackendName = "tensorflow" | "wasm" | "cpu";

export const BACKEND_NAMES: readonly BackendName[] = ["tensorflow", "wasm", "cpu"];

/** What computes, chosen once for a process. */
export interface Backend {
  readonly name: BackendName;
  /** Do the ops run on kernels of our own? */
  readonly ownKernels: boolean;
  /** Why the faster ones are not used, one line each; empty when none is faster. */
  readonly notes: readonly string[];
}

/** The backend that was asked for cannot be used: the user's mistake or the machine's. */
export class BackendError extends Error {
  override readonly name = "BackendError";
}

/** Name of the environment variable that chooses the backend. */
export const BACKEND_VARIABLE = "SYNTH_BACKEND";

let loading: Promise<Backend> | undefined;

/**
 * Loads TensorFlow.js with the fastest backend that works: native, else WebAssembly, else JavaScript.
 *
 * One for a process; the first call chooses.
 *
 * @param wanted the one to use, with no other tried; by default what SYNTH_BACKEND says, if anything
 * @throws BackendError when the wanted one has no such name or does not load
 */
export async function loadBackend(wanted?: BackendName): Promise<Backend> {
  loading ??= load(wanted ?? process.env[BACKEND_VARIABLE]);
  const backend = await loading;
  if (wanted !== undefined && backend.name !== wanted) {
    throw new InternalError(`backend ${wanted} is wanted where ${backend.name} was loaded`);
  }
  return backend;
}

async function load(wanted: string | undefined): Promise<Backend> {
  const all = wanted === undefined || wanted === "";
  const names = all ? BACKEND_NAMES : BACKEND_NAMES.filter((n) => n === wanted);
  if (names.length === 0) {
    throw new BackendError(
      `${BACKEND_VARIABLE} is ${wanted}; it can be ${BACKEND_NAMES.join(", ")}`,
    );
  }
  const notes: string[] = [];
  for (const name of names) {
    const problem = await tryBackend(name);
    if (problem !== undefined) {
      notes.push(`${name}: ${problem}`);
      continue;
    }
    registerGradients();
    const slow = name === "wasm" ? await startOwnKernels() : undefined;
    if (slow !== undefined) notes.push(`own kernels: ${slow}`);
    return { name, ownKernels: name === "wasm" && slow === undefined, notes };
  }
  const asked = all ? "no backend loads" : `the backend ${wanted} does not load`;
  throw new BackendError(`${asked} (${notes.join("; ")})`);
}

/** @returns why the backend cannot be used, or undefined: it is the current one and computes */
async function tryBackend(name: BackendName): Promise<string | undefined> {
  try {
    await keepingListeners(async () => {
      if (name === "tensorflow") await importNative();
      else if (name === "wasm") await import("@tensorflow/tfjs-backend-wasm");
      else await import("@tensorflow/tfjs-backend-cpu");
      await tf.setBackend(name);
      // The JavaScript backend would print advice to install the binding, on every start.
      if (name === "cpu") (tf.backend() as unknown as { firstUse: boolean }).firstUse = false;
    });
    if (tf.getBackend() !== name) return "it does not start";
    const sum = tf.tidy(() => tf.add(tf.tensor1d([1]), 1).dataSync()[0]);
    return sum === 2 ? undefined : "its self-test gave a wrong sum";
  } catch (error) {
    if ((error as { code?: unknown }).code === "ERR_MODULE_NOT_FOUND") return "not installed";
    return error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
  }
}

/** Imports the native binding, an optional dependency without types where it is not installed. */
async function importNative(): Promise<void> {
  // Functions that Node 23 removed, and that the last release of the binding calls.
  const removed: Record<string, unknown> = {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: (value: unknown) => Array.isArray(value),
  };
  const utilities = util as unknown as Record<string, unknown>;
  for (const [name, stand] of Object.entries(removed)) utilities[name] ??= stand;
  const binding: string = "@tensorflow/tfjs-node";
  await import(binding);
}

/** Takes away the listeners that `body` adds: Emscripten's print a page of source for any error. */
async function keepingListeners(body: () => Promise<void>): Promise<void> {
  const events = ["uncaughtException", "unhandledRejection"] as const;
  const before = events.map((event) => new Set<unknown>(process.rawListeners(event)));
  try {
    await body();
  } finally {
    events.forEach((event, i) => {
      for (const listener of process.rawListeners(event)) {
        if (before[i]?.has(listener) !== true) {
          process.removeListener(event, listener as (...all: unknown[]) => void);
        }
      }
    });
  }
}
