import * as tf from "@tensorflow/tfjs-core";
import type { Rank, Tensor1D, Tensor2D, Tensor3D, Variable } from "@tensorflow/tfjs-core";
import type { Rng } from "../../support/rng.ts";
import { filled, normal } from "./initialise.ts";
import { initLinear, linear, type LinearParameters } from "./linear.ts";

/**
 * A structured state-space layer with diagonal matrices (S4D, Gu, Gupta and others 2022): each channel u
 * goes through a linear system h' = A h + u, y = 2 Re(c h) + d u, with N complex states, made discrete
 * by steps whose length is learned. In training it is a convolution; step by step it is a recurrence
 * with the same result.
 */
export type StateSpaceParameters = {
  /** One system that reads from the first position on, and, unless causal, one from the last. */
  readonly systems: readonly SystemParameters[];
  /** Mixes the channels after the systems. */
  readonly out: LinearParameters;
};

/** Each [C, N] but for the last two, which are [C, 1]. */
export type SystemParameters = {
  /** A = -exp(decay) + i turn */
  readonly decay: Variable<Rank.R2>;
  readonly turn: Variable<Rank.R2>;
  /** c */
  readonly real: Variable<Rank.R2>;
  readonly imaginary: Variable<Rank.R2>;
  /** ln of the step's length. */
  readonly step: Variable<Rank.R2>;
  /** d */
  readonly direct: Variable<Rank.R2>;
};

export interface StateSpaceSizes {
  /** C */
  readonly width: number;
  /** N, complex states of a channel. */
  readonly states: number;
  /** Whether a position sees only itself and those before it; default false. */
  readonly causal?: boolean | undefined;
}

/** Between which a step's length begins, for sequences of tens of positions. */
const SHORTEST = 0.02;
const LONGEST = 0.5;

/**
 * The states begin as the diagonal that comes near to HiPPO-LegS: A_n = -1/2 + i pi n (S4D-Lin, Gu,
 * Gupta and others 2022, section 4).
 */
export function initStateSpace(rng: Rng, sizes: StateSpaceSizes): StateSpaceParameters {
  const { width, states, causal = false } = sizes;
  const system = (): SystemParameters => {
    const steps = filled<Rank.R2>([width, 1], 0);
    const lengths = Float32Array.from({ length: width }, () => {
      const share = rng.next();
      return Math.log(SHORTEST) + share * (Math.log(LONGEST) - Math.log(SHORTEST));
    });
    tf.tidy(() => steps.assign(tf.tensor2d(lengths, [width, 1])));
    const turn = filled<Rank.R2>([width, states], 0);
    const turns = Float32Array.from({ length: width * states }, (_, i) => Math.PI * (i % states));
    tf.tidy(() => turn.assign(tf.tensor2d(turns, [width, states])));
    return {
      decay: filled<Rank.R2>([width, states], Math.log(0.5)),
      turn,
      real: normal<Rank.R2>(rng, [width, states], Math.SQRT1_2),
      imaginary: normal<Rank.R2>(rng, [width, states], Math.SQRT1_2),
      step: steps,
      direct: normal<Rank.R2>(rng, [width, 1], 1),
    };
  };
  return {
    systems: Array.from({ length: causal ? 1 : 2 }, system),
    out: initLinear(rng, { inputs: width, outputs: width }),
  };
}

/** x [B*T, C] of B sequences -> [B*T, C] */
export function stateSpace(p: StateSpaceParameters, x: Tensor2D, batch: number): Tensor2D {
  const [rows, width] = x.shape;
  const time = rows / batch;
  return tf.tidy(() => {
    const sequences = tf.reshape(x, [batch, time, width]) as Tensor3D;
    const results = p.systems.map((system, i) =>
      convolve(systemKernel(system, time), sequences, i === 1),
    );
    const sum = results.reduce((total, one) => tf.add(total, one));
    return linear(p.out, tf.relu(tf.reshape(sum, [rows, width])));
  });
}

/** The factors of one discrete step, zero-order hold: h = A h + B u, y = 2 Re(c h) + d u. Each [C, N]. */
interface DiscreteSystem {
  /** ln |A|, and the angle of A. */
  readonly shrink: Tensor2D;
  readonly angle: Tensor2D;
  /** c B */
  readonly real: Tensor2D;
  readonly imaginary: Tensor2D;
}

function discrete(p: SystemParameters): DiscreteSystem {
  const step = tf.exp(p.step);
  const decay = tf.neg(tf.exp(p.decay));
  const shrink: Tensor2D = tf.mul(decay, step);
  const angle: Tensor2D = tf.mul(p.turn, step);
  const size = tf.exp(shrink);
  // B = (exp(step A) - 1) / A
  const [x, y] = [tf.sub(tf.mul(size, tf.cos(angle)), 1), tf.mul(size, tf.sin(angle))];
  const norm = tf.add(tf.square(decay), tf.square(p.turn));
  const bReal = tf.div(tf.add(tf.mul(x, decay), tf.mul(y, p.turn)), norm);
  const bImaginary = tf.div(tf.sub(tf.mul(y, decay), tf.mul(x, p.turn)), norm);
  return {
    shrink,
    angle,
    real: tf.sub(tf.mul(p.real, bReal), tf.mul(p.imaginary, bImaginary)),
    imaginary: tf.add(tf.mul(p.real, bImaginary), tf.mul(p.imaginary, bReal)),
  };
}

/** What reaches a position from so many before it: rows [C], the first with the direct way. */
export function systemKernel(p: SystemParameters, time: number): readonly Tensor1D[] {
  const { shrink, angle, real, imaginary } = discrete(p);
  const direct = tf.reshape(p.direct, [p.direct.size]) as Tensor1D;
  return Array.from({ length: time }, (_, lag) => {
    const size = tf.exp(tf.mul(shrink, lag));
    const turned = tf.sub(
      tf.mul(real, tf.cos(tf.mul(angle, lag))),
      tf.mul(imaginary, tf.sin(tf.mul(angle, lag))),
    );
    const sum: Tensor1D = tf.mul(tf.sum(tf.mul(size, turned), 1), 2);
    return lag === 0 ? tf.add(sum, direct) : sum;
  });
}

/** x [B, T, C] -> [B, T, C]; `backwards` reads from the last position. */
function convolve(kernel: readonly Tensor1D[], x: Tensor3D, backwards: boolean): Tensor3D {
  const [batch, time, width] = x.shape;
  const parts = kernel.map((row, lag): Tensor3D => {
    const kept = tf.slice(x, [0, backwards ? lag : 0, 0], [batch, time - lag, width]);
    const padding: [number, number] = backwards ? [0, lag] : [lag, 0];
    const moved = tf.pad(kept, [[0, 0], padding, [0, 0]]);
    const rows = tf.mul(tf.reshape(moved, [batch * time, width]), row);
    return tf.reshape(rows, [batch, time, width]);
  });
  return parts.reduce((total, part) => tf.add(total, part));
}

/** The state of a system while it runs step by step: two [C, N] arrays of plain numbers. */
export interface SystemState {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/**
 * Runs a system as a recurrence, one position at a time: what it costs does not grow with what was read.
 */
export class StateSpaceRecurrence {
  readonly width: number;
  readonly states: number;
  private readonly factors: readonly Float32Array[];
  private readonly direct: Float32Array;

  constructor(p: SystemParameters) {
    [this.width, this.states] = p.turn.shape;
    this.factors = tf.tidy(() => {
      const { shrink, angle, real, imaginary } = discrete(p);
      return [shrink, angle, real, imaginary].map((t) => Float32Array.from(t.dataSync()));
    });
    this.direct = Float32Array.from(p.direct.dataSync());
  }

  /** Before the first position. */
  start(): SystemState {
    const size = this.width * this.states;
    return { real: new Float64Array(size), imaginary: new Float64Array(size) };
  }

  /** Reads one position [C]: changes the state and gives the result [C]. */
  step(state: SystemState, u: ArrayLike<number>): Float64Array {
    const [shrink, angle, real, imaginary] = this.factors as [
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    const y = new Float64Array(this.width);
    for (let channel = 0; channel < this.width; channel++) {
      const input = u[channel] as number;
      let sum = (this.direct[channel] as number) * input;
      for (let i = channel * this.states; i < (channel + 1) * this.states; i++) {
        const size = Math.exp(shrink[i] as number);
        const [cos, sin] = [Math.cos(angle[i] as number), Math.sin(angle[i] as number)];
        const [re, im] = [state.real[i] as number, state.imaginary[i] as number];
        // The state holds c B times what was read.
        state.real[i] = size * (cos * re - sin * im) + (real[i] as number) * input;
        state.imaginary[i] = size * (sin * re + cos * im) + (imaginary[i] as number) * input;
        sum += 2 * (state.real[i] as number);
      }
      y[channel] = sum;
    }
    return y;
  }
}
