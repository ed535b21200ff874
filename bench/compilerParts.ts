// What the parts of the program compiler are worth: each variant is trained for the same number of
// updates and asked for held-out programs.
import { availableParallelism } from "node:os";
import * as tf from "@tensorflow/tfjs-core";
import type { Tensor2D } from "@tensorflow/tfjs-core";
import { loadBackend } from "../src/neural/backend.ts";
import type { CompilerConfig } from "../src/neural/compiler/compilerConfig.ts";
import {
  type CompilerLossOptions,
  type CompilerParameters,
  initCompiler,
} from "../src/neural/compiler/compilerModel.ts";
import { CompilerTrainer } from "../src/neural/compiler/compilerTrainer.ts";
import {
  COMPILER_TRAINING,
  type CompilerTraining,
} from "../src/neural/compiler/compilerTraining.ts";
import {
  type Accuracy,
  accuracyOf,
  postfixCompiler,
} from "../src/neural/compiler/evaluateCompiler.ts";
import { type Update, fitNetwork } from "../src/neural/compiler/fitNetwork.ts";
import { type RunOptions, freeRun } from "../src/neural/compiler/freeRun.ts";
import { inputSlot, randomInput, randomRangeSlot } from "../src/neural/compiler/inputs.ts";
import { encodePrograms } from "../src/neural/compiler/programEncoder.ts";
import { type Program, poolOf, programPool } from "../src/neural/compiler/programPool.ts";
import { padded } from "../src/neural/compiler/randomProgram.ts";
import { SLOT_BYTES, STATE_BYTES } from "../src/neural/compiler/state.ts";
import { runLoss } from "../src/neural/compiler/tokenGains.ts";
import { trace } from "../src/neural/compiler/trace.ts";
import type { TransitionOptions } from "../src/neural/compiler/transitions.ts";
import { disposeParameters } from "../src/neural/nn/parameters.ts";
import { type Rng, createRng } from "../src/support/rng.ts";
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
const withData = (change: Partial<TransitionOptions>): Training => ({
  ...COMPILER_TRAINING,
  data: { ...COMPILER_TRAINING.data, ...change },
});
const withLoss = (change: Partial<CompilerLossOptions>): Training => ({
  ...COMPILER_TRAINING,
  loss: { ...COMPILER_TRAINING.loss, ...change },
});

/** How a variant is trained, and how its ranges are read. */
interface Variant {
  readonly training: Training;
  readonly run?: RunOptions;
  /** Trained by the loss of last states alone, without those on the way. */
  readonly outputsOnly?: boolean;
}

const VARIANTS: Readonly<Record<string, Variant>> = {
  "as it is": { training: COMPILER_TRAINING },
  "the output alone": { training: COMPILER_TRAINING, outputsOnly: true },
  "one layer a step": { training: withModel({ layers: 1 }) },
  "two layers a step": { training: withModel({ layers: 2 }) },
  "no pointers": { training: withModel({ pointers: 0 }) },
  "no arithmetic": { training: withModel({ arithmetic: 0 }) },
  "no places in order": { training: withModel({ ranks: 0 }) },
  "one attention pattern": { training: withModel({ patterns: 1 }) },
  // Without layers that read the others, a token has one micro-operation at each place: a codebook.
  "one code a token": { training: withModel({ encoderLayers: 0 }) },
  "state-space encoder": { training: withModel({ encoderStates: 16 }) },
  "states whole, no cases": { training: withData({ cases: 0 }), run: { byCases: false } },
  "values alone": { training: withData({ ranges: 0 }) },
  "no stacks drawn at random": { training: withData({ redrawn: 0 }) },
  "tokens drawn alike": { training: { ...COMPILER_TRAINING, measureEvery: 0 } },
  "no noise": { training: withLoss({ noise: 0 }) },
  "five times the noise": { training: withLoss({ noise: 0.5 }) },
  "no loss of narrow bounds": { training: withLoss({ narrow: 0 }) },
};

/** Names of all variants. */
export const PARTS: readonly string[] = Object.keys(VARIANTS);

export const runCompilerParts: Suite = async ({
  steps = DEFAULT_STEPS,
  variants = PARTS,
  seed = 1,
  onProgress,
}) => {
  const backend = await loadBackend();
  const pool = programPool(createRng(seed), poolOf(COMPILER_TRAINING.model.tokens));
  const measure = async (name: string, { training, run, outputsOnly }: Variant) => {
    const clock = processorClock();
    const trained = await (outputsOnly === true ? trainOnOutputs : trainOnSteps)(
      { ...training, steps, seed },
      pool.training,
    );
    const seconds = clock() / 1000;
    const compiled = postfixCompiler(trained.parameters, training.model);
    const [values, ranges] = (["values", "ranges"] as const).map((kind) =>
      pool.heldOut
        .slice(1)
        .map((programs) =>
          accuracyOf(compiled, programs.slice(0, PROGRAMS), kind, createRng(7), run),
        ),
    ) as [Accuracy[], Accuracy[]];
    await trained.close();
    const percent = (all: readonly Accuracy[]): readonly string[] =>
      all.map(({ exact }) => (100 * exact).toFixed(1));
    const mean = (of: (accuracy: Accuracy) => number): string =>
      ((100 * ranges.reduce((sum, one) => sum + of(one), 0)) / ranges.length).toFixed(1);
    const row = [
      name,
      whole(seconds),
      ...percent(values),
      mean(({ exact }) => exact),
      mean(({ covered }) => covered),
    ];
    onProgress?.(`parts: ${row.join("  ")}`);
    return { name, seconds, values, ranges, row };
  };
  const results: Awaited<ReturnType<typeof measure>>[] = [];
  for (const name of variants) results.push(await measure(name, VARIANTS[name] as Variant));
  return {
    tables: [
      `parts: ${whole(steps)} updates on ${backend.name}, seed ${seed}; percent of runs right on held-out programs: values by operations, ranges of all together, and values in them covered`,
      benchTable(
        ["variant", "processor s", "2 ops", "3", "4", "5", "6", "ranges", "covered"],
        results.map(({ row }) => row),
      ),
    ],
    json: { seed, steps, results },
  };
};

interface Trained {
  readonly parameters: CompilerParameters;
  close(): Promise<void>;
}

/** As `synth train` does: single steps from their true states. */
async function trainOnSteps(
  training: CompilerTraining,
  programs: readonly Program[],
): Promise<Trained> {
  const threads = Math.min(availableParallelism(), training.shards);
  const trainer = await CompilerTrainer.start(training, programs, { threads });
  for (let i = 0; i < training.steps; i++) await trainer.step();
  return trainer;
}

/** Programs of an update: as many steps as the other way has. */
const OUTPUT_PROGRAMS = 32;

/**
 * Nothing is told of states on the way: the network runs programs by itself, and learns from what it says of
 * the last state, with gradients through all steps (`runLoss`).
 */
async function trainOnOutputs(
  { model: config, seed, steps, learningRate, warmUpSteps, data }: CompilerTraining,
  programs: readonly Program[],
): Promise<Trained> {
  const rng = createRng(seed);
  const parameters = initCompiler(rng.fork(1), config);
  const draw = (own: Rng): Update => {
    const runs = Array.from({ length: OUTPUT_PROGRAMS }, () => ({
      tokens: padded(own.pick(programs).tokens, config.tokens),
      argument: own.next() < data.ranges ? randomRangeSlot(own, 2) : inputSlot(randomInput(own, 2)),
    }));
    const inputs = runs.map(({ argument }) => argument);
    const tokens = Int32Array.from(runs.flatMap((run) => run.tokens));
    const encoded = (): Tensor2D => encodePrograms(parameters.encoder, config, tokens);
    const end = config.tokens * STATE_BYTES;
    const outputs = runs.map((run) => trace(run.tokens, run.argument).slice(end, end + SLOT_BYTES));
    const micro = tf.tidy(encoded);
    const states = freeRun(parameters.executor, config, micro, inputs, { byCases: false });
    micro.dispose();
    return { loss: () => runLoss(parameters.executor, config, encoded(), states, outputs) };
  };
  const fitting = { steps, seed, batch: OUTPUT_PROGRAMS, learningRate, warmUpSteps };
  await fitNetwork(parameters, rng, fitting, draw);
  return {
    parameters,
    close: async () => {
      disposeParameters(parameters);
    },
  };
}
