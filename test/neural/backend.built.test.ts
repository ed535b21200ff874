import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";

const backend = new URL("../../dist/neural/backend.js", import.meta.url).href;
const lookup = new URL("../../dist/neural/ops/lookup.js", import.meta.url).href;

/** Runs a script in a process of its own, which chooses its backend for itself. */
function run(script: string, variable?: string) {
  const { SYNTH_BACKEND: _, ...environment } = process.env;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--input-type=module", "--eval", script],
    {
      encoding: "utf8",
      env: { ...environment, ...(variable === undefined ? {} : { SYNTH_BACKEND: variable }) },
      cwd: new URL("../..", import.meta.url),
    },
  );
  return { status, stdout: stdout.trim(), stderr: stderr.trim() };
}

const LOAD = `const { loadBackend } = await import("${backend}");`;
const PRINT = `${LOAD}
  const loaded = await loadBackend().catch(({ name, message }) => ({ name, message }));
  console.log(JSON.stringify(loaded));`;

/** A script that has the loader of modules do this when the native binding is imported. */
function whenImported(action: string): string {
  const hook = `export async function resolve(name, context, next) {
    if (name !== "@tensorflow/tfjs-node") return next(name, context);
    ${action}
  }`;
  return `import { register } from "node:module"; register(${JSON.stringify(moduleUrl(hook))});`;
}

/** Has another module stand in the binding's place. */
const standIn = (source: string): string =>
  whenImported(`return { url: ${JSON.stringify(moduleUrl(source))}, shortCircuit: true };`);

const moduleUrl = (source: string): string => `data:text/javascript,${encodeURIComponent(source)}`;

describe("which backend is loaded", () => {
  test("the native binding if it is there, else WebAssembly with own kernels, and why", () => {
    const { stdout, stderr } = run(PRINT);
    const loaded = JSON.parse(stdout) as { name: string; ownKernels: boolean; notes: string[] };
    expect(stderr).toBe("");
    if (loaded.name === "tensorflow") return;
    expect(loaded).toMatchObject({ name: "wasm", ownKernels: true });
    expect(loaded.notes).toHaveLength(1);
    expect(loaded.notes[0]).toMatch(/^tensorflow: ./);
  });

  test("the one that SYNTH_BACKEND names, with no advice printed", () => {
    for (const name of ["wasm", "cpu"]) {
      const { stdout, stderr } = run(
        `${PRINT}
         const { lookup } = await import("${lookup}");
         const tf = await import("@tensorflow/tfjs-core");
         lookup(tf.ones([2, 2]), tf.tensor1d([1], "int32")).dataSync();`,
        name,
      );
      expect(JSON.parse(stdout)).toEqual({ name, ownKernels: name === "wasm", notes: [] });
      expect(stderr).toBe("");
    }
  });

  test("a name that is none is an error", () => {
    expect(JSON.parse(run(PRINT, "webgl").stdout)).toEqual({
      name: "BackendError",
      message: "SYNTH_BACKEND is webgl; it can be tensorflow, wasm, cpu",
    });
  });

  test("one that does not load is an error, and no other takes its place", () => {
    const hide = whenImported(
      `throw Object.assign(new Error("hidden"), { code: "ERR_MODULE_NOT_FOUND" });`,
    );
    expect(JSON.parse(run(`${hide} ${PRINT}`, "tensorflow").stdout)).toEqual({
      name: "BackendError",
      message: "the backend tensorflow does not load (tensorflow: not installed)",
    });
    expect(JSON.parse(run(`${hide} ${PRINT}`).stdout)).toMatchObject({ name: "wasm" });
  });

  test("a binding whose native part is missing, or that needs what Node removed, is told apart", () => {
    const missing = `throw new Error("The Node.js native addon module is missing\\nmore")`;
    expect(JSON.parse(run(`${standIn(missing)} ${PRINT}`).stdout)).toMatchObject({
      name: "wasm",
      notes: ["tensorflow: The Node.js native addon module is missing"],
    });
    const calls = `import util from "node:util";
      throw new Error([util.isNullOrUndefined(null), util.isNullOrUndefined(0), util.isArray([])].join())`;
    expect(JSON.parse(run(`${standIn(calls)} ${PRINT}`).stdout)).toMatchObject({
      notes: ["tensorflow: true,false,true"],
    });
  });

  test("the first choice holds for the process", () => {
    const { stdout } = run(`${LOAD}
      const both = [await loadBackend("wasm"), await loadBackend()];
      const other = await loadBackend("cpu").catch(({ message }) => message);
      console.log(JSON.stringify([both[0] === both[1], other]));`);
    expect(JSON.parse(stdout)).toEqual([true, "backend cpu is wanted where wasm was loaded"]);
  });
});

test("no listener for uncaught errors is left behind, and those of others stay", () => {
  const { stdout } = run(
    `${LOAD}
     process.on("uncaughtException", () => {});
     await loadBackend();
     console.log(process.listenerCount("uncaughtException"), process.listenerCount("unhandledRejection"));`,
    "wasm",
  );
  expect(stdout).toBe("1 0");
});
