import { type WeightedGrammar, productGrammar } from "../dsl/weightedGrammar.ts";

/**
 * How little a run's own search trusts its weights when it is not told (`SearchSettings.guideMix`): half
 * of the budget would go to a search without weights, which earlier phases have done.
 */
export const LEARNED_GUIDE_MIX = 0;

/**
 * The weights that a task is searched with: a guide's, multiplied with those fitted to the frontiers where
 * there are any. A guide's dreams are of all kinds of programs alike; what the frontiers are like is not
 * in them.
 *
 * @param fitted of the same productions in the same order
 */
export const learnedWeights = (
  guided: WeightedGrammar,
  fitted: WeightedGrammar | undefined,
): WeightedGrammar => (fitted === undefined ? guided : productGrammar(guided, fitted));
