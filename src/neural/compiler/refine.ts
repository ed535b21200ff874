import type { Rng } from "../../support/rng.ts";
import type { CompilerModel } from "./compilerFile.ts";
import { EDIT_SEARCH, editSearch } from "./editSearch.ts";
import { guess } from "./guesser.ts";
import { bare } from "./randomProgram.ts";
import type { RefineOptions } from "./refineOptions.ts";
import { Trials, type RefineTask } from "./refineTask.ts";
import { tokenGains } from "./tokenGains.ts";

/**
 * Looks for a program that fits examples: the guesses of the network that reads them, then edits of those
 * that came closest. Every program counts only when the exact steps say that it fits.
 */
export function refine(
  { parameters, config, guesser }: CompilerModel,
  task: RefineTask,
  rng: Rng,
  { candidates, guesses, order }: RefineOptions,
): Trials {
  const trials = new Trials(task, candidates);
  const start =
    guesses === 0 ? [] : guess(guesser, config, task, guesses).map(({ tokens }) => bare(tokens));
  editSearch(trials, rng, {
    ...EDIT_SEARCH,
    tokens: config.tokens,
    start,
    ...(order === "random"
      ? {}
      : { gains: (tokens) => tokenGains(parameters, config, tokens, task) }),
  });
  return trials;
}
