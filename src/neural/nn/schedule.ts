/** Learning rate at a step; steps are counted from 0. */
export type Schedule = (step: number) => number;

/** The same rate always. */
export const constantSchedule =
  (rate: number): Schedule =>
  () =>
    rate;

/**
 * Half a cosine from `rate` at step 0 to `floor` at `steps`, then `floor` (Loshchilov and Hutter 2017,
 * SGDR, equation 5, without restarts).
 */
export const cosineSchedule = (rate: number, steps: number, floor = 0): Schedule => {
  return (step) =>
    step >= steps ? floor : floor + ((rate - floor) / 2) * (1 + Math.cos((Math.PI * step) / steps));
};

/**
 * Rises in equal parts over the first `steps`, then follows the schedule `after` from its step 0. The
 * first step has rate `after(0) / steps`, not 0, so that no step is lost (Vaswani and others 2017,
 * section 5.3; Goyal and others 2017, section 2.2).
 */
export const warmUp = (steps: number, after: Schedule): Schedule => {
  return (step) => (step < steps ? (after(0) * (step + 1)) / steps : after(step - steps));
};
