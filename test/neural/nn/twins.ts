/*
 * The blocks in plain loops over numbers of double precision: slow, and to be read beside the papers.
 */

export type Vector = number[];
export type Matrix = number[][];

export const sumOf = (xs: readonly number[]): number => xs.reduce((a, b) => a + b, 0);

const dot = (a: readonly number[], b: readonly number[]): number =>
  sumOf(a.map((x, i) => x * (b[i] as number)));

export const transposed = (m: Matrix): Matrix =>
  (m[0] as Vector).map((_, j) => m.map((row) => row[j] as number));

export function product(a: Matrix, b: Matrix): Matrix {
  return a.map((row) => {
    const sums = Array.from(b[0] as Vector, () => 0);
    for (let k = 0; k < row.length; k++) {
      const [factor, other] = [row[k] as number, b[k] as Vector];
      for (let j = 0; j < sums.length; j++)
        sums[j] = (sums[j] as number) + factor * (other[j] as number);
    }
    return sums;
  });
}

export const plus = (a: Matrix, b: Matrix, scale = 1): Matrix =>
  a.map((row, i) => row.map((x, j) => x + scale * ((b[i] as Vector)[j] as number)));

const times = (a: Matrix, b: Matrix): Matrix =>
  a.map((row, i) => row.map((x, j) => x * ((b[i] as Vector)[j] as number)));

export const mapped = (a: Matrix, f: (x: number) => number): Matrix => a.map((row) => row.map(f));

/** Columns from..to-1. */
export const columns = (m: Matrix, from: number, to: number): Matrix =>
  m.map((row) => row.slice(from, to));

export interface LinearTwin {
  w: Matrix;
  b?: Vector;
}

export const linearTwin = ({ w, b }: LinearTwin, x: Matrix): Matrix =>
  product(x, w).map((row) => row.map((y, j) => y + (b?.[j] ?? 0)));

/** Rows with mean 0 and variance 1. */
export const standardised = (x: Matrix): Matrix =>
  x.map((row) => {
    const mean = sumOf(row) / row.length;
    const variance = sumOf(row.map((a) => (a - mean) ** 2)) / row.length;
    return row.map((a) => (a - mean) / Math.sqrt(variance + 1e-5));
  });

export const layerNormTwin = (p: { gain: Vector; bias: Vector }, x: Matrix): Matrix =>
  standardised(x).map((row) =>
    row.map((y, j) => y * (p.gain[j] as number) + (p.bias[j] as number)),
  );

export const softmaxTwin = (scores: Vector): Vector => {
  const largest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - largest));
  return powers.map((power) => power / sumOf(powers));
};

export interface AttentionTwinOptions {
  batch: number;
  heads: number;
  causal?: boolean;
  keyLengths?: readonly number[];
  /** [batch][head][query][key] */
  bias?: readonly Matrix[][];
}

/**
 * Attention with the scores from one form [C, D] for each head and pair of positions:
 * x_i form y_j^T. `values` [D, C], the columns of head h from h C / H on.
 */
export function formAttentionTwin(
  form: (head: number, query: number, key: number) => Matrix,
  values: Matrix,
  out: LinearTwin,
  x: Matrix,
  memory: Matrix,
  options: AttentionTwinOptions,
): Matrix {
  const { batch, heads, causal = false, keyLengths, bias } = options;
  const queries = x.length / batch;
  const keys = memory.length / batch;
  const headWidth = (values[0] as Vector).length / heads;
  const valued = product(memory, values);
  const attended = x.map((row, at) => {
    const [b, i] = [Math.floor(at / queries), at % queries];
    const limit = Math.min(keyLengths?.[b] ?? keys, causal ? i + 1 : keys);
    return Array.from({ length: heads }, (_, h) => {
      const scores = memory.slice(b * keys, b * keys + limit).map((key, j) => {
        const looked = product([row], form(h, i, j))[0] as Vector;
        return dot(looked, key) + (bias?.[b % bias.length]?.[h]?.[i]?.[j] ?? 0);
      });
      const weights = softmaxTwin(scores);
      return Array.from({ length: headWidth }, (__, c) =>
        sumOf(weights.map((w, j) => w * (valued[b * keys + j]?.[h * headWidth + c] as number))),
      );
    }).flat();
  });
  return linearTwin(out, attended);
}

/** Turns the pairs of columns of each head by their angle at a position: [D, D] for one head. */
export function rotationTwin(position: number, headWidth: number): Matrix {
  const turn = Array.from({ length: headWidth }, () => Array.from({ length: headWidth }, () => 0));
  for (let i = 0; i < headWidth; i += 2) {
    const angle = position / 10000 ** (i / headWidth);
    const [first, second] = [turn[i] as Vector, turn[i + 1] as Vector];
    [first[i], first[i + 1]] = [Math.cos(angle), Math.sin(angle)];
    [second[i], second[i + 1]] = [-Math.sin(angle), Math.cos(angle)];
  }
  return turn;
}

/** The forms of self-attention from its packed weights [C, 2 H R + C]. */
export function selfAttentionTwin(
  p: { qkv: Matrix; out: LinearTwin },
  x: Matrix,
  options: AttentionTwinOptions & { rotary?: boolean },
): Matrix {
  const { heads, rotary = false } = options;
  const width = p.qkv.length;
  const rank = ((p.qkv[0] as Vector).length - width) / (2 * heads);
  const factors = Array.from({ length: 2 * heads }, (_, k) =>
    columns(p.qkv, k * rank, (k + 1) * rank),
  );
  const formOf = (left: Matrix, right: Matrix): Matrix =>
    mapped(product(left, transposed(right)), (a) => a / Math.sqrt(rank));
  const forms = factors
    .slice(0, heads)
    .map((left, h) => formOf(left, factors[heads + h] as Matrix));
  const form = (h: number, i: number, j: number): Matrix =>
    rotary
      ? formOf(
          product(factors[h] as Matrix, rotationTwin(i, rank)),
          product(factors[heads + h] as Matrix, rotationTwin(j, rank)),
        )
      : (forms[h] as Matrix);
  return formAttentionTwin(form, columns(p.qkv, 2 * heads * rank, Infinity), p.out, x, x, options);
}

export function crossAttentionTwin(
  p: { query: Matrix; keyValue: Matrix; out: LinearTwin },
  x: Matrix,
  memory: Matrix,
  options: AttentionTwinOptions,
): Matrix {
  const { heads } = options;
  const rank = (p.query[0] as Vector).length / heads;
  const forms = Array.from({ length: heads }, (_, h) => {
    const left = columns(p.query, h * rank, (h + 1) * rank);
    const right = columns(p.keyValue, h * rank, (h + 1) * rank);
    return mapped(product(left, transposed(right)), (a) => a / Math.sqrt(rank));
  });
  return formAttentionTwin(
    (h) => forms[h] as Matrix,
    columns(p.keyValue, heads * rank, Infinity),
    p.out,
    x,
    memory,
    options,
  );
}

/** Standard normal distribution function: the density summed by Simpson's rule from -12. */
const belowTwin = (x: number): number => {
  const steps = 1000;
  const h = (x + 12) / steps;
  const density = (z: number): number => Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
  let total = density(-12) + density(x);
  for (let i = 1; i < steps; i++) total += (i % 2 === 1 ? 4 : 2) * density(-12 + i * h);
  return (total * h) / 3;
};

export const geluTwin = (x: Matrix): Matrix => mapped(x, (a) => a * belowTwin(a));

export interface FeedForwardTwin {
  into: LinearTwin;
  gate?: LinearTwin;
  out: LinearTwin;
}

export function feedForwardTwin(p: FeedForwardTwin, kind: string, x: Matrix): Matrix {
  const hidden = linearTwin(p.into, x);
  const gate = p.gate === undefined ? hidden : linearTwin(p.gate, x);
  const acts: Readonly<Record<string, () => Matrix>> = {
    relu: () => mapped(hidden, (a) => Math.max(0, a)),
    gelu: () => geluTwin(hidden),
    glu: () =>
      times(
        hidden,
        mapped(gate, (a) => 1 / (1 + Math.exp(-a))),
      ),
    bilinear: () => times(hidden, gate),
  };
  return linearTwin(p.out, (acts[kind] as () => Matrix)());
}
