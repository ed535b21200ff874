import type { MicroOperation } from "./microOperations.ts";
import { OPEN, SHUT } from "./gates.ts";

/** How near two kinds of token are by what their micro-operations are. */
export interface TokenPair {
  /** Numbers of the tokens, the smaller first. */
  readonly tokens: readonly [number, number];
  /** From -1 to 1. */
  readonly cosine: number;
  /** Hidden units that both open, that both shut, and that one opens and the other shuts. */
  readonly open: number;
  readonly shut: number;
  readonly opposed: number;
}

/**
 * Cosines of vectors less their mean: what all have in common, such as a bias, would make all alike. A
 * vector that is the mean itself is like no other.
 *
 * @param queries compared with each of the vectors
 * @returns [queries, vectors]
 */
export function centredCosines(
  queries: readonly Float32Array[],
  vectors: readonly Float32Array[],
): readonly (readonly number[])[] {
  const width = vectors[0]?.length ?? 0;
  const mean = Float64Array.from(
    { length: width },
    (_, i) => vectors.reduce((sum, v) => sum + (v[i] as number), 0) / vectors.length,
  );
  const centred = (v: Float32Array): Float64Array => mean.map((m, i) => (v[i] as number) - m);
  const dot = (a: Float64Array, b: Float64Array): number =>
    a.reduce((sum, x, i) => sum + x * (b[i] as number), 0);
  const all = vectors.map(centred).map((v) => ({ v, length: Math.sqrt(dot(v, v)) }));
  return queries.map((query) => {
    const q = centred(query);
    const length = Math.sqrt(dot(q, q));
    return all.map((one) => {
      const both = length * one.length;
      return both === 0 ? 0 : Math.max(-1, Math.min(1, dot(q, one.v) / both));
    });
  });
}

/** All micro-operations of each kind of token in a row, [kinds] of [k M]. */
export const wholeTokens = (
  operations: readonly MicroOperation[],
  layers: number,
): readonly Float32Array[] =>
  Array.from({ length: operations.length / layers }, (_, kind) =>
    Float32Array.from(
      operations
        .slice(kind * layers, (kind + 1) * layers)
        .flatMap(({ numbers }) => Array.from(numbers)),
    ),
  );

/**
 * Pairs of kinds of token with what their gates share, the nearest pairs first.
 *
 * @param operations of each kind, as `tokenOperations` gives them
 * @param cosines [kinds, kinds]
 */
export function tokenPairs(
  operations: readonly MicroOperation[],
  cosines: readonly (readonly number[])[],
): readonly TokenPair[] {
  const layers = operations.length / cosines.length;
  const gates = cosines.map((_, kind) =>
    operations.slice(kind * layers, (kind + 1) * layers).flatMap(({ units }) => Array.from(units)),
  );
  const pairs = cosines.flatMap((row, a) =>
    row.slice(a + 1).map((cosine, i): TokenPair => {
      const b = a + 1 + i;
      const count = (fits: (x: number, y: number) => boolean): number =>
        (gates[a] as number[]).filter((x, unit) => fits(x, gates[b]?.[unit] as number)).length;
      return {
        tokens: [a, b],
        cosine,
        open: count((x, y) => x > OPEN && y > OPEN),
        shut: count((x, y) => x < SHUT && y < SHUT),
        opposed: count((x, y) => (x > OPEN && y < SHUT) || (x < SHUT && y > OPEN)),
      };
    }),
  );
  return pairs.sort((p, q) => q.cosine - p.cosine);
}
