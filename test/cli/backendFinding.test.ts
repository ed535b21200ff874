import { expect, test } from "vitest";
import { describe } from "../../src/cli/backendFinding.ts";
import type { Backend } from "../../src/neural/backend.ts";

const loaded = (backend: Backend) => ({ kind: "loaded", backend, gigaflops: 41.6 }) as const;

test.each([
  [
    loaded({ name: "tensorflow", ownKernels: false, notes: [] }),
    "ok",
    "tensorflow, the native binding: 42 GFLOPS",
  ],
  [
    loaded({ name: "wasm", ownKernels: true, notes: ["tensorflow: not installed"] }),
    "ok",
    "wasm, with kernels of synth's own: 42 GFLOPS in one thread (tensorflow: not installed). The native binding, which npm install fetches where it can, may be faster",
  ],
  [
    loaded({ name: "wasm", ownKernels: false, notes: ["own kernels: no memory"] }),
    "note",
    "wasm, with stock kernels: 42 GFLOPS (own kernels: no memory). Kernels of synth's own would make training more than twice as fast",
  ],
  [
    loaded({ name: "cpu", ownKernels: false, notes: [] }),
    "note",
    "cpu, plain JavaScript: 42 GFLOPS. wasm would make training some fifty times as fast",
  ],
  [{ kind: "failed", reason: "no backend loads" } as const, "problem", "no backend loads"],
  [{ kind: "crashed", how: "SIGILL" } as const, "problem", "the self-test ended: SIGILL"],
])("each outcome of the self-test is told in one line, %#", (outcome, verdict, detail) => {
  expect(describe(outcome, undefined)).toEqual({ name: "tensors", verdict, detail });
});

test("a backend that the environment chose is said to be", () => {
  const backend = { name: "cpu", ownKernels: false, notes: [] } as const;
  expect(describe(loaded(backend), "cpu").detail).toContain(
    "plain JavaScript, chosen by SYNTH_BACKEND: ",
  );
});
