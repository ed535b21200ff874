/**
 * The state of running one candidate on one row: what its function arguments share.
 * A fault anywhere makes the whole run one, whatever the primitive makes of it.
 */
export interface Machine {
  /** Calls of functions that the run may still make. */
  fuel: number;
  faulted: boolean;
  /** Of this run, as it was at first. */
  granted: number;
  /** Calls of all runs before this one: how much work candidates were. */
  calls: number;
}

export const idleMachine = (): Machine => ({ fuel: 0, faulted: false, granted: 0, calls: 0 });

/** Begins a run. */
export function grant(machine: Machine, fuel: number): void {
  machine.calls += machine.granted - machine.fuel;
  machine.granted = fuel;
  machine.fuel = fuel;
  machine.faulted = false;
}

/** Thrown through a primitive that calls a function without end. */
export const OUT_OF_FUEL = Symbol("out of fuel");
