import { expect, test } from "vitest";
import { KERNEL_BINARY } from "../../../src/neural/ops/wasm/kernelBinary.ts";
import { KERNEL_NAMES } from "../../../src/neural/ops/wasm/kernels.ts";

const binary = Buffer.from(KERNEL_BINARY, "base64");

/** Identifiers of the sections of a WebAssembly module (core specification, section 5.5.2). */
function sections(module: Uint8Array): readonly number[] {
  const found: number[] = [];
  for (let at = 8; at < module.length;) {
    found.push(module[at++] as number);
    let size = 0;
    for (let shift = 0, more = true; more; shift += 7) {
      const byte = module[at++] as number;
      size |= (byte & 0x7f) << shift;
      more = byte >= 0x80;
    }
    at += size;
  }
  return found;
}

test("the committed kernels are what their source compiles to", async () => {
  const script = new URL("../../../scripts/kernels.js", import.meta.url).href;
  const { compileKernels } = (await import(script)) as { compileKernels: () => Buffer };
  expect(compileKernels().equals(binary), "run `npm run kernels`").toBe(true);
  // The compiler is another process, slow to start on a busy machine.
}, 300_000);

test("the module brings nothing into the memory that it shares: no data, no start function", () => {
  const [START, DATA] = [8, 11];
  expect(sections(binary)).toContain(1);
  expect(sections(binary)).not.toContain(START);
  expect(sections(binary)).not.toContain(DATA);
});

test("it exports what is described", async () => {
  const { WebAssembly } = globalThis as unknown as {
    WebAssembly: {
      compile(binary: Uint8Array): Promise<object>;
      Module: {
        exports(module: object): readonly { name: string }[];
        imports(module: object): readonly { name: string }[];
      };
    };
  };
  const module = await WebAssembly.compile(binary);
  const names = (all: readonly { name: string }[]): readonly string[] => all.map((one) => one.name);
  expect(names(WebAssembly.Module.exports(module)).toSorted()).toEqual(KERNEL_NAMES.toSorted());
  expect(names(WebAssembly.Module.imports(module))).toEqual(["memory"]);
});
