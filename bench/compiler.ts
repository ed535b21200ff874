// The program compiler: how right a trained executor is on programs whose behaviour it was never trained
// on, beside what the commonest answer gets right for nothing.
import { behaveAlike } from "../src/neural/compiler/behaviour.ts";
import { disposeCompiler } from "../src/neural/compiler/compilerFile.ts";
import { decompile } from "../src/neural/compiler/decompile.ts";
import { sourceCompiler } from "../src/neural/compiler/distil.ts";
import {
  type Accuracy,
  type Compiled,
  accuracyOf,
  countSteps,
  postfixCompiler,
} from "../src/neural/compiler/evaluateCompiler.ts";
import { openCompiler } from "../src/neural/compiler/openCompiler.ts";
import { POOL, type Program, programPool } from "../src/neural/compiler/programPool.ts";
import { bare, padded } from "../src/neural/compiler/randomProgram.ts";
import { TOKENS } from "../src/neural/compiler/tokens.ts";
import {
  KEEP_ALL,
  TRANSITIONS,
  byOperations,
  drawTransitions,
} from "../src/neural/compiler/transitions.ts";
import { countParameters } from "../src/neural/nn/parameters.ts";
import { createRng } from "../src/support/rng.ts";
import { renderSourceError } from "../src/support/sourceError.ts";
import { benchTable, whole } from "./benchTable.ts";
import type { Suite } from "./suite.ts";

/** The model that ships. */
export const COMPILER_FILE = "models/compiler/model.safetensors";
/** Batches of single steps that tell kinds of tokens apart. */
const STEP_BATCHES = 12;

const percent = (share: number): string => (100 * share).toFixed(1);
const titles = ["1 op", "2", "3", "4", "5", "6"];

export const runCompiler: Suite = async ({ model = COMPILER_FILE, seed = 1, onProgress }) => {
  const opened = await openCompiler(model);
  if (!opened.ok) throw new Error(renderSourceError(opened.error));
  const { config, parameters, source } = opened.value;
  const pool = programPool(createRng(seed), POOL);
  // Programs of one operation are few and all trained on.
  const groups = [byOperations(pool.training)[0] ?? [], ...pool.heldOut.slice(1)];
  const compiled = postfixCompiler(parameters, config);
  const written = sourceCompiler(source, parameters, config);
  const measure = (one: Compiled, kind: "values" | "ranges"): readonly Accuracy[] =>
    groups.map((programs) => accuracyOf(one, programs, kind, createRng(7)));
  const results: readonly (readonly [string, readonly Accuracy[]])[] = [
    ["values", measure(compiled, "values")],
    ["ranges", measure(compiled, "ranges")],
    ["values, source order", measure(written, "values")],
  ];
  onProgress?.("compiler: programs run");
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
      const data = { ...TRANSITIONS, ranges: kind === "ranges" ? 1 : 0, short: 0, redrawn: 0 };
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
  const sizes = (["encoder", "executor", "decoder"] as const).map(
    (part) => `${part} ${whole(countParameters(parameters[part]))}`,
  );
  const report = {
    tables: [
      `compiler: ${sizes.join(", ")} parameters; ${whole(pool.training.length)} programs to train on, seed ${seed}`,
      benchTable(["percent", ...titles], rows),
      benchTable(
        ["single steps right, percent", "values", "ranges"],
        TOKENS.map(({ name }, token) => [
          name,
          ...tokens.map((shares) => percent(shares[token] as number)),
        ]),
      ),
    ],
    json: { seed, results, rows, tokens },
  };
  disposeCompiler(opened.value);
  return report;

  /** Of programs, those that are read back from their micro-operations to the same behaviour. */
  function returned({ compile }: Compiled, programs: readonly Program[]): number {
    const back = programs.filter(({ tokens: own }) => {
      const micro = compile([padded(own, config.tokens)]);
      const [found] = decompile(parameters.decoder, config, micro, 1);
      micro.dispose();
      return behaveAlike(bare(found?.tokens ?? []), own);
    });
    return back.length / programs.length;
  }
};
