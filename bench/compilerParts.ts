// What the parts of the program compiler are worth: each variant is trained for the same number of
// updates and asked for held-out programs.
import { loadBackend } from "../src/neural/backend.ts";
import type { CompilerConfig } from "../src/neural/compiler/compilerConfig.ts";
import { CompilerTrainer } from "../src/neural/compiler/compilerTrainer.ts";
import {
  COMPILER_TRAINING,
  type CompilerTraining,
} from "../src/neural/compiler/compilerTraining.ts";
import { accuracyOf, postfixCompiler } from "../src/neural/compiler/evaluateCompiler.ts";
import { POOL, programPool } from "../src/neural/compiler/programPool.ts";
import { createRng } from "../src/support/rng.ts";
import { benchTable, whole } from "./benchTable.ts";
import { processorClock } from "./statistics.ts";
import type { Suite } from "./suite.ts";

const DEFAULT_STEPS = 600;
/** Programs of each number of operations. */
const PROGRAMS = 100;

type Training = Omit<CompilerTraining, "steps" | "seed">;

const withModel = (change: Partial<CompilerConfig>): Training => ({
  ...COMPILER_TRAINING,
  model: { ...COMPILER_TRAINING.model, ...change },
});

const VARIANTS: readonly (readonly [string, Training])[] = [
  ["as it is", COMPILER_TRAINING],
  ["no arithmetic", withModel({ arithmetic: 0 })],
  ["no places in order", withModel({ ranks: 0 })],
  ["two layers a step", withModel({ layers: 2 })],
  ["one attention pattern", withModel({ patterns: 1 })],
  ["state-space encoder", withModel({ encoderStates: 16 })],
  [
    "no stacks drawn at random",
    { ...COMPILER_TRAINING, data: { ...COMPILER_TRAINING.data, redrawn: 0 } },
  ],
  ["tokens drawn alike", { ...COMPILER_TRAINING, measureEvery: 0 }],
];

export const runCompilerParts: Suite = async ({ steps = DEFAULT_STEPS, seed = 1, onProgress }) => {
  const backend = await loadBackend();
  const pool = programPool(createRng(seed), POOL);
  const measure = async ([name, training]: (typeof VARIANTS)[number]) => {
    const trainer = await CompilerTrainer.start({ ...training, steps, seed }, pool.training);
    const clock = processorClock();
    for (let i = 0; i < steps; i++) await trainer.step();
    const seconds = clock() / 1000;
    const compiled = postfixCompiler(trainer.parameters, training.model);
    const [values, ranges] = (["values", "ranges"] as const).map((kind) =>
      pool.heldOut
        .slice(1)
        .map((programs) => accuracyOf(compiled, programs.slice(0, PROGRAMS), kind, createRng(7))),
    ) as [ReturnType<typeof accuracyOf>[], ReturnType<typeof accuracyOf>[]];
    await trainer.close();
    const percent = (all: readonly { readonly exact: number }[]): readonly string[] =>
      all.map(({ exact }) => (100 * exact).toFixed(1));
    const mean = ranges.reduce((sum, { exact }) => sum + exact, 0) / ranges.length;
    const row = [name, whole(seconds), ...percent(values), (100 * mean).toFixed(1)];
    onProgress?.(`parts: ${row.join("  ")}`);
    return { name, seconds, values, ranges, row };
  };
  const results: Awaited<ReturnType<typeof measure>>[] = [];
  for (const variant of VARIANTS) results.push(await measure(variant));
  return {
    tables: [
      `parts: ${whole(steps)} updates on ${backend.name}, seed ${seed}; percent of runs right on held-out programs`,
      benchTable(
        ["variant", "processor s", "2 ops", "3", "4", "5", "6", "ranges"],
        results.map(({ row }) => row),
      ),
    ],
    json: { seed, steps, results },
  };
};
