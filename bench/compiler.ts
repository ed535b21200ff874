// The program compiler: how right a trained executor is on programs whose behaviour it was never trained
// on, beside what the commonest answer gets right for nothing.
import { behaveAlike } from "../src/neural/compiler/behaviour.ts";
import { type CompilerModel, disposeCompiler } from "../src/neural/compiler/compilerFile.ts";
import { decompile } from "../src/neural/compiler/decompile.ts";
import { sourceCompiler } from "../src/neural/compiler/distil.ts";
import {
  type Accuracy,
  type Compiled,
  type StepCounts,
  accuracyOf,
  countSteps,
  postfixCompiler,
} from "../src/neural/compiler/evaluateCompiler.ts";
import type { RunOptions } from "../src/neural/compiler/freeRun.ts";
import { openCompiler } from "../src/neural/compiler/openCompiler.ts";
import { type Program, poolOf, programPool } from "../src/neural/compiler/programPool.ts";
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

type Kind = "values" | "ranges";

const percent = (share: number): string => (100 * share).toFixed(1);

export const runCompiler: Suite = async ({ model = COMPILER_FILE, every = 1, onProgress }) => {
  const opened = await openCompiler(model);
  if (!opened.ok) throw new Error(renderSourceError(opened.error));
  const { config, seed, parameters, source } = opened.value;
  const pool = programPool(createRng(seed), poolOf(config.tokens));
  // Programs of one operation are few and all trained on.
  const groups = [byOperations(pool.training)[0] ?? [], ...pool.heldOut.slice(1)].map((programs) =>
    programs.filter((_, i) => i % every === 0),
  );
  const titles = groups.map((_, i) => (i === 0 ? "1 op" : String(i + 1)));
  const compiled = postfixCompiler(parameters, config);
  const written = sourceCompiler(source, parameters, config);
  const measure = (one: Compiled, kind: Kind, options: RunOptions = {}): readonly Accuracy[] =>
    groups.map((programs) => accuracyOf(one, programs, kind, createRng(7), options));
  const ofRanges = [
    ["ranges", measure(compiled, "ranges")],
    ["ranges, likeliest bounds", measure(compiled, "ranges", { caution: 1 })],
    ["ranges, not by cases", measure(compiled, "ranges", { byCases: false })],
  ] as const;
  const results: readonly (readonly [string, readonly Accuracy[]])[] = [
    ["values", measure(compiled, "values")],
    ...ofRanges,
    ["values, source order", measure(written, "values")],
  ];
  onProgress?.("compiler: programs run");
  const rows = [
    ...results.flatMap(([name, accuracies]) => [
      [`${name}: right`, ...accuracies.map(({ exact }) => percent(exact))],
      [`${name}: right on all five`, ...accuracies.map(({ exactOnAll }) => percent(exactOnAll))],
      [`${name}: the commonest result`, ...accuracies.map(({ trivial }) => percent(trivial))],
    ]),
    ...ofRanges.flatMap(([name, accuracies]) => [
      [`${name}: values covered`, ...accuracies.map(({ covered }) => percent(covered))],
      [`${name}: width against the exact one`, ...accuracies.map(({ width }) => percent(width))],
    ]),
    ...[compiled, written].map((one, i) => [
      `${i === 0 ? "postfix" : "source"} order: decompiled to the same behaviour`,
      ...groups.map((programs) => percent(returned(one, programs))),
    ]),
    ["programs", ...groups.map(({ length }) => whole(length))],
  ];
  const steps = (["values", "ranges"] as const).map((kind) =>
    stepsByToken(opened.value, pool.training, kind),
  );
  const sizes = (["encoder", "executor", "decoder"] as const).map(
    (part) => `${part} ${whole(countParameters(parameters[part]))}`,
  );
  const report = {
    tables: [
      `compiler: ${sizes.join(", ")} parameters; ${whole(pool.training.length)} programs to train on, seed ${seed}`,
      benchTable(["percent", ...titles], rows),
      benchTable(
        ["single steps, percent", "values right", "ranges right", "covered", "width"],
        TOKENS.map(({ name }, token) => {
          const [values, ranges] = steps.map((counts) => counts[token] as TokenSteps);
          const { right, covered, width } = ranges as TokenSteps;
          return [name, ...[(values as TokenSteps).right, right, covered, width].map(percent)];
        }),
      ),
    ],
    json: { seed, results, rows, steps },
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

/** Of the single steps of a kind of token; shares. */
interface TokenSteps {
  readonly right: number;
  /** States that speak of all that the exact ones speak of. */
  readonly covered: number;
  /** Integers in the intervals of the top of the stack, against the exact ones. */
  readonly width: number;
}

function stepsByToken(
  { parameters, config }: CompilerModel,
  programs: readonly Program[],
  kind: Kind,
): readonly TokenSteps[] {
  const data = {
    ...TRANSITIONS,
    ranges: kind === "ranges" ? 1 : 0,
    short: 0,
    redrawn: 0,
    cases: 0,
  };
  const batches = Array.from({ length: STEP_BATCHES }, (_, i) =>
    countSteps(
      parameters,
      config,
      drawTransitions(createRng(900 + i), byOperations(programs), KEEP_ALL, data),
    ),
  );
  return TOKENS.map((_, token) => {
    const sum = (count: (counts: StepCounts) => number | undefined): number =>
      batches.reduce((all, counts) => all + (count(counts) ?? 0), 0);
    const made = sum((counts) => counts.made[token]);
    return {
      right: sum(({ right }) => right[token]) / made,
      covered: sum(({ covered }) => covered[token]) / made,
      width: sum(({ widths }) => widths[token]?.found) / sum(({ widths }) => widths[token]?.exact),
    };
  });
}
