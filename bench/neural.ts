// How long a training step of a small transformer takes, on each backend that loads here, and how long
// the networks that ship take to guide a task.
//
// Own kernels, stock kernels in the arrangement that they are fastest in, and two workers take turns in
// one process, so that other work on the machine slows all alike.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { BACKEND_NAMES, type BackendName } from "../src/neural/backend.ts";
import { benchTable, milliseconds, whole } from "./benchTable.ts";
import { guideTimes, guideTimesTable } from "./guideTimes.ts";
import { BATCH, CONFIG, TIME } from "./neuralReplica.ts";
import type { StepTimes } from "./neuralSteps.ts";
import { median } from "./statistics.ts";
import type { Suite } from "./suite.ts";

/** Steps that are measured. A step in JavaScript takes a hundred times as long. */
const ROUNDS: Readonly<Record<BackendName, number>> = { tensorflow: 15, wasm: 15, cpu: 1 };

export const runNeural: Suite = async ({ onProgress }) => {
  const script = fileURLToPath(new URL("neuralSteps.js", import.meta.url));
  const backends = BACKEND_NAMES.map((name) => {
    const output = execFileSync(process.execPath, [script, name, String(ROUNDS[name])], {
      encoding: "utf8",
    });
    onProgress?.(`neural: ${name}`);
    return { name, times: JSON.parse(output) as StepTimes };
  });
  const rows = backends.flatMap(({ name, times }) =>
    times.kind === "missing"
      ? [[name, times.reason, "", "", ""]]
      : times.variants.map((variant) => {
          const ms = median(variant.stepsMs);
          const stock = times.variants.find((one) => one.name === "stock");
          const ratio = median(stock?.stepsMs ?? []) / ms;
          return [
            name,
            variant.name,
            milliseconds(ms),
            whole((1000 * BATCH * TIME) / ms),
            ratio.toFixed(2),
          ];
        }),
  );
  const { width, heads, layers, hidden } = CONFIG;
  const model = `neural: training step of an encoder of width ${width}, ${heads} heads, ${layers} layers, hidden ${hidden}, on ${BATCH} sequences of ${TIME}; medians`;
  const table = benchTable(["backend", "", "ms/step", "tokens/s", "to stock"], rows, 2);
  const guides = await guideTimes();
  onProgress?.("neural: guides");
  return {
    tables: [model, table, guideTimesTable(guides)],
    json: { backends, guides },
  };
};
