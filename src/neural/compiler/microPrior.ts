import * as tf from "@tensorflow/tfjs-core";
import type { Tensor2D } from "@tensorflow/tfjs-core";
import { type Rng, createRng } from "../../support/rng.ts";
import { disposeParameters } from "../nn/parameters.ts";
import { annealedLangevin } from "../prior/annealedLangevin.ts";
import { type Denoiser } from "../prior/denoiser.ts";
import { denoisingLoss, normalRows } from "../prior/denoisingLoss.ts";
import { noiseLevels } from "../prior/noiseLevels.ts";
import {
  type ScoreNetworkConfig,
  type ScoreNetworkParameters,
  initScoreNetwork,
  networkDenoiser,
} from "../prior/scoreNetwork.ts";
import { type CompilerConfig, microNumbers } from "./compilerConfig.ts";
import type { CompilerModel } from "./compilerFile.ts";
import type { CompilerParameters } from "./compilerModel.ts";
import { decompile } from "./decompile.ts";
import type { ExecutorParameters } from "./executor.ts";
import { type Update, fitNetwork } from "./fitNetwork.ts";
import { freeRun } from "./freeRun.ts";
import { guess } from "./guesser.ts";
import { encodePrograms } from "./programEncoder.ts";
import type { Program } from "./programPool.ts";
import { bare, padded } from "./randomProgram.ts";
import type { RefineTask, Trials } from "./refineTask.ts";
import { everyRun, runLoss } from "./tokenGains.ts";

/** What the micro-operations of programs are like: a score network over whole programs. */
export interface MicroPrior {
  readonly parameters: ScoreNetworkParameters;
  readonly config: ScoreNetworkConfig;
  /** Deviation of the numbers of micro-operations, which the network sees divided by it. */
  readonly scale: number;
}

export interface MicroPriorOptions {
  readonly steps: number;
  readonly seed: number;
  readonly batch: number;
  readonly learningRate: number;
}

export const MICRO_PRIOR: Omit<MicroPriorOptions, "seed"> = {
  steps: 1_000,
  batch: 32,
  learningRate: 2e-3,
};

/** Trains a prior on the micro-operations of programs, by denoising. */
export async function trainMicroPrior(
  compiler: CompilerParameters,
  config: CompilerConfig,
  programs: readonly Program[],
  { steps, seed, batch, learningRate }: MicroPriorOptions,
  onStep?: (step: number, loss: number) => void,
): Promise<MicroPrior> {
  const rng = createRng(seed);
  const rowsOf = (drawn: Rng, count: number): Tensor2D =>
    tf.tidy(() => {
      const tokens = Array.from({ length: count }, () =>
        padded(drawn.pick(programs).tokens, config.tokens, drawn),
      );
      const micro = encodePrograms(compiler.encoder, config, Int32Array.from(tokens.flat()));
      return tf.reshape(micro, [count, config.tokens * microNumbers(config)]);
    });
  const scale = tf.tidy(() => {
    const { variance } = tf.moments(rowsOf(rng.fork(3), 64));
    return Math.sqrt(variance.dataSync()[0] as number);
  });
  const network: ScoreNetworkConfig = {
    tokens: config.tokens,
    numbers: microNumbers(config),
    width: 2 * config.width,
    heads: config.heads,
    layers: 2,
    deviation: 1,
  };
  const parameters = initScoreNetwork(rng.fork(1), network);
  const denoiser = networkDenoiser(parameters, network);
  const draw = (drawn: Rng): Update => {
    const data = tf.tidy((): Tensor2D => tf.div(rowsOf(drawn, batch), scale));
    return { loss: () => denoisingLoss(denoiser, data, drawn, 1), inputs: [data] };
  };
  const fitting = { steps, seed, batch, learningRate, warmUpSteps: Math.min(50, steps) };
  await fitNetwork(parameters, rng, fitting, draw, onStep);
  return { parameters, config: network, scale };
}

export const disposeMicroPrior = ({ parameters }: MicroPrior): void =>
  disposeParameters(parameters);

export interface GuidedOptions {
  /** Programs that are read from the micro-operations of one sample. */
  readonly beam: number;
  /** Noise deviations, in those of micro-operations, that a sample goes through from the guess on. */
  readonly greatest: number;
  readonly least: number;
  readonly levels: number;
  /** What the gradient of the examples' loss counts against the prior's score. */
  readonly weight: number;
  /** Without it samples go by the examples alone. */
  readonly usesPrior: boolean;
}

export const GUIDED: GuidedOptions = {
  beam: 25,
  greatest: 1,
  least: 0.05,
  levels: 8,
  weight: 1,
  usesPrior: true,
};

/** Guesses that samples begin from, one after the other. */
const STARTS = 50;

/**
 * Looks for a program among micro-operations: from those of a guessed program with noise, annealed Langevin
 * steps along the prior's score and the gradient of the execution's loss on the examples, read back as
 * programs, each of which is tried by the exact steps.
 */
export function guidedSearch(
  { parameters, config, guesser }: CompilerModel,
  prior: MicroPrior,
  trials: Trials,
  rng: Rng,
  options: GuidedOptions,
): void {
  const { scale } = prior;
  const { task } = trials;
  const denoiser: Denoiser = options.usesPrior
    ? networkDenoiser(prior.parameters, prior.config)
    : (x) => tf.clone(x);
  const levels = noiseLevels({ ...options, count: options.levels });
  const first = levels[0] as number;
  const guide = examplesGuide({ parameters, config }, scale, task, options.weight);
  const guesses = guess(guesser, config, task, STARTS);
  for (let sampled = 0, idle = 0; !trials.over && idle < IDLE; sampled++) {
    const guessed = guesses[sampled % guesses.length];
    if (guessed === undefined) return;
    const before = trials.tried;
    const start = tf.tidy((): Tensor2D => {
      const own = encodePrograms(parameters.encoder, config, Int32Array.from(guessed.tokens));
      const noise = tf.mul(normalRows(rng, 1, own.size), first);
      return tf.add(tf.div(tf.reshape(own, [1, own.size]), scale), noise);
    });
    const sample = annealedLangevin(denoiser, start, rng, { levels, steps: 1, guide });
    const micro = tf.tidy(() => asMicro(sample, scale, config));
    for (const { tokens } of decompile(parameters.decoder, config, micro, options.beam)) {
      trials.try(bare(tokens));
    }
    tf.dispose([start, sample, micro]);
    idle = trials.tried > before ? 0 : idle + 1;
  }
}

const IDLE = 10;

/**
 * What draws a sample to the examples: minus the gradient of the execution's loss on them, times `weight`.
 *
 * @param scale deviation of micro-operations, by which samples [1, N k M] are divided
 */
export const examplesGuide =
  (
    { parameters: { executor }, config }: Pick<CompilerModel, "parameters" | "config">,
    scale: number,
    task: RefineTask,
    weight: number,
  ): ((x: Tensor2D) => Tensor2D) =>
  (x) =>
    tf.tidy(() => {
      const states = freeRunOn(executor, config, asMicro(x, scale, config), task);
      const slope = tf.grad((y: tf.Tensor) => {
        const micro = everyRun(asMicro(y as Tensor2D, scale, config), task.outputs);
        return runLoss(executor, config, micro, states, task.outputs);
      });
      return tf.mul(slope(x), -weight);
    });

/** A sample [1, N k M] as the micro-operations of one program [N, k M]. */
const asMicro = (x: Tensor2D, scale: number, config: CompilerConfig): Tensor2D =>
  tf.reshape(tf.mul(x, scale), [config.tokens, microNumbers(config)]);

/** The states of all examples as the network runs micro-operations [N, k M] that are no program's. */
function freeRunOn(
  executor: ExecutorParameters,
  config: CompilerConfig,
  micro: Tensor2D,
  { inputs }: RefineTask,
): Uint8Array {
  return tf.tidy(() => freeRun(executor, config, tf.tile(micro, [inputs.length, 1]), inputs));
}
