import * as tf from "@tensorflow/tfjs-core";
import type { Rank, Tensor2D, Variable } from "@tensorflow/tfjs-core";
import type { Rng } from "../../support/rng.ts";
import { addPositions } from "../nn/addPositions.ts";
import { normal } from "../nn/initialise.ts";
import { lookup } from "../ops/lookup.ts";
import { STATE_TOKENS } from "./compilerConfig.ts";
import { FAULTS, TYPES } from "./state.ts";
import { HEADERS, LENGTHS, type StateIds, headerFields } from "./stateIds.ts";

/** Rows for the four fields of a header and for the place in the state. */
export type StateEmbeddingParameters = {
  readonly type: Variable<Rank.R2>;
  readonly least: Variable<Rank.R2>;
  readonly greatest: Variable<Rank.R2>;
  readonly fault: Variable<Rank.R2>;
  readonly place: Variable<Rank.R2>;
  /** Rows for the place of a bound among those of its slot in order, and for the distance to the end. */
  readonly lowRank?: Variable<Rank.R2>;
  readonly highRank?: Variable<Rank.R2>;
  readonly fromEnd?: Variable<Rank.R2>;
};

const DEVIATION = 0.3;

/** @param ranks whether positions know their place in order and from the end */
export function initStateEmbedding(
  rng: Rng,
  width: number,
  ranks: boolean,
): StateEmbeddingParameters {
  const rows = (count: number): Variable<Rank.R2> =>
    normal<Rank.R2>(rng, [count, width], DEVIATION);
  return {
    type: rows(TYPES),
    least: rows(LENGTHS),
    greatest: rows(LENGTHS),
    fault: rows(FAULTS),
    place: rows(STATE_TOKENS),
    ...(ranks ? { lowRank: rows(LENGTHS), highRank: rows(LENGTHS), fromEnd: rows(LENGTHS) } : {}),
  };
}

/** For each field of a header its value in each of all headers. */
const FIELDS: readonly Int32Array[] = [0, 1, 2, 3].map((field) =>
  Int32Array.from({ length: HEADERS }, (_, header) => headerFields(header)[field] as number),
);

/**
 * The sum of the rows of both bounds, of the slot's header and of the place.
 *
 * @param low rows of `boundRows` for least integers; `high` for greatest
 * @returns [B*T, C]
 */
export function stateEmbedding(
  p: StateEmbeddingParameters,
  low: Tensor2D,
  high: Tensor2D,
  ids: StateIds,
): Tensor2D {
  return tf.tidy(() => {
    const fields = [p.type, p.least, p.greatest, p.fault].map((table, i) =>
      lookup(table, tf.tensor1d(FIELDS[i] as Int32Array, "int32")),
    );
    const headers = fields.reduce((sum, field) => tf.add(sum, field)); // [headers, C]
    const rows = (table: Tensor2D, which: Int32Array): Tensor2D =>
      lookup(table, tf.tensor1d(which, "int32"));
    const parts = [rows(low, ids.low), rows(high, ids.high), rows(headers, ids.header)];
    if (p.lowRank !== undefined) parts.push(rows(p.lowRank, ids.lowRank));
    if (p.highRank !== undefined) parts.push(rows(p.highRank, ids.highRank));
    if (p.fromEnd !== undefined) parts.push(rows(p.fromEnd, ids.fromEnd));
    const sum = parts.reduce((all, part) => tf.add(all, part));
    return addPositions(sum, p.place, ids.low.length / STATE_TOKENS);
  });
}
