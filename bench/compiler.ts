// The program compiler: how right the executor gets with training, on programs whose behaviour it was
// never trained on, beside what the commonest answer gets right for nothing.
import { writeFileSync } from "node:fs";
import { loadBackend } from "../src/neural/backend.ts";
import { behavioursOf } from "../src/neural/compiler/behaviour.ts";
import { writeCompiler } from "../src/neural/compiler/compilerFile.ts";
import { COMPILER_TRAINING, CompilerTrainer } from "../src/neural/compiler/compilerTrainer.ts";
import { decompile } from "../src/neural/compiler/decompile.ts";
import { DISTIL, distil, sourceCompiler } from "../src/neural/compiler/distil.ts";
import {
  type Accuracy,
  type Compiled,
  accuracyOf,
  countSteps,
  postfixCompiler,
} from "../src/neural/compiler/evaluateCompiler.ts";
import { POOL, type Program, programPool } from "../src/neural/compiler/programPool.ts";
import { padded } from "../src/neural/compiler/randomProgram.ts";
import { NOP, TOKENS } from "../src/neural/compiler/tokens.ts";
import {
  KEEP_ALL,
  TRANSITIONS,
  byOperations,
  drawTransitions,
} from "../src/neural/compiler/transitions.ts";
import { countParameters } from "../src/neural/nn/parameters.ts";
import { createRng } from "../src/support/rng.ts";
import { benchTable, whole } from "./benchTable.ts";
import type { Suite } from "./suite.ts";

const DEFAULT_STEPS = 5_000;
const DISTIL_STEPS = 2_000;
/** Programs of each number of operations in a row of the curve; the last row has all. */
const CURVE_PROGRAMS = 60;
const MEASURED_STEPS = [100, 250, 500, 1_000, 1_500, 2_000, 3_000, 4_000];
/** Batches of single steps that tell kinds of tokens apart. */
const STEP_BATCHES = 8;

const percent = (share: number): string => (100 * share).toFixed(1);
const titles = ["1 op", "2", "3", "4", "5", "6"];

export const runCompiler: Suite = async ({
  steps = DEFAULT_STEPS,
  seed = 1,
  model,
  onProgress,
}) => {
  const backend = await loadBackend();
  const pool = programPool(createRng(seed), POOL);
  // Programs of one operation are few and all trained on.
  const groups = [byOperations(pool.training)[0] ?? [], ...pool.heldOut.slice(1)];
  const trainer = new CompilerTrainer({ ...COMPILER_TRAINING, steps, seed }, pool.training);
  const { parameters } = trainer;
  const config = COMPILER_TRAINING.model;
  const measure = (compiled: Compiled, kind: "values" | "ranges", most: number) =>
    groups.map((programs) => accuracyOf(compiled, programs.slice(0, most), kind, createRng(7)));

  const compiled = postfixCompiler(parameters, config);
  const curve: { readonly step: number; readonly row: readonly string[] }[] = [];
  const started = process.cpuUsage();
  let measuring = 0;
  for (let step = 1; step <= steps; step++) {
    const { loss, transitions } = trainer.step();
    if (!MEASURED_STEPS.includes(step) && step !== steps) continue;
    const before = process.cpuUsage();
    const used = (before.user + before.system - started.user - started.system - measuring) / 1e6;
    const values = measure(compiled, "values", CURVE_PROGRAMS).map(({ exact }) => percent(exact));
    const ranges = measure(compiled, "ranges", CURVE_PROGRAMS);
    const exactRanges = ranges.reduce((sum, { exact }) => sum + exact, 0) / ranges.length;
    const row = [whole(step), whole(used), loss.toFixed(2), whole(transitions), ...values];
    curve.push({ step, row: [...row, percent(exactRanges)] });
    onProgress?.(`compiler: ${[...row, percent(exactRanges)].join("  ")}`);
    const spent = process.cpuUsage(before);
    measuring += spent.user + spent.system;
  }

  const source = distil(parameters, config, pool.training, {
    ...DISTIL,
    steps: Math.min(DISTIL_STEPS, steps),
    seed,
  });
  const written = sourceCompiler(source, parameters, config);
  onProgress?.("compiler: distilled");
  const all = Number.POSITIVE_INFINITY;
  const results: readonly (readonly [string, readonly Accuracy[]])[] = [
    ["values", measure(compiled, "values", all)],
    ["ranges", measure(compiled, "ranges", all)],
    ["values, source order", measure(written, "values", all)],
  ];
  const [, ofRanges] = results[1] as (typeof results)[1];
  const rows = [
    ...results.flatMap(([name, accuracies]) => [
      [`${name}: right`, ...accuracies.map(({ exact }) => percent(exact))],
      [`${name}: right on all five`, ...accuracies.map(({ exactOnAll }) => percent(exactOnAll))],
      [`${name}: the commonest result`, ...accuracies.map(({ trivial }) => percent(trivial))],
    ]),
    ["ranges: values covered", ...ofRanges.map(({ covered }) => percent(covered))],
    ...[compiled, written].map((one, i) => [
      `${i === 0 ? "postfix" : "source"} order: decompiled to the same behaviour`,
      ...groups.map((programs) => percent(returned(one, programs))),
    ]),
    ["programs", ...groups.map(({ length }) => whole(length))],
  ];
  const tokens = ["values", "ranges"].map((kind) => {
    const made = TOKENS.map(() => 0);
    const right = TOKENS.map(() => 0);
    for (let i = 0; i < STEP_BATCHES; i++) {
      const data = { ...TRANSITIONS, ranges: kind === "ranges" ? 1 : 0, short: 0 };
      const batch = drawTransitions(
        createRng(900 + i),
        byOperations(pool.training),
        KEEP_ALL,
        data,
      );
      const counts = countSteps(parameters, config, batch);
      for (const [token, count] of counts.made.entries()) {
        made[token] = (made[token] as number) + count;
        right[token] = (right[token] as number) + (counts.right[token] as number);
      }
    }
    return made.map((count, token) => (right[token] as number) / count);
  });
  if (model !== undefined) writeFileSync(model, writeCompiler({ config, parameters, source }));

  const sizes = (["encoder", "executor", "decoder"] as const).map(
    (part) => `${part} ${whole(countParameters(parameters[part]))}`,
  );
  return {
    tables: [
      `compiler: ${sizes.join(", ")} parameters on ${backend.name}; ${whole(pool.training.length)} programs to train on, seed ${seed}`,
      benchTable(
        ["steps", "processor s", "loss", "transitions", ...titles, "ranges"],
        curve.map(({ row }) => row),
        0,
      ),
      benchTable(["percent", ...titles], rows),
      benchTable(
        ["single steps right, percent", "values", "ranges"],
        TOKENS.map(({ name }, token) => [
          name,
          ...tokens.map((shares) => percent(shares[token] as number)),
        ]),
      ),
    ],
    json: { seed, steps, curve, results, tokens },
  };

  /** Of programs, those that are read back from their micro-operations to the same behaviour. */
  function returned({ compile }: Compiled, programs: readonly Program[]): number {
    const back = programs.slice(0, CURVE_PROGRAMS).filter(({ tokens: own }) => {
      const micro = compile([padded(own, config.tokens)]);
      const [found] = decompile(parameters.decoder, config, micro, 1);
      micro.dispose();
      const read = found?.tokens.filter((token) => token !== NOP) ?? [];
      return behavioursOf(read).at(-1)?.key === behavioursOf(own).at(-1)?.key;
    });
    return back.length / Math.min(programs.length, CURVE_PROGRAMS);
  }
};
