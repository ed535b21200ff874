/**
 * HiPPO-LegS: the state x of the linear system x' = (A x + B u) / t holds the coefficients of the
 * signal u so far by Legendre polynomials, all of its past weighted alike (Gu and others 2020, theorem 2).
 */
export interface Hippo {
  /** [N, N], row-major. */
  readonly a: Float64Array;
  /** [N] */
  readonly b: Float64Array;
}

/** The system of N coefficients (Gu and others 2020, equation 3, with the sign of A in it). */
export function hippoLegS(size: number): Hippo {
  const root = (n: number): number => Math.sqrt(2 * n + 1);
  const a = new Float64Array(size * size);
  for (let n = 0; n < size; n++) {
    for (let k = 0; k < n; k++) a[n * size + k] = -root(n) * root(k);
    a[n * size + n] = -(n + 1);
  }
  return { a, b: Float64Array.from({ length: size }, (_, n) => root(n)) };
}

/**
 * The coefficients after each sample of a signal, by the bilinear rule (Gu and others 2020, section
 * 2.4, appendix B.3): (I - A / 2k) x_k = (I + A / 2k) x_(k-1) + B u_k / k.
 *
 * @returns the last coefficients [N]
 */
export function hippoCoefficients({ a, b }: Hippo, signal: ArrayLike<number>): Float64Array {
  const size = b.length;
  const x = new Float64Array(size);
  const right = new Float64Array(size);
  for (let k = 1; k <= signal.length; k++) {
    const u = signal[k - 1] as number;
    for (let n = 0; n < size; n++) {
      let sum = 0;
      for (let j = 0; j <= n; j++) sum += (a[n * size + j] as number) * (x[j] as number);
      right[n] = (x[n] as number) + sum / (2 * k) + ((b[n] as number) * u) / k;
    }
    // A is lower triangular, so the left side is solved from above.
    for (let n = 0; n < size; n++) {
      let sum = right[n] as number;
      for (let j = 0; j < n; j++) sum += ((a[n * size + j] as number) * (x[j] as number)) / (2 * k);
      x[n] = sum / (1 - (a[n * size + n] as number) / (2 * k));
    }
  }
  return x;
}

/** The signal that coefficients stand for, at a place of its past from 0 (first) to 1 (last). */
export function hippoReconstruction(coefficients: ArrayLike<number>, place: number): number {
  const z = 2 * place - 1;
  let [before, now] = [0, 1];
  let sum = 0;
  for (let n = 0; n < coefficients.length; n++) {
    sum += (coefficients[n] as number) * Math.sqrt(2 * n + 1) * now;
    // Bonnet's recursion of the Legendre polynomials.
    [before, now] = [now, ((2 * n + 1) * z * now - n * before) / (n + 1)];
  }
  return sum;
}
