import { type Rng, createRng } from "../../support/rng.ts";
import type { CompilerConfig } from "./compilerConfig.ts";
import { type FitOptions, type Update, fitNetwork } from "./fitNetwork.ts";
import { type GuesserParameters, guesserLoss, initGuesser } from "./guesser.ts";
import { inputSlot, randomInput } from "./inputs.ts";
import type { Program } from "./programPool.ts";
import { padded } from "./randomProgram.ts";
import { taskOfProgram } from "./refineTask.ts";
import { byOperations } from "./transitions.ts";

export interface GuesserOptions extends FitOptions {
  /** Examples of each program. */
  readonly examples: number;
}

export const GUESSER: Omit<GuesserOptions, "steps" | "seed"> = {
  batch: 48,
  examples: 5,
  learningRate: 2e-3,
  warmUpSteps: 100,
};

/**
 * Trains the network that guesses from examples, on programs with inputs drawn anew each time.
 *
 * @param onStep told the loss of each update
 * @param signal ends it after the running update
 * @returns undefined when it was ended
 */
export async function trainGuesser(
  config: CompilerConfig,
  programs: readonly Program[],
  options: GuesserOptions,
  onStep?: (step: number, loss: number) => void,
  signal?: AbortSignal,
): Promise<GuesserParameters | undefined> {
  const { batch, examples } = options;
  const rng = createRng(options.seed);
  const p = initGuesser(rng.fork(1), config);
  const groups = byOperations(programs).filter(({ length }) => length > 0);
  const draw = (drawn: Rng): Update => {
    const chosen = Array.from({ length: batch }, () => {
      // Short programs are few: half of a batch has each number of operations as often.
      const group = drawn.integer(2) === 0 ? drawn.pick(groups) : programs;
      return padded(drawn.pick(group).tokens, config.tokens);
    });
    const tasks = chosen.map((tokens) =>
      taskOfProgram(
        tokens,
        Array.from({ length: examples }, () => inputSlot(randomInput(drawn, 2))),
      ),
    );
    return { loss: () => guesserLoss(p, config, tasks, Int32Array.from(chosen.flat())) };
  };
  return fitNetwork(p, rng, options, draw, onStep, signal);
}
