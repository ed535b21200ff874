/** What tables call an iteration: the first one is an evaluation of nothing learned. */
export const iterationTitle = (iteration: number): string =>
  iteration === 0 ? "before" : String(iteration);
