import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { BackendProbe } from "../neural/probeBackend.ts";
import type { Finding } from "./doctorCommand.ts";

const VARIABLE = "SYNTH_BACKEND";
const LONGEST_MS = 60_000;

/** What a probe of the backend came to: its answer, or how its process ended. */
export type ProbeOutcome = BackendProbe | { readonly kind: "crashed"; readonly how: string };

/**
 * What neural networks run on here, why, and what would make them faster.
 *
 * Asks a process of its own. When that ends without an answer (a processor that is too old for the
 * native binding), a second one is asked to do without the binding.
 */
export async function backendFinding(): Promise<Finding> {
  const chosen = process.env[VARIABLE] || undefined;
  const outcome = await probe(process.env);
  if (outcome.kind !== "crashed" || chosen !== undefined) return describe(outcome, chosen);
  const without = await probe({ ...process.env, [VARIABLE]: "wasm" });
  const finding = describe(without, undefined);
  return {
    ...finding,
    verdict: "problem",
    detail: `the native binding does not run here (${outcome.how}): set ${VARIABLE}=wasm. With it: ${finding.detail}`,
  };
}

async function probe(environment: NodeJS.ProcessEnv): Promise<ProbeOutcome> {
  const script = fileURLToPath(new URL("../neural/probeBackend.js", import.meta.url));
  try {
    const options = { env: environment, timeout: LONGEST_MS };
    const { stdout } = await promisify(execFile)(process.execPath, [script], options);
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as BackendProbe;
  } catch (error) {
    const { signal, code } = error as { signal?: string; code?: number | string };
    return { kind: "crashed", how: signal ?? `exit code ${code ?? "unknown"}` };
  }
}

/** The finding for an outcome; `chosen` is what SYNTH_BACKEND says, if anything. */
export function describe(outcome: ProbeOutcome, chosen: string | undefined): Finding {
  const name = "tensors";
  if (outcome.kind === "crashed") {
    return { name, verdict: "problem", detail: `the self-test ended: ${outcome.how}` };
  }
  if (outcome.kind === "failed") return { name, verdict: "problem", detail: outcome.reason };
  const { backend, gigaflops } = outcome;
  const speed = `${gigaflops.toFixed(gigaflops < 10 ? 1 : 0)} GFLOPS`;
  const why = chosen === undefined ? "" : `, chosen by ${VARIABLE}`;
  const notes = backend.notes.length === 0 ? "" : ` (${backend.notes.join("; ")})`;
  switch (backend.name) {
    case "tensorflow":
      return { name, verdict: "ok", detail: `tensorflow, the native binding${why}: ${speed}` };
    case "wasm":
      return backend.ownKernels
        ? {
            name,
            verdict: "ok",
            detail: `wasm, with kernels of synth's own${why}: ${speed} in one thread${notes}. The native binding, which npm install fetches where it can, may be faster`,
          }
        : {
            name,
            verdict: "note",
            detail: `wasm, with stock kernels${why}: ${speed}${notes}. Kernels of synth's own would make training more than twice as fast`,
          };
    case "cpu":
      return {
        name,
        verdict: "note",
        detail: `cpu, plain JavaScript${why}: ${speed}${notes}. wasm would make training some fifty times as fast`,
      };
  }
}
