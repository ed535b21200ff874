// Compiles the WebAssembly kernels, src/neural/ops/wasm/source, into src/neural/ops/wasm/kernelBinary.ts,
// which is committed: users need no compiler. A test compares the two.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The compiled module. */
export function compileKernels() {
  const folder = mkdtempSync(join(tmpdir(), "synth-kernels-"));
  try {
    const binary = join(folder, "kernels.wasm");
    const options = ["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd"];
    // The tensors' memory is the backend's: the module has none of its own, and no static data.
    options.push("--importMemory", "--noExportMemory", "--use", "abort=");
    // Helpers pass vectors between files of ours, never to JavaScript.
    options.push("--disableWarning", "112");
    const source = "src/neural/ops/wasm/source/kernels.as.ts";
    const compiler = join(root, "node_modules/assemblyscript/bin/asc.js");
    execFileSync(process.execPath, [compiler, source, ...options, "--outFile", binary], {
      cwd: root,
      stdio: "inherit",
    });
    return readFileSync(binary);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The text of kernelBinary.ts. */
export function binaryModule() {
  const lines =
    compileKernels()
      .toString("base64")
      .match(/.{1,96}/g) ?? [];
  return `// Compiled from source/ by \`npm run kernels\`; not edited by hand.

/** The kernels' WebAssembly module, base64. */
export const KERNEL_BINARY = [
${lines.map((line) => `  "${line}",\n`).join("")}].join("");
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(join(root, "src/neural/ops/wasm/kernelBinary.ts"), binaryModule());
}
